import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { patient, result, type TestDoor, testDoor } from './testing/index.ts';

const rows = 3_000;
let door: TestDoor;
let port: number;

/** The record of one person, so long that its words take long to read; put there by SQL, since the way out is tried. */
const load = `INSERT INTO record.resource (owner, type, id, version, updated, domain, collected, deleted, tokens, found, body)
  SELECT owner, type, id || n, version, updated, domain, collected, deleted, tokens, found, body
  FROM record.resource, generate_series(1, ${rows}) n WHERE type = 'Observation' AND id = 'o'`;

beforeAll(async () => {
  door = await testDoor();
  await door.put(patient('u1'));
  const note = [{ text: 'Glycémie à jeun très élevée. '.repeat(200) }];
  await door.put(result('o', 'u1', '2026-01-01', { note }));
  await door.database.asOwner(load);
  const address = await door.app.listen({ port: 0, host: '127.0.0.1' });
  port = Number(new URL(address).port);
});
afterAll(() => door?.close());

async function ask(path: string, method = 'GET', body = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `${method} /fhir/R4${path} HTTP/1.1\r\nHost: localhost\r\nx-actor: hospital\r\n` +
      `Content-Type: application/fhir+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return socket;
}

/** Asks PostgreSQL, again and again, how much it runs for the record's role: nothing tells when that changes. */
async function until(wanted: (running: number) => boolean, statement = ''): Promise<void> {
  await door.database.withOwner(async owner => {
    for (;;) {
      const { rowCount } = await owner.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
           AND usename LIKE 'continuum_record%' AND query NOT LIKE '%record.journal%' AND query LIKE $1`,
        [`%${statement}%`],
      );
      if (wanted(rowCount ?? 0)) return;
    }
  });
}

const abandoned = async () =>
  (await door.journal()).map(({ entry }) => JSON.parse(entry)).filter(({ reason }) => reason === 'abandoned');

const batch = JSON.stringify({
  resourceType: 'Bundle',
  type: 'batch',
  entry: [{ request: { method: 'GET', url: 'Patient/u1/Observation?_content=insuline' } }],
});

describe('a client that hangs up', () => {
  test.each<[string, string, string, string?]>([
    ['a search', 'GET', '/Observation?patient=u1&_content=insuline'],
    ['a search of a compartment', 'GET', '/Patient/u1/*?_type=Observation&_content=insuline'],
    ['a search in a batch', 'POST', '/', batch],
  ])('has the statement of %s cancelled, and its question journalled', async (_, method, path, body) => {
    const before = (await abandoned()).length;
    const socket = await ask(path, method, body);
    await until(count => count > 0);
    socket.destroy();
    await until(count => count === 0);
    await door.database.until('record.journal', async () => (await abandoned()).length > before || undefined);
    expect((await abandoned()).at(-1)).toMatchObject({
      action: 'search',
      outcome: 'error',
      usager: 'u1',
      query: { text: expect.stringContaining('_content=insuline') },
    });
  });

  test.each([
    ['a history', '/Observation/_history', 'CROSS JOIN LATERAL'],
    ['everything of a usager', '/Patient/u1/$everything', 'WITH RECURSIVE'],
  ])('has the statement of %s cancelled while it waits', async (_, path, statement) => {
    const before = (await abandoned()).length;
    await door.database.withOwner(async owner => {
      await owner.query('BEGIN');
      await owner.query('LOCK TABLE record.resource IN ACCESS EXCLUSIVE MODE');
      const socket = await ask(path);
      await until(count => count > 0, statement);
      socket.destroy();
      // The lock is still held: nothing but a cancellation ends it.
      await until(count => count === 0, statement);
      await owner.query('ROLLBACK');
    });
    await door.database.until('record.journal', async () => (await abandoned()).length > before || undefined);
  });

  test('leaves its connection to others', async () => {
    const answer = await door.ask('hospital', '/Patient/u1');
    expect(answer.statusCode).toBe(200);
  });
});
