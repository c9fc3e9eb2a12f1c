import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@continuum/record-database/testing';
import type { Actor } from '@continuum/trust-access';
import { pino } from 'pino';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Access, type Change, migrations, openGate, type WriteOutcome } from './index.ts';

const data = mkdtempSync(join(tmpdir(), 'continuum-commits-'));
const database = await testDatabase(migrations);
const gate = openGate({ database, data, log: pino({ level: 'silent' }) });
afterAll(async () => {
  await gate.close();
  await database.drop();
  rmSync(data, { recursive: true, force: true });
});

const origin = { request: 'r1', address: '127.0.0.1', channel: 'fhir' };
const source = (id: string): Actor => ({
  kind: 'system',
  id: `Device/${id}`,
  name: id,
  profile: 'hospital-system',
  credential: { kind: 'client-assertion', id },
  source: { id, registersUsagers: true },
});
const open = (id: string): Access => gate.open(source(id), { of: 'TREAT' }, origin);

const observation = (id: string, usager: string, text: string) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ code: 'laboratory' }] }],
  code: { text },
  subject: { reference: `Patient/${usager}` },
  effectiveDateTime: '2026-01-10',
});

/** Writes with an original of its own, as intake does for a sender who waits. */
function send(access: Access, ...changes: Change[]): Promise<WriteOutcome> {
  const as = { id: randomUUID(), sha256: '00' };
  const original = {
    format: 'fhir' as const,
    contentType: 'application/fhir+json',
    original: Buffer.from('{"é":"\\u0000"}\u001e'),
    actor: access.actor,
    origin,
    receivedAt: new Date(),
    as,
  };
  return access.write(changes, { deposit: as.id, original });
}
const create = (resource: ReturnType<typeof observation>): Change => ({
  verb: 'create',
  resource,
  fresh: true,
});
const update = (resource: ReturnType<typeof observation>, ifMatch?: number): Change => ({
  verb: 'upsert',
  resource,
  ifMatch,
});

const count = async (text: string, ...values: unknown[]): Promise<number> =>
  Number((await database.asOwner<{ n: string }>(`SELECT count(*) AS n FROM ${text}`, values))[0]!.n);

/** Transactions that wrote these Observations. */
const commitsOf = (ids: readonly string[]) =>
  database.asOwner('SELECT DISTINCT changed::text FROM record.resource WHERE id = ANY ($1)', [[...ids]]);

describe('writes of many requests', () => {
  it('that come together are committed together, each with its original and its line of the journal', async () => {
    const ids = Array.from({ length: 30 }, () => randomUUID());
    const outcomes = await Promise.all(ids.map(id => send(open('a'), create(observation(id, 'u1', 'x')))));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(ids.map(() => 'written'));
    expect((await commitsOf(ids)).length).toBeLessThan(10);
    const kept = `record.deposit d JOIN record.resource r ON r.deposit = d.id
      WHERE r.id = ANY ($1) AND d.state = 'stored' AND d.bytes = convert_to(E'{"é":"\\\\u0000"}\\x1e', 'UTF8')
        AND d.result->>0 = 'Observation/' || r.id || '/_history/1'`;
    expect(await count(kept, ids)).toBe(30);
    const lines = `record.journal WHERE usager = 'u1' AND entry::jsonb->'resources'->>0 LIKE 'Observation/%'`;
    expect(await count(lines)).toBe(30);
  });

  it('of one version: exactly one of them makes the next, and the others are told', async () => {
    const id = randomUUID();
    await send(open('a'), create(observation(id, 'u1', 'first')));
    const attempts = Array.from({ length: 12 }, (_, i) =>
      send(open('a'), update(observation(id, 'u1', `try ${i}`), 1)),
    );
    const outcomes = (await Promise.all(attempts)).map(({ outcome }) => outcome);
    expect(outcomes.filter(outcome => outcome === 'written')).toHaveLength(1);
    expect(outcomes.filter(outcome => outcome === 'precondition-failed')).toHaveLength(11);
    expect(await count('record.version WHERE id = $1', id)).toBe(1);
    expect(await count(`record.deposit WHERE result->>0 LIKE $1`, `Observation/${id}/_history/2`)).toBe(1);
  });

  it('without a condition all become versions, one after the other', async () => {
    const id = randomUUID();
    await send(open('a'), create(observation(id, 'u1', 'first')));
    const attempts = Array.from({ length: 10 }, (_, i) =>
      send(open('a'), update(observation(id, 'u1', `new ${i}`))),
    );
    const outcomes = await Promise.all(attempts);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(outcomes.map(() => 'written'));
    const versions = outcomes.flatMap(one => (one.outcome === 'written' ? one.written : []));
    expect(versions.map(({ version }) => version).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 10 }, (_, i) => i + 2),
    );
    expect(await count('record.version WHERE id = $1', id)).toBe(10);
  });

  it('that an outage meets in the middle are all rejected, and nothing of them is there', async () => {
    const ids = Array.from({ length: 12 }, () => randomUUID());
    const statements = `pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
      AND query LIKE '%record.resource%'`;
    const outcomes = await database.withOwner(async client => {
      await client.query('BEGIN; LOCK TABLE record.journal IN ACCESS EXCLUSIVE MODE');
      const writes = Promise.allSettled(ids.map(id => send(open('a'), create(observation(id, 'u4', 'x')))));
      // By then the resources and the originals are in the statement that waits to journal them.
      await vi.waitFor(async () => expect(await count(statements)).toBe(1), { timeout: 10_000 });
      await client.query(`SELECT pg_terminate_backend(pid) FROM ${statements}`);
      const settled = await writes;
      await client.query('ROLLBACK');
      return settled;
    });
    for (const one of outcomes)
      expect(one).toMatchObject({ status: 'rejected', reason: { name: 'DatabaseUnavailable' } });
    expect(await count('record.resource WHERE id = ANY ($1)', ids)).toBe(0);
    expect(await count(`record.deposit WHERE split_part(result->>0, '/', 2) = ANY ($1)`, ids)).toBe(0);
    expect(await count(`record.journal WHERE usager = 'u4'`)).toBe(0);
    expect(await send(open('a'), create(observation(ids[0]!, 'u4', 'again')))).toMatchObject({
      outcome: 'written',
    });
  });

  it('a bad one among them fails alone', async () => {
    const [taken, ...ids] = Array.from({ length: 8 }, () => randomUUID());
    await send(open('a'), create(observation(taken!, 'u1', 'x')));
    const writes = [taken!, ...ids].map(id => send(open('a'), create(observation(id, 'u1', 'y'))));
    const [bad, ...good] = (await Promise.allSettled(writes)).map(one =>
      one.status === 'fulfilled' ? one.value.outcome : 'failed',
    );
    expect(bad).not.toBe('written');
    expect(good).toEqual(ids.map(() => 'written'));
    expect(await count(`record.resource WHERE id = $1 AND body LIKE '%"x"%'`, taken!)).toBe(1);
  });

  it('a source does not change what another one sent, and the attempt leaves nothing but its line', async () => {
    const id = randomUUID();
    await send(open('a'), create(observation(id, 'u2', 'mine')));
    const before = await count('record.deposit');
    expect(await send(open('b'), update(observation(id, 'u2', 'yours')))).toMatchObject({
      outcome: 'denied',
    });
    expect(await count('record.deposit')).toBe(before);
    expect(await count(`record.journal WHERE usager = 'u2' AND entry LIKE '%source-not-allowed%'`)).toBe(1);
    expect(await send(open('a'), update(observation(id, 'u2', 'mine again')))).toMatchObject({
      outcome: 'written',
    });
  });

  it('several changes of one request are written whole or not at all, also beside others', async () => {
    const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()];
    await send(open('a'), create(observation(one, 'u3', 'a')), create(observation(two, 'u3', 'a')));
    const [whole, broken, other] = await Promise.all([
      send(open('a'), update(observation(one, 'u3', 'b'), 1), create(observation(three, 'u3', 'b'))),
      send(open('a'), update(observation(one, 'u3', 'c'), 7), update(observation(two, 'u3', 'c'), 1)),
      send(open('a'), update(observation(two, 'u3', 'd'), 1)),
    ]);
    expect([whole.outcome, broken.outcome, other.outcome]).toEqual([
      'written',
      'precondition-failed',
      'written',
    ]);
    const bodies = await database.asOwner<{ body: string }>(
      'SELECT body FROM record.resource WHERE owner = $1 ORDER BY body LIKE $2 DESC',
      ['u3', `%${two}%`],
    );
    expect(bodies.map(({ body }) => JSON.parse(body).code.text).join('')).toBe('dbb');
  });
});
