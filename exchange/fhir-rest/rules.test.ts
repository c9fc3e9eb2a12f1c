import { brotliDecompressSync, gzipSync } from 'node:zlib';
import compress from '@fastify/compress';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { observation, patient, type TestDoor, testDoor } from './testing/index.ts';

const namSystem = 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id';
const identifier = [{ system: namSystem, value: 'TREM04121925' }];
let door: TestDoor;
beforeAll(async () => {
  door = await testDoor({
    prepare: async app => app.register(compress, { global: true, threshold: 1024 }),
    rest: { bodyLimit: 256 * 1024 },
  });
  await door.put(patient('u1'));
  await door.put(patient('n1', { identifier }), 'registry');
});
afterAll(() => door?.close());

const bundle = (...entry: object[]) => ({ resourceType: 'Bundle', type: 'transaction', entry });
const sent = (method: string, url: string, resource?: object, more: object = {}) => ({
  ...more,
  ...(resource ? { resource } : {}),
  request: { method, url },
});
const transact = (...entry: object[]) => door.send('laboratory', 'POST', '/', bundle(...entry));

describe('R4 2.36.4.1: only its fullUrl names an entry', () => {
  const refersTo = (reference: string) =>
    sent('POST', 'Observation', observation('u1', { derivedFrom: [{ reference }] }));
  const written = async (answer: Awaited<ReturnType<typeof transact>>, at: number) => {
    const { location } = answer.json().entry[at].response;
    return (await door.ask('laboratory', `/${location.split('/R4/')[1]}`)).json();
  };

  test('the id that a new resource brings is no name of it', async () => {
    const fullUrl = `urn:uuid:${crypto.randomUUID()}`;
    const other = { id: 'mine', ...observation() };
    const answer = await transact(
      sent('POST', 'Observation', other, { fullUrl }),
      refersTo('Observation/mine'),
    );
    expect(answer.statusCode, answer.body).toBe(200);
    expect((await written(answer, 1)).derivedFrom).toEqual([{ reference: 'Observation/mine' }]);
  });

  test.each([
    'urn:uuid:c757873d-ec9a-4326-a141-556f43239520',
    'urn:oid:1.2.3.4',
    'https://labo.example/fhir/Observation/7',
  ])('a reference to %s leads to the entry that has it', async fullUrl => {
    const answer = await transact(sent('POST', 'Observation', observation(), { fullUrl }), refersTo(fullUrl));
    expect(answer.statusCode, answer.body).toBe(200);
    const { id } = await written(answer, 0);
    expect((await written(answer, 1)).derivedFrom).toEqual([{ reference: `Observation/${id}` }]);
  });

  test.each(['urn:uuid:c757873d-ec9a-4326-a141-556f43239529', 'urn:oid:1.2.3.5'])(
    'a reference to %s, which no entry has, is told',
    async reference => {
      const answer = await transact(refersTo(reference));
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain('no entry of this Bundle');
    },
  );
});

describe('R4 3.1.0.11.2: one resource is changed once', () => {
  test('two entries of one identity are 400, also when a condition found it', async () => {
    const id = crypto.randomUUID();
    const put = sent('PUT', `Observation/${id}`, { id, ...observation() });
    expect((await transact(put, put)).statusCode).toBe(400);
    expect((await transact(put)).statusCode).toBe(200);
    const answer = await transact(put, sent('DELETE', `Observation?_id=${id}`));
    expect(answer.statusCode, answer.body).toBe(400);
    expect(answer.json().issue[0]).toMatchObject({
      code: 'duplicate',
      expression: ['Bundle.entry[1].request'],
    });
  });
});

describe('a source that may not write a type', () => {
  const about = (reference: object) => ({
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: 'Metformine' },
    subject: reference,
  });
  test.each<[string, object]>([
    ['who is known', { reference: 'Patient/u1' }],
    ['whom nobody knows yet', { identifier: { system: namSystem, value: 'TREM80550610' } }],
  ])('is told so at once, about a usager %s', async (_title, reference) => {
    const answer = await door.send('laboratory', 'POST', '/MedicationRequest', about(reference));
    expect(answer.statusCode, answer.body).toBe(403);
  });
});

describe('a usager stays known by what identifies them', () => {
  test.each<[string, object, string]>([
    ['the last NAM', patient('n1'), 'NAM'],
    ['the birth date', patient('n1', { identifier, birthDate: undefined }), 'birth date'],
  ])(
    '%s is not taken away by an archivist or a hospital, but by the feed of the register',
    async (_title, changed, said) => {
      for (const [actor, url] of [
        ['archivist', '/Patient/n1'],
        ['archivist', '/Patient?_id=n1'],
        ['hospital', '/Patient/n1'],
      ] as const) {
        const answer = await door.send(actor, 'PUT', url, changed);
        expect(answer.statusCode, answer.body).toBe(422);
        expect(answer.json().issue[0].diagnostics).toContain(said);
      }
      expect((await door.send('registry', 'PUT', '/Patient/n1', changed)).statusCode).toBe(200);
      expect(
        (await door.send('registry', 'PUT', '/Patient/n1', patient('n1', { identifier }))).statusCode,
      ).toBe(200);
    },
  );
});

describe('a hospital, which registers newcomers', () => {
  const newcomer = (more: object = {}) => patient('newcomer', more);
  const put = (body: object) => door.send('hospital', 'PUT', '/Patient/newcomer', body);

  test('changes what it knows better of them, and gives them a NAM later', async () => {
    expect((await put(newcomer())).statusCode).toBe(201);
    expect((await put(newcomer({ birthDate: '1980-05-07' }))).statusCode).toBe(200);
    expect((await put(newcomer({ active: true }))).statusCode).toBe(200);
  });

  test.each(['registry', 'hospital'])(
    'takes a birth date away by a patch only if it is the feed: %s',
    async actor => {
      expect((await put(newcomer())).statusCode).toBeLessThan(300);
      const patch = '[{"op":"remove","path":"/birthDate"}]';
      const type = { 'content-type': 'application/json-patch+json' };
      const answer = await door.send(actor, 'PATCH', '/Patient/newcomer', patch, type);
      expect(answer.statusCode, answer.body).toBe(actor === 'registry' ? 200 : 422);
    },
  );
});

describe('RFC 7240: what cannot be preferred', () => {
  const asking = (prefer: string, url = '/Patient/u1') => door.ask('hospital', url, 'GET', { prefer });
  test('an answer later is refused, unless the client minds nothing', async () => {
    expect((await asking('respond-async')).statusCode).toBe(400);
    expect((await asking('respond-async, handling=lenient')).statusCode).toBe(200);
  });
  test('a parameter that no history has is refused under strict handling', async () => {
    expect((await asking('handling=strict', '/Patient/u1/_history?_sort=x')).statusCode).toBe(400);
    expect((await asking('handling=lenient', '/Patient/u1/_history?_sort=x')).statusCode).toBe(200);
  });
});

describe('RFC 9110, §8.4: content codings', () => {
  const gzip = (resource: object) => gzipSync(JSON.stringify(resource));
  const post = (body: Buffer) =>
    door.send('laboratory', 'POST', '/Observation', body, { 'content-encoding': 'gzip' });

  test('a body in gzip is read', async () => {
    expect((await post(gzip(observation()))).statusCode).toBe(201);
  });
  test('one that inflates beyond the limit is 413', async () => {
    const large = observation('u1', { note: [{ text: 'x'.repeat(512 * 1024) }] });
    const answer = await post(gzip(large));
    expect(answer.statusCode, answer.body).toBe(413);
    expect(answer.json().resourceType).toBe('OperationOutcome');
  });
  test.each<[string, string, number]>([
    ['no gzip', 'gzip', 400],
    ['an unknown coding', 'zopfli', 415],
  ])('%s is refused', async (_title, coding, status) => {
    const headers = { 'content-encoding': coding };
    const answer = await door.send(
      'laboratory',
      'POST',
      '/Observation',
      JSON.stringify(observation()),
      headers,
    );
    expect(answer.statusCode, answer.body).toBe(status);
    expect(answer.json().resourceType).toBe('OperationOutcome');
  });
  test('long answers are sent in brotli to who takes it, short ones as they are', async () => {
    const headers = { 'accept-encoding': 'br' };
    const long = await door.ask('hospital', '/metadata', 'GET', headers);
    expect(long.headers['content-encoding']).toBe('br');
    expect(JSON.parse(brotliDecompressSync(long.rawPayload).toString()).resourceType).toBe(
      'CapabilityStatement',
    );
    expect((await door.ask('hospital', '/Patient/u1', 'GET', headers)).headers).not.toHaveProperty(
      'content-encoding',
    );
  });
});

describe('RFC 9110, §9.3.2: HEAD', () => {
  test.each([
    '/Patient/u1',
    '/Patient?_id=u1',
    '/Patient/u1/_history',
    '/Patient/u1/_history/1',
    '/_history',
    '/metadata',
  ])('%s answers as GET does, without a body', async url => {
    const head = await door.ask('hospital', url, 'HEAD');
    const get = await door.ask('hospital', url);
    expect([head.statusCode, head.body]).toEqual([200, '']);
    expect(head.headers['content-type']).toBe(get.headers['content-type']);
    expect(head.headers.etag).toBe(get.headers.etag);
  });
});
