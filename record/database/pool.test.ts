import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from './pool.ts';
import { type TestDatabase, testDatabase } from './testing/index.ts';
import { DatabaseConflict, DatabaseUnavailable } from './unavailable.ts';

const notes = [new URL('./testing/notes/', import.meta.url)];
const log = pino({ level: 'silent' });

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase(notes);
});
afterAll(() => database.drop());

const all = () => database.service.query<{ text: string }>('SELECT text FROM service.note');

describe('what text cannot hold', () => {
  it('finds nothing and fails nothing: U+0000 is marked, in texts and in lists of them', async () => {
    const asked = ['SELECT $1::text AS one, $2::text[] AS several', ['a\0b', ['c\0']]] as const;
    expect(await database.service.query(...asked)).toEqual([{ one: 'a\ufffdb', several: ['c\ufffd'] }]);
  });
});

describe('a transaction', () => {
  it('is committed when the work resolves and undone when it rejects', async () => {
    const insert = (text: string, fails: boolean) =>
      database.service.transaction(async tx => {
        await tx.query('INSERT INTO service.note VALUES ($1)', [text]);
        if (fails) throw new Error('no');
      });
    await insert('kept', false);
    await expect(insert('undone', true)).rejects.toThrow('no');
    expect(await all()).toEqual([{ text: 'kept' }]);
  });

  it('that meets another one is told so, and can be sent again', async () => {
    const isolation = 'serializable' as const;
    const meet = () =>
      database.service.transaction(
        async first => {
          await first.query('SELECT count(*) FROM service.note');
          await database.service.transaction(
            async second => {
              await second.query('SELECT count(*) FROM service.note');
              await second.query(`INSERT INTO service.note VALUES ('second')`);
            },
            { isolation },
          );
          await first.query(`INSERT INTO service.note VALUES ('first')`);
        },
        { isolation },
      );
    await expect(meet()).rejects.toThrow(DatabaseConflict);
  });

  it('leaves its connection clean for the next one', async () => {
    const pool = createPool({ ...database.owner }, { connections: 1 }, log);
    await expect(pool.transaction(tx => tx.query('SELECT 1/0'))).rejects.toMatchObject({ code: '22012' });
    expect(await pool.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await pool.close();
  });
});

describe('unavailability is one kind of error with a sentence', () => {
  const waiting = { connections: 1, waitMs: 50, statementMs: 500 };

  it('when a statement takes too long', async () => {
    const pool = createPool(database.owner, { ...waiting, waitMs: 10_000 }, log);
    await expect(pool.query('SELECT pg_sleep(60)')).rejects.toThrow('The database took too long to answer.');
    expect(await pool.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await pool.close();
  });

  it('when every connection is taken', async () => {
    // Long enough for the first one to be opened on a busy machine.
    const pool = createPool(database.owner, { connections: 1, waitMs: 2_000 }, log);
    await pool.transaction(async () => {
      await expect(pool.query('SELECT 1')).rejects.toThrow('The database has no connection left.');
    });
    await pool.close();
  });

  it('when nobody listens', async () => {
    const pool = createPool({ ...database.owner, host: '/nowhere' }, waiting, log);
    await expect(pool.query('SELECT 1')).rejects.toThrow(DatabaseUnavailable);
    await expect(pool.transaction(tx => tx.query('SELECT 1'))).rejects.toThrow(DatabaseUnavailable);
    await pool.close();
  });

  it('when the connection is cut, and the next statement finds another one', async () => {
    const pool = createPool(database.owner, { connections: 1 }, log);
    const cut = pool.transaction(async tx => {
      const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await database.asOwner('SELECT pg_terminate_backend($1)', [row?.pid]);
      await tx.query('SELECT 1');
    });
    await expect(cut).rejects.toThrow(DatabaseUnavailable);
    expect(await pool.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await pool.close();
  });

  it('when the pool was closed', async () => {
    const pool = createPool(database.owner, waiting, log);
    await pool.close();
    await expect(pool.query('SELECT 1')).rejects.toThrow(DatabaseUnavailable);
  });
});

describe('values', () => {
  it('come as JavaScript’s own', async () => {
    const [row] = await database.record.query(
      `SELECT 9007199254740991::bigint AS big, ARRAY[1, 2]::bigint[] AS bigs, '2026-03-01T12:00:00Z'::timestamptz AS at,
              '2016-02-29'::date AS born, 1.10::numeric AS amount, '{"a":1}'::jsonb AS json, '\\x00ff'::bytea AS bytes`,
    );
    expect(row).toEqual({
      big: 9007199254740991,
      bigs: [1, 2],
      at: new Date('2026-03-01T12:00:00Z'),
      born: '2016-02-29',
      amount: '1.10',
      json: { a: 1 },
      bytes: Buffer.from([0, 255]),
    });
  });

  it('that no number can hold are an error, never another number', async () => {
    await expect(database.record.query('SELECT 9007199254740993::bigint')).rejects.toThrow(RangeError);
  });
});

describe('the two roles', () => {
  it('act as themselves, never as the owner', async () => {
    const who = "SELECT current_user AS who, current_setting('is_superuser') AS super";
    expect(await database.record.query(who)).toEqual([{ who: 'continuum_record', super: 'off' }]);
    expect(await database.service.query(who)).toEqual([{ who: 'continuum_service', super: 'off' }]);
  });

  it.each([
    'SET ROLE continuum_service',
    'SET ROLE continuum_owner',
    'SELECT * FROM service.note',
    'CREATE TABLE record.x ()',
    'CREATE TABLE public.x ()',
  ])('the record’s may not: %s', async sql => {
    await expect(database.record.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('the service’s does not reach the record', async () => {
    await database.asOwner('CREATE TABLE record.thing ()');
    await expect(database.service.query('SELECT FROM record.thing')).rejects.toMatchObject({ code: '42501' });
    expect(await database.record.query('SELECT FROM record.thing')).toEqual([]);
  });
});

describe('jobs', () => {
  it('are durable, in the same database', async () => {
    const boss = await database.jobs();
    await boss.createQueue('greet');
    const id = await boss.send('greet', { name: 'Anne' });
    expect(await boss.fetch('greet')).toMatchObject([{ id, data: { name: 'Anne' } }]);
    expect(await database.jobs()).toBe(boss);
  });
});
