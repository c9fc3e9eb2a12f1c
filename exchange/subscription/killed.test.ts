import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { patient } from '@continuum/record-gate/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Receiver, receiver } from './testing/receiver.ts';
import { glucose, type SubscriptionDoor, subscriptionDoor } from './testing/subscription-door.ts';

const many = 40;
let at: SubscriptionDoor;
let hook: Receiver;
let data: string;

beforeAll(async () => {
  // The process that goes on is one that looks two minutes later: what the dead one held is free.
  at = await subscriptionDoor(() => new Date(Date.now() + 120_000));
  hook = await receiver();
  data = await mkdtemp(join(tmpdir(), 'killed-subscription-'));
  await at.door.put(patient('u1'));
});
afterAll(async () => {
  await hook?.close();
  await at?.door.close();
  await rm(data, { recursive: true, force: true });
});

function sendUntilKilled(): ChildProcess {
  const script = fileURLToPath(new URL('./testing/send-until-killed.ts', import.meta.url));
  return spawn(process.execPath, [script, at.door.database.url, data], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

const told = () => hook.events().flatMap(({ events }) => events);

it('what a killed process was sending, another one sends: no number is skipped, none is given twice', async () => {
  const id = await at.post({ endpoint: hook.url, maxCount: 1 });
  await at.door.database.asOwner(`UPDATE service.subscription SET due = now()`);
  for (let n = 0; n < many; n++) await at.door.put(glucose(`k${n}`, 'u1'));
  const child = sendUntilKilled();
  // Killed while the endpoint holds the answer: it was heard, and nobody knows.
  hook.state.heard = () => {
    if (told().length >= many / 4) child.kill('SIGKILL');
  };
  await once(child, 'exit');
  expect(told().length).toBeGreaterThanOrEqual(many / 4);
  expect(told().length).toBeLessThan(many);
  const stop = at.subscriptions[0]!.start();
  await hook.until(() => told().at(-1)?.number === many);
  await stop();
  const byNumber = Map.groupBy(told(), ({ number }) => number);
  expect([...byNumber.keys()]).toEqual(Array.from({ length: many }, (_, n) => n + 1));
  for (const same of byNumber.values()) expect(new Set(same.map(({ focus }) => focus)).size).toBe(1);
  expect(new Set(told().map(({ focus }) => focus)).size).toBe(many);
  const status = await at.door.ask('hospital', `/Subscription/${id}/$status`);
  expect(status.body).toContain(`"valueString":"${many}"`);
}, 60_000);
