import { unknownActor } from '@continuum/trust-access';
import { describe, expect, it } from 'vitest';
import { countedAs, networkOf } from './caller.ts';

const clinician = { ...unknownActor, kind: 'practitioner', id: 'Practitioner/p1' } as const;
const from = (address: string, channel = 'fhir') => ({ address, channel });

describe('whom a request counts for', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('the address %s is of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('somebody identified is the same from everywhere; through an application, apart', () => {
    const here = countedAs(clinician, from('192.0.2.1'));
    expect(countedAs(clinician, from('192.0.2.2', 'api'))).toEqual(here);
    const through = countedAs({ ...clinician, application: { id: 'a', name: 'A' } }, from('192.0.2.1'));
    expect(through).toEqual({ kind: 'clinician', key: 'Practitioner/p1 a' });
    expect(through.key).not.toBe(here.key);
  });

  it('nobody known is an address at a door; a system with its certificate is itself before it has a token', () => {
    expect(countedAs(unknownActor, from('192.0.2.1', 'oauth'))).toEqual({
      kind: 'unknown',
      key: 'oauth 192.0.2.1',
    });
    expect(countedAs(unknownActor, from('192.0.2.1', 'web')).kind).toBe('page');
    const [der, publicKey] = [Buffer.of(), Buffer.of()];
    const own = { der, publicKey, subject: 'Device/labo' };
    expect(countedAs(unknownActor, from('192.0.2.1', 'oauth'), own)).toEqual({
      kind: 'system',
      key: 'certificate Device/labo',
    });
    for (const shown of ['refused', { der, publicKey }] as const)
      expect(countedAs(unknownActor, from('192.0.2.1', 'oauth'), shown).kind).toBe('unknown');
  });
});
