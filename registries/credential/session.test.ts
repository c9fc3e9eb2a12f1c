import { randomUUID } from 'node:crypto';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { type Actor, platformActor } from '@continuum/trust-access';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createKeys,
  createSessions,
  migrations,
  registerCredential,
  type SessionKind,
  type Sessions,
} from './index.ts';
import { generateSoftwareKey } from './software-key.ts';
import { anyAuthorization, sessionKey, testAuthority } from './testing/index.ts';

const start = new Date('2026-11-02T12:00:00Z');
const minutes = (count: number): Date => new Date(start.getTime() + count * 60_000);
let now = start;
let database: TestDatabase;
let sessions: Sessions;
const { thumbprint } = sessionKey();
const proof = (jti: string = randomUUID(), by = thumbprint) => ({
  ...{ thumbprint: by, jti },
  keepUntil: new Date(now.getTime() + 60_000),
});
const open = (kind: SessionKind, actor: Actor) => sessions.open(kind, actor, { thumbprint });
const find = (kind: SessionKind, token: string) => sessions.find(kind, token, proof());
let issuing: Awaited<ReturnType<typeof testAuthority>>;

const clinician = (credential = 'key-1'): Actor => ({
  kind: 'practitioner',
  id: 'Practitioner/p1',
  name: 'Dre Démo',
  profile: 'physician',
  credential: { kind: 'key', id: credential },
});
const citizen: Actor = {
  kind: 'citizen',
  id: 'Patient/u1',
  name: 'Usager Démo',
  profile: 'citizen',
  usagers: ['u1'],
  credential: { kind: 'password', id: 'usager-demo' },
};

beforeAll(async () => {
  database = await testDatabase([migrations]);
  sessions = createSessions(database.service, anyAuthorization, () => now);
  const { publicKey } = generateSoftwareKey();
  issuing = await testAuthority(database.service, () => now);
  const key = { userName: 'medecin', holder: 'Practitioner/p1', kind: 'software', publicKey } as const;
  for (const id of ['key-1', 'key-2']) {
    const certificate = await issuing.certify(key.holder, publicKey);
    await registerCredential(database.service, { id, ...key, certificate });
  }
});
afterAll(async () => {
  await issuing?.close();
  await database?.drop();
});

describe('a session of the screens', () => {
  test.each([
    ['clinician', 14, true],
    ['clinician', 15, false],
    ['citizen', 29, true],
    ['citizen', 30, false],
  ] as const)('a %s idle for %i minutes is still signed in: %s', async (kind, idle, stands) => {
    now = start;
    const token = await open(kind, kind === 'clinician' ? clinician() : citizen);
    now = minutes(idle);
    expect((await find(kind, token)) !== undefined).toBe(stands);
  });

  test('activity keeps it open, ten hours at most', async () => {
    now = start;
    const token = await open('clinician', clinician());
    for (let minute = 10; minute < 600; minute += 10) {
      now = minutes(minute);
      expect(await find('clinician', token)).toMatchObject(clinician());
    }
    now = minutes(600);
    expect(await find('clinician', token)).toBeUndefined();
  });

  test('a token serves for its own kind of session', async () => {
    now = start;
    const token = await open('citizen', citizen);
    expect(await find('clinician', token)).toBeUndefined();
  });

  test('the database does not hold the token', async () => {
    const token = await open('citizen', citizen);
    const rows = await database.service.query('SELECT s::text AS row FROM service.session s');
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('suspending the key stops its sessions at the next request; lifting it gives them back', async () => {
    const token = await open('clinician', clinician('key-2'));
    const { authority } = issuing;
    const keys = createKeys({
      pool: database.service,
      authority,
      journal: async () => undefined,
      clock: () => now,
    });
    const by = { actor: platformActor, origin: { request: 'r', address: 'local', channel: 'api' } };
    await keys.change('key-2', 'suspend', by);
    expect(await find('clinician', token)).toBeUndefined();
    await keys.change('key-2', 'restore', by);
    expect(await find('clinician', token)).toBeDefined();
    await keys.change('key-2', 'revoke', by);
    expect(await keys.change('key-2', 'restore', by)).toMatchObject({ changed: false, state: 'revoked' });
    expect(await find('clinician', token)).toBeUndefined();
  });

  test('signing a person out everywhere ends every session of theirs and nobody else’s', async () => {
    const mine = await Promise.all([1, 2].map(() => open('clinician', clinician())));
    const other = await open('citizen', citizen);
    expect(await sessions.endAllOf('Practitioner/p1', 'Practitioner/gaa')).toBeGreaterThanOrEqual(2);
    for (const token of mine) expect(await find('clinician', token)).toBeUndefined();
    expect(await find('citizen', other)).toBeDefined();
  });
});

describe('the proof of a session’s key (RFC 9449)', () => {
  test('serves once, also in another process and after a restart', async () => {
    now = start;
    const token = await open('citizen', citizen);
    const used = proof('once');
    expect(await sessions.find('citizen', token, used)).toMatchObject(citizen);
    expect(await sessions.find('citizen', token, used)).toBeUndefined();
    const elsewhere = createSessions(database.service, anyAuthorization, () => now);
    expect(await elsewhere.find('citizen', token, used)).toBeUndefined();
    expect(await elsewhere.find('citizen', token, proof('twice'))).toMatchObject(citizen);
  });

  test('serves once when it comes many times at the same moment', async () => {
    const token = await open('citizen', citizen);
    const both = [sessions, createSessions(database.service, anyAuthorization, () => now)];
    const found = await Promise.all(
      Array.from({ length: 40 }, (_, at) => both[at % 2]!.find('citizen', token, proof('at-once'))),
    );
    expect(found.filter(actor => actor !== undefined)).toHaveLength(1);
  });

  test('by another key opens nothing, and is not kept', async () => {
    const token = await open('citizen', citizen);
    const other = sessionKey().thumbprint;
    expect(await sessions.find('citizen', token, proof('other', other))).toBeUndefined();
    const kept = await database.service.query('SELECT jti FROM service.session_proof WHERE jkt = $1', [
      other,
    ]);
    expect(kept).toEqual([]);
  });

  test('many requests of many sessions are each answered with their own', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 20 }, (_, at) => open('citizen', { ...citizen, id: `Patient/many-${at}` })),
    );
    const found = await Promise.all(tokens.map(token => find('citizen', token)));
    expect(found.map(actor => actor?.id)).toEqual(tokens.map((_, at) => `Patient/many-${at}`));
  });

  test('is forgotten once it is too old to count', async () => {
    now = start;
    const token = await open('citizen', citizen);
    const own = createSessions(database.service, anyAuthorization, () => now);
    await own.find('citizen', token, proof('old'));
    now = minutes(5);
    await own.find('citizen', token, proof());
    const kept = await database.service.query(`SELECT jti FROM service.session_proof WHERE jti = 'old'`);
    expect(kept).toEqual([]);
  });
});

describe('a page that the browser is sent to', () => {
  test('knows who is signed in by a pass that their screen was given, for ten minutes, and not by the session’s cookie', async () => {
    now = start;
    const token = await open('citizen', citizen);
    expect(await sessions.navigated('citizen', token)).toBeUndefined();
    const first = await sessions.allowNavigation('citizen', token);
    const pass = await sessions.allowNavigation('citizen', token);
    expect(await sessions.navigated('citizen', first!)).toBeUndefined();
    expect(await sessions.navigated('clinician', pass!)).toBeUndefined();
    expect((await sessions.navigated('citizen', pass!))?.actor).toMatchObject(citizen);
    now = minutes(10);
    expect(await sessions.navigated('citizen', pass!)).toBeUndefined();
    await sessions.end('citizen', token, 'Patient/u1');
    expect(await sessions.allowNavigation('citizen', token)).toBeUndefined();
  });
});

describe('the list of open sessions', () => {
  test('is the person’s own; one is ended by its id, by nobody else', async () => {
    now = start;
    const actor = { ...citizen, id: 'Patient/list' };
    const [here, there] = [await open('citizen', actor), await open('citizen', actor)];
    const listed = await sessions.listOf(actor.id, here);
    expect(listed.map(({ current }) => current).sort()).toEqual([false, true]);
    const other = listed.find(({ current }) => !current)!;
    expect(await sessions.endOneOf('Patient/somebody', other.id, 'Patient/somebody')).toBe(false);
    expect(await sessions.endOneOf(actor.id, other.id, actor.id)).toBe(true);
    expect(await find('citizen', there)).toBeUndefined();
    expect(await sessions.listOf(actor.id, here)).toHaveLength(1);
  });
});
