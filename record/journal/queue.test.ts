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
  it('what comes in one turn leaves together, at most 64, two statements at a time; what comes meanwhile waits', async () => {
    const { calls, insert } = held();
    const queue = createQueue(insert, limits);
    const all = Array.from({ length: 140 }, (_, i) => queue.put([row(String(i))]));
    expect(calls).toEqual([]);
    await turn();
    expect(calls.map(({ ids }) => ids.length)).toEqual([64, 64]);
    const later = queue.put([row('later')]);
    await turn();
    expect(calls).toHaveLength(2);
    for (const at of [0, 1, 2]) {
      calls[at]?.resolve();
      await turn();
    }
    await Promise.all([...all, later]);
    expect(calls.map(({ ids }) => ids.length)).toEqual([64, 64, 13]);
  });

  it('entries of one answer are in one statement, whatever travels with them', async () => {
    const { calls, insert } = held();
    const queue = createQueue(insert, { batch: 3, flights: 2, waiting: 100 });
    const all = [['a', 'b'], ['c', 'd'], ['e'], ['f', 'g', 'h', 'i']].map(ids => queue.put(ids.map(row)));
    await turn();
    for (const at of [0, 1, 2]) {
      calls[at]?.resolve();
      await turn();
    }
    await Promise.all(all);
    expect(calls.map(({ ids }) => ids.join(''))).toEqual(['ab', 'cde', 'fghi']);
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
    const first = queue.put([row('a')]);
    await turn();
    const accepted = [first, queue.put([row('b')]), queue.put([row('c')])];
    await expect(queue.put([row('d')])).rejects.toThrow(JournalUnavailable);
    for (let i = 0; i < 3; i += 1) {
      calls[i]?.resolve();
      await turn();
    }
    await Promise.all(accepted);
  });
});
