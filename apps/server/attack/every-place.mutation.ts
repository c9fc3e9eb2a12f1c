import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Attack } from './answer.ts';
import { type Claimed, claimedBy } from './claims.ts';
import type { Intruder } from './intruders.ts';
import {
  exportLeaks,
  exportPaths,
  type Listener,
  openListener,
  replacedLeaks,
  subscriptionLeaks,
  systems,
} from './later-attacks.ts';
import { allAttacks, spread } from './plan.ts';
import { wholePopulation } from './population.ts';
import { previewable, previewLeaks } from './preview-attacks.ts';
import { siege } from './siege.ts';
import { openWorld, type World } from './world.ts';

/* Run by `npm run mutate`, which says which places there are: see tools/mutation. */

/** What is taken away: a place, and those that hold the same. */
interface Removal {
  numbers: number[];
  file: string;
  line: number;
  within: string;
  text: string;
  /** Why others are taken away with it; `by`: the attacks that it alone is passed by. */
  twice?: { with: string[]; why: string; by?: string };
}

declare global {
  /** The places where the predicate is switched off, by their numbers. */
  var continuumMutation: number[] | undefined;
}

const { minutes, chosen }: { minutes: number; chosen: Removal[] } = JSON.parse(
  process.env.CONTINUUM_MUTATION ?? '{"minutes":1,"chosen":[]}',
);
const until = Date.now() + minutes * 60_000;
const attacksAtOnce = 16;

let world: World;
let claimed: Claimed;
let listener: Listener;
let stopSubscriptions: () => Promise<unknown>;

beforeAll(async () => {
  world = await openWorld();
  await world.load(wholePopulation());
  claimed = claimedBy((await world.ask('GET', '/metadata')).json());
  await world.rooms.bulk.start();
  stopSubscriptions = world.rooms.subscriptions.start();
  listener = await openListener();
});
afterAll(async () => {
  listener?.close();
  await stopSubscriptions?.();
  await world?.close();
});

/** What shows a place soonest, by its file, function and text: which attacks, of whom. All the others come after them. */
const soonest: readonly [place: RegExp, attacks: RegExp, whose?: RegExp][] = [
  [/change-meta/, /meta-add|meta-delete/],
  [/everything.* referredText/, /everything/, /^physician|^emr/],
  [/everything/, /everything/],
  [/history.* current/, /_at=/],
  [/history.* countText/, /its history.*(movedin|toback)/],
  [/history/, /histor/],
  [/lock-rows/, /deletion|at its version|at another version/],
  [/signed-act/, /\/api\/act\/MedicationRequest/, /^hospital/],
  [/result-release/, /\/api\/release/, /^physician/],
  [/read\.ts readVersion/, /its versions.*(movedin|movedout|toback)/],
  [/read\.ts/, /its id|its versions|metadata|: GET \/api/],
  [/filter.* has/, /_has/],
  [/filter.* refersTo/, /chain/],
  [/include/, /leads to|_include/],
  [/newest/, /lastn|results/],
  [/page.* countText/, /count/],
  [/page/, /pages|an order|a search/],
  [/visible.*usagers === undefined/, /its id/, /^citizen/],
  [/visible.*unowned/, /ofnobody/, /^physician/],
  [/visible.*kept \?/, /its id.*1y/, /^physician/],
  [/visible.*shown \?/, /waiting/, /^citizen/],
  [/visible.*limited/, /its id|a search/, /narrow/],
  [/visible.*\.others IS NULL/, /compartment|its id/, /^hospital/],
  [/visible.*seen\('[xy]', false\)/, /its versions.*(movedin|movedout|toback)/, /^hospital/],
];

const usual = ['hospital-system', 'narrow', 'laboratory-system', 'physician', 'citizen', 'none'];

/** The widest first, and whoever shows the place before them. */
function byWidth(whose: RegExp | undefined): Intruder[] {
  const rank = ({ name }: Intruder): number => {
    const at = usual.findIndex(one => name.includes(one));
    return (whose?.test(name) ? 0 : 100) + (at === -1 ? usual.length : at);
  };
  return world.intruders.toSorted((a, b) => rank(a) - rank(b));
}

interface Aimed {
  intruder: Intruder;
  attacks: Attack[];
}

async function* inTurn(lists: readonly Aimed[]): AsyncGenerator<Assault> {
  for (let from = 0; lists.some(({ attacks }) => attacks.length > from); from += attacksAtOnce)
    for (const { intruder, attacks } of lists) {
      const some = attacks.slice(from, from + attacksAtOnce);
      if (some.length > 0) yield () => siege(world, intruder, some);
    }
}

type Assault = () => Promise<string[]>;

/** What is not one request after another. */
function* apart(): Generator<[place: RegExp, Assault]> {
  const [hospital] = systems(world);
  yield [/event-stream/, () => subscriptionLeaks(world, listener, hospital!)];
  yield [/export-list.* replacedText/, () => replacedLeaks(world, hospital!)];
  for (const path of exportPaths) yield [/export/, () => exportLeaks(world, hospital!, path)];
  for (const intruder of previewable(world)) yield [/count-domains/, () => previewLeaks(world, intruder)];
}

/** Every attack, a few at a time: what shows that place soonest, then the rest. */
async function* assaults({ file, within, text, twice }: Removal): AsyncGenerator<Assault> {
  const place = `${file} ${within} ${text}`;
  const others = [...apart()];
  const alone = twice?.by === undefined ? undefined : new RegExp(twice.by);
  if (!alone) for (const [pattern, assault] of others) if (pattern.test(place)) yield assault;
  const [, hint, whose] = soonest.find(([pattern]) => pattern.test(place)) ?? [];
  const lists = byWidth(whose).map(intruder => ({
    intruder,
    attacks: spread(allAttacks(world, claimed, intruder)).filter(({ what }) => alone?.test(what) ?? true),
  }));
  const part = (wanted: boolean): Aimed[] =>
    lists.map(({ intruder, attacks }) => ({
      intruder,
      attacks: attacks.filter(({ what }) => (hint?.test(what) ?? true) === wanted),
    }));
  yield* inTurn(part(true));
  yield* inTurn(part(false));
  if (!alone) for (const [pattern, assault] of others) if (!pattern.test(place)) yield assault;
}

/** The first thing that leaks; undefined: nothing does. `late`: the time was up. What breaks shows nothing: it is thrown. */
async function firstLeak(removal: Removal, longest: number): Promise<string | undefined | 'late'> {
  for await (const assault of assaults(removal)) {
    if (Date.now() > Math.min(until, longest)) return 'late';
    for (const intruder of world.intruders) await intruder.renew();
    const [leak] = await assault();
    if (leak !== undefined) return leak;
  }
  return undefined;
}

const nameOf = ({ file, line, text }: Removal): string => `${file}:${line} ${text}`;
const withOthers = ({ twice }: Removal): string =>
  twice ? `\n    with ${twice.with.join(', ')}: ${twice.why}` : '';
const say = (line: string): void => void process.stdout.write(`${line}\n`);

it('nothing leaks while every place is as it is', async () => {
  expect(chosen.length).toBeGreaterThan(0);
  for (const intruder of world.intruders.slice(0, 3))
    expect(await siege(world, intruder, spread(allAttacks(world, claimed, intruder)).slice(0, 60))).toEqual(
      [],
    );
});

it('every place is missed', async () => {
  const survivors: string[] = [];
  const unreached: string[] = [];
  const all = Date.now();
  for (const [at, place] of chosen.entries()) {
    const began = Date.now();
    const share = (until - began) / (chosen.length - at);
    globalThis.continuumMutation = place.numbers;
    const leak = began > until ? 'late' : await firstLeak(place, began + Math.max(3 * share, 45_000));
    globalThis.continuumMutation = undefined;
    if (leak === undefined) survivors.push(nameOf(place));
    if (leak === 'late') unreached.push(nameOf(place));
    const told =
      leak === undefined ? 'SURVIVES' : leak === 'late' ? 'NOT SHOWN IN TIME' : `seen: ${leak.slice(0, 160)}`;
    say(
      `${at + 1}/${chosen.length} ${nameOf(place)}${withOthers(place)}\n    ${told} (${((Date.now() - began) / 1000).toFixed(1)} s)`,
    );
  }
  say(
    `${chosen.length - survivors.length - unreached.length} of ${chosen.length} places are missed by the suite, in ${Math.round((Date.now() - all) / 60_000)} minutes.`,
  );
  expect({ survivors, unreached }).toEqual({ survivors: [], unreached: [] });
});
