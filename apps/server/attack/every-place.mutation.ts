import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Attack } from './answer.ts';
import { type Claimed, claimedBy } from './claims.ts';
import type { Intruder } from './intruders.ts';
import {
  exportLeaks,
  exportPaths,
  type Listener,
  openListener,
  subscriptionLeaks,
  systems,
} from './later-attacks.ts';
import { allAttacks, spread } from './plan.ts';
import { wholePopulation } from './population.ts';
import { siege } from './siege.ts';
import { openWorld, type World } from './world.ts';

/* Run by `npm run mutate`, which says which places there are: see tools/mutation. */

interface Place {
  number: number;
  file: string;
  line: number;
  text: string;
}

declare global {
  /** The place where the predicate is switched off, by its number. */
  var continuumMutation: number | undefined;
}

const { minutes, chosen }: { minutes: number; chosen: Place[] } = JSON.parse(
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

const first = ['hospital-system', 'narrow', 'laboratory-system', 'physician', 'citizen', 'none'];
const rank = (name: string): number =>
  (first.findIndex(one => name.includes(one)) + first.length + 1) % (first.length + 1);

/** What shows a place soonest: those attacks come first, and all the others after them. */
const soonest: readonly [RegExp, RegExp][] = [
  [/change-meta/, /meta-add|meta-delete/],
  [/everything/, /everything/],
  [/history/, /histor|_at=/],
  [/lock-rows/, /deletion|at its version|at another version/],
  [/signed-act/, /\/api\/(act|medication)/],
  [/read\.ts/, /its id|its versions|metadata|: GET \/api/],
  [/filter/, /_has|chain/],
  [/include/, /leads to|_include/],
  [/newest/, /lastn|results/],
  [/page/, /pages|an order|a search|a count/],
];

interface Aimed {
  intruder: Intruder;
  attacks: Attack[];
}

async function* inTurn(lists: readonly Aimed[]): AsyncGenerator<() => Promise<string[]>> {
  for (let from = 0; lists.some(({ attacks }) => attacks.length > from); from += attacksAtOnce)
    for (const { intruder, attacks } of lists) {
      const some = attacks.slice(from, from + attacksAtOnce);
      if (some.length > 0) yield () => siege(world, intruder, some);
    }
}

async function* toldLater(): AsyncGenerator<() => Promise<string[]>> {
  const [hospital] = systems(world);
  yield () => subscriptionLeaks(world, listener, hospital!);
  for (const path of exportPaths) yield () => exportLeaks(world, hospital!, path);
}

/** Every attack, a few at a time: what shows that file soonest, then the rest, the widest intruders before the others. */
async function* assaults(file: string): AsyncGenerator<() => Promise<string[]>> {
  const late = /export|event-stream/.test(file);
  if (late) yield* toldLater();
  const [, hint] = soonest.find(([pattern]) => pattern.test(file)) ?? [];
  const lists = world.intruders
    .toSorted((a, b) => rank(a.name) - rank(b.name))
    .map(intruder => ({ intruder, attacks: spread(allAttacks(world, claimed, intruder)) }));
  const part = (wanted: boolean): Aimed[] =>
    lists.map(({ intruder, attacks }) => ({
      intruder,
      attacks: attacks.filter(({ what }) => (hint?.test(what) ?? true) === wanted),
    }));
  yield* inTurn(part(true));
  yield* inTurn(part(false));
  if (!late) yield* toldLater();
}

/** The first thing that leaks; undefined: nothing does. `late`: the time was up. What breaks shows nothing: it is thrown. */
async function firstLeak(file: string, longest: number): Promise<string | undefined | 'late'> {
  for await (const assault of assaults(file)) {
    if (Date.now() > Math.min(until, longest)) return 'late';
    const [leak] = await assault();
    if (leak !== undefined) return leak;
  }
  return undefined;
}

const nameOf = ({ file, line, text }: Place): string => `${file}:${line} ${text}`;
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
  for (const [at, place] of chosen.entries()) {
    const began = Date.now();
    const share = (until - began) / (chosen.length - at);
    globalThis.continuumMutation = place.number;
    const leak = began > until ? 'late' : await firstLeak(place.file, began + Math.max(3 * share, 45_000));
    globalThis.continuumMutation = undefined;
    if (leak === undefined) survivors.push(nameOf(place));
    if (leak === 'late') unreached.push(nameOf(place));
    const told =
      leak === undefined ? 'SURVIVES' : leak === 'late' ? 'NOT SHOWN IN TIME' : `seen: ${leak.slice(0, 160)}`;
    say(
      `${at + 1}/${chosen.length} ${nameOf(place)}\n    ${told} (${((Date.now() - began) / 1000).toFixed(1)} s)`,
    );
  }
  say(
    `${chosen.length - survivors.length - unreached.length} of ${chosen.length} places are missed by the suite.`,
  );
  expect({ survivors, unreached }).toEqual({ survivors: [], unreached: [] });
});
