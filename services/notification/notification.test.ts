import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { type OpenedGate, migrations as ofRecord, openGate } from '@continuum/record-gate';
import { migrations as ofCredentials } from '@continuum/registries-credential';
import { type Actor, unknownActor, usualPurpose } from '@continuum/trust-access';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrations, smtpSender } from './index.ts';
import { sendNotices } from './mail/send-notices.ts';
import type { NoticeInput, NoticeState } from './notice-view.ts';
import { routes } from './routes.ts';
import { tellAccesses } from './tell-accesses.ts';
import { tellOverrides } from './tell-overrides.ts';
import { mailServer } from './testing/index.ts';

const publicUrl = 'https://exchange.example';
const origin = { request: 'r1', address: '192.0.2.1', channel: 'api' };
const citizen = (id: string, name: string, usagers: string[] = [id]): Actor => ({
  ...{ kind: 'citizen', id: `Patient/${id}`, name, profile: 'citizen', usagers },
  credential: { kind: 'password', id: `account-of-${id}` },
});
const anne = citizen('anne', 'Anne Roy', ['anne', 'lea']);
const luc = citizen('luc', 'Luc Roy');
const physician: Actor = {
  ...{ kind: 'practitioner', id: 'Practitioner/p', name: 'Dre Gagnon', profile: 'physician' },
  organization: { id: 'o', name: 'GMF du Parc' },
  credential: { kind: 'key', id: 'k' },
};
const surveillance: Actor = { ...physician, id: 'Practitioner/s', profile: 'surveillance' };
const feed: Actor = {
  ...{ kind: 'system', id: 'Device/registre', name: 'Registre', profile: 'patient-registry-feed' },
  source: { id: 'registre', registersUsagers: true },
  credential: { kind: 'client-assertion', id: 'registre' },
};

const data = mkdtempSync(join(tmpdir(), 'continuum-notification-'));
const minute = 60_000;
const hour = 60 * minute;
let database: TestDatabase;
let gate: OpenedGate;
let app: FastifyInstance;
let server: Awaited<ReturnType<typeof mailServer>>;
let send: ReturnType<typeof smtpSender>;
let caller: Actor = anne;
let ahead = 0;
/** What the mail server answers to a recipient, and to whoever sends: taken when undefined. */
let refusal: number | undefined;
let senderRefusal: number | undefined;
let registered: string | undefined;
let openable = ['anne', 'lea'];

/** The clock of the room goes ahead of the journal's, which is the database's. */
const clock = () => new Date(Date.now() + ahead);
const deps = () => ({
  ...{ pool: database.service, gate, clock, publicUrl, send },
  mayOpen: async (_: string, usager: string) => openable.includes(usager),
  emailOf: async () => registered,
  journal: (event: Parameters<OpenedGate['attempt']>[0]) => gate.attempt(event),
});
/** What the job does each minute. */
async function work(): Promise<void> {
  await tellOverrides(deps());
  await tellAccesses(deps());
  await sendNotices(deps());
}

const as = (actor: Actor) => {
  caller = actor;
};
const ask = async (method: 'GET' | 'PUT' | 'POST', url: string, payload?: object) => {
  const answer = await app.inject({ method, url, ...(payload && { payload }) });
  return {
    status: answer.statusCode,
    body: answer.json() as NoticeState & { issue?: { diagnostics: string }[] },
  };
};
const choose = (input: Partial<NoticeInput>, patient = 'anne') =>
  ask('PUT', `/${patient}`, { frequency: 'each', language: 'fr', ...input });
const look = (usager: string, actor: Actor = physician) =>
  gate.open(actor, usualPurpose(actor.profile), origin).read('Patient', usager);

/** The text of a message, as who receives it reads it. */
function readable(raw: string): string {
  const [, body = ''] = raw.split(/\r\n\r\n([\s\S]*)/);
  if (/transfer-encoding: base64/i.test(raw)) return Buffer.from(body, 'base64').toString();
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
const texts = (to: string) => server.received.filter(mail => mail.to === to).map(({ raw }) => readable(raw));
const codeSentTo = (to: string): string => /\d{6}/.exec(texts(to).at(-1)!)![0];

async function confirmed(email: string, input: Partial<NoticeInput> = {}, patient = 'anne'): Promise<void> {
  expect((await choose({ email, ...input }, patient)).body).toMatchObject({ state: 'to-confirm' });
  await sendNotices(deps());
  expect(await ask('POST', `/${patient}/confirmation`, { code: codeSentTo(email) })).toMatchObject({
    status: 200,
    body: { state: 'confirmed', email },
  });
}

beforeAll(async () => {
  database = await testDatabase([...ofRecord, ofCredentials, migrations]);
  gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  server = await mailServer(
    () => refusal,
    () => senderRefusal,
  );
  send = smtpSender(server.url, 'continuum@example.org', true);
  app = Fastify();
  app.decorateRequest('actor');
  app.decorateRequest('origin');
  app.addHook('onRequest', async request => {
    Object.assign(request, { actor: caller, origin, purpose: usualPurpose(caller.profile) });
  });
  await app.register(routes({ ...deps(), available: true, wake: () => {} }));
  const patients = ['anne', 'luc', 'lea'].map(id => ({ resourceType: 'Patient', id }));
  await gate
    .open(feed, usualPurpose(feed.profile), origin)
    .write(patients.map(resource => ({ verb: 'upsert', resource })));
}, 60_000);

beforeEach(async () => {
  as(anne);
  ahead = 0;
  refusal = undefined;
  senderRefusal = undefined;
  registered = undefined;
  openable = ['anne', 'lea'];
  server.received.length = 0;
  for (const table of ['notice', 'notice_choice', 'notice_address', 'notice_cursor', 'throttle'])
    await database.asOwner(`DELETE FROM service.${table}`);
});

afterAll(async () => {
  await app?.close();
  send?.close();
  await server?.close();
  await gate?.close();
  await database?.drop();
  rmSync(data, { recursive: true, force: true });
});

describe('what a person chooses', () => {
  it('is off until they choose, and nothing is sent then', async () => {
    expect(await ask('GET', '/anne')).toMatchObject({
      status: 200,
      body: { frequency: 'off', state: 'none' },
    });
    await look('anne');
    ahead = 2 * hour;
    await work();
    expect(server.received).toEqual([]);
  });

  it('needs an address; one that is none is refused', async () => {
    const without = await choose({});
    expect(without).toMatchObject({
      status: 409,
      body: { issue: [{ diagnostics: expect.stringContaining('email') }] },
    });
    for (const email of [
      'anne',
      'a@b',
      'a b@example.org',
      'a@example.org, c@example.org',
      'a@example.org\r\nBcc: x@y.ca',
      'a\u0000b@example.org',
      'a@exam\u0085ple.org',
    ])
      expect((await choose({ email })).status, email).toBe(400);
  });

  it('stops at once, whatever became of the address and however many codes were sent: none is for that', async () => {
    await confirmed('anne@example.org');
    for (const email of ['a@example.org', 'b@example.org', 'c@example.org', 'd@example.org'])
      expect((await choose({ email })).status, email).toBe(200);
    expect((await choose({ email: 'e@example.org' })).status).toBe(429);
    for (const input of [{}, { email: 'd@example.org' }])
      expect(await choose({ frequency: 'off', ...input })).toMatchObject({
        status: 200,
        body: { frequency: 'off', state: 'to-confirm', email: 'd@example.org' },
      });
    await sendNotices(deps());
    expect(texts('d@example.org')).toHaveLength(1);
  });

  it('sends nothing but a code to an address that is not confirmed', async () => {
    await choose({ email: 'anne@example.org' });
    await look('anne');
    ahead = 5 * minute;
    await work();
    expect(texts('anne@example.org')).toHaveLength(1);
    expect(texts('anne@example.org')[0]).toMatch(/Votre code de confirmation : \d{6}/);
  });

  it('a wrong code confirms nothing; after five, the right one does not either', async () => {
    await choose({ email: 'anne@example.org' });
    await sendNotices(deps());
    const right = codeSentTo('anne@example.org');
    const wrong = right === '000000' ? '000001' : '000000';
    for (let tries = 0; tries < 5; tries++)
      expect((await ask('POST', '/anne/confirmation', { code: wrong })).status).toBe(422);
    expect((await ask('POST', '/anne/confirmation', { code: right })).status).toBe(422);
  });

  it('a code serves for half an hour, and five are sent in an hour', async () => {
    await choose({ email: 'anne@example.org' });
    await sendNotices(deps());
    ahead = 31 * minute;
    expect((await ask('GET', '/anne')).body.state).toBe('expired');
    expect((await ask('POST', '/anne/confirmation', { code: codeSentTo('anne@example.org') })).status).toBe(
      422,
    );
    for (let sent = 1; sent < 5; sent++)
      expect((await choose({ email: 'anne@example.org' })).status).toBe(200);
    expect((await choose({ email: 'anne@example.org' })).status).toBe(429);
  });

  it.each([luc, physician, surveillance, feed].map(actor => [actor.name, actor.profile, actor] as const))(
    'is nobody else’s: %s (%s) neither reads nor changes it, and the attempt is in the person’s journal',
    async (_, profile, actor) => {
      as(actor);
      expect((await ask('GET', '/anne')).status).toBe(403);
      expect((await choose({ email: 'x@example.org' })).status).toBe(403);
      expect((await ask('POST', '/anne/confirmation', { code: '123456' })).status).toBe(403);
      const rows = await database.asOwner(
        `SELECT entry FROM record.journal WHERE usager = 'anne' ORDER BY at DESC, id DESC LIMIT 1`,
      );
      const entry = JSON.parse(String(rows[0]!.entry));
      expect(entry).toMatchObject({ outcome: 'denied', who: { profile } });
    },
  );

  it('cannot be chosen where no e-mail leaves, and is said to be so', async () => {
    const silent = Fastify();
    silent.decorateRequest('actor');
    silent.addHook('onRequest', async request => {
      Object.assign(request, { actor: anne, origin, purpose: usualPurpose(anne.profile) });
    });
    await silent.register(routes({ ...deps(), available: false, wake: () => {} }));
    expect((await silent.inject('/anne')).json()).toMatchObject({ available: false, frequency: 'off' });
    const payload = { frequency: 'each', language: 'fr', email: 'anne@example.org' };
    expect((await silent.inject({ method: 'PUT', url: '/anne', payload })).statusCode).toBe(503);
    await silent.close();
  });

  it('somebody unknown is asked who they are', async () => {
    as(unknownActor);
    expect((await ask('GET', '/anne')).status).toBe(401);
  });
});

describe('a notice at each access', () => {
  it('says that the record was opened, and neither by whom nor what of it', async () => {
    await confirmed('anne@example.org');
    await look('anne');
    ahead = 3 * minute;
    await work();
    const [, text = ''] = texts('anne@example.org');
    expect(text).toContain('Votre dossier de santé a été consulté.');
    expect(text).toContain(`${publicUrl}/carnet/`);
    for (const secret of ['Gagnon', 'GMF', 'physician', 'Anne', 'Roy', 'Patient'])
      expect(text).not.toContain(secret);
  });

  it('is gathered: at most one an hour, on however many processes', async () => {
    await confirmed('anne@example.org');
    await look('anne');
    ahead = 3 * minute;
    await Promise.all([work(), work(), work()]);
    expect(texts('anne@example.org')).toHaveLength(2);
    // Looked at again before the hour is over, as the journal's own clock has it: told in the next one.
    await database.asOwner(`UPDATE service.notice_choice SET looked_until = now() - interval '1 second'`);
    await look('anne');
    await look('anne');
    ahead = 30 * minute;
    await work();
    expect(texts('anne@example.org')).toHaveLength(2);
    ahead = 64 * minute;
    await work();
    await work();
    expect(texts('anne@example.org')).toHaveLength(3);
  });

  it('is not sent for one’s own looks, for what was blocked, nor for what came before the choice', async () => {
    await look('anne');
    await confirmed('anne@example.org');
    await look('anne', anne);
    await look('anne', luc);
    ahead = 3 * minute;
    await work();
    expect(texts('anne@example.org')).toHaveLength(1);
  });

  it('of a record that one follows says so; who may not open it any more is told nothing', async () => {
    await confirmed('anne@example.org', { language: 'en' }, 'lea');
    await look('lea');
    ahead = 3 * minute;
    await work();
    expect(texts('anne@example.org')[1]).toContain('A health record that you follow was opened.');
    await database.asOwner(`UPDATE service.notice_choice SET looked_until = now() - interval '1 second'`);
    await look('lea');
    openable = ['anne'];
    ahead = 2 * hour;
    await work();
    expect(texts('anne@example.org')).toHaveLength(2);
    expect((await ask('GET', '/lea')).body.frequency).toBe('off');
  });
});

describe('a weekly notice', () => {
  it('comes after a week in which the record was opened, and not after a quiet one', async () => {
    await confirmed('anne@example.org', { frequency: 'weekly' });
    await look('anne');
    ahead = 6 * 24 * hour;
    await work();
    expect(texts('anne@example.org')).toHaveLength(1);
    ahead = 7 * 24 * hour + minute;
    await work();
    expect(texts('anne@example.org')[1]).toContain('au cours de la dernière semaine');
    ahead = 14 * 24 * hour + 2 * minute;
    await work();
    expect(texts('anne@example.org')).toHaveLength(2);
  });
});

describe('an address that fails', () => {
  it('for good: nothing more is sent to it, the Carnet says so, and a new code mends it', async () => {
    await confirmed('anne@example.org');
    await look('anne');
    refusal = 550;
    ahead = 3 * minute;
    await work();
    const state = await ask('GET', '/anne');
    expect(state.body).toMatchObject({ state: 'refused', email: 'anne@example.org' });
    refusal = undefined;
    ahead = 2 * hour;
    await work();
    expect(texts('anne@example.org')).toHaveLength(1);
    await confirmed('anne@example.org');
    expect((await ask('GET', '/anne')).body.state).toBe('confirmed');
  });

  it('is not the one that fails when the server refuses whoever sends: the message waits', async () => {
    await confirmed('anne@example.org');
    await look('anne');
    senderRefusal = 550;
    ahead = 3 * minute;
    await work();
    expect((await ask('GET', '/anne')).body).toMatchObject({ state: 'confirmed', delayed: true });
    senderRefusal = undefined;
    ahead = 5 * minute;
    await work();
    expect(texts('anne@example.org')).toHaveLength(2);
  });

  it('for now: the message waits, the Carnet says so, and it is sent once when it can', async () => {
    await confirmed('anne@example.org');
    await look('anne');
    refusal = 451;
    ahead = 3 * minute;
    await work();
    expect((await ask('GET', '/anne')).body).toMatchObject({ state: 'confirmed', delayed: true });
    refusal = undefined;
    ahead = 5 * minute;
    await Promise.all([work(), work()]);
    expect(texts('anne@example.org')).toHaveLength(2);
    expect((await ask('GET', '/anne')).body.delayed).toBe(false);
  });
});

describe('the override of a restriction', () => {
  const override = (usager: string) =>
    database.asOwner(`INSERT INTO record.override (id, usager, practitioner, name, profile, session, danger, no_consent, reason, opened, until)
      VALUES (gen_random_uuid()::text, '${usager}', 'Practitioner/p', 'Dre Gagnon', 'physician', 's', 'life', 'unconscious', 'x', now(),
        now() + interval '30 minutes')`);

  it('is told once to the register’s address of who chose nothing', async () => {
    await tellOverrides(deps());
    registered = 'luc@example.org';
    await override('luc');
    await Promise.all([work(), work()]);
    await work();
    const [text = '', ...more] = texts('luc@example.org');
    expect(more).toEqual([]);
    expect(text).toContain('malgré une restriction');
    expect(text).not.toContain('Gagnon');
  });

  it('is told at the address that they confirmed, though they chose to be told of no access, and to who follows it', async () => {
    await tellOverrides(deps());
    await confirmed('anne@example.org', { frequency: 'off' });
    registered = 'old@example.org';
    await override('anne');
    await work();
    expect(texts('anne@example.org')[1]).toContain(
      'Votre dossier de santé a été ouvert malgré une restriction',
    );
    expect(texts('old@example.org')).toEqual([]);
  });

  it('of who has no address is told in the Carnet alone', async () => {
    await tellOverrides(deps());
    await override('luc');
    await work();
    expect(server.received).toEqual([]);
  });
});
