import type { Sight } from '@continuum/trust-access';
import { isAgainst, isInForce, type Restriction, toRestrictionConsent } from '@continuum/trust-consent';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answers,
  clinical,
  type Known,
  keys,
  load,
  moment,
  now,
  open,
  queries,
  type Side,
  standingOf,
  subject,
  type Territory,
  territory,
  usagers,
} from './testing/random-record.ts';

/**
 * The law of the restriction, as two sentences: for a provider whom it names, whatever is asked, the answer is
 * that of a record which never held what is restricted; for anybody else, that of a record without restrictions.
 */

const doctor = 'Practitioner/doctor';
const sightOf = (reader: Sight['reader']): Sight => ({
  ...{ domains: clinical, usagers: 'any', refusal: 'obeyed' },
  ...(reader && { reader }),
});
const readers: NonNullable<Sight['reader']>[] = [
  { person: doctor, profiles: ['physician'] },
  { person: 'Practitioner/other', profiles: ['nurse'] },
];

const keysIn = (t: Territory): string[] =>
  t.first
    .filter(({ identity }) => !identity)
    .map(({ resource: { resourceType, id } }) => `${resourceType}/${id}`);

const restriction = (known: readonly string[]) =>
  fc
    .record({
      usager: fc.constantFrom(...usagers),
      active: fc.boolean().map(cancelled => !cancelled || known.length % 3 > 0),
      start: moment,
      end: fc.option(moment, { nil: undefined, freq: 3 }),
      practitioners: fc.subarray([doctor, 'Practitioner/third']),
      profiles: fc.subarray(['physician', 'nurse', 'pharmacist']),
      what: fc.oneof(
        fc.constant({ everything: true, domains: [], resources: [] }),
        fc.record({
          everything: fc.constant(false),
          domains: fc.subarray(['laboratory', 'summary', 'imaging'], { minLength: 1, maxLength: 1 }),
          resources: fc.subarray([...known], { maxLength: 1 }),
        }),
        fc.record({
          everything: fc.constant(false),
          domains: fc.constant([]),
          resources: fc.subarray([...known], { minLength: 1, maxLength: 3 }),
        }),
      ),
    })
    .map(
      ({ what, ...rest }) =>
        (consent: string): Restriction => ({
          ...{ ...rest, ...what, consent },
          anyone: rest.practitioners.length + rest.profiles.length === 0,
        }),
    );

/** A summary of a visit: it speaks of an observation and, as often, of an encounter too. */
const summarized = (t: Territory, picks: readonly number[]): Territory => {
  const entries = (type: string) => t.first.filter(({ resource }) => resource.resourceType === type);
  const compositions = picks.map((pick, at): Known => {
    const all = entries('Observation');
    const observation = all[pick % all.length]!;
    const visits = pick % 2 === 0 ? [] : entries('Encounter').slice(0, 1);
    const [usager] = observation.concerns;
    return {
      resource: {
        ...{ resourceType: 'Composition', id: `k${at}`, status: 'final', type: { text: 'Sommaire' } },
        ...{ subject: subject(usager!), date: '2026-01-10', title: 'Sommaire' },
        author: [{ reference: doctor }],
        section: [
          {
            entry: [observation, ...visits].map(({ resource }) => ({
              reference: `${resource.resourceType}/${resource.id}`,
            })),
          },
        ],
      },
      concerns: [usager!],
      collected: new Date('2026-01-10T00:00:00Z'),
    };
  });
  return { ...t, first: [...t.first, ...compositions] };
};

const restrictedTerritory = fc
  .tuple(territory, fc.array(fc.nat(50), { maxLength: 3 }))
  .map(([t, picks]) => summarized(t, picks))
  .chain(t =>
    fc
      .tuple(fc.constant(t), fc.array(restriction(keysIn(t)), { minLength: 1, maxLength: 4 }))
      .map(([record, makers]) => ({ record, restrictions: makers.map((make, at) => make(`r${at}`)) })),
  );

const referenceOf = ({ resource }: Known): string => `${resource.resourceType}/${resource.id}`;
const mentionsOf = ({ resource }: Known): string[] =>
  [...JSON.stringify(resource).matchAll(/"([A-Z][A-Za-z]+\/[a-z0-9]+)"/g)].map(([, key]) => key!);

const wholes = new Set(['DiagnosticReport', 'Composition', 'Provenance']);

const domainOf = (known: Known, all: readonly Known[]): string => {
  if (known.resource.resourceType === 'Encounter') return 'summary';
  if (known.resource.resourceType !== 'Composition') return 'laboratory';
  const visits = all.filter(({ resource }) => resource.resourceType === 'Encounter').map(referenceOf);
  return mentionsOf(known).some(key => visits.includes(key)) ? 'summary' : 'laboratory';
};

/** Plain words of `named` in `restricted.ts`. */
function isNamed(known: Known, { usager, resources }: Restriction, all: readonly Known[]): boolean {
  const theirs = all.filter(({ concerns }) => concerns.includes(usager));
  const named = theirs.filter(one => resources.includes(referenceOf(one)));
  const parts = named.flatMap(mentionsOf).filter(key => key.startsWith('Observation/'));
  const base = new Set([...resources, ...parts]);
  const spoken = (one: Known, seen: ReadonlySet<Known>): boolean => {
    if (seen.has(one)) return false;
    const mentioned = mentionsOf(one);
    if (base.has(referenceOf(one)) || mentioned.some(key => base.has(key))) return true;
    const isWhole = wholes.has(one.resource.resourceType);
    const next = theirs.filter(other => isWhole && mentioned.includes(referenceOf(other)));
    return next.some(other => spoken(other, new Set([...seen, one])));
  };
  return spoken(known, new Set());
}

function isKept(known: Known, restriction: Restriction, all: readonly Known[]): boolean {
  const { usager, everything, domains } = restriction;
  if (known.identity || !known.concerns.includes(usager)) return false;
  const domain = domainOf(known, all);
  const summarizes = () =>
    domain === 'summary' &&
    all.some(
      other =>
        !other.identity &&
        other.concerns.includes(usager) &&
        mentionsOf(known).includes(referenceOf(other)) &&
        domains.includes(domainOf(other, all)),
    );
  return everything || domains.includes(domain) || summarizes() || isNamed(known, restriction, all);
}

function hiddenFrom(
  reader: NonNullable<Sight['reader']>,
  record: Territory,
  restrictions: readonly Restriction[],
): Set<string> {
  const standing = [...standingOf(record).values()];
  const against = restrictions.filter(r => isInForce(r, now) && isAgainst(r, reader));
  return new Set(
    standing.filter(one => against.some(r => isKept(one, r, standing))).map(({ resource }) => resource.id),
  );
}

/** An answer, but for the domain: that of a document was told by what it cited when it was written. */
const withoutDomain = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer, (key, value) => (key === 'domain' ? undefined : value)));

const consentsOf = (restrictions: readonly Restriction[]) =>
  restrictions.map(one => toRestrictionConsent(one, now));

let everything: Side;
let innocent: Side;
beforeAll(async () => {
  [everything, innocent] = await Promise.all([open(), open()]);
});
afterAll(() => Promise.all([everything.database.drop(), innocent.database.drop()]));

const asked = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: queries },
    {
      weight: 1,
      arbitrary: fc.constantFrom<[string, string]>(
        ['Composition', '_include=Composition:entry'],
        ['Observation', '_revinclude=Composition:entry&_total=accurate'],
        ['Patient', '_has:Composition:subject:entry:Observation.code=2345-7'],
      ),
    },
  ),
  { minLength: 10, maxLength: 14 },
);

describe('a restriction (R-22.1)', () => {
  it('makes every answer to whom it names that of a record which never held what it keeps', async () => {
    await fc.assert(
      fc.asyncProperty(
        restrictedTerritory,
        fc.constantFrom(...readers),
        asked,
        async ({ record, restrictions }, reader, questions) => {
          const hidden = hiddenFrom(reader, record, restrictions);
          await load(everything, record, new Set(), consentsOf(restrictions));
          await load(innocent, record, hidden);
          const sight = sightOf(reader);
          for (const query of questions)
            expect(withoutDomain(await answers(everything, sight, query)), query.join('?')).toEqual(
              withoutDomain(await answers(innocent, sight, query)),
            );
          for (const [type, id] of keys(record)) {
            const read = async ({ store }: Side) => withoutDomain(await store.read(sight, now, type, id));
            expect(await read(everything), id).toEqual(await read(innocent));
            if (!hidden.has(id)) continue;
            expect(await everything.store.readVersion(sight, now, type, id, 1)).toEqual({
              outcome: 'not-found',
            });
            expect(await everything.store.history(sight, now, { type, id })).toMatchObject({ total: 0 });
          }
        },
      ),
      { numRuns: Number(process.env.CONTINUUM_PROPERTY_RUNS ?? 15) },
    );
  }, 300_000);

  it('hides nothing from anybody whom it does not name, nor from the person', async () => {
    await fc.assert(
      fc.asyncProperty(restrictedTerritory, asked, async ({ record, restrictions }, questions) => {
        await load(everything, record, new Set(), consentsOf(restrictions.filter(r => !r.anyone)));
        await load(innocent, record, new Set());
        const another = sightOf({ person: 'Practitioner/another', profiles: ['radiologist'] });
        for (const sight of [another, sightOf(undefined)])
          for (const query of questions)
            expect(await answers(everything, sight, query)).toEqual(await answers(innocent, sight, query));
      }),
      { numRuns: 6 },
    );
  }, 300_000);
});
