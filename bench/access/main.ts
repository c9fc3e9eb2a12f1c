// `node bench/access/main.ts`: the lists of access authorizations at the size of a province, beside PostgreSQL alone and a tenth
// of it. A table on standard error, one JSON document on standard output. Nothing is asserted by the clock.
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { openDatabase, type Pool } from '@continuum/record-database';
import { openScreen } from '@continuum/registries-credential/testing';
import { pino } from 'pino';
import { startContinuum } from '../../e2e/server.ts';
import { measure } from '../measure.ts';

type Screen = Awaited<ReturnType<typeof openScreen>>;
interface Page {
  rows: { id: string; practitionerName: string }[];
  next?: string;
}

const { values: options } = parseArgs({
  options: {
    holders: { type: 'string', default: '46953' },
    organizations: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '2' },
  },
});
const holders = Number(options.holders);
const organizations = Number(options.organizations);
const seconds = Number(options.seconds);
const say = (line: string) => process.stderr.write(`${line}\n`);

/** Each list with its table; `endings` is computed, so that its rows are those of what ends. */
const lists: Readonly<Record<string, { table: string; state: string }>> = {
  authorizations: { table: 'access_authorization', state: 'in-force' },
  requests: { table: 'access_request', state: 'submitted' },
  handovers: { table: 'key_handover', state: 'mailed' },
  designations: { table: 'gaa_designation', state: 'in-force' },
  reviews: { table: 'access_review', state: 'open' },
  endings: { table: 'access_authorization', state: 'authorization-30,certificate-30' },
};

async function get(screen: Screen, path: string): Promise<Response> {
  const response = await screen.fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}
const pageOf = async (screen: Screen, path: string): Promise<Page> =>
  (await get(screen, path)).json() as Promise<Page>;

/** A cursor about nine tenths of the way down, by the pages that lead there. */
async function deepCursor(screen: Screen, list: string, rows: number): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let seen = 0; seen < rows * 0.9; seen += 200) {
    const after = cursor ? `&cursor=${cursor}` : '';
    const { next } = await pageOf(screen, `/api/authorization/${list}?count=200${after}`);
    if (next === undefined) break;
    cursor = next;
  }
  return cursor;
}

interface Line {
  list: string;
  what: string;
  rows: number;
  p50: number;
  p95: number;
  /** The same rows, by their ids, from one prepared statement. */
  rawP50?: number;
}

async function timed(screen: Screen, pool: Pool, list: string, what: string, query: string): Promise<Line> {
  const path = `/api/authorization/${list}?${query}`;
  const { rows } = await pageOf(screen, path);
  const { p50, p95 } = await measure(seconds, 1, async () => (await get(screen, path)).arrayBuffer());
  const line = { list, what, rows: rows.length, p50, p95 };
  if (list === 'endings' || rows.length === 0) return line;
  const { table } = lists[list]!;
  const text = `SELECT * FROM service.${table} WHERE id = ANY($1::uuid[])`;
  const ids = rows.map(({ id }) => id);
  const raw = await measure(seconds, 1, () => pool.query(text, [ids], `raw-${table}`));
  return { ...line, rawP50: raw.p50 };
}

async function file(screen: Screen, list: string): Promise<Line> {
  const began = performance.now();
  const text = await (await get(screen, `/api/authorization/${list}?format=csv`)).text();
  const took = Math.round(performance.now() - began);
  return { list, what: 'csv', rows: text.split('\r\n').length - 2, p50: took, p95: took };
}

async function measureLists(screen: Screen, pool: Pool, most: number): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [list, { state }] of Object.entries(lists)) {
    const first = await pageOf(screen, `/api/authorization/${list}?count=50`);
    const name = encodeURIComponent(first.rows.at(-1)!.practitionerName.slice(0, 8));
    const cursor = await deepCursor(screen, list, most);
    lines.push(
      await timed(screen, pool, list, 'first page', 'count=50'),
      await timed(screen, pool, list, 'filtered', `count=50&state=${state}`),
      await timed(screen, pool, list, 'searched', `count=50&search=${name}`),
      await timed(screen, pool, list, 'nobody’s name', 'count=50&search=zzzzzz'),
    );
    if (cursor) lines.push(await timed(screen, pool, list, 'deep page', `count=50&cursor=${cursor}`));
    lines.push(await file(screen, list));
  }
  return lines;
}

async function counts(pool: Pool): Promise<Record<string, number>> {
  const tables = [
    'access_authorization',
    'access_request',
    'key_handover',
    'gaa_designation',
    'access_review',
  ];
  const parts = [...tables, 'certificate', 'credential'].map(
    table => `(SELECT count(*) FROM service.${table}) AS ${table}`,
  );
  return (await pool.query<Record<string, number>>(`SELECT ${parts.join(', ')}`))[0]!;
}

const server = await startContinuum({
  RATE_CLINICIAN: '100000000',
  LOG_LEVEL: 'warn',
  CONTINUUM_DEMO_PEOPLE: '20',
});
const database = await openDatabase({
  ...{ data: server.data, log: pino({ level: 'silent' }), mode: 'share' },
});
const pool = database.service;
const fill = await readFile(new URL('holders.sql', import.meta.url), 'utf8');
const results = [];
try {
  await database.migrate([new URL('./migrations/', import.meta.url)]);
  let [from, placesFrom] = [0, 0];
  for (const [most, places] of [
    [Math.round(holders / 10), Math.round(organizations / 10)],
    [holders, organizations],
  ] as const) {
    say(`Holders: ${from} to ${most}, of ${places} organizations…`);
    await pool.transaction(async tx => {
      await tx.query('SET LOCAL statement_timeout = 0');
      await tx.query(fill, [from, most - 1, places, placesFrom]);
    });
    [from, placesFrom] = [most, places];
    await pool.query('SELECT service.bench_analyze()');
    const screen = await openScreen(server.url, server.identity('aga-demo'));
    const rows = await counts(pool);
    say(JSON.stringify(rows));
    const lines = await measureLists(screen, pool, most);
    results.push({ holders: most, organizations: places, rows, lines });
    for (const { list, what, rows: shown, p50, p95, rawP50 } of lines)
      say([list, what, shown, p50, p95, rawP50 ?? ''].join(' | '));
  }
} finally {
  await database.close();
  await server.end();
}
process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
