import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { type Actor, decide, firstMatrix, type Profile } from '@continuum/trust-access';
import { type Restriction, toRestrictionConsent } from '@continuum/trust-consent';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStore, migrations, type Store } from './index.ts';

const now = new Date('2026-03-01T12:00:00Z');
const start = new Date('2026-01-01T00:00:00Z');
const glucose = (id: string, more: object = {}) => ({
  ...{ resourceType: 'Observation', id, status: 'final', category: [{ coding: [{ code: 'laboratory' }] }] },
  ...{
    code: { text: 'Glucose' },
    subject: { reference: 'Patient/u' },
    effectiveDateTime: '2026-01-10',
    ...more,
  },
});
const role = (practitioner: string, organization: string) => ({
  ...{ resourceType: 'PractitionerRole', id: practitioner },
  practitioner: { reference: `Practitioner/${practitioner}` },
  organization: { reference: `Organization/${organization}` },
});
const restriction = (part: Partial<Restriction>): Restriction => ({
  ...{ usager: 'u', consent: 'c', active: true, start },
  ...{
    practitioners: [],
    profiles: [],
    anyone: false,
    everything: true,
    domains: [],
    resources: [],
    ...part,
  },
});

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await testDatabase([migrations]);
  store = createStore(database.record);
});
afterAll(() => database.drop());

async function write(...resources: { resourceType: string; id: string }[]): Promise<void> {
  const changes = resources.map(resource => ({ verb: 'upsert', resource }) as const);
  const { outcome } = await database.record.transaction(tx => store.write(tx, changes, { now }));
  expect(outcome).toBe('written');
}

async function begin(part: Partial<Restriction>): Promise<void> {
  await database.asOwner('TRUNCATE record.resource, record.version, record.refusal, record.restriction');
  await write(
    { resourceType: 'Patient', id: 'u' },
    glucose('g'),
    role('roy', 'clinic'),
    role('cote', 'hospital'),
    toRestrictionConsent(restriction(part), start),
  );
}

const person = (id: string, profile: Profile): Actor => ({
  ...{ kind: 'practitioner', id: `Practitioner/${id}`, name: id, profile },
  credential: { kind: 'key', id: 'k' },
});
const system = (profile: Profile, organization?: string): Actor => ({
  ...{ kind: 'system', id: 'Device/s', name: 's', profile },
  credential: { kind: 'client-assertion', id: 's' },
  ...(organization && { organization: { id: organization, name: organization } }),
});

async function sees(actor: Actor, id = 'g'): Promise<boolean> {
  const decision = decide(firstMatrix, actor, { of: 'TREAT' }, 'read', ['laboratory']);
  if (!decision.permit) throw new Error(decision.text);
  return (await store.read(decision.sight, now, 'Observation', id)).outcome === 'found';
}

describe('whom a restriction (R-22.1) keeps away', () => {
  it.each<[string, Actor, boolean]>([
    ['the provider whom it names', person('roy', 'physician'), false],
    ['another of the same profession', person('cote', 'physician'), true],
    ['the system of the place where the one named works', system('emr-system', 'clinic'), false],
    ['the system of another place', system('hospital-system', 'hospital'), true],
    ['a system of which nobody knows where it is', system('hospital-system'), false],
  ])('one provider: %s sees: %#', async (_, actor, expected) => {
    await begin({ practitioners: ['Practitioner/roy'] });
    expect(await sees(actor)).toBe(expected);
  });

  it.each<[string, Actor, boolean]>([
    ['one of the category', person('roy', 'nurse'), false],
    ['another profession', person('roy', 'physician'), true],
    ['a system that serves the category', system('emr-system', 'clinic'), false],
    ['a system that does not', system('pharmacy-system', 'clinic'), true],
    ['the laboratory that sent it', system('laboratory-system', 'clinic'), true],
  ])('a category: %s sees: %#', async (_, actor, expected) => {
    await begin({ profiles: ['nurse'] });
    expect(await sees(actor)).toBe(expected);
  });

  it('lets the one named know that it stands, also when it hides nothing, and nobody else', async () => {
    await begin({ practitioners: ['Practitioner/roy'], everything: false, domains: ['imaging'] });
    const told = (actor: Actor, usager = 'u') => {
      const decision = decide(firstMatrix, actor, { of: 'TREAT' }, 'read', []);
      return decision.permit && store.restricted(decision.sight, usager, now);
    };
    expect(await told(person('roy', 'physician'))).toBe(true);
    expect(await told(person('cote', 'physician'))).toBe(false);
    expect(await told(person('roy', 'physician'), 'another')).toBe(false);
  });
});

describe('what it keeps', () => {
  const roy = person('roy', 'physician');

  it('a named result takes with it what speaks of it, and comes back once it is cancelled', async () => {
    const part = { practitioners: ['Practitioner/roy'], everything: false, resources: ['Observation/g'] };
    await begin(part);
    await write(glucose('member', { hasMember: [{ reference: 'Observation/g' }] }), glucose('free'));
    expect([await sees(roy), await sees(roy, 'member'), await sees(roy, 'free')]).toEqual([
      false,
      false,
      true,
    ]);
    await write(toRestrictionConsent(restriction({ ...part, active: false }), start));
    expect([await sees(roy), await sees(roy, 'member')]).toEqual([true, true]);
  });

  it('an id that begins like the one that is named is another', async () => {
    await begin({ practitioners: ['Practitioner/roy'], everything: false, resources: ['Observation/g'] });
    await write(glucose('g2'), glucose('of', { hasMember: [{ reference: 'Observation/g2' }] }));
    expect([await sees(roy, 'g2'), await sees(roy, 'of')]).toEqual([true, true]);
  });

  it('a restriction of somebody else hides nothing, whatever it names', async () => {
    await begin({ usager: 'v', practitioners: ['Practitioner/roy'], resources: ['Observation/g'] });
    expect(await sees(roy)).toBe(true);
  });
});
