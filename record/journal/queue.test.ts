import { DatabaseUnavailable } from '@continuum/record-database';
import { describe, expect, it } from 'vitest';
import { createQueue } from './queue.ts';
import type { Row } from './row.ts';
import { JournalUnavailable } from './unavailable.ts';

const row = (id: string): Row => ({ id, at: '', usager: null, actor: '', entry: '', leaf: Buffer.alloc(0) });
const limits = { batch: 64, flights: 2, waiting: 1_000 };

/** An insert that waits for the test to answer. */
function held() {
  const calls: { ids: string[]; resolve(): void; reject(error: unknown): void }[] = [];
  const insert = (rows: readonly Row[]) =>
    new Promise<void>((resolve, reject) => {
      calls.push({ ids: rows.map(({ id }) => id), resolve, reject });
    });
  return { calls, insert };
}

const turn = () => new Promise(resolve => setImmediate(resolve));

describe('group commit', () => {
  it('a lone entry leaves at once; those that come meanwhile leave together, at most 64, two statements at a time', async () => {
    const { calls, insert } = held();
    const queue = createQueue(insert, limits);
    const all = Array.from({ length: 140 }, (_, i) => queue.put([row(String(i))]));
    expect(calls.map(({ ids }) => ids.length)).toEqual([1, 1]);
    calls[0]?.resolve();
    await turn();
    expect(calls.map(({ ids }) => ids.length)).toEqual([1, 1, 64]);
    for (let i = 1; i < 5; i += 1) {
      await turn();
      calls[i]?.resolve();
    }
    await Promise.all(all);
    expect(calls.flatMap(({ ids }) => ids)).toHaveLength(140);
  });

  it('nobody is told that an entry is durable before its statement is', async () => {
    const { calls, insert } = held();
    const queue = createQueue(insert, limits);
    let done = false;
    const put = queue.put([row('a')]).then(() => {
      done = true;
    });
    await turn();
    expect(done).toBe(false);
    calls[0]?.resolve();
    await put;
  });

  it('one entry that cannot be stored does not take down those that travel with it', async () => {
    const queue = createQueue(async rows => {
      if (rows.some(({ id }) => id === 'bad')) throw new Error('invalid text');
    }, limits);
    const outcomes = await Promise.allSettled(['a', 'b', 'c', 'bad', 'd'].map(id => queue.put([row(id)])));
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    ]);
  });

  it('when the database is away everyone waiting is told so, once', async () => {
    let statements = 0;
    const queue = createQueue(async () => {
      statements += 1;
      throw new DatabaseUnavailable('The database does not answer.');
    }, limits);
    const rows = Array.from({ length: 50 }, (_, i) => row(String(i)));
    await expect(queue.put(rows)).rejects.toThrow(JournalUnavailable);
    expect(statements).toBe(1);
  });

  it('a queue that is too long refuses rather than make everyone wait', async () => {
    const { calls, insert } = held();
    const queue = createQueue(insert, { batch: 1, flights: 1, waiting: 2 });
    const accepted = ['a', 'b', 'c'].map(id => queue.put([row(id)]));
    await expect(queue.put([row('d')])).rejects.toThrow(JournalUnavailable);
    for (let i = 0; i < 3; i += 1) {
      calls[i]?.resolve();
      await turn();
    }
    await Promise.all(accepted);
  });
});
