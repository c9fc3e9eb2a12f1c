import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  exportLeaks,
  exportPaths,
  type Listener,
  openListener,
  replacedLeaks,
  subscriptionLeaks,
  systems,
} from './later-attacks.ts';
import { wholePopulation } from './population.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let listener: Listener;
let stopSubscriptions: () => Promise<unknown>;

beforeAll(async () => {
  world = await openWorld();
  await world.load(wholePopulation());
  await world.rooms.bulk.start();
  stopSubscriptions = world.rooms.subscriptions.start();
  listener = await openListener();
}, 120_000);
afterAll(async () => {
  listener?.close();
  await stopSubscriptions?.();
  await world?.close();
});

describe('what is taken in bulk', () => {
  it('says nothing of what is hidden, whoever takes it, nor of what is refused between the list and its file', async () => {
    const leaks: string[] = [];
    const [hospital, other] = systems(world);
    for (const path of exportPaths) leaks.push(...(await exportLeaks(world, hospital!, path)));
    leaks.push(...(await exportLeaks(world, other!, exportPaths[0]!)));
    for (const intruder of [hospital!, other!]) leaks.push(...(await replacedLeaks(world, intruder)));
    expect(leaks).toEqual([]);
  }, 600_000);
});

describe('what is told as it happens', () => {
  it('leaves no gap where something hidden was, and is not told again once it is refused', async () => {
    const leaks: string[] = [];
    for (const intruder of systems(world))
      leaks.push(...(await subscriptionLeaks(world, listener, intruder)));
    expect(leaks).toEqual([]);
  }, 300_000);
});
