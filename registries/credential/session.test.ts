import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { type Actor, platformActor } from '@continuum/trust-access';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKeys, createSessions, migrations, registerCredential, type Sessions } from './index.ts';
import { generateSoftwareKey } from './software-key.ts';
import { testAuthority } from './testing/index.ts';

const start = new Date('2026-11-02T12:00:00Z');
const minutes = (count: number): Date => new Date(start.getTime() + count * 60_000);
let now = start;
let database: TestDatabase;
let sessions: Sessions;
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
  sessions = createSessions(database.service, () => now);
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
    const token = await sessions.open(kind, kind === 'clinician' ? clinician() : citizen);
    now = minutes(idle);
    expect((await sessions.find(kind, token)) !== undefined).toBe(stands);
  });

  test('activity keeps it open, ten hours at most', async () => {
    now = start;
    const token = await sessions.open('clinician', clinician());
    for (let minute = 10; minute < 600; minute += 10) {
      now = minutes(minute);
      expect(await sessions.find('clinician', token)).toEqual(clinician());
    }
    now = minutes(600);
    expect(await sessions.find('clinician', token)).toBeUndefined();
  });

  test('a token serves for its own kind of session', async () => {
    now = start;
    const token = await sessions.open('citizen', citizen);
    expect(await sessions.find('clinician', token)).toBeUndefined();
  });

  test('the database does not hold the token', async () => {
    const token = await sessions.open('citizen', citizen);
    const rows = await database.service.query('SELECT s::text AS row FROM service.session s');
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('suspending the key stops its sessions at the next request; lifting it gives them back', async () => {
    const token = await sessions.open('clinician', clinician('key-2'));
    const { authority } = issuing;
    const keys = createKeys({
      pool: database.service,
      authority,
      journal: async () => undefined,
      clock: () => now,
    });
    const by = { actor: platformActor, origin: { request: 'r', address: 'local', channel: 'api' } };
    await keys.change('key-2', 'suspend', by);
    expect(await sessions.find('clinician', token)).toBeUndefined();
    await keys.change('key-2', 'restore', by);
    expect(await sessions.find('clinician', token)).toBeDefined();
    await keys.change('key-2', 'revoke', by);
    expect(await keys.change('key-2', 'restore', by)).toMatchObject({ changed: false, state: 'revoked' });
    expect(await sessions.find('clinician', token)).toBeUndefined();
  });

  test('signing a person out everywhere ends every session of theirs and nobody else’s', async () => {
    const mine = await Promise.all([1, 2].map(() => sessions.open('clinician', clinician())));
    const other = await sessions.open('citizen', citizen);
    expect(await sessions.endAllOf('Practitioner/p1', 'Practitioner/gaa')).toBeGreaterThanOrEqual(2);
    for (const token of mine) expect(await sessions.find('clinician', token)).toBeUndefined();
    expect(await sessions.find('citizen', other)).toBeDefined();
  });
});
