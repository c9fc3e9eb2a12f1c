import { validate } from '@continuum/standards-fhir';
import type { Actor } from '@continuum/trust-access';
import { describe, expect, it } from 'vitest';
import { provenancesOf } from './provenance.ts';

const actor: Actor = {
  kind: 'system',
  id: 'Device/labo-demo',
  name: 'Laboratoire',
  profile: 'laboratory-system',
  organization: { id: 'chus', name: 'CHUS' },
  source: { id: 'labo-demo', registersUsagers: false },
  credential: { kind: 'client-assertion', id: '1' },
};
const deposit = {
  id: 'd1',
  sha256: 'ab',
  size: 2,
  receivedAt: new Date('2026-11-01T12:00:00Z'),
  state: 'received' as const,
  format: 'fhir' as const,
  contentType: 'application/fhir+json',
  actor,
  origin: { request: '1', address: '::1', channel: 'fhir' },
};
const observation = (id: string, usager: string) => ({
  verb: 'create' as const,
  resource: { resourceType: 'Observation', id, subject: { reference: `Patient/${usager}` } },
});
const resources = (...args: Parameters<typeof provenancesOf>) =>
  provenancesOf(...args).map(change => (change.verb === 'create' ? change.resource : undefined));

describe('the Provenance of what a deposit gave', () => {
  it('says the source, its organisme, the moment and the original', () => {
    const [provenance] = resources([observation('a', 'p'), observation('b', 'p')], deposit);
    expect(provenance).toMatchObject({
      target: [{ reference: 'Observation/a' }, { reference: 'Observation/b' }],
      recorded: '2026-11-01T12:00:00.000Z',
      agent: [{ who: { display: 'Laboratoire' }, onBehalfOf: { reference: 'Organization/chus' } }],
      entity: [{ role: 'source', what: { identifier: { value: 'd1' } } }],
    });
    expect(validate(provenance)).toEqual([]);
  });

  it('is one for each usager: none names two of them', () => {
    const made = resources([observation('a', 'p'), observation('b', 'q')], deposit);
    expect(made.map(provenance => provenance?.target)).toEqual([
      [{ reference: 'Observation/a' }],
      [{ reference: 'Observation/b' }],
    ]);
  });

  it('names the registrar who said who the usager is', () => {
    const by = { reference: 'Practitioner/archiviste', name: 'Zoé Roy' };
    const [provenance] = resources([observation('a', 'p')], deposit, [{ claim: 0, usager: 'p', by }]);
    expect(provenance).toMatchObject({ agent: [{}, { who: { reference: 'Practitioner/archiviste' } }] });
  });
});
