import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIntake } from '@continuum/intake';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import {
  migrations as gateMigrations,
  type Keeper,
  type OpenedGate,
  type Operation,
  openGate,
  type Terminology,
} from '@continuum/record-gate';
import { cast, observation } from '@continuum/record-gate/testing';
import { createPatients } from '@continuum/registries-patient';
import { type Actor, unknownActor, usualPurpose } from '@continuum/trust-access';
import fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { type FhirRestDeps, fhirRest } from '../fhir-rest.ts';

export * from '@continuum/record-gate/testing';
export * from './claims.ts';

export const baseUrl = 'https://exchange.example/fhir/R4';

export interface TestDoorOptions {
  operations?:
    | readonly Operation[]
    | ((opened: { gate: OpenedGate; database: TestDatabase }) => readonly Operation[]);
  /** What searches ask, opened once the gate is. */
  terminology?: () => Terminology;
  keepers?: (opened: { gate: OpenedGate; database: TestDatabase }) => readonly Keeper[];
  /** Further migrations. */
  migrations?: readonly URL[];
  /** More actors, by name. */
  actors?: Record<string, Actor>;
  /** The longest a read may run. */
  readMs?: number;
  /** Limits, and what else the door may be told. */
  rest?: Partial<FhirRestDeps>;
  /** Adds plugins before the API is mounted. */
  prepare?(app: FastifyInstance): Promise<unknown>;
}

/** One row of the journal, as far as tests look. */
export interface Journalled {
  interaction: string;
  outcome: string;
  usager: string | null;
  entry: string;
}

/** The gate asks it, and it asks the gate: known once both are open. */
const laterOf = (given: (() => Terminology) | undefined): { terminology?: Terminology } =>
  given
    ? {
        terminology: {
          codesOf: url => given().codesOf(url),
          descendants: (system, code) => given().descendants(system, code),
          ancestors: (system, code) => given().ancestors(system, code),
        },
      }
    : {};

/** The FHIR door over a real record: gate, intake, journal. */
export async function testDoor(options: TestDoorOptions = {}) {
  const { operations = [], keepers, migrations = [], actors = {} } = options;
  const database = await testDatabase(
    [...gateMigrations, ...migrations],
    options.readMs === undefined ? {} : { readMs: options.readMs },
  );
  const folder = await mkdtemp(join(tmpdir(), 'continuum-door-'));
  const terminology = laterOf(options.terminology);
  const gate = openGate({ database, data: folder, log: pino({ level: 'error' }), ...terminology });
  const intake = createIntake({
    gate,
    patients: createPatients({ gate, service: database.service }),
    mappers: [],
  });
  const app = fastify({ logger: { level: 'error' }, routerOptions: { maxParamLength: 500 } });
  await options.prepare?.(app as unknown as FastifyInstance);
  const everyone: Record<string, Actor> = { ...cast, ...actors };
  app.decorateRequest('actor');
  app.decorateRequest('origin');
  app.decorateRequest('purpose');
  app.addHook('onRequest', async request => {
    request.actor = everyone[String(request.headers['x-actor'])] ?? unknownActor;
    request.purpose = usualPurpose(request.actor.profile);
    request.origin = { request: request.id, address: request.ip, channel: 'fhir' };
  });
  const offered = typeof operations === 'function' ? operations({ gate, database }) : operations;
  const kept = keepers?.({ gate, database }) ?? [];
  const door = fhirRest({ gate, intake, operations: offered, keepers: kept, baseUrl, ...options.rest });
  await app.register(door, { prefix: '/fhir/R4' });
  const ask = (
    actor: string,
    url: string,
    method: 'GET' | 'HEAD' | 'POST' | 'DELETE' | 'OPTIONS' = 'GET',
    headers = {},
  ) => app.inject({ method, url: `/fhir/R4${url}`, headers: { 'x-actor': actor, ...headers } });
  const send = (
    actor: string,
    method: 'POST' | 'PUT' | 'PATCH',
    url: string,
    body: object | string,
    headers = {},
  ) =>
    app.inject({
      method,
      url: `/fhir/R4${url}`,
      headers: { 'x-actor': actor, 'content-type': 'application/fhir+json', ...headers },
      payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    });
  return {
    ...{ app, gate, database, intake, ask, send },
    /** Stores a resource under its own id, as the hospital unless told; throws what was answered instead. */
    async put(resource: { resourceType: string; id: string }, actor = 'hospital') {
      const answer = await send(actor, 'PUT', `/${resource.resourceType}/${resource.id}`, resource);
      if (![200, 201].includes(answer.statusCode)) throw new Error(answer.body);
      return answer.json();
    },
    /** Has the laboratory create it; gives its id, throws what was answered instead. */
    async make(resource: object = observation()): Promise<string> {
      const answer = await send('laboratory', 'POST', '/Observation', resource);
      if (answer.statusCode !== 201) throw new Error(answer.body);
      return answer.json().id;
    },
    journal: () =>
      database.asOwner<Journalled>(
        `SELECT entry::jsonb->>'interaction' AS interaction, entry::jsonb->>'outcome' AS outcome, usager, entry
         FROM record.journal ORDER BY at, id`,
      ),
    async close() {
      await app.close();
      await intake.idle();
      await gate.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type TestDoor = Awaited<ReturnType<typeof testDoor>>;
