import { X509Certificate } from 'node:crypto';
import { keepToSchemas } from '@continuum/door';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import type { DoorEvent } from '@continuum/record-gate';
import { type Actor, unknownActor } from '@continuum/trust-access';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEnrolment, createKeys, credentialRoutes, migrations, staffActs } from './index.ts';
import { everybody, everyOffice, softwareAuthenticator, testAuthority } from './testing/index.ts';

const origin = 'https://exchange.example';
const person = (id: string, profile: Actor['profile']): Actor => ({
  ...{ kind: 'practitioner', id: `Practitioner/${id}`, name: id, profile },
  credential: { kind: 'key', id: `key-of-${id}` },
});
const people = {
  agent: person('agent', 'access-manager'),
  colleague: person('colleague', 'access-manager'),
  p1: person('p1', 'physician'),
  pilot: person('pilot', 'operations'),
  nobody: unknownActor,
};
type Who = keyof typeof people;

let now: Date;
let events: DoorEvent[] = [];
let database: TestDatabase;
let issuing: Awaited<ReturnType<typeof testAuthority>>;
let app: FastifyInstance;

const day = (count: number): Date => new Date(Date.parse('2026-11-02T12:00:00Z') + count * 86_400_000);

beforeAll(async () => {
  now = day(0);
  database = await testDatabase([migrations]);
  const clock = () => now;
  issuing = await testAuthority(database.service, clock);
  const journal = async (event: DoorEvent) => void events.push(event);
  const deps = { pool: database.service, authority: issuing.authority, journal, clock };
  app = fastify();
  keepToSchemas(app);
  app.decorateRequest('actor');
  app.decorateRequest('origin');
  app.addHook('onRequest', async request => {
    request.actor = people[(request.headers['x-who'] as Who) ?? 'nobody'];
    request.origin = { request: 'r', address: '192.0.2.1', channel: 'api' };
  });
  const routed = credentialRoutes({
    keys: createKeys(deps),
    enrolment: createEnrolment({ ...deps, relyingParty: { id: 'exchange.example', origins: [origin] } }),
    authority: issuing.authority,
    findPractitioner: async id => ({
      ...{ id, name: `Dre Éloïse ${id}`, profile: 'physician' },
      organization: { id: 'o1', name: 'CISSS de démonstration' },
    }),
    ...{ actsOf: everyOffice, reachOf: everybody },
    isIdentityVerified: async () => true,
    journal,
  });
  await app.register(routed, { prefix: '/api/credential' });
  // The name of the staff, as whoever reads a history sees it.
  await issuing.certify('Practitioner/agent');
});
beforeEach(() => {
  events = [];
  now = day(0);
});
afterAll(async () => {
  await app?.close();
  await issuing?.close();
  await database?.drop();
});

const ask = (who: Who, method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) =>
  app.inject({
    method,
    url: `/api/credential${path}`,
    headers: { 'x-who': who },
    ...(payload && { payload }),
  });
const get = async (path: string) => (await ask('agent', 'GET', path)).json();
const say = (who: Who, id: string, event: string, more = {}) =>
  ask(who, 'POST', `/keys/${id}/events`, { event, ...more });

async function invite(practitioner: string): Promise<string> {
  const body = { practitioner, userName: practitioner };
  return (await ask('agent', 'POST', '/enrolments', body)).json().code;
}

async function enrolled(practitioner: string): Promise<string> {
  const [key, code] = [softwareAuthenticator(), await invite(practitioner)];
  const { challenge } = (await ask('nobody', 'POST', '/enrolments/begin', { code })).json();
  const response = key.create(challenge, origin);
  expect((await ask('nobody', 'POST', '/enrolments/finish', { code, response })).statusCode).toBe(201);
  return key.id;
}

async function activated(practitioner: string): Promise<string> {
  const id = await enrolled(practitioner);
  expect((await say('colleague', id, 'activate')).statusCode).toBe(200);
  return id;
}

type Row = { id: string; holder: string; state: string; barred?: string };
const found = async (query: string): Promise<Row[]> => (await get(`/register?${query}`)).rows;

describe('the register of keys, as those who manage access see it', () => {
  test.each([
    ['/register', 'see-keys'],
    ['/enrolments', 'invite'],
    ['/certificates', 'see-certificates'],
    ['/authority', 'see-certificates'],
  ])('%s is theirs: nobody else reads it, and whoever tries is in the journal', async (path, act) => {
    for (const [who, status] of [
      ['p1', 403],
      ['pilot', 403],
      ['nobody', 401],
    ] as const)
      expect((await ask(who, 'GET', path)).statusCode).toBe(status);
    expect(events.map(({ why }) => why)).toEqual(Array(3).fill(`office:${act}`));
    expect((await ask('agent', 'GET', path)).statusCode).toBe(200);
  });

  test('each one reads what of it is their own', async () => {
    expect(await get('/acts')).toEqual({ acts: [...staffActs] });
    expect((await ask('p1', 'GET', '/acts')).json()).toEqual({ acts: [] });
    expect((await ask('nobody', 'GET', '/acts')).statusCode).toBe(401);
  });

  test('a key is found by its holder’s name, with or without accents, and by their user name', async () => {
    const id = await activated('chercheuse');
    for (const text of ['eloise cher', 'ÉLOÏSE CHER', 'chercheuse'])
      expect((await found(`text=${encodeURIComponent(text)}`)).map(row => row.id)).toContain(id);
    expect(await found('text=%25%25')).toEqual([]);
    expect(await found('text=personne')).toEqual([]);
  });

  test('each state is a list: what waits, works, is suspended, ends soon, is over', async () => {
    const [waits, works, stopped, gone] = [
      await enrolled('f1'),
      await activated('f2'),
      await activated('f3'),
      await activated('f4'),
    ];
    await say('agent', stopped, 'suspend');
    await say('agent', gone, 'revoke', { reason: 'affiliationChanged' });
    const among = async (filter: string) => (await found(`filter=${filter}`)).map(({ id }) => id);
    for (const [filter, id] of [
      ['enrolled', waits],
      ['active', works],
      ['suspended', stopped],
      ['over', gone],
    ] as const)
      expect(await among(filter)).toContain(id);
    expect(await among('ending')).toEqual([]);
    now = day(3 * 365 - 90);
    expect(await among('ending')).toEqual(expect.arrayContaining([works, stopped]));
    expect(await among('ending')).not.toContain(waits);
    now = day(3 * 365);
    expect(await among('over')).toEqual(expect.arrayContaining([waits, works, stopped, gone]));
    expect(await among('active')).toEqual([]);
  });

  test('it says why somebody may not activate a key: they invited its holder, or hold it', async () => {
    const id = await enrolled('colleague');
    const seenBy = async (who: Who) =>
      ((await ask(who, 'GET', '/register?text=colleague')).json().rows as Row[]).find(row => row.id === id);
    expect((await seenBy('agent'))?.barred).toBe('inviter');
    expect((await seenBy('colleague'))?.barred).toBe('holder');
    expect(await seenBy('agent')).not.toHaveProperty('invitedBy');
    expect((await say('agent', id, 'activate')).statusCode).toBe(409);
    expect((await say('colleague', id, 'activate')).statusCode).toBe(409);
  });

  test('it is read a page at a time, each key once, the newest first', async () => {
    const [before] = await database.service.query<{ count: number }>(
      'SELECT count(*)::int FROM service.credential',
    );
    const all = before!.count + 120;
    const certificate = await issuing.certify('Practitioner/many');
    await database.service.query(
      `INSERT INTO service.credential (id, user_name, holder, kind, public_key, certificate)
       SELECT 'many-' || n, 'many', 'Practitioner/many', 'software', '{}', $1 FROM generate_series(1, 120) n`,
      [certificate],
    );
    const seen: string[] = [];
    let next: string | undefined = '';
    for (let page = 0; next !== undefined; page++) {
      expect(page).toBeLessThan(5);
      const answer: { rows: Row[]; next?: string } = await get(`/register?${next && `cursor=${next}`}`);
      seen.push(...answer.rows.map(({ id }) => id));
      next = answer.next;
    }
    expect(seen).toHaveLength(all);
    expect(new Set(seen).size).toBe(all);
    await database.service.query("DELETE FROM service.credential WHERE user_name = 'many'");
  });

  test.each(['register', 'enrolments', 'certificates'])(
    'a place in the list of %s that the list did not give is refused, with the field and the mend',
    async path => {
      const answer = await ask(
        'agent',
        'GET',
        `/${path}?cursor=${Buffer.from('now()|x').toString('base64url')}`,
      );
      expect([answer.statusCode, answer.json().message]).toEqual([400, expect.stringMatching(/^cursor: /)]);
    },
  );

  test('the history of a key says what, who, when and why, newest first; its holder may read it, others not', async () => {
    const id = await activated('p1');
    now = day(1);
    await say('p1', id, 'lost');
    now = day(2);
    await say('agent', id, 'restore');
    await say('p1', id, 'renew');
    now = day(3);
    await say('agent', id, 'revoke', { reason: 'privilegeWithdrawn' });
    const lines = (await ask('p1', 'GET', `/keys/${id}/history`)).json().rows;
    expect(lines.map((line: Record<string, string>) => [line.event, line.by, line.reason])).toEqual([
      ['revoke', 'Practitioner/agent', 'privilegeWithdrawn'],
      ['renew', 'Practitioner/p1', null],
      ['restore', 'Practitioner/agent', null],
      ['lost', 'Practitioner/p1', 'certificateHold'],
      ['activate', 'Practitioner/colleague', null],
      ['enrol', 'Practitioner/p1', null],
    ]);
    expect(lines[0]).toMatchObject({ at: day(3).toISOString(), byName: 'Dre Démo' });
    expect((await ask('pilot', 'GET', `/keys/${id}/history`)).statusCode).toBe(403);
    expect((await ask('nobody', 'GET', `/keys/${id}/history`)).statusCode).toBe(401);
    expect(events.find(({ why }) => why === 'revoke:privilegeWithdrawn')).toBeDefined();
  });

  test('nothing of a history is changed or erased, even by the server', async () => {
    for (const statement of ['DELETE FROM', 'UPDATE']) {
      const text = `${statement} service.credential_event ${statement === 'UPDATE' ? "SET by = 'x'" : ''}`;
      await expect(database.service.query(text)).rejects.toThrow(/permission denied/);
    }
  });

  test('only a revocation has a reason, and only one that is for good', async () => {
    const id = await activated('f5');
    expect((await say('agent', id, 'suspend', { reason: 'keyCompromise' })).statusCode).toBe(400);
    expect((await say('agent', id, 'revoke', { reason: 'certificateHold' })).statusCode).toBe(400);
  });

  test('a renewed certificate speaks for the same organization as the one before', async () => {
    const id = await activated('f6');
    await say('agent', id, 'renew');
    const ders = await database.service.query<{ der: Buffer }>(
      "SELECT der FROM service.certificate WHERE subject = 'Practitioner/f6'",
    );
    const subjects = ders.map(({ der }) => new X509Certificate(der).subject);
    expect(subjects).toHaveLength(2);
    for (const subject of subjects) expect(subject).toContain('O=CISSS de démonstration');
  });
});

describe('invitations that wait', () => {
  test('are listed with their age and who invited, without their code, until they are used', async () => {
    const code = await invite('w1');
    const of = async () =>
      (await get('/enrolments')).rows.find((row: { userName: string }) => row.userName === 'w1');
    expect(await of()).toMatchObject({
      holder: 'Practitioner/w1',
      name: 'Dre Éloïse w1',
      created: day(0).toISOString(),
      expires: day(3).toISOString(),
      invitedByName: 'Dre Démo',
    });
    expect(JSON.stringify(await of())).not.toContain(code.slice(0, 5));
    const key = softwareAuthenticator();
    const { challenge } = (await ask('nobody', 'POST', '/enrolments/begin', { code })).json();
    await ask('nobody', 'POST', '/enrolments/finish', { code, response: key.create(challenge, origin) });
    expect(await of()).toBeUndefined();
  });

  test('one that is taken back opens nothing any more, also in the middle of a ceremony', async () => {
    const code = await invite('w2');
    const { challenge } = (await ask('nobody', 'POST', '/enrolments/begin', { code })).json();
    const { id } = (await get('/enrolments')).rows.find((row: { userName: string }) => row.userName === 'w2');
    expect((await ask('p1', 'DELETE', `/enrolments/${id}`)).statusCode).toBe(403);
    expect((await ask('colleague', 'DELETE', `/enrolments/${id}`)).statusCode).toBe(204);
    expect((await ask('colleague', 'DELETE', `/enrolments/${id}`)).statusCode).toBe(404);
    const response = softwareAuthenticator().create(challenge, origin);
    expect((await ask('nobody', 'POST', '/enrolments/finish', { code, response })).statusCode).toBe(422);
    expect(events.find(({ why }) => why === 'withdrawn')).toMatchObject({
      about: 'a key for Practitioner/w2',
    });
  });
});

describe('certificates, as those who manage access see them', () => {
  test('are found by name, reference, serial number, kind and state', async () => {
    // A name that is no part of a serial number.
    const serial = await issuing.certify('Practitioner/found');
    const among = async (query: string) =>
      (await get(`/certificates?${query}`)).rows.map((row: { serial: string }) => row.serial);
    for (const query of ['text=practitioner/found', `text=${serial.slice(0, 12).toUpperCase()}`, 'text=demo'])
      expect(await among(`${query}&profile=person&state=good`)).toContain(serial);
    expect(await among('text=found&profile=system')).toEqual([]);
    expect((await ask('agent', 'POST', `/certificates/${serial}/revocation`, {})).statusCode).toBe(400);
    const body = { reason: 'cessationOfOperation' };
    expect((await ask('agent', 'POST', `/certificates/${serial}/revocation`, body)).statusCode).toBe(204);
    expect((await ask('agent', 'POST', `/certificates/${serial}/revocation`, body)).statusCode).toBe(409);
    expect(await among('text=found&state=good')).toEqual([]);
    expect(await among('text=found&state=revoked')).toEqual([serial]);
    const none = '0'.repeat(32);
    expect((await ask('agent', 'POST', `/certificates/${none}/revocation`, body)).statusCode).toBe(409);
    expect((await ask('pilot', 'POST', `/certificates/${none}/revocation`, body)).statusCode).toBe(403);
  });

  test('the authority’s own are not among them, and cannot be revoked there', async () => {
    const { issuing: own } = await get('/authority');
    expect((await get(`/certificates?text=${own.serial}`)).rows).toEqual([]);
    const body = { reason: 'keyCompromise' };
    expect((await ask('agent', 'POST', `/certificates/${own.serial}/revocation`, body)).statusCode).toBe(409);
  });

  test('revoking the certificate of a key revokes the key', async () => {
    const id = await activated('whose-key');
    const { certificate } = (await get('/keys?holder=Practitioner/whose-key'))[0];
    const body = { reason: 'keyCompromise' };
    expect((await ask('colleague', 'POST', `/certificates/${certificate}/revocation`, body)).statusCode).toBe(
      204,
    );
    expect((await found('text=whose-key'))[0]).toMatchObject({ id, state: 'revoked' });
  });

  test('the authority tells its certificates, its next list, and how many stand', async () => {
    const state = await get('/authority');
    expect(state).toMatchObject({
      root: { name: 'Continuum Root CA' },
      issuing: { name: 'Continuum Issuing CA', fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}/) },
      counts: { good: expect.any(Number) },
    });
    expect(Date.parse(state.list.ends) - Date.parse(state.list.signed)).toBe(86_400_000);
    const serial = await issuing.certify('Practitioner/c3');
    await ask('agent', 'POST', `/certificates/${serial}/revocation`, { reason: 'keyCompromise' });
    const after = (await get('/authority')).list;
    expect([after.number, after.revoked]).toEqual([state.list.number + 1, state.list.revoked + 1]);
  });
});
