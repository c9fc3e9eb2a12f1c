import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { patient } from '@continuum/record-gate/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BulkDoor, bulkDoor } from './testing/bulk-door.ts';

const rows = 100_000;
let bulk: BulkDoor;
let address: string;
let data: string;

/** A hundred usagers' worth of results, put there by SQL: what is tried is the way out. */
const load = `INSERT INTO record.resource (owner, type, id, version, updated, domain, collected, deleted, tokens, found, body)
  SELECT 'u' || n % 100, 'Observation', 'o' || n, 1, now() - interval '1 hour', 'laboratory', now(), false, '{}', '{}',
    '{"resourceType":"Observation","id":"o' || n || '","note":[{"text":"' || repeat('x', 1000) || '"}]}'
  FROM generate_series(1, ${rows}) n`;

beforeAll(async () => {
  bulk = await bulkDoor({ started: false });
  data = await mkdtemp(join(tmpdir(), 'large-export-'));
  for (const id of ['u1', 'u2']) await bulk.door.put(patient(id));
  await bulk.door.database.asOwner(load);
  address = await bulk.door.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await bulk?.door.close();
  await rm(data, { recursive: true, force: true });
});

function takeExports(): ChildProcess {
  const script = fileURLToPath(new URL('./testing/take-exports.ts', import.meta.url));
  return spawn(process.execPath, [script, bulk.door.database.url, data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function listed(): Promise<number> {
  const [row] = await bulk.door.database.asOwner<{ count: number }>(
    'SELECT count(*)::int FROM record.export_line',
  );
  return row!.count;
}

/** What the queue does by itself once the killed process has been silent long enough. */
async function noticeSilence(): Promise<void> {
  const jobs = await bulk.door.database.jobs();
  await bulk.door.database.asOwner(
    `UPDATE jobs.job SET heartbeat_on = heartbeat_on - interval '1 hour' WHERE name = 'bulk-data.export'`,
  );
  await jobs.supervise('bulk-data.export');
}

const collectGarbage = (): void => {
  setFlagsFromString('--expose_gc');
  runInNewContext('gc')();
};
const heap = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

interface Fetched {
  lines: number;
  bytes: number;
  grown: number;
}

/** Reads a file as it comes, and keeps nothing. */
async function fetchFile(url: string, base: number, fetched: Fetched): Promise<void> {
  const answer = await fetch(new URL(new URL(url).pathname, address), {
    headers: { 'x-actor': 'hospital', 'accept-encoding': 'identity' },
  });
  for await (const chunk of answer.body!) {
    fetched.lines += chunk.reduce((count: number, byte: number) => count + Number(byte === 10), 0);
    const before = Math.floor(fetched.bytes / 4_000_000);
    fetched.bytes += chunk.length;
    if (Math.floor(fetched.bytes / 4_000_000) > before)
      fetched.grown = Math.max(fetched.grown, heap() - base);
  }
}

it('an export outlives a killed process, has each line once, and leaves with a flat memory', async () => {
  const status = await bulk.kickOff('hospital', '/$export?_type=Observation');
  const child = takeExports();
  const ended = once(child, 'exit').then(() => 0);
  await Promise.race([
    ended,
    bulk.door.database.until('record.export_line', async () => (await listed()) || undefined),
  ]);
  expect(child.exitCode).toBe(null);
  child.kill('SIGKILL');
  await ended;
  expect((await bulk.fetchAs('hospital', status)).statusCode).toBe(202);
  await noticeSilence();
  const base = heap();
  await bulk.bulk.start();
  const { output } = await bulk.finished('hospital', status);
  expect(output).toHaveLength(rows / 20_000);
  expect(await listed()).toBe(rows);
  const fetched: Fetched = { lines: 0, bytes: 0, grown: 0 };
  for (const { url } of output) await fetchFile(url, base, fetched);
  expect(fetched.lines).toBe(rows);
  expect(fetched.bytes).toBeGreaterThan(100_000_000);
  expect(fetched.grown).toBeLessThan(40_000_000);
}, 180_000);
