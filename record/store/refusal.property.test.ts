import type { Sight } from '@continuum/trust-access';
import { covers, type Refusal, toConsent } from '@continuum/trust-consent';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answers,
  clinical,
  corrected,
  type Known,
  keys,
  load,
  moment,
  now,
  open,
  queries,
  refusal,
  type Side,
  standingOf,
  subject,
  type Territory,
  territory,
  type Usager,
  usagers,
  write,
} from './testing/random-record.ts';

/**
 * The law of the refusal (P-9.0001), as one sentence: whatever is asked, the answer is that of a record which
 * never held what is refused. Two databases: one with everything and the refusals, one without either.
 */

const isHidden = ({ concerns, collected, identity }: Known, refusals: readonly Refusal[]): boolean =>
  !identity && refusals.some(r => concerns.includes(r.usager) && covers(r, collected, now));

/** Ids of what is hidden as it stands now; with it goes its past. */
const hiddenIds = (t: Territory): Set<string> =>
  new Set([...standingOf(t)].filter(([, known]) => isHidden(known, t.refusals)).map(([id]) => id));

const sights: Sight[] = [
  { domains: clinical, usagers: 'any', refusal: 'obeyed' },
  { domains: ['identity', 'registry', 'laboratory'], usagers: 'any', refusal: 'obeyed' },
  { domains: clinical, usagers: ['u0', 'u1'], refusal: 'obeyed' },
];

let everything: Side;
let innocent: Side;
beforeAll(async () => {
  [everything, innocent] = await Promise.all([open(), open()]);
});
afterAll(() => Promise.all([everything.database.drop(), innocent.database.drop()]));

const directivesOf = ({ refusals }: Territory) => refusals.map(r => toConsent(r, now));

describe('a refusal (P-9.0001)', () => {
  it('makes every answer that of a record which never held what it covers', async () => {
    await fc.assert(
      fc.asyncProperty(
        territory,
        fc.constantFrom(...sights),
        fc.array(queries, { minLength: 10, maxLength: 14 }),
        async (t, sight, asked) => {
          const hidden = hiddenIds(t);
          await load(everything, t, new Set(), directivesOf(t));
          await load(innocent, t, hidden);
          for (const query of asked)
            expect(await answers(everything, sight, query), query.join('?')).toEqual(
              await answers(innocent, sight, query),
            );
          for (const [type, id] of keys(t)) {
            const read = (side: Side) => side.store.read(sight, now, type, id);
            expect(await read(everything), id).toEqual(await read(innocent));
            if (hidden.has(id)) {
              expect(await everything.store.readVersion(sight, now, type, id, 1)).toEqual({
                outcome: 'not-found',
              });
              expect(await everything.store.history(sight, now, { type, id })).toMatchObject({
                entries: [],
                total: 0,
              });
            }
          }
        },
      ),
      { numRuns: Number(process.env.CONTINUUM_PROPERTY_RUNS ?? 15) },
    );
  }, 300_000);

  it('hides each version by its own collection date and usagers, in every history', async () => {
    await fc.assert(
      fc.asyncProperty(territory, async t => {
        await load(everything, t, new Set(), directivesOf(t));
        const hidden = hiddenIds(t);
        const kept = (known: Known) => !hidden.has(known.resource.id) && !isHidden(known, t.refusals);
        const standing = standingOf(t);
        const isOrigin = ({ resource }: Known) => resource.resourceType === 'Provenance';
        const first = t.first.map(known => (isOrigin(known) ? standing.get(known.resource.id)! : known));
        const before = new Map(t.first.map(known => [known.resource.id, known]));
        const after = t.corrections.map(known => corrected(before.get(known.resource.id)!, known));
        const expected = [...first.filter(kept), ...after.filter(kept)].map(({ resource }) => resource.id);
        const sight = sights[0]!;
        const { entries } = await everything.store.history(sight, now, { count: 1000 });
        // An unchanged correction makes no version, and a deletion makes one: only what is seen must be allowed.
        const seen = entries.filter(({ deleted }) => !deleted).map(({ id }) => id);
        expect(seen.filter(id => !expected.includes(id))).toEqual([]);
        expect(expected.filter(id => !seen.includes(id))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it('does not hide the person’s record from the person', async () => {
    await fc.assert(
      fc.asyncProperty(territory, fc.constantFrom(...usagers), async (t, usager: Usager) => {
        await load(everything, t, new Set(), directivesOf(t));
        const sight: Sight = { domains: [...clinical, 'directive'], usagers: [usager], refusal: 'own' };
        const found = await everything.store.search(sight, 'Encounter', [], { now });
        const theirs = t.first.filter(
          ({ resource, concerns }) => resource.resourceType === 'Encounter' && concerns[0] === usager,
        );
        expect(found).toMatchObject({ total: theirs.length });
      }),
      { numRuns: 10 },
    );
  }, 60_000);
});

describe('the predicate in SQL', () => {
  it('covers a row exactly when trust/consent says so', async () => {
    const collected = fc.option(moment, { nil: null });
    await fc.assert(
      fc.asyncProperty(refusal, collected, moment, async (make, date, when) => {
        const { database, store } = everything;
        await database.asOwner('TRUNCATE record.resource, record.version, record.refusal');
        const stated = make('c');
        const effective = date && { effectiveDateTime: date.toISOString() };
        await write(everything, [
          { verb: 'upsert', resource: toConsent(stated, now) },
          {
            verb: 'upsert',
            resource: { resourceType: 'Observation', id: 'x', subject: subject(stated.usager), ...effective },
          },
        ]);
        const { outcome } = await store.read(sights[0]!, when, 'Observation', 'x');
        expect(outcome).toBe(covers(stated, date, when) ? 'not-found' : 'found');
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
