import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { access, type Bench, openBench } from './testing.ts';
import { JournalUnavailable } from './unavailable.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.drop());

const turn = () => new Promise(resolve => setImmediate(resolve));

describe('an entry', () => {
  it('is in the journal when append resolves, with its canonical text', async () => {
    await bench.journal.append([access('durable', 'code=\u0000')]);
    const rows = await bench.database.asOwner<{ entry: string; leaf: Buffer }>(
      `SELECT * FROM record.journal WHERE usager = 'durable'`,
    );
    expect(rows).toHaveLength(1);
    expect(JSON.parse(rows[0]!.entry)).toMatchObject(access('durable', 'code=\u0000'));
  });

  it('is not acknowledged while the journal is stalled', async () => {
    let acknowledged = false;
    let pending: Promise<void> | undefined;
    await bench.database.withOwner(async client => {
      await client.query('BEGIN');
      await client.query('LOCK TABLE record.journal IN ACCESS EXCLUSIVE MODE');
      pending = bench.journal.append([access('stalled')]).then(() => {
        acknowledged = true;
      });
      // Until PostgreSQL itself says that the append waits for the lock.
      const waiting = `SELECT FROM pg_locks WHERE NOT granted AND relation = 'record.journal'::regclass`;
      while ((await client.query(waiting)).rowCount === 0) await turn();
      expect(acknowledged).toBe(false);
      await client.query('COMMIT');
    });
    await pending;
    expect(acknowledged).toBe(true);
  });

  it('that cannot be written is an error the caller must not answer past', async () => {
    await bench.database.asOwner('REVOKE INSERT ON record.journal FROM continuum_record');
    await expect(bench.journal.append([access('u')])).rejects.toThrow();
    await bench.database.asOwner('GRANT INSERT ON record.journal TO continuum_record');
  });

  it('rolls back with the write it belongs to, and commits with it', async () => {
    const write = (usager: string, fails: boolean) =>
      bench.database.record.transaction(async tx => {
        await bench.journal.appendWithin(tx, [access(usager)]);
        if (fails) throw new Error('the write failed');
      });
    await expect(write('rolled-back', true)).rejects.toThrow('the write failed');
    await write('committed', false);
    expect((await bench.journal.linesOf('rolled-back')).entries).toEqual([]);
    expect((await bench.journal.linesOf('committed')).entries).toHaveLength(1);
  });

  it('of a day without a partition is kept all the same', async () => {
    await bench.journal.append([{ ...access('far'), at: '2999-01-01T00:00:00.000Z' }]);
    expect((await bench.journal.linesOf('far')).entries).toHaveLength(1);
    await bench.journal.prepareMonths();
  });

  it('put twice under the same id is there once', async () => {
    const facts = {
      ...access('twice'),
      id: '0190a0b0-0000-7000-8000-00000000000a',
      at: '2026-11-01T00:00:00.000Z',
    };
    await bench.journal.append([facts]);
    await bench.journal.append([facts]);
    expect((await bench.journal.linesOf('twice')).entries).toHaveLength(1);
  });

  it('waits for no one when the pool is closed: it is refused', async () => {
    const other = await openBench();
    await other.database.close();
    await expect(other.journal.append([access('u')])).rejects.toThrow(JournalUnavailable);
    await other.drop();
  });
});

describe('the rights of the server’s role', () => {
  const forbidden = ['journal', 'journal_leaf', 'journal_head'].flatMap(table => [
    `UPDATE record.${table} SET leaf = leaf`.replace(
      'journal_head SET leaf = leaf',
      'journal_head SET root = root',
    ),
    `DELETE FROM record.${table}`,
    `TRUNCATE record.${table}`,
    `DROP TABLE record.${table}`,
  ]);
  it.each([...forbidden, 'DELETE FROM record.journal_default', 'CREATE TABLE record.mine ()'])(
    '%s is refused',
    async sql => {
      await expect(bench.database.record.query(sql)).rejects.toMatchObject({ code: '42501' });
    },
  );

  it('hold for every partition', async () => {
    const rights = await bench.database.asOwner(
      `SELECT c.relname, p.privilege FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid,
         unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS p(privilege)
       WHERE i.inhparent = 'record.journal'::regclass AND has_table_privilege('continuum_record', c.oid, p.privilege)`,
    );
    expect(rights).toEqual([]);
  });

  it('the service’s role cannot even read it', async () => {
    await expect(bench.database.service.query('SELECT FROM record.journal')).rejects.toMatchObject({
      code: '42501',
    });
  });
});

describe('the list of a person’s accesses', () => {
  it('is newest first, page after page, each entry once', async () => {
    const start = Date.now();
    for (let i = 0; i < 7; i += 1) {
      const at = new Date(start + i).toISOString();
      await bench.journal.append([{ ...access('pages', String(i)), at }, access('someone-else')]);
    }
    const seen: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await bench.journal.linesOf('pages', { count: 3, cursor });
      seen.push(...page.entries.map(({ query }) => query?.text));
      cursor = page.next;
    } while (cursor);
    expect(seen).toEqual(['6', '5', '4', '3', '2', '1', '0']);
  });

  it('begins anew when the cursor is not one of ours', async () => {
    const id = '7d57793c-66f2-4f01-be1e-9c56870f35a9';
    for (const place of ['x'.repeat(30), `1 ${id}`, `99999 ${id}`, `2026-02-30T00:00:00.000Z ${id}`]) {
      const cursor = Buffer.from(place).toString('base64url');
      expect((await bench.journal.linesOf('pages', { cursor })).entries, place).toHaveLength(7);
    }
  });

  it('of an actor shows what they did', async () => {
    const { entries } = await bench.journal.linesOfActor('Practitioner/medecin', { count: 2 });
    expect(entries).toHaveLength(2);
  });
});
