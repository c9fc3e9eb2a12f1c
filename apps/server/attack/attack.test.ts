import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asking } from './answer.ts';
import { type Claimed, claimedBy } from './claims.ts';
import { everyAttack } from './every-attack.ts';
import { interpretingName } from './intruders.ts';
import { unknownOperations } from './operation-attacks.ts';
import { allAttacks, sample, spread } from './plan.ts';
import { uidsOf, wholePopulation } from './population.ts';
import { previewable, previewLeaks } from './preview-attacks.ts';
import { mend, placeOf } from './screen-doors.ts';
import { siege } from './siege.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let claimed: Claimed;
beforeAll(async () => {
  world = await openWorld();
  await world.load(wholePopulation());
  claimed = claimedBy((await world.ask('GET', '/metadata')).json());
}, 120_000);
afterAll(() => world?.close());

describe('every door is attacked the day it opens', () => {
  it('the router has none that nobody here knows how to attack', () => {
    const doors = new Set(world.routes.map(({ method, url }) => `${method} ${url}`));
    expect(doors.size).toBeGreaterThan(150);
    expect([...doors].filter(door => placeOf(door) === undefined).map(mend)).toEqual([]);
  });

  it('a door that nobody here knows says what to add', () => {
    expect(mend('GET /api/visit/:visit/:patient')).toContain('what is put in the place of visit (`places`)');
    expect(mend('POST /api/visit/:patient')).toContain('a body that it takes (`bodies`)');
    expect(placeOf('GET /api/visit/:patient')).toBe('screen-doors.ts');
  });

  it('the CapabilityStatement claims no operation that nobody here knows how to attack', () => {
    expect(unknownOperations(claimed)).toEqual([]);
  });
});

/** Every attack, for so many minutes at most, when it is asked for; else some of each intruder. */
const minutes = Number(process.env.CONTINUUM_ATTACK_MINUTES ?? 0);

/** Who sees the most, and is hidden from by refusals alone. */
const widest = new Set(['hospital-system', 'physician']);

describe('the world with what is hidden and the world without it cannot be told apart', () => {
  it('there is something to hide from everybody', () => {
    for (const intruder of world.intruders)
      expect(world.hiddenFrom(intruder).length, intruder.name).toBeGreaterThan(5);
    expect(world.intruders.length).toBeGreaterThan(16);
  });

  const someAttacks = async () => {
    const leaks: string[] = [];
    for (const [at, intruder] of world.intruders.entries()) {
      const all = allAttacks(world, claimed, intruder);
      expect(all.length, intruder.name).toBeGreaterThan(300);
      const count = widest.has(intruder.name) ? 250 : 40;
      leaks.push(...(await siege(world, intruder, sample(spread(all), count, at * 13))));
    }
    expect(leaks).toEqual([]);
  };
  const allOfThem = async () => {
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const { leaks, untried } = await everyAttack(world, claimed, Date.now() + minutes * 60_000, say);
    expect(leaks).toEqual([]);
    expect(untried, 'not tried within the time').toEqual([]);
  };
  const patience = Math.max(15, minutes + 5) * 60_000;
  it('by any intruder, at any door', minutes > 0 ? allOfThem : someAttacks, patience);

  it('by whoever looks at the matrix, in a preview as anybody', async () => {
    const leaks: string[] = [];
    for (const intruder of previewable(world)) leaks.push(...(await previewLeaks(world, intruder)));
    expect(leaks).toEqual([]);
  }, 120_000);
});

/** The status that each of them gets, by name. */
const statuses = (url: string, names: readonly string[]): Promise<number[]> =>
  Promise.all(
    names.map(async name => {
      const who = world.intruders.find(one => one.name === name)!;
      const ask = asking(world, who, world.loadedAt(), world.ids());
      return (await ask({ method: 'GET', url })).status;
    }),
  );

describe('the one exception to a refusal (P-9.0001)', () => {
  const radiologists = [interpretingName, 'radiologist'];

  it.each([
    ['ImagingStudy/inew', 200],
    ['ImagingStudy/i1', 200],
    ['DiagnosticReport/iread-shut', 200],
    // Of the same person, no imaging; of another who refuses, an exam of long ago and one that names somebody else.
    ['Observation/o1', 404],
    ['ImagingStudy/iold', 404],
    ['ImagingStudy/ielse', 404],
    ['DiagnosticReport/iread-usager2', 404],
  ])(
    '%s answers the specialist who says that it is to interpret with %i, and otherwise 404',
    async (reference, status) => {
      await world.whole();
      expect(await statuses(`/fhir/R4/${reference}`, radiologists)).toEqual([status, 404]);
    },
  );

  it.each(['', '/metadata', '/thumbnail', '/frames/1'])(
    'a picture of the exam answers them (%s), from the archive where there is one',
    async form => {
      const { study, series, instance } = uidsOf('inew');
      const picture = `/dicomweb/studies/${study}/series/${series}/instances/${instance}${form}`;
      await world.whole();
      expect(await statuses(picture, radiologists)).toEqual([world.hasArchive ? 200 : 503, 404]);
    },
  );
});
