import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIntake, type Intake } from '@continuum/intake';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { migrations as gateMigrations, type OpenedGate, openGate } from '@continuum/record-gate';
import { createPatients } from '@continuum/registries-patient';
import { validate } from '@continuum/standards-fhir';
import { type Actor, type Profile, unknownActor } from '@continuum/trust-access';
import fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fhirRest } from './index.ts';

const baseUrl = 'https://exchange.example/fhir/R4';

const system = (id: string, profile: Profile, registersUsagers = false, scopes?: string[]): Actor => ({
  kind: 'system',
  id: `Device/${id}`,
  name: id,
  profile,
  organization: { id: 'org', name: 'Organisme' },
  source: { id, registersUsagers },
  ...(scopes ? { scopes } : {}),
  credential: { kind: 'client-assertion', id },
});
const practitioner = (id: string, profile: Profile): Actor => ({
  kind: 'practitioner',
  id: `Practitioner/${id}`,
  name: id,
  profile,
  credential: { kind: 'key', id },
});
const citizen = (id: string, usagers: string[]): Actor => ({
  kind: 'citizen',
  id: `Patient/${id}`,
  name: id,
  profile: 'citizen',
  usagers,
  credential: { kind: 'password', id },
});

const cast: Record<string, Actor> = {
  unknown: unknownActor,
  hospital: system('hopital-demo', 'hospital-system', true),
  laboratory: system('labo-demo', 'laboratory-system'),
  reader: system('lecteur', 'hospital-system', true, ['system/Patient.rs']),
  physician: practitioner('medecin', 'physician'),
  archivist: practitioner('archiviste', 'archivist'),
  operator: practitioner('pilote', 'operations'),
  owner: citizen('u1', ['u1']),
  neighbour: citizen('u2', ['u2']),
};

let database: TestDatabase;
let folder: string;
let gate: OpenedGate;
let intake: Intake;
let app: FastifyInstance;

beforeAll(async () => {
  database = await testDatabase([...gateMigrations]);
  folder = await mkdtemp(join(tmpdir(), 'continuum-rest-'));
  gate = openGate({ database, data: folder, log: pino({ level: 'error' }) });
  const patients = createPatients({ gate, service: database.service });
  intake = createIntake({ gate, patients, mappers: [] });
  app = fastify({ logger: { level: 'error' } });
  app.decorateRequest('actor');
  app.decorateRequest('origin');
  app.addHook('onRequest', async request => {
    request.actor = cast[String(request.headers['x-actor'])] ?? unknownActor;
    request.origin = { request: request.id, address: request.ip, channel: 'fhir' };
  });
  await app.register(fhirRest({ gate, intake, baseUrl, bodyLimit: 256 * 1024 }), { prefix: '/fhir/R4' });
  for (const id of ['u1', 'u2']) {
    const made = await send('hospital', 'PUT', `/Patient/${id}`, patient(id));
    expect(made.statusCode, made.body).toBe(201);
  }
});
afterAll(async () => {
  await app?.close();
  await intake?.idle();
  await gate?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const patient = (id: string) => ({
  resourceType: 'Patient',
  id,
  name: [{ family: 'Tremblay', given: [id === 'u1' ? 'Marie' : 'Luc'] }],
  gender: id === 'u1' ? 'female' : 'male',
  birthDate: '1980-05-06',
});
const observation = (usager = 'u1', value = 5.4, more: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
    },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '2345-7' }] },
  subject: { reference: `Patient/${usager}` },
  effectiveDateTime: '2026-10-01T08:00:00-04:00',
  valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
  ...more,
});

const ask = (
  actor: string,
  url: string,
  headers: Record<string, string> = {},
  method: InjectOptions['method'] = 'GET',
) => app.inject({ method, url: `/fhir/R4${url}`, headers: { 'x-actor': actor, ...headers } });
const send = (
  actor: string,
  method: 'POST' | 'PUT',
  url: string,
  resource: object | string,
  headers: Record<string, string> = {},
) =>
  app.inject({
    method,
    url: `/fhir/R4${url}`,
    headers: { 'x-actor': actor, 'content-type': 'application/fhir+json', ...headers },
    payload: typeof resource === 'string' ? resource : JSON.stringify(resource),
  });
const make = async (resource: object = observation()): Promise<string> => {
  const answer = await send('laboratory', 'POST', '/Observation', resource);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().id;
};
const journalled = async (): Promise<number> => {
  const [row] = await database.asOwner<{ count: number }>(
    'SELECT count(*)::int AS count FROM record.journal',
  );
  return row!.count;
};

/** An actor's last entry, whole. */
async function lastJournalled(actor: string): Promise<unknown> {
  const [row] = await database.asOwner<{ entry: string }>(
    'SELECT entry FROM record.journal WHERE actor = $1 ORDER BY at DESC, id DESC LIMIT 1',
    [actor],
  );
  return JSON.parse(row!.entry);
}

describe('who may do what: actor × action × outcome', () => {
  const table: [string, string, string, number][] = [
    ['unknown', 'read', 'Patient/u1', 401],
    ['unknown', 'search', 'Patient?_id=u1', 401],
    ['unknown', 'create', 'Observation', 401],
    ['unknown', 'delete', 'Patient/u1', 401],
    ['unknown', 'history', 'Patient/u1/_history', 401],
    ['unknown', 'history', '_history', 401],
    ['unknown', 'read', 'Patiente/1', 401],
    ['unknown', 'read', 'Patient/u1?_format=ttl', 401],
    ['unknown', 'read', 'a/b/c/d/e', 401],
    ['hospital', 'read', 'Patient/u1', 200],
    ['hospital', 'create', 'Observation', 201],
    ['laboratory', 'create', 'Observation', 201],
    ['laboratory', 'create', 'MedicationRequest', 403],
    ['laboratory', 'search', 'Observation?subject=Patient/u1', 200],
    ['laboratory', 'search', 'MedicationRequest?subject=Patient/u1', 403],
    ['physician', 'search', 'Observation?subject=Patient/u1', 200],
    ['physician', 'create', 'Observation', 403],
    ['archivist', 'read', 'Patient/u1', 200],
    ['archivist', 'search', 'MedicationRequest?subject=Patient/u1', 403],
    ['owner', 'read', 'Patient/u1', 200],
    ['owner', 'search', 'Observation?subject=Patient/u1', 200],
    ['owner', 'create', 'Observation', 403],
    ['neighbour', 'read', 'Patient/u1', 404],
    ['neighbour', 'search', 'Observation?subject=Patient/u1', 403],
    ['reader', 'read', 'Patient/u1', 200],
    ['reader', 'search', 'Observation?subject=Patient/u1', 403],
    ['reader', 'search', 'Patient?_id=u1&_revinclude=Observation:subject', 403],
    ['reader', 'search', 'Patient?_has:Observation:patient:status=final', 403],
    ['reader', 'create', 'Observation', 403],
    ['reader', 'delete', 'Patient/u1', 403],
    ['reader', 'history', 'Observation/_history', 403],
  ];
  test.each(table)('%s %s %s: %i', async (actor, action, url, status) => {
    const before = await journalled();
    const answer =
      action === 'create'
        ? await send(actor, 'POST', `/${url}`, { ...observation(), ...bodies[url] })
        : await ask(actor, `/${url}`, {}, action === 'delete' ? 'DELETE' : 'GET');
    expect(answer.statusCode, answer.body).toBe(status);
    if (status >= 400) expect(answer.json()).toMatchObject({ resourceType: 'OperationOutcome' });
    if (status === 401) expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    expect(await journalled()).toBeGreaterThan(before);
  });

  const bodies: Record<string, object> = {
    MedicationRequest: {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      category: undefined,
      code: undefined,
      effectiveDateTime: undefined,
      valueQuantity: undefined,
      medicationCodeableConcept: { text: 'Metformine' },
    },
  };

  test('what an unknown caller sends is not kept', async () => {
    await send('unknown', 'POST', '/Observation', observation());
    await send('unknown', 'POST', '', { resourceType: 'Bundle', type: 'transaction' });
    const rows = await database.asOwner(`SELECT 1 FROM record.deposit WHERE actor::text LIKE '%unknown%'`);
    expect(rows).toEqual([]);
  });
});

describe('R4 3.1.0: create, read, vread, update, delete', () => {
  test('create answers 201 with Location, ETag and Last-Modified; the bytes read back are those answered', async () => {
    const created = await send('laboratory', 'POST', '/Observation', observation());
    const { id } = created.json();
    expect(created.headers).toMatchObject({
      location: `${baseUrl}/Observation/${id}/_history/1`,
      etag: 'W/"1"',
      'content-type': 'application/fhir+json; charset=utf-8',
      'cache-control': 'no-store',
    });
    const read = await ask('physician', `/Observation/${id}`);
    expect(read.body).toBe(created.body);
    expect(read.headers['last-modified']).toBe(created.headers['last-modified']);
    const head = await ask('physician', `/Observation/${id}`, {}, 'HEAD');
    expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', 'W/"1"']);
  });

  test.each([
    ['return=minimal', ''],
    ['return=OperationOutcome', 'OperationOutcome'],
    ['return=representation', 'Observation'],
  ])('Prefer: %s', async (prefer, type) => {
    const answer = await send('laboratory', 'POST', '/Observation', observation(), { prefer });
    expect(answer.statusCode).toBe(201);
    expect(answer.body === '' ? '' : answer.json().resourceType).toBe(type);
  });

  test('a client that has the version already gets 304', async () => {
    const id = await make();
    const { headers } = await ask('physician', `/Observation/${id}`);
    const known: [Record<string, string>, number][] = [
      [{ 'if-none-match': 'W/"1"' }, 304],
      [{ 'if-none-match': 'W/"2", W/"1"' }, 304],
      [{ 'if-none-match': 'W/"2"' }, 200],
      [{ 'if-modified-since': String(headers['last-modified']) }, 304],
      [{ 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 200],
    ];
    for (const [sent, status] of known)
      expect((await ask('physician', `/Observation/${id}`, sent)).statusCode).toBe(status);
  });

  test('an update makes a version; If-Match refuses when it moved; earlier versions stay', async () => {
    const id = await make();
    const changed = observation('u1', 6.1, { id });
    const updated = await send('laboratory', 'PUT', `/Observation/${id}`, changed, { 'if-match': 'W/"1"' });
    expect([updated.statusCode, updated.headers.etag]).toEqual([200, 'W/"2"']);
    const late = await send('laboratory', 'PUT', `/Observation/${id}`, changed, { 'if-match': 'W/"1"' });
    expect(late.statusCode).toBe(412);
    const first = await ask('physician', `/Observation/${id}/_history/1`);
    expect(first.json()).toMatchObject({ valueQuantity: { value: 5.4 }, meta: { versionId: '1' } });
    expect((await ask('physician', `/Observation/${id}/_history/9`)).statusCode).toBe(404);
  });

  test('what was deleted is gone, and its history says so', async () => {
    const id = await make();
    expect((await ask('laboratory', `/Observation/${id}`, {}, 'DELETE')).statusCode).toBe(204);
    const gone = await ask('physician', `/Observation/${id}`);
    expect(gone.statusCode, gone.body).toBe(410);
    const history = await ask('physician', `/Observation/${id}/_history`);
    expect(history.json()).toMatchObject({
      type: 'history',
      entry: [
        { request: { method: 'DELETE' }, response: { status: '204 No Content' } },
        { request: { method: 'POST' }, resource: { id } },
      ],
    });
    expect(history.json().entry[0]).not.toHaveProperty('resource');
  });

  test('conditional create: one that exists is answered, several are refused', async () => {
    const identifier = [{ system: 'https://labo.example/id', value: 'une-fois' }];
    const resource = observation('u1', 5, { identifier });
    const condition = { 'if-none-exist': 'identifier=https://labo.example/id|une-fois' };
    const first = await send('laboratory', 'POST', '/Observation', resource, condition);
    const second = await send('laboratory', 'POST', '/Observation', resource, condition);
    expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
    expect(second.json().id).toBe(first.json().id);
    await make(resource);
    expect((await send('laboratory', 'POST', '/Observation', resource, condition)).statusCode).toBe(412);
  });

  test('conditional update and delete act on the one that is found', async () => {
    const identifier = [{ system: 'https://labo.example/id', value: 'celle-ci' }];
    const url = '/Observation?identifier=https://labo.example/id|celle-ci';
    const resource = observation('u1', 5, { identifier });
    const created = await send('laboratory', 'PUT', url, resource);
    expect(created.statusCode, created.body).toBe(201);
    const updated = await send('laboratory', 'PUT', url, observation('u1', 7, { identifier }));
    expect([updated.statusCode, updated.json().id]).toEqual([200, created.json().id]);
    expect((await ask('laboratory', url, {}, 'DELETE')).statusCode).toBe(204);
    expect((await ask('physician', `/Observation/${created.json().id}`)).statusCode).toBe(410);
  });

  test('a source chooses the ids of what is new; a person does not', async () => {
    const condition = (id: string) => ({
      resourceType: 'Condition',
      id,
      subject: { reference: 'Patient/u1' },
    });
    const source = await send('hospital', 'PUT', '/Condition/choisi', condition('choisi'));
    expect(source.statusCode, source.body).toBe(201);
    const person = await send('physician', 'PUT', '/Condition/invente', condition('invente'));
    expect(person.statusCode, person.body).toBe(405);
    expect((await ask('physician', '/Condition/invente')).statusCode).toBe(404);
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource: condition('invente'), request: { method: 'PUT', url: 'Condition/invente' } }],
    };
    expect((await send('physician', 'POST', '', bundle)).statusCode).toBe(405);
    const created = await send('physician', 'POST', '/Condition', condition('oublié'));
    expect([created.statusCode, created.json().id === 'oublié']).toEqual([201, false]);
    const own = created.json();
    expect((await send('physician', 'PUT', `/Condition/${own.id}`, own)).statusCode).toBe(200);
  });

  test('a result for somebody whom nobody can identify is kept and waits: 202', async () => {
    const contained = [{ resourceType: 'Patient', id: 'p', name: [{ family: 'Inconnue' }] }];
    const resource = { ...observation(), contained, subject: { reference: '#p' } };
    const answer = await send('laboratory', 'POST', '/Observation', resource);
    expect(answer.statusCode, answer.body).toBe(202);
    expect(answer.json().issue[0]).toMatchObject({ severity: 'information' });
    expect(answer.json().issue[0].diagnostics).toContain('is kept');
  });
});

interface SearchSet {
  link: { relation: string; url: string }[];
  entry?: { fullUrl: string; resource: { id: string }; search: { mode: string } }[];
}

describe('R4 3.1.1: search', () => {
  test('pages follow one another by their links, with what was asked', async () => {
    const identifier = [{ system: 'https://labo.example/page', value: 'p' }];
    const ids = new Set<string>();
    for (let i = 0; i < 5; i++) ids.add(await make(observation('u2', i, { identifier })));
    let url: string | undefined = '/Observation?identifier=https://labo.example/page|p&_count=2';
    const seen: string[] = [];
    for (let page = 0; url && page < 5; page++) {
      const bundle: SearchSet = (await ask('physician', url)).json();
      expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'searchset' });
      for (const { resource, fullUrl, search } of bundle.entry ?? []) {
        expect([fullUrl, search.mode]).toEqual([`${baseUrl}/Observation/${resource.id}`, 'match']);
        seen.push(resource.id);
      }
      const next: string | undefined = bundle.link.find(({ relation }) => relation === 'next')?.url;
      url = next?.slice(baseUrl.length);
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen)).toEqual(ids);
  });

  test('POST _search with a form says the same as GET', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/fhir/R4/Patient/_search',
      headers: { 'x-actor': 'physician', 'content-type': 'application/x-www-form-urlencoded' },
      payload: '_id=u1',
    });
    expect(answer.json()).toMatchObject({ type: 'searchset', entry: [{ resource: { id: 'u1' } }] });
  });

  test('a parameter that does not exist: refused strictly, told leniently', async () => {
    const strict = await ask('physician', '/Patient?_id=u1&taille=180', { prefer: 'handling=strict' });
    expect(strict.statusCode).toBe(400);
    const lenient = await ask('physician', '/Patient?_id=u1&taille=180', { prefer: 'handling=lenient' });
    expect(lenient.statusCode).toBe(200);
    const modes = lenient.json().entry.map((entry: { search: { mode: string } }) => entry.search.mode);
    expect(modes).toEqual(['match', 'outcome']);
  });

  test('a page may be read by a person', async () => {
    const { body } = await ask('physician', '/Patient/u1?_pretty=true&_format=json');
    expect(body.split('\n').length).toBeGreaterThan(5);
  });
});

describe('R4 3.1.1.1: search in a compartment', () => {
  const numbers = (body: string): string[] =>
    ((JSON.parse(body) as SearchSet).entry ?? []).map(({ resource }) => resource.id);

  test('finds what is the usager’s, and links to itself', async () => {
    const id = await make(observation('u1', 7.7));
    const found = await ask('physician', '/Patient/u1/Observation?value-quantity=7.7');
    expect(found.statusCode, found.body).toBe(200);
    expect(numbers(found.body)).toEqual([id]);
    expect(found.json().link[0].url).toBe(`${baseUrl}/Patient/u1/Observation?value-quantity=7.7`);
    expect(numbers((await ask('physician', '/Patient/u2/Observation?value-quantity=7.7')).body)).toEqual([]);
    expect(numbers((await ask('physician', '/Patient/u1/*?_type=Observation&_count=200')).body)).toContain(
      id,
    );
  });

  test('by POST to _search as by GET, and in a batch', async () => {
    const id = await make(observation('u1', 8.8));
    const posted = await app.inject({
      method: 'POST',
      url: '/fhir/R4/Patient/u1/Observation/_search',
      headers: { 'x-actor': 'physician', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'value-quantity=8.8',
    });
    expect(numbers(posted.body)).toEqual([id]);
    const batch = await send('physician', 'POST', '/', {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [{ request: { method: 'GET', url: 'Patient/u1/Observation?value-quantity=8.8' } }],
    });
    expect(batch.json().entry[0].resource.entry[0].resource.id).toBe(id);
  });

  test.each([
    ['neighbour', '/Patient/u1/Observation', 403],
    ['reader', '/Patient/u1/Observation', 403],
    ['unknown', '/Patient/u1/Observation', 401],
    ['physician', '/Patient/u1/Usager', 404],
    ['physician', '/Organization/x/Observation', 400],
    ['owner', '/Patient/u1/Observation', 200],
  ])('%s asks %s: %d', async (actor, url, status) => {
    expect((await ask(actor, url)).statusCode).toBe(status);
  });
});

describe('how a search is done (_explain)', () => {
  test('is told to who operates the platform, without a value, and journalled', async () => {
    const told = await ask('operator', '/MedicationRequest?patient=secret&status=active&_explain');
    expect(told.statusCode, told.body).toBe(200);
    const content: { parameter: { name: string; valueString?: string }[] } = told.json();
    const parts = new Map(content.parameter.map(each => [each.name, each.valueString]));
    expect(parts.get('sql')).toContain('FROM record.resource');
    expect(parts.get('plan')).toContain('Index Scan');
    expect(told.body).not.toContain('secret');
    expect(await lastJournalled('Practitioner/pilote')).toMatchObject({
      action: 'search',
      interaction: 'explain',
      outcome: 'success',
      query: { type: 'MedicationRequest', text: 'MedicationRequest?patient=secret&status=active&_explain' },
      domains: [],
    });
  });

  test('is journalled too when it is denied', async () => {
    await ask('physician', '/Patient?name=x&_explain');
    expect(await lastJournalled('Practitioner/medecin')).toMatchObject({
      interaction: 'explain',
      outcome: 'denied',
      query: { text: 'Patient?name=x&_explain' },
    });
  });

  test.each([
    ['physician', '/Patient?name=x&_explain=true', 403],
    ['owner', '/Patient?_explain', 403],
    ['unknown', '/Patient?_explain', 401],
    ['operator', '/Patient?birthdate=yesterday&_explain', 400],
    ['physician', '/Patient?name=x&_explain=false', 200],
  ])('%s asks %s: %d', async (actor, url, status) => {
    expect((await ask(actor, url)).statusCode).toBe(status);
  });
});

describe('R4 3.1.0.11: batch and transaction', () => {
  const entry = (method: string, url: string, resource?: object, more: object = {}) => ({
    ...(resource ? { resource } : {}),
    request: { method, url, ...more },
  });

  test('the entries of a batch succeed and fail each for itself', async () => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        entry('POST', 'Observation', observation()),
        entry('GET', 'Patient/u1'),
        entry('GET', 'Patient/personne'),
        entry('POST', 'Observation', { resourceType: 'Observation' }),
        entry('PATCH', 'Patient/u1/_history'),
        entry('GET', 'Patient?_id=u1'),
      ],
    };
    const answer = await send('laboratory', 'POST', '', bundle);
    expect(answer.statusCode, answer.body).toBe(200);
    const statuses = answer
      .json()
      .entry.map((e: { response: { status: string } }) => e.response.status.slice(0, 3));
    expect(statuses).toEqual(['201', '200', '404', '422', '405', '200']);
    expect(answer.json().entry[2].response.outcome).toMatchObject({ resourceType: 'OperationOutcome' });
  });

  test('a transaction is stored whole, its references resolved, its reads after its writes', async () => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        entry('GET', 'Observation?identifier=https://labo.example/tx|1'),
        {
          fullUrl: 'urn:uuid:6f1d2f3c-0000-4000-8000-000000000001',
          ...entry(
            'POST',
            'Observation',
            observation('u1', 1, { identifier: [{ system: 'https://labo.example/tx', value: '1' }] }),
          ),
        },
        entry('POST', 'DiagnosticReport', {
          resourceType: 'DiagnosticReport',
          status: 'final',
          category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
          code: { text: 'Glycémie' },
          subject: { reference: 'Patient/u1' },
          result: [{ reference: 'urn:uuid:6f1d2f3c-0000-4000-8000-000000000001' }],
        }),
      ],
    };
    const answer = await send('hospital', 'POST', '', bundle, { prefer: 'return=representation' });
    expect(answer.statusCode, answer.body).toBe(200);
    const { type, entry: entries } = answer.json();
    expect(type).toBe('transaction-response');
    expect(entries.map((e: { response: { status: string } }) => e.response.status)).toEqual([
      '200 OK',
      '201 Created',
      '201 Created',
    ]);
    expect(entries[0].resource).toMatchObject({
      type: 'searchset',
      entry: [{ resource: { id: entries[1].resource.id } }],
    });
    expect(entries[2].resource.result[0].reference).toBe(`Observation/${entries[1].resource.id}`);
  });

  test('one bad entry and nothing is stored; every problem is told', async () => {
    const identifier = [{ system: 'https://labo.example/tx', value: 'rien' }];
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        entry('POST', 'Observation', observation('u1', 1, { identifier })),
        entry('POST', 'Observation', { resourceType: 'Observation', status: 'peut-être' }),
      ],
    };
    const answer = await send('hospital', 'POST', '', bundle);
    expect(answer.statusCode).toBe(422);
    const places = answer.json().issue.map((issue: { expression?: string[] }) => issue.expression?.[0] ?? '');
    expect(
      places.filter((place: string) => place.startsWith('Bundle.entry[1]')).length,
    ).toBeGreaterThanOrEqual(2);
    const found = await ask(
      'physician',
      '/Observation?identifier=https://labo.example/tx|rien&_summary=count',
    );
    expect(found.json().total).toBe(0);
  });

  test('a token with narrow scopes writes nothing beside them', async () => {
    cast.narrow = system('labo-demo', 'laboratory-system', false, ['system/Observation.cruds']);
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        entry('POST', 'Observation', observation()),
        entry('POST', 'Specimen', { resourceType: 'Specimen', subject: { reference: 'Patient/u1' } }),
      ],
    };
    expect((await send('narrow', 'POST', '', bundle)).statusCode).toBe(403);
    expect((await send('narrow', 'POST', '/Observation', observation())).statusCode).toBe(201);
  });
});

describe('R4 3.1.0.1.4: errors are OperationOutcomes', () => {
  const wrong: [string, number, () => ReturnType<typeof ask>][] = [
    ['a type that does not exist', 404, () => ask('physician', '/Patiente/1')],
    ['a resource that does not exist', 404, () => ask('physician', '/Patient/personne')],
    ['an id that cannot be one', 404, () => ask('physician', '/Patient/a%20b')],
    ['an operation that is not there', 404, () => ask('physician', '/Patient/$nothing')],
    ['nothing at that address', 404, () => ask('physician', '/a/b/c/d/e')],
    ['a method that is not taken', 405, () => ask('physician', '/Patient/u1', {}, 'POST')],
    ['Turtle asked for', 406, () => ask('physician', '/Patient/u1', { accept: 'text/turtle' })],
    ['Turtle asked for by _format', 406, () => ask('physician', '/Patient/u1?_format=ttl')],
    [
      'Turtle sent',
      415,
      () => send('laboratory', 'POST', '/Observation', '<a>', { 'content-type': 'text/turtle' }),
    ],
    [
      'a form sent as a resource',
      415,
      () =>
        send('laboratory', 'POST', '/Observation', 'a=b', {
          'content-type': 'application/x-www-form-urlencoded',
        }),
    ],
    ['not JSON', 400, () => send('laboratory', 'POST', '/Observation', '{"resourceType": "Observation",}')],
    ['not JSON, as a Bundle', 400, () => send('laboratory', 'POST', '', '{"resourceType": "Bundle",')],
    ['too large', 413, () => send('laboratory', 'POST', '/Observation', `{"a":"${'x'.repeat(300_000)}"}`)],
    ['another type than the address', 400, () => send('laboratory', 'POST', '/Specimen', observation())],
    [
      'another id than the address',
      400,
      () => send('laboratory', 'PUT', '/Observation/a', observation('u1', 1, { id: 'b' })),
    ],
    [
      'no id where the address has one',
      400,
      () => send('laboratory', 'PUT', '/Observation/a', observation()),
    ],
    ['no resource at all', 400, () => send('laboratory', 'POST', '/Observation', '')],
    [
      'invalid in several places',
      422,
      () =>
        send('laboratory', 'POST', '/Observation', { resourceType: 'Observation', status: 'x', sujet: 1 }),
    ],
    ['a date that is none', 400, () => ask('physician', '/Observation?date=hier')],
    ['a history since a date that is none', 400, () => ask('physician', '/Patient/u1/_history?_since=hier')],
  ];
  test.each(wrong)('%s: %i', async (_title, status, act) => {
    const answer = await act();
    expect(answer.statusCode, answer.body).toBe(status);
    const { resourceType, issue } = answer.json();
    expect(resourceType).toBe('OperationOutcome');
    for (const one of issue) expect(one).toMatchObject({ severity: expect.stringMatching(/error|fatal/) });
    if (status === 405) expect(answer.headers.allow).toBe('GET, HEAD, PUT, PATCH, DELETE');
  });

  test('OPTIONS says which methods an address takes, to whoever may ask', async () => {
    const answer = await ask('physician', '/Patient/u1', {}, 'OPTIONS');
    expect([answer.statusCode, answer.headers.allow]).toEqual([
      204,
      'GET, HEAD, PUT, PATCH, DELETE, OPTIONS',
    ]);
    expect((await ask('physician', '/a/b/c/d/e', {}, 'OPTIONS')).statusCode).toBe(404);
    expect((await ask('unknown', '/Patient/u1', {}, 'OPTIONS')).statusCode).toBe(401);
  });

  test('malformed JSON says where', async () => {
    const { issue } = (
      await send('laboratory', 'POST', '/Observation', '{"resourceType": "Observation",}')
    ).json();
    expect(issue[0].diagnostics).toMatch(/position|line/);
  });
});

describe('R4 3.1.0.6: capabilities', () => {
  test('anybody may read what the server does, and every type and parameter it claims is there', async () => {
    const answer = await ask('unknown', '/metadata');
    expect(answer.statusCode).toBe(200);
    expect(validate(answer.json())).toEqual([]);
    const { rest, fhirVersion } = answer.json();
    expect(fhirVersion).toBe('4.0.1');
    const patientClaims = rest[0].resource.find(({ type }: { type: string }) => type === 'Patient');
    expect(patientClaims.interaction.map(({ code }: { code: string }) => code).sort()).toEqual(
      [
        'read',
        'vread',
        'update',
        'patch',
        'delete',
        'history-instance',
        'history-type',
        'create',
        'search-type',
      ].sort(),
    );
    expect(patientClaims.searchParam.map(({ name }: { name: string }) => name)).toContain('identifier');
    expect(rest[0].resource.length).toBeGreaterThan(140);
  });
});
