import { gunzipSync } from 'node:zlib';
import { type TestDoor, testDoor } from '@continuum/exchange-fhir-rest/testing';
import { cast, system } from '@continuum/record-gate/testing';
import type { Actor } from '@continuum/trust-access';
import { pino } from 'pino';
import { type BulkData, bulkDataRoutes, createBulkData, exportOperations, migrations } from '../index.ts';

const address = 'https://exchange.example/fhir/bulk';

/** What a manifest announces. */
export interface Announced {
  transactionTime: string;
  request: string;
  requiresAccessToken: boolean;
  output: { type: string; url: string }[];
  deleted: { type: string; url: string }[];
  error: { type: string; url: string }[];
}

const scoped = (id: string, ...scopes: string[]): Actor => system(id, 'hospital-system', scopes);

/** The FHIR door and the exports' own, over a real record and a real queue. */
export async function bulkDoor({ perClient = 2, fileLines = 20_000, started = true } = {}) {
  const systems = new Map<string, Actor | undefined>([
    ['hopital-demo', cast.hospital],
    ['autre-demo', system('autre-demo', 'hospital-system')],
    ['etroit-demo', scoped('etroit-demo', 'system/Patient.rs', 'system/Observation.rs')],
  ]);
  const state = { now: undefined as Date | undefined };
  let bulk: BulkData | undefined;
  const door: TestDoor = await testDoor({
    migrations: [migrations],
    actors: { other: systems.get('autre-demo')!, narrow: systems.get('etroit-demo')! },
    operations: ({ gate, database }) => {
      bulk = createBulkData({
        ...{ gate, database, perClient, fileLines, hours: 24, baseUrl: address },
        findSystem: async id => systems.get(id),
        log: pino({ level: 'error' }),
        clock: () => state.now ?? new Date(),
      });
      return exportOperations(bulk);
    },
  });
  await door.app.register(bulkDataRoutes(bulk!, door.gate), { prefix: '/fhir/bulk' });
  if (started) await bulk!.start();
  const at = (url: string) => new URL(url).pathname;
  const fetchAs = (actor: string, url: string, method: 'GET' | 'DELETE' = 'GET', headers = {}) =>
    door.app.inject({ method, url: at(url), headers: { 'x-actor': actor, ...headers } });
  const async = { prefer: 'respond-async' };
  /** Asks for an export and gives its address. */
  const kickOff = async (actor: string, path: string, headers = {}): Promise<string> => {
    const answer = await door.ask(actor, path, 'GET', { ...async, ...headers });
    if (answer.statusCode !== 202) throw new Error(answer.body);
    return String(answer.headers['content-location']);
  };
  const answered = async (actor: string, status: string): Promise<Announced | undefined> => {
    const answer = await fetchAs(actor, status);
    if (answer.statusCode === 202) return undefined;
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.json();
  };
  /** The manifest, once there is one. */
  const finished = (actor: string, status: string): Promise<Announced> =>
    door.database.until('service.bulk_export', () => answered(actor, status));
  const lines = async (actor: string, url: string): Promise<{ resourceType: string; id: string }[]> => {
    const answer = await fetchAs(actor, url, 'GET', { 'accept-encoding': 'gzip' });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    const text = gunzipSync(answer.rawPayload).toString();
    return text
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line));
  };
  return {
    ...{ door, bulk: bulk!, systems, state, kickOff, finished, fetchAs },
    lines,
    async exported(actor: string, path: string, headers = {}) {
      const manifest = await finished(actor, await kickOff(actor, path, headers));
      const all: string[] = [];
      for (const { url } of manifest.output)
        all.push(...(await lines(actor, url)).map(({ resourceType, id }) => `${resourceType}/${id}`));
      return { manifest, all: all.sort() };
    },
  };
}

export type BulkDoor = Awaited<ReturnType<typeof bulkDoor>>;
