import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { continuum, token } from './command-line.ts';
import { type RunningServer, startContinuum } from './server.ts';

const rounds = 4;
const clients = 8;
/** Another seed, other moments: `CONTINUUM_SEED=7`. */
const seed = Number(process.env.CONTINUUM_SEED ?? 20_261_128);

/** Mulberry32: numbers of [0, 1[ that a seed gives again. */
function randomOf(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** An answer that a client had whole: which request, and whose information was in it. */
interface Answered {
  request: string;
  address: string;
  status: number;
  usagers: string[];
}

interface Resource {
  resourceType?: string;
  id?: string;
  subject?: { reference?: string };
  entry?: { resource?: Resource }[];
}

const ownerOf = ({ resourceType, id, subject }: Resource): string | undefined =>
  resourceType === 'Patient' ? id : subject?.reference?.split('/')[1];

/** Whose information a body holds. */
function usagersIn(body: Resource): string[] {
  const resources = body.entry?.map(({ resource }) => resource ?? {}) ?? [body];
  return [...new Set(resources.map(ownerOf).filter(one => one !== undefined))];
}

let server: RunningServer;
let authorization: string;
let addresses: string[];
const began = new Date();
const answered: Answered[] = [];

async function ask(address: string): Promise<Answered> {
  const response = await fetch(`${server.url}/fhir/R4${address}`, { headers: { authorization } });
  // Only what came to its last byte was answered.
  const body = (await response.json()) as Resource;
  return {
    ...{ address, status: response.status, request: response.headers.get('x-request-id')! },
    usagers: usagersIn(body),
  };
}

/** Reads and searches one after the other until the server is no more. */
async function load(random: () => number): Promise<void> {
  for (;;) {
    const address = addresses[Math.floor(random() * addresses.length)]!;
    const answer = await ask(address).catch(() => undefined);
    if (answer === undefined) return;
    answered.push(answer);
  }
}

beforeAll(async () => {
  server = await startContinuum();
  authorization = `Bearer ${await token('dme-demo', server.environment)}`;
  const first = async (path: string) =>
    (await (await fetch(`${server.url}/fhir/R4${path}`, { headers: { authorization } })).json()) as Resource;
  const found = (await first('/Observation?_count=60')).entry ?? [];
  const observations = found.map(({ resource }) => resource!);
  const usagers = [...new Set(observations.map(ownerOf))];
  const refusing = server.identity('refus-demo').nam!.replaceAll(' ', '');
  addresses = [
    ...observations.map(({ id }) => `/Observation/${id}`),
    ...usagers.map(id => `/Observation?patient=${id}&_count=20`),
    ...usagers.map(id => `/Patient/${id}`),
    ...['/Observation?_count=30', '/Patient?_count=15', '/MedicationRequest?_count=10'],
    // Nothing is found, and it was asked all the same.
    ...['/Observation/nobody', `/Observation?patient.identifier=${refusing}`],
  ];
  expect(usagers.length).toBeGreaterThan(3);
});
afterAll(() => server?.end());

interface Line {
  request: string;
  usager?: string;
}

/** The journal as an operator takes it out, months from the beginning of this test to now. */
async function journal(): Promise<Line[]> {
  const months = new Set([began, new Date()].map(moment => moment.toISOString().slice(0, 7)));
  const lines: Line[] = [];
  for (const month of months) {
    const out = join(server.data, `${month}.jsonl`);
    const done = await continuum(['journal', 'export', '--month', month, '--out', out], server.environment);
    if (done.code !== 0) throw new Error(done.stderr);
    for (const line of readFileSync(out, 'utf8').trimEnd().split('\n'))
      lines.push(JSON.parse((JSON.parse(line) as { entry: string }).entry) as Line);
  }
  return lines;
}

describe(`a server killed at random moments while it is read and searched (seed ${seed})`, () => {
  const random = randomOf(seed);

  test.for(Array.from({ length: rounds }, (_, at) => at + 1))('round %i', async round => {
    const before = answered.length;
    const enough = 20 + Math.floor(random() * 400);
    const asking = Array.from({ length: clients }, () =>
      load(randomOf(seed + round * 1000 + answered.length)),
    );
    // At a random number of answers, then a random moment of the next: between a commit and an answer, or in neither.
    while (answered.length < before + enough) await new Promise(resolve => setImmediate(resolve));
    const until = performance.now() + random() * 15;
    while (performance.now() < until) await new Promise(resolve => setImmediate(resolve));
    await server.kill();
    await Promise.all(asking);
    expect(answered.length - before).toBeGreaterThanOrEqual(enough);
    await server.restart();
  });

  test('every answer that a client had has its entry, and one for each usager who is in it', async () => {
    const entries = new Map<string, Set<string | undefined>>();
    for (const { request, usager } of await journal())
      entries.set(request, (entries.get(request) ?? new Set()).add(usager));
    const without = answered.filter(
      ({ request, usagers }) =>
        !entries.has(request) || usagers.some(usager => !entries.get(request)!.has(usager)),
    );
    expect(without).toEqual([]);
    expect(new Set(answered.map(({ request }) => request)).size).toBe(answered.length);
    const statuses = new Set(answered.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([200, 404]);
    expect(answered.filter(({ usagers }) => usagers.length > 1).length).toBeGreaterThan(0);
  });

  test('and the journal verifies', async () => {
    const { code, stdout } = await continuum(['journal', 'verify'], server.environment);
    expect(stdout).toContain('The journal verifies.');
    expect(code).toBe(0);
  });
});
