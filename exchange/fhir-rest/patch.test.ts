import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observation, patient, type TestDoor, testDoor } from './testing/index.ts';

const jsonPatch = { 'content-type': 'application/json-patch+json' };
let server: TestDoor;

beforeAll(async () => {
  server = await testDoor();
  const made = await server.send('hospital', 'PUT', '/Patient/u1', patient('u1'));
  expect(made.statusCode, made.body).toBe(201);
});
afterAll(() => server?.close());

const make = async (more: object = {}): Promise<string> => {
  const made = await server.send('laboratory', 'POST', '/Observation', observation('u1', more));
  expect(made.statusCode, made.body).toBe(201);
  return made.json().id;
};
const patch = (id: string, operations: unknown, headers: Record<string, string> = {}, actor = 'laboratory') =>
  server.send(actor, 'PATCH', `/Observation/${id}`, JSON.stringify(operations), { ...jsonPatch, ...headers });
const part = (name: string, value: object) => ({ name, ...value });
const operation = (...parts: object[]) => ({ name: 'operation', part: parts });
const parameters = (...operations: object[]) => ({ resourceType: 'Parameters', parameter: operations });
const amended = parameters(
  operation(
    part('type', { valueCode: 'replace' }),
    part('path', { valueString: 'Observation.status' }),
    part('value', { valueCode: 'amended' }),
  ),
);
const amend = [{ op: 'replace', path: '/status', value: 'amended' }];

describe('R4 3.1.0.6: patch', () => {
  test('a JSON Patch changes what it names and makes a version', async () => {
    const id = await make();
    const answer = await patch(id, [
      { op: 'test', path: '/status', value: 'final' },
      ...amend,
      { op: 'add', path: '/note', value: [{ text: 'Repris.' }] },
    ]);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json()).toMatchObject({
      id,
      status: 'amended',
      note: [{ text: 'Repris.' }],
      meta: { versionId: '2' },
    });
    expect(answer.headers.etag).toBe('W/"2"');
  });

  test('digits of decimals stay, and come as they were written in the patch', async () => {
    const id = await make();
    const body = '[{"op":"replace","path":"/valueQuantity/value","value":5.40}]';
    const answer = await server.send('laboratory', 'PATCH', `/Observation/${id}`, body, jsonPatch);
    expect(answer.body).toContain('"value":5.40');
  });

  test('a FHIRPath Patch changes what it names', async () => {
    const id = await make();
    const answer = await server.send('laboratory', 'PATCH', `/Observation/${id}`, amended);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json()).toMatchObject({ status: 'amended', meta: { versionId: '2' } });
  });

  test('a patch is kept as it came, and its Provenance names it', async () => {
    const id = await make();
    await patch(id, amend);
    const [row] = await server.database.asOwner<{ original: Buffer; state: string }>(
      `SELECT bytes AS original, state FROM record.deposit WHERE request->>'url' = 'Observation/${id}'`,
    );
    expect(row).toMatchObject({ state: 'stored' });
    expect(JSON.parse(row!.original.toString())).toEqual(amend);
    const found = await server.ask('hospital', `/Provenance?target=Observation/${id}`);
    expect(found.json().entry).toHaveLength(2);
  });

  test.each<[string, unknown, number, RegExp]>([
    ['a test that fails', [{ op: 'test', path: '/status', value: 'draft' }, ...amend], 422, /test failed/],
    ['a path that leads nowhere', [{ op: 'remove', path: '/note' }], 422, /Nothing is at/],
    ['a result that is not valid', [{ op: 'remove', path: '/status' }], 422, /status/],
    ['another id', [{ op: 'replace', path: '/id', value: 'other' }], 422, /neither id/],
    ['nobody named any more', [{ op: 'remove', path: '/subject' }], 422, /Patient/],
    ['a path to a prototype', [{ op: 'add', path: '/__proto__/polluted', value: 1 }], 400, /No element/],
    ['a patch that is none', { op: 'add' }, 400, /array/],
    ['an operation that is none', [{ op: 'change', path: '/status' }], 400, /add, remove/],
  ])('%s is refused and changes nothing', async (_title, operations, status, sentence) => {
    const id = await make();
    const answer = await patch(id, operations);
    expect(answer.statusCode, answer.body).toBe(status);
    expect(answer.body).toMatch(sentence);
    expect((await server.ask('laboratory', `/Observation/${id}`)).headers.etag).toBe('W/"1"');
  });

  test('If-Match of an older version is 412, of the current one 200', async () => {
    const id = await make();
    expect((await patch(id, amend, { 'if-match': 'W/"1"' })).statusCode).toBe(200);
    const note = [{ op: 'add', path: '/note', value: [{ text: 'x' }] }];
    expect((await patch(id, note, { 'if-match': 'W/"1"' })).statusCode).toBe(412);
    expect((await patch(id, note, { 'if-match': 'W/"2"' })).statusCode).toBe(200);
  });

  test('patches at the same moment are all applied', async () => {
    const id = await make({ note: [{ text: '0' }] });
    const notes = Array.from({ length: 8 }, (_, i) => `note ${i}`);
    const answers = await Promise.all(
      notes.map(text => patch(id, [{ op: 'add', path: '/note/-', value: { text } }])),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(notes.map(() => 200));
    const { note, meta } = (await server.ask('laboratory', `/Observation/${id}`)).json();
    expect(note.map(({ text }: { text: string }) => text).sort()).toEqual(['0', ...notes]);
    expect(meta.versionId).toBe('9');
  });

  test('a patch meets updates at the same moment, and nothing of either is lost', async () => {
    const id = await make();
    const put = (value: number) =>
      server.send('laboratory', 'PUT', `/Observation/${id}`, {
        ...observation('u1'),
        id,
        valueQuantity: { value },
      });
    const [first, second, patched] = await Promise.all([put(1), put(2), patch(id, amend)]);
    expect([first, second, patched].map(one => one?.statusCode)).toEqual([200, 200, 200]);
    expect((await server.ask('laboratory', `/Observation/${id}/_history`)).json().total).toBe(4);
  });

  test('what the caller may not see, or what is not there, is 404', async () => {
    const prescription = {
      resourceType: 'MedicationRequest',
      id: 'hidden',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: { text: 'Metformine' },
      subject: { reference: 'Patient/u1' },
    };
    expect((await server.send('pharmacy', 'PUT', '/MedicationRequest/hidden', prescription)).statusCode).toBe(
      201,
    );
    const other = await patch('nothing', amend);
    expect(other.statusCode).toBe(404);
    const denied = await server.send('owner', 'PATCH', '/Observation/nothing', amend, jsonPatch);
    expect(denied.statusCode).toBe(404);
  });

  test('another source’s result is not patched', async () => {
    const id = await make();
    expect((await patch(id, amend, {}, 'other-laboratory')).statusCode).toBe(403);
  });

  test('conditional: one is patched, none is 404, several are 412', async () => {
    const identifier = { system: 'urn:labo', value: crypto.randomUUID() };
    await make({ identifier: [identifier] });
    const query = `/Observation?identifier=${identifier.system}|${identifier.value}`;
    const one = await server.send('laboratory', 'PATCH', query, JSON.stringify(amend), jsonPatch);
    expect(one.statusCode, one.body).toBe(200);
    const none = await server.send('laboratory', 'PATCH', `${query}0`, amended);
    expect(none.statusCode).toBe(404);
    await make({ identifier: [identifier] });
    const several = await server.send('laboratory', 'PATCH', query, amended);
    expect(several.statusCode).toBe(412);
  });

  test.each(['application/xml-patch+xml', 'text/plain', 'application/merge-patch+json'])(
    'a body of type %s is 415',
    async type => {
      const answer = await server.send('laboratory', 'PATCH', '/Observation/x', '[]', {
        'content-type': type,
      });
      expect(answer.statusCode).toBe(415);
    },
  );

  test('a JSON Patch is no body of an update', async () => {
    const id = await make();
    const answer = await server.send('laboratory', 'PUT', `/Observation/${id}`, '[]', jsonPatch);
    expect(answer.statusCode).toBe(415);
  });
});

describe('R4 3.1.0.11.2: patches in a Bundle', () => {
  const asBinary = (operations: unknown) => ({
    resourceType: 'Binary',
    contentType: 'application/json-patch+json',
    data: Buffer.from(JSON.stringify(operations)).toString('base64'),
  });
  const bundle = (type: 'batch' | 'transaction', id: string, resource: object) => ({
    resourceType: 'Bundle',
    type,
    entry: [{ resource, request: { method: 'PATCH', url: `Observation/${id}` } }],
  });

  test.each<['batch' | 'transaction', object]>([
    ['transaction', asBinary(amend)],
    ['transaction', amended],
    ['batch', asBinary(amend)],
    ['batch', amended],
  ])('a %s takes it as %o', async (type, resource) => {
    const id = await make();
    const answer = await server.send('laboratory', 'POST', '/', bundle(type, id, resource));
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json().entry[0].response).toMatchObject({ status: '200 OK', etag: 'W/"2"' });
    expect((await server.ask('laboratory', `/Observation/${id}`)).json().status).toBe('amended');
  });

  test('one that fails undoes the transaction', async () => {
    const id = await make();
    const failing = bundle('transaction', id, asBinary([{ op: 'test', path: '/status', value: 'x' }]));
    const code = crypto.randomUUID();
    failing.entry.push({
      resource: observation('u1', { identifier: [{ value: code }] }),
      request: { method: 'POST', url: 'Observation' },
    });
    const answer = await server.send('laboratory', 'POST', '/', failing);
    expect(answer.statusCode, answer.body).toBe(422);
    expect(answer.json().issue[0].expression).toEqual(['Bundle.entry[0].resource']);
    const found = await server.ask('laboratory', `/Observation?identifier=${code}`);
    expect(found.json().total).toBe(0);
  });

  test('a reference to an entry of the same Bundle is resolved in what is patched', async () => {
    const id = await make();
    const fullUrl = `urn:uuid:${crypto.randomUUID()}`;
    const link = [{ op: 'add', path: '/derivedFrom', value: [{ reference: fullUrl }] }];
    const sent = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { resource: asBinary(link), request: { method: 'PATCH', url: `Observation/${id}` } },
        { fullUrl, resource: observation(), request: { method: 'POST', url: 'Observation' } },
      ],
    };
    const answer = await server.send('laboratory', 'POST', '/', sent);
    expect(answer.statusCode, answer.body).toBe(200);
    const { derivedFrom } = (await server.ask('laboratory', `/Observation/${id}`)).json();
    const location: string = answer.json().entry[1].response.location;
    expect(location).toContain(derivedFrom[0].reference);
  });
});

describe('a Patient is patched like anything else, and stays the one who holds a NAM', () => {
  const namSystem = 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id';
  const identifier = [{ system: namSystem, value: 'TREM04121925' }];
  const holder = patient('n1', { identifier });

  test('a NAM that somebody else holds is 409', async () => {
    const made = await server.send('registry', 'PUT', '/Patient/n1', holder);
    expect(made.statusCode, made.body).toBe(201);
    const add = [{ op: 'add', path: '/identifier', value: identifier }];
    const answer = await server.send('registry', 'PATCH', '/Patient/u1', add, jsonPatch);
    expect(answer.statusCode, answer.body).toBe(409);
  });
});
