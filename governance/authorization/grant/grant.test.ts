import { standingOf } from '@continuum/registries-practitioner';
import { validate } from '@continuum/standards-fhir';
import { type Actor, givesAccess, platformActor, usualPurpose } from '@continuum/trust-access';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cast, origin, type Workplace, workplace } from '../testing/workplace.ts';
import { type GrantFacts, readGrant, toGrant } from './grant-facts.ts';

const words = fc.string({ minLength: 1, maxLength: 40 }).filter(text => text.trim() === text && text !== '');
const named = (type: string) => fc.record({ reference: fc.constant(`${type}/a`), name: words });
const anyGrant: fc.Arbitrary<GrantFacts> = fc.record(
  {
    ...{
      request: fc.uuid(),
      practitioner: named('Practitioner'),
      organization: named('Organization'),
      profile: fc.constantFrom('nurse', 'physician'),
    },
    ...{
      places: fc.array(named('Location'), { minLength: 1, maxLength: 4 }),
      starts: fc.constant('2026-11-28'),
      ends: fc.constant('2027-10-31'),
    },
  },
  { requiredKeys: ['request', 'practitioner', 'organization', 'profile', 'places', 'starts'] },
);

describe('what a grant says', () => {
  it('is all that is in its resource, which is valid FHIR and gives access', () => {
    fc.assert(
      fc.property(anyGrant, said => {
        const grant = toGrant(said);
        expect(readGrant(grant)).toEqual(said);
        expect(givesAccess(grant)).toBe(true);
        expect(validate({ ...grant, id: 'x' }).filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
    );
  });

  it('is not read out of a resource that says anything more, or other', () => {
    const [said] = fc.sample(anyGrant, { numRuns: 1, seed: 7 });
    const grant = toGrant(said!);
    const others = [
      { ...grant, active: true },
      { ...grant, availabilityExceptions: 'x' },
      { ...grant, code: [{ coding: [{ system: 'urn:other', code: 'physician' }] }] },
      { ...grant, location: [...(grant.location as object[]), { reference: 'Location/z' }] },
      { ...grant, identifier: [] },
      { resourceType: 'PractitionerRole' },
      null,
    ];
    for (const other of others) expect(readGrant(other)).toBeUndefined();
  });
});

let at: Workplace;
beforeAll(async () => {
  at = await workplace();
});
afterAll(() => at?.close());

const asked = (practitioner: string) => ({
  ...{
    organization: 'clinic',
    practitioner,
    profile: 'physician',
    places: ['clinic'],
    kind: 'grant' as const,
  },
  ...{ starts: '2026-11-01', email: 'doc@example.org' },
});

/** A request that conforms, of somebody new. */
async function validated(practitioner: string): Promise<string> {
  await at.newcomer(practitioner);
  const submitted = await at.authorizations.submit(asked(practitioner), at.by(cast.gaa));
  if (!('done' in submitted)) throw new Error(JSON.stringify(submitted));
  const { id } = submitted.value;
  await at.authorizations.changeRequest(id, { event: 'validate' }, at.by(cast.aga));
  return id;
}
const accept = (id: string, grant: object | undefined, by: Actor = cast.aga) =>
  at.authorizations.changeRequest(
    id,
    { event: 'accept', ...(grant && { grant: grant as { act: string; version: number } }) },
    at.by(by),
  );
const refused = { refused: 'rule', code: 'signature' };

describe('an authorization rests on the act of who granted it', () => {
  it('keeps its reference and version, in the row, from the first moment', async () => {
    const id = await validated('first');
    const grant = await at.signGrant(cast.aga, id);
    expect(await accept(id, grant)).toMatchObject({ done: true });
    const [row] = await at.pool.query(
      `SELECT act, act_version AS version, unsigned FROM service.access_authorization WHERE practitioner = 'first'`,
    );
    expect(row).toEqual({ ...grant, unsigned: null });
    const access = at.gate.open(platformActor, usualPurpose('platform'), origin);
    const read = await access.read('PractitionerRole', grant!.act.split('/')[1]!);
    if (read.outcome !== 'found') throw new Error(read.outcome);
    expect(readGrant(JSON.parse(read.stored.body))).toMatchObject({
      request: id,
      practitioner: { reference: 'Practitioner/first' },
      profile: 'physician',
      places: [{ reference: 'Location/clinic', name: 'Lieu clinic' }],
    });
    // What was granted says nothing of where somebody practises.
    const standing = await standingOf(access, 'first', '2026-11-28');
    expect(standing!.positions).toHaveLength(1);
  });

  it('is not made without one, with another’s, with that of another request, nor of what was asked before', async () => {
    const [one, other] = [await validated('second'), await validated('third')];
    expect(await accept(one, undefined)).toMatchObject(refused);
    expect(await accept(one, { act: 'PractitionerRole/none', version: 1 })).toMatchObject(refused);
    // What a register says of somebody is signed by nobody.
    expect(await accept(one, { act: 'PractitionerRole/second', version: 1 })).toMatchObject(refused);
    const theirs = await at.signGrant(cast.secondAga, one);
    expect(await accept(one, theirs)).toMatchObject(refused);
    const grant = await at.signGrant(cast.aga, one);
    expect(await accept(other, grant)).toMatchObject(refused);
    expect(await accept(one, { ...grant, version: 2 })).toMatchObject(refused);
    const step = (event: 'return' | 'resubmit' | 'validate', by: Actor, more = {}) =>
      at.authorizations.changeRequest(one, { event, reason: 'x', ...more }, at.by(by));
    await step('return', cast.aga);
    await step('resubmit', cast.gaa, { mended: { ends: '2027-10-31' } });
    await step('validate', cast.aga);
    expect(await accept(one, grant)).toMatchObject(refused);
    expect(await accept(one, await at.signGrant(cast.aga, one))).toMatchObject({ done: true });
    const [{ n }] = (await at.pool.query<{ n: string }>(
      `SELECT count(*) AS n FROM service.access_authorization WHERE practitioner IN ('second', 'third')`,
    )) as [{ n: string }];
    expect(Number(n)).toBe(1);
  });

  it('a change is granted by an act of its own; one established on the machine says that nobody signed it', async () => {
    await at.newcomer('fourth');
    const where = { practitioner: 'fourth', organization: 'clinic', profile: 'physician' as const };
    const platform = { actor: platformActor, origin };
    await at.authorizations.establish({ ...where, email: 'f@example.org' }, platform);
    const change = { ...asked('fourth'), kind: 'change' as const, ends: '2027-06-30' };
    const submitted = await at.authorizations.submit(change, at.by(cast.gaa));
    if (!('done' in submitted)) throw new Error(JSON.stringify(submitted));
    const { id } = submitted.value;
    await at.authorizations.changeRequest(id, { event: 'validate' }, at.by(cast.aga));
    const grant = await at.signGrant(cast.aga, id);
    expect(await accept(id, grant)).toMatchObject({ done: true });
    const rows = await at.pool.query(
      `SELECT state, act, unsigned FROM service.access_authorization WHERE practitioner = 'fourth' ORDER BY created, state`,
    );
    expect(rows).toEqual(
      expect.arrayContaining([
        { state: 'ended', act: null, unsigned: 'established' },
        { state: 'in-force', act: grant!.act, unsigned: null },
      ]),
    );
  });

  it('whatever the server does, no row is without its act but those that say why, and an act grants once', async () => {
    const set = (what: string) =>
      at.pool.query(`UPDATE service.access_authorization SET ${what} WHERE practitioner = 'first'`);
    await expect(set('act = NULL, act_version = NULL')).rejects.toThrow(/check/);
    await expect(set(`unsigned = 'established'`)).rejects.toThrow(/check/);
    await expect(
      set(`act = (SELECT act FROM service.access_authorization WHERE practitioner = 'second')`),
    ).rejects.toThrow(/unique/);
  });
});

describe('what was signed, in the register', () => {
  it('is changed by nobody: not by a system of the register, nor by who operates the platform', async () => {
    const [row] = await at.pool.query<{ act: string }>(
      `SELECT act FROM service.access_authorization WHERE practitioner = 'first'`,
    );
    const [type, id] = row!.act.split('/') as [string, string];
    const [hospital] = [
      {
        ...{ kind: 'system', id: 'Device/hopital', name: 'hopital', profile: 'hospital-system' },
        ...{
          source: { id: 'hopital', registersUsagers: true },
          credential: { kind: 'client-assertion', id: '1' },
        },
      } satisfies Actor,
    ];
    const resource = { resourceType: type, id, code: [{ text: 'tout' }] };
    for (const actor of [hospital, cast.pilote]) {
      const access = at.gate.open(actor, usualPurpose(actor.profile), origin);
      for (const change of [
        { verb: 'upsert' as const, resource },
        { verb: 'delete' as const, type, id },
      ])
        expect(await access.write([change])).toMatchObject({
          outcome: 'denied',
          decision: { denial: 'signature-missing' },
        });
    }
  });

  it('an AGA writes nothing there but what they sign', async () => {
    const access = at.gate.open(cast.aga, usualPurpose('access-manager'), origin);
    const role = { resourceType: 'PractitionerRole', practitioner: { reference: 'Practitioner/first' } };
    for (const resource of [role, { resourceType: 'Organization', name: 'x' }])
      expect(await access.write([{ verb: 'create', resource }])).toMatchObject({ outcome: 'denied' });
  });
});
