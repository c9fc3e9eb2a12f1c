import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { baseUrl, observation, patient, type TestDoor, testDoor } from '../testing/index.ts';

let door: TestDoor;

beforeAll(async () => {
  door = await testDoor();
  for (const id of ['u1', 'u2']) await door.put(patient(id));
});
afterAll(() => door?.close());

/** A result of that value. */
const glucose = (value: number, more: object = {}) =>
  observation('u1', { valueQuantity: { value, unit: 'mmol/L' }, ...more });

describe('R4 3.1.0: create, read, vread, update, delete', () => {
  test('create answers 201 with Location, ETag and Last-Modified; the bytes read back are those answered', async () => {
    const created = await door.send('laboratory', 'POST', '/Observation', observation());
    const { id } = created.json();
    expect(created.headers).toMatchObject({
      location: `${baseUrl}/Observation/${id}/_history/1`,
      etag: 'W/"1"',
      'content-type': 'application/fhir+json; charset=utf-8',
      'cache-control': 'no-store',
    });
    const read = await door.ask('physician', `/Observation/${id}`);
    expect(read.body).toBe(created.body);
    expect(read.headers['last-modified']).toBe(created.headers['last-modified']);
    const head = await door.ask('physician', `/Observation/${id}`, 'HEAD');
    expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', 'W/"1"']);
  });

  test.each([
    ['return=minimal', ''],
    ['return=OperationOutcome', 'OperationOutcome'],
    ['return=representation', 'Observation'],
  ])('Prefer: %s', async (prefer, type) => {
    const answer = await door.send('laboratory', 'POST', '/Observation', observation(), { prefer });
    expect(answer.statusCode).toBe(201);
    expect(answer.body === '' ? '' : answer.json().resourceType).toBe(type);
  });

  test('a client that has the version already gets 304', async () => {
    const id = await door.make();
    const { headers } = await door.ask('physician', `/Observation/${id}`);
    const known: [Record<string, string>, number][] = [
      [{ 'if-none-match': 'W/"1"' }, 304],
      [{ 'if-none-match': 'W/"2", W/"1"' }, 304],
      [{ 'if-none-match': 'W/"2"' }, 200],
      [{ 'if-modified-since': String(headers['last-modified']) }, 304],
      [{ 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 200],
    ];
    for (const [sent, status] of known)
      expect((await door.ask('physician', `/Observation/${id}`, 'GET', sent)).statusCode).toBe(status);
  });

  test('an update makes a version; If-Match refuses when it moved; earlier versions stay', async () => {
    const id = await door.make();
    const changed = glucose(6.1, { id });
    const updated = await door.send('laboratory', 'PUT', `/Observation/${id}`, changed, {
      'if-match': 'W/"1"',
    });
    expect([updated.statusCode, updated.headers.etag]).toEqual([200, 'W/"2"']);
    const late = await door.send('laboratory', 'PUT', `/Observation/${id}`, changed, { 'if-match': 'W/"1"' });
    expect(late.statusCode).toBe(412);
    const first = await door.ask('physician', `/Observation/${id}/_history/1`);
    expect(first.json()).toMatchObject({ valueQuantity: { value: 5.4 }, meta: { versionId: '1' } });
    expect((await door.ask('physician', `/Observation/${id}/_history/9`)).statusCode).toBe(404);
  });

  test('what was deleted is gone, and its history says so', async () => {
    const id = await door.make();
    expect((await door.ask('laboratory', `/Observation/${id}`, 'DELETE')).statusCode).toBe(204);
    const gone = await door.ask('physician', `/Observation/${id}`);
    expect(gone.statusCode, gone.body).toBe(410);
    const history = await door.ask('physician', `/Observation/${id}/_history`);
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
    const resource = glucose(5, { identifier });
    const condition = { 'if-none-exist': 'identifier=https://labo.example/id|une-fois' };
    const first = await door.send('laboratory', 'POST', '/Observation', resource, condition);
    const second = await door.send('laboratory', 'POST', '/Observation', resource, condition);
    expect([first.statusCode, second.statusCode]).toEqual([201, 200]);
    expect(second.json().id).toBe(first.json().id);
    await door.make(resource);
    expect((await door.send('laboratory', 'POST', '/Observation', resource, condition)).statusCode).toBe(412);
  });

  test('conditional update and delete act on the one that is found', async () => {
    const identifier = [{ system: 'https://labo.example/id', value: 'celle-ci' }];
    const url = '/Observation?identifier=https://labo.example/id|celle-ci';
    const resource = glucose(5, { identifier });
    const created = await door.send('laboratory', 'PUT', url, resource);
    expect(created.statusCode, created.body).toBe(201);
    const updated = await door.send('laboratory', 'PUT', url, glucose(7, { identifier }));
    expect([updated.statusCode, updated.json().id]).toEqual([200, created.json().id]);
    expect((await door.ask('laboratory', url, 'DELETE')).statusCode).toBe(204);
    expect((await door.ask('physician', `/Observation/${created.json().id}`)).statusCode).toBe(410);
  });

  test('a source chooses the ids of what is new; a person does not', async () => {
    const condition = (id: string) => ({
      resourceType: 'Condition',
      id,
      subject: { reference: 'Patient/u1' },
    });
    const source = await door.send('hospital', 'PUT', '/Condition/choisi', condition('choisi'));
    expect(source.statusCode, source.body).toBe(201);
    const person = await door.send('physician', 'PUT', '/Condition/invente', condition('invente'));
    expect(person.statusCode, person.body).toBe(405);
    expect((await door.ask('physician', '/Condition/invente')).statusCode).toBe(404);
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource: condition('invente'), request: { method: 'PUT', url: 'Condition/invente' } }],
    };
    expect((await door.send('physician', 'POST', '', bundle)).statusCode).toBe(405);
    const created = await door.send('physician', 'POST', '/Condition', condition('oublié'));
    expect([created.statusCode, created.json().id === 'oublié']).toEqual([201, false]);
    const own = created.json();
    expect((await door.send('physician', 'PUT', `/Condition/${own.id}`, own)).statusCode).toBe(200);
  });

  test('a result for somebody whom nobody can identify is kept and waits: 202', async () => {
    const contained = [{ resourceType: 'Patient', id: 'p', name: [{ family: 'Inconnue' }] }];
    const resource = { ...observation(), contained, subject: { reference: '#p' } };
    const answer = await door.send('laboratory', 'POST', '/Observation', resource);
    expect(answer.statusCode, answer.body).toBe(202);
    expect(answer.json().issue[0]).toMatchObject({ severity: 'information' });
    expect(answer.json().issue[0].diagnostics).toContain('is kept');
  });
});
