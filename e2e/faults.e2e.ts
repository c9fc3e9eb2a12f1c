import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { renameSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import {
  type OwnerConnection,
  type RunningDatabase,
  runningDatabase,
} from '@continuum/record-database/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { continuum, token } from './command-line.ts';
import { newDataFolder } from './data-folder.ts';
import { mountSmallDisk, type SmallDisk } from './disk.ts';
import { type Laboratory, laboratoryOf } from './laboratory.ts';
import { freePorts } from './ports.ts';
import { rawGet } from './raw-request.ts';
import { type RunningServer, startContinuum } from './server.ts';
import { type Attempt, startWriters, writersSystem } from './writers.ts';

const start = ['start', '--no-build'];
/** A request waits five seconds at most for a connection, and is answered soon after. */
const longestMs = 15_000;

interface SearchPage {
  entry?: { resource: { identifier: { value: string }[] } }[];
  link: { relation: string; url: string }[];
}

const patience = { timeout: 60_000, interval: 50 };

/** Settings of a start that is expected to end by itself, in a data folder that is removed afterwards. */
async function settings(
  wrong: NodeJS.ProcessEnv = {},
): Promise<NodeJS.ProcessEnv & { CONTINUUM_DATA: string }> {
  const data = newDataFolder();
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const { http, mllp, tls } = await freePorts();
  const own = { PORT: `${http}`, MLLP_PORT: `${mllp}`, TLS_PORT: `${tls}`, CONTINUUM_DATA: data };
  return { ...process.env, ...own, CONTINUUM_DEMO_PEOPLE: '7', ...wrong } as typeof own;
}

/** Processes that were started for a data folder: its database, its imaging archive. */
const processesOf = (data: string): string[] =>
  spawnSync('ps', ['-ww', '-Ao', 'pid=,args='])
    .stdout.toString()
    .split('\n')
    .filter(line => line.includes(data));

const lines = (text: string): string[] => text.split('\n').filter(line => line !== '');

async function occupied(): Promise<string> {
  const server: Server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return String((server.address() as { port: number }).port);
}

describe('a start that cannot be', () => {
  it.each(['PORT', 'MLLP_PORT', 'TLS_PORT'])(
    'because %s is taken ends with one line and the code 1',
    async name => {
      const taken = await occupied();
      const environment = await settings({ [name]: taken });
      const { code, stdout, stderr } = await continuum(start, environment);
      expect(lines(stderr)).toEqual([
        `${name}: port ${taken} is in use; stop what listens there, or set ${name} to another one.`,
      ]);
      expect(stdout).toBe('');
      expect(code).toBe(1);
      expect(processesOf(environment.CONTINUUM_DATA)).toEqual([]);
    },
  );

  it.each([
    ['PORT', 'abc', 'whole number'],
    ['DATABASE_URL', 'postgresql://u:p@127.0.0.1:1/x', 'no answer'],
    ['CONTINUUM_DATA', join(import.meta.dirname, 'server.ts'), 'is not a folder'],
    ['CONTINUUM_DATA', '/sys/continuum', 'cannot be written'],
  ])(
    'because of %s=%s ends with one line that names the setting, and the code 2',
    async (name, value, said) => {
      const environment = await settings({ [name]: value });
      const { code, stderr } = await continuum(start, environment);
      expect(lines(stderr)).toHaveLength(1);
      expect(stderr).toContain(name);
      expect(stderr).toContain(said);
      expect(code).toBe(2);
      expect(processesOf(environment.CONTINUUM_DATA)).toEqual([]);
    },
  );

  it.each([
    [{}, /^CONTINUUM_CA_PASSPHRASE: it is missing/],
    [
      { CONTINUUM_CA_PASSPHRASE: 'a sentence that nobody guesses' },
      /^CONTINUUM_DATA: .*root\.pem is missing: make/,
    ],
  ])(
    'because secrets are missing outside the demonstration names them and invents none (%j)',
    async (given, said) => {
      const environment = await settings({ CONTINUUM_DEMO: '0', ...given });
      const { code, stderr } = await continuum(start, environment);
      expect(lines(stderr)).toEqual([expect.stringMatching(said)]);
      expect(code).toBe(2);
      expect(processesOf(environment.CONTINUUM_DATA)).toEqual([]);
    },
  );
});

describe('a running server', () => {
  let server: RunningServer;
  let laboratory: Laboratory;
  let database: RunningDatabase;

  beforeAll(async () => {
    server = await startContinuum();
    laboratory = await laboratoryOf(server);
    database = await runningDatabase(server.data);
  });
  afterAll(() => server?.end());

  it('refuses a second one on its data folder, in one line', async () => {
    const { http, mllp, tls } = await freePorts();
    const other = { ...server.environment, PORT: `${http}`, MLLP_PORT: `${mllp}`, TLS_PORT: `${tls}` };
    const { code, stderr } = await continuum(start, other);
    expect(lines(stderr)).toEqual([
      `Another Continuum is running on the data folder ${server.data}: stop it, or set CONTINUUM_DATA.`,
    ]);
    expect(code).toBe(2);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  describe('whose journal is stalled', () => {
    let patient: string;
    let owner: OwnerConnection;

    beforeAll(async () => {
      patient = (await (await laboratory.fhir('Patient?_count=1')).json()).entry[0].resource.id;
      owner = await database.connect();
    });
    afterEach(() => owner?.query('ROLLBACK'));
    afterAll(() => owner?.end());

    /** From now on nothing can be written in the journal; returns how to see that somebody waits, and how to go on. */
    async function stall(): Promise<[() => Promise<void>, () => Promise<unknown>]> {
      await owner.query('BEGIN');
      await owner.query('LOCK TABLE record.journal IN ACCESS EXCLUSIVE MODE');
      const waiting = () =>
        vi.waitFor(async () => {
          // Within a transaction, what was seen first would be seen for ever (PostgreSQL 18, 27.2.2).
          await owner.query('SELECT pg_stat_clear_snapshot()');
          const { rows } = await owner.query(`
            SELECT FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO record.journal %'`);
          expect(rows.length).toBeGreaterThan(0);
        }, patience);
      return [waiting, () => owner.query('ROLLBACK')];
    }

    it.each([
      ['a read', () => `fhir/R4/Patient/${patient}`],
      ['a search', () => `fhir/R4/Observation?patient=${patient}`],
      ['a count', () => `fhir/R4/Observation?patient=${patient}&_summary=count`],
      ['a history', () => 'fhir/R4/Patient/_history?_count=1'],
      ['a read of what does not exist', () => 'fhir/R4/Patient/nobody'],
      ['a search for pictures', () => 'dicomweb/studies'],
      ['a screen', () => `api/laboratory/${patient}/results`],
    ])('lets not one byte of the answer to %s out', async (_, address) => {
      const [waiting, go] = await stall();
      const request = await rawGet(`${server.url}/${address()}`, { authorization: laboratory.authorization });
      await waiting();
      // What were ready to leave would have left before this answer.
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      expect(request.received()).toBe('');
      await go();
      expect(await request.ended).toMatch(/^HTTP\/1\.1 \d{3} /);
    });
  });

  it('whose database is away answers 503 with what to do, and is back with it', async () => {
    expect(await laboratory.send('BEFORE')).toBe('AA');
    const pid = (await database.pid())!;
    renameSync(database.cluster, `${database.cluster}.away`);
    process.kill(pid, 'SIGKILL');
    const answer = await vi.waitFor(async () => {
      const away = await laboratory.fhir(`Patient?identifier=${laboratory.nam}`);
      expect(away.status).toBe(503);
      return away;
    }, patience);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await answer.json()).resourceType).toBe('OperationOutcome');
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(await laboratory.send('AWAY')).not.toBe('AA');
    renameSync(`${database.cluster}.away`, database.cluster);
    await vi.waitFor(
      async () => expect((await laboratory.fhir(`Patient?identifier=${laboratory.nam}`)).status).toBe(200),
      patience,
    );
    expect(await laboratory.reportsOf('BEFORE')).toBe(1);
    expect(await laboratory.send('AFTER')).toBe('AA');
  });

  it('whose PostgreSQL is stopped at once, twice, while clients write is back by itself, with everything that it acknowledged once', async () => {
    const patient = (await (await laboratory.fhir(`Patient?identifier=${laboratory.nam}`)).json()).entry[0];
    const writers = await startWriters(server, patient.resource.id, 8);
    const more = async (count: number) => {
      const from = writers.acknowledged();
      await vi.waitFor(() => expect(writers.acknowledged()).toBeGreaterThan(from + count), patience);
    };
    for (let time = 0; time < 2; time++) {
      await more(100);
      const pid = (await database.pid())!;
      const before = writers.attempts.length;
      // Immediate shutdown: no checkpoint, every connection cut, recovery at the next start.
      process.kill(pid, 'SIGQUIT');
      await vi.waitFor(
        () => expect(writers.attempts.slice(before).map(({ status }) => status)).toContain(503),
        patience,
      );
      await more(100);
      expect(await database.pid()).not.toBe(pid);
    }
    await writers.stop();

    const { attempts } = writers;
    expect(new Set(attempts.map(({ status }) => status))).toEqual(new Set([201, 503]));
    for (const { status, retryAfter } of attempts) if (status === 503) expect(retryAfter).toMatch(/^\d+$/);
    expect(Math.max(...attempts.map(({ took }) => took))).toBeLessThan(longestMs);
    expect(await wrongCounts(attempts)).toEqual([]);
    expect(await halfWritten()).toEqual([]);
    expect(await continuum(['journal', 'verify'], server.environment)).toMatchObject({ code: 0 });
  });

  /** Creates that are in the record more often than their answers allow, or not at all. */
  async function wrongCounts(attempts: readonly Attempt[]): Promise<string[]> {
    const counts = new Map<string, number>();
    let next: string | undefined = `Observation?identifier=${writersSystem}|&_count=1000`;
    while (next) {
      const page: SearchPage = await (await laboratory.fhir(next)).json();
      for (const { resource } of page.entry ?? [])
        counts.set(resource.identifier[0]!.value, (counts.get(resource.identifier[0]!.value) ?? 0) + 1);
      next = page.link.find(({ relation }) => relation === 'next')?.url.split('/fhir/R4/')[1];
    }
    // Without an acknowledgement nobody knows: it may be there, once.
    return attempts
      .map(({ value, status }) => ({ value, status, times: counts.get(value) ?? 0 }))
      .filter(({ status, times }) => times > 1 || (status === 201 && times === 0))
      .map(({ value, status, times }) => `${value}: ${status}, ${times} times`);
  }

  /** What a deposit left without the rest of it: each create is a resource, its Provenance, its original, its entry. */
  async function halfWritten(): Promise<unknown[]> {
    const owner = await database.connect();
    try {
      const { rows } = await owner.query(`
        WITH made AS (
          SELECT id, deposit FROM record.resource
          WHERE type = 'Observation' AND body LIKE '%${writersSystem}%'),
        kept AS (
          SELECT id, state FROM record.deposit WHERE convert_from(bytes, 'UTF8') LIKE '%${writersSystem}%'),
        entered AS (
          SELECT jsonb_array_elements_text(entry::jsonb -> 'resources') AS reference FROM record.journal)
        SELECT made.id, kept.id AS deposit, kept.state FROM made FULL JOIN kept ON kept.id = made.deposit
        WHERE made.id IS NULL OR kept.state IS DISTINCT FROM 'stored'
          OR NOT EXISTS (SELECT FROM record.resource p WHERE p.type = 'Provenance' AND p.deposit = kept.id)
          OR NOT EXISTS (SELECT FROM entered WHERE reference = 'Observation/' || made.id || '/_history/1')`);
      return rows;
    } finally {
      await owner.end();
    }
  }

  it('that is stopped leaves no process behind, and finds everything at the next start without loading again', async () => {
    expect(await laboratory.send('KEPT')).toBe('AA');
    expect(processesOf(server.data).length).toBeGreaterThan(0);
    expect(await server.stop()).toBe(0);
    expect(processesOf(server.data)).toEqual([]);
    await server.restart();
    expect(server.output()).not.toContain('Loading');
    expect(await laboratory.reportsOf('KEPT')).toBe(1);
  });
});

describe('a disk that is full', () => {
  let data: string;
  let disk: SmallDisk | undefined;
  let server: RunningServer | undefined;

  beforeEach(() => {
    data = newDataFolder();
  });
  afterEach(async () => {
    await server?.end();
    disk?.remove();
    rmSync(data, { recursive: true, force: true });
  });

  /** A hospital's deposit of so many bytes that no compression makes smaller. */
  const deposit = (server: RunningServer, bearer: string, bytes: number): Promise<Response> =>
    fetch(`${server.url}/fhir/R4/Binary`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/fhir+json',
      },
      body: JSON.stringify({
        resourceType: 'Binary',
        contentType: 'application/octet-stream',
        data: randomBytes(bytes).toString('base64'),
      }),
    });

  it('at the first start is said in one line', async ({ skip }) => {
    disk = mountSmallDisk(data, 16);
    if (!disk) return skip('only root can mount a small disk');
    const { code, stderr } = await continuum(start, await settings({ CONTINUUM_DATA: data }));
    expect(lines(stderr)).toHaveLength(1);
    expect(stderr).toMatch(/disk is full/i);
    expect(code).toBe(1);
    expect(processesOf(data)).toEqual([]);
  });

  it('under a running server is said to each who asks, and loses nothing that was acknowledged', async ({
    skip,
  }) => {
    disk = mountSmallDisk(data, 320);
    if (!disk) return skip('only root can mount a small disk');
    server = await startContinuum({ CONTINUUM_DATA: data, CONTINUUM_DEMO_PEOPLE: '7' });
    const laboratory = await laboratoryOf(server);
    // Asked for before: a token is written down, and there will be no room.
    const bearer = await token('hopital-demo', server.environment);
    const acknowledged: string[] = [];
    disk.fill();
    let answer = 'AA';
    for (let n = 0; answer === 'AA' && n < 1_000; n++) {
      answer = await laboratory.send(`F${n}`, { noteBytes: 100_000 });
      if (answer === 'AA') acknowledged.push(`F${n}`);
    }
    expect(answer).not.toBe('AA');
    const refused = await deposit(server, bearer, 500_000);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await refused.json()).resourceType).toBe('OperationOutcome');
    disk.free();
    await vi.waitFor(async () => expect(await laboratory.send('FREED')).toBe('AA'), patience);
    for (const filler of [...acknowledged, 'FREED']) expect(await laboratory.reportsOf(filler)).toBe(1);
  });
});
