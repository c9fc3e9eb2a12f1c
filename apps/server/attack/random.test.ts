import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attack } from './answer.ts';
import { type Claimed, claimedBy } from './claims.ts';
import { allAttacks } from './plan.ts';
import { type Population, population } from './population.ts';
import { siege } from './siege.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let claimed: Claimed;
beforeAll(async () => {
  world = await openWorld();
  claimed = claimedBy((await world.ask('GET', '/metadata')).json());
}, 120_000);
afterAll(() => world?.close());

const runs = Number(process.env.CONTINUUM_PROPERTY_RUNS ?? 6);
const attacksOfRun = 40;
/** What a counterexample may take to become small, in milliseconds. */
const patience = 120_000;

/** Attacks drawn by their places in the list of all, as parts of its length. */
const drawn = (all: readonly Attack[], places: readonly number[]): Attack[] =>
  [...new Set(places.map(place => all[Math.floor(place * all.length)]))].filter(one => one !== undefined);

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** Who is there and what they refuse, in a line. */
const told = ({ known, refusals, restrictions }: Population): string =>
  [
    ...refusals.map(
      ({ usager, before, end, active }) =>
        `${usager} refuses${active ? '' : ' no longer'}${before ? ` before ${before.toISOString()}` : ''}${end ? ` until ${end.toISOString()}` : ''}`,
    ),
    ...restrictions.map(({ usager, from }) => `${usager} keeps everything from every ${from}`),
    ...known.map(
      ({ resource: { resourceType, id }, concerns }) => `${resourceType}/${id} of ${concerns.join(' and ')}`,
    ),
  ].join('; ');

describe('whoever lives there, whatever they refuse', () => {
  it('nobody learns of what is hidden from them', async () => {
    await fc.assert(
      fc.asyncProperty(
        population,
        fc.nat(),
        fc.array(place, { minLength: 1, maxLength: attacksOfRun, size: 'max' }),
        async (people, who, places) => {
          await world.load(people);
          const intruder = world.intruders[who % world.intruders.length]!;
          const leaks = await siege(world, intruder, drawn(allAttacks(world, claimed, intruder), places));
          expect(leaks, told(people)).toEqual([]);
        },
      ),
      { numRuns: runs, interruptAfterTimeLimit: patience, markInterruptAsFailure: false },
    );
  }, 600_000);
});
