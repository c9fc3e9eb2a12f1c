import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { testDatabase } from '@continuum/record-database/testing';
import { migrations as ofRecord, openGate } from '@continuum/record-gate';
import { migrations as ofCredentials } from '@continuum/registries-credential';
import { type Actor, unknownActor, usualPurpose } from '@continuum/trust-access';
import Fastify from 'fastify';
import { pino } from 'pino';
import type { Channel } from '../channel.ts';
import type { RequestNews } from '../deps.ts';
import { migrations } from '../index.ts';
import type { NoticeInput, NoticeState } from '../notice-view.ts';
import { routes } from '../routes.ts';
import { type Senders, sendNotices } from '../send-notices.ts';
import { tellAccesses } from '../tell-accesses.ts';
import { tellOverrides } from '../tell-overrides.ts';
import { tellRequests } from '../tell-requests.ts';

export const publicUrl = 'https://exchange.example';
export const minute = 60_000;
export const hour = 60 * minute;
const origin = { request: 'r1', address: '192.0.2.1', channel: 'api' };

const citizen = (id: string, name: string, usagers: string[] = [id]): Actor => ({
  ...{ kind: 'citizen', id: `Patient/${id}`, name, profile: 'citizen', usagers },
  credential: { kind: 'password', id: `account-of-${id}` },
});
const physician: Actor = {
  ...{ kind: 'practitioner', id: 'Practitioner/p', name: 'Dre Gagnon', profile: 'physician' },
  organization: { id: 'o', name: 'GMF du Parc' },
  credential: { kind: 'key', id: 'k' },
};

/** Who knocks. Anne follows the record of Léa too. */
export const cast = {
  anne: citizen('anne', 'Anne Roy', ['anne', 'lea']),
  luc: citizen('luc', 'Luc Roy'),
  physician,
  surveillance: { ...physician, id: 'Practitioner/s', profile: 'surveillance' },
  feed: {
    ...{ kind: 'system', id: 'Device/registre', name: 'Registre', profile: 'patient-registry-feed' },
    source: { id: 'registre', registersUsagers: true },
    credential: { kind: 'client-assertion', id: 'registre' },
  },
  nobody: unknownActor,
} satisfies Record<string, Actor>;

/** How browsers subscribe. */
const pushes = { key: 'BPublic', services: ['localhost:8443'] };

/** The room over a real database and gate, and a clock that goes ahead of theirs. */
export async function noticeHouse(push = pushes) {
  const data = mkdtempSync(join(tmpdir(), 'continuum-notification-'));
  const database = await testDatabase([...ofRecord, ofCredentials, migrations]);
  const gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  const fresh = () => ({
    caller: cast.anne as Actor,
    ahead: 0,
    registered: undefined as string | undefined,
    openable: ['anne', 'lea'],
    senders: {} as Senders,
    news: [] as RequestNews[],
  });
  /** What the tests change. */
  const at = fresh();
  const deps = () => ({
    ...{ pool: database.service, gate, publicUrl, senders: at.senders },
    clock: () => new Date(Date.now() + at.ahead),
    mayOpen: async (_: string, usager: string) => at.openable.includes(usager),
    emailOf: async () => at.registered,
    requestNews: async (since: Date, until: Date) =>
      at.news.filter(one => one.at >= since && one.at <= until),
    journal: (event: Parameters<typeof gate.attempt>[0]) => gate.attempt(event),
  });

  /** The door, where messages leave by these ways. */
  async function open(available: Channel[]) {
    const app = Fastify();
    keepToSchemas(app);
    app.decorateRequest('actor');
    app.decorateRequest('origin');
    app.addHook('onRequest', async request => {
      Object.assign(request, { actor: at.caller, origin, purpose: usualPurpose(at.caller.profile) });
    });
    const pushed = available.includes('push') ? { push } : {};
    await app.register(routes({ ...deps(), available, prefixes: ['+1'], ...pushed, wake: () => {} }));
    return app;
  }
  const app = await open(['email', 'sms', 'push']);
  const patients = ['anne', 'luc', 'lea'].map(id => ({ resourceType: 'Patient', id }));
  await gate
    .open(cast.feed, usualPurpose(cast.feed.profile), origin)
    .write(patients.map(resource => ({ verb: 'upsert', resource })));

  const askAt = async (
    door: typeof app,
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    url: string,
    payload?: object,
  ) => {
    const answer = await door.inject({ method, url, ...(payload && { payload }) });
    return {
      ...{ status: answer.statusCode, headers: answer.headers },
      body: answer.json() as NoticeState & { issue?: { diagnostics: string }[] },
    };
  };
  const ask = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: object) =>
    askAt(app, method, url, payload);

  return {
    ...{ database, gate, at, deps, open, ask, askAt },
    choose: (input: Partial<NoticeInput>, patient = 'anne') =>
      ask('PUT', `/${patient}`, { frequency: 'each', language: 'fr', ...input }),
    look: (usager: string, actor: Actor = physician) =>
      gate.open(actor, usualPurpose(actor.profile), origin).read('Patient', usager),
    /** What the job does each minute. */
    async work(): Promise<void> {
      await tellOverrides(deps());
      await tellAccesses(deps());
      await tellRequests(deps());
      await sendNotices(deps());
    },
    /** A restriction on somebody's record was overridden. */
    override: (usager: string) =>
      database.asOwner(`INSERT INTO record.override (id, usager, practitioner, name, profile, session, danger, no_consent, reason, opened, until)
        VALUES (gen_random_uuid()::text, '${usager}', 'Practitioner/p', 'Dre Gagnon', 'physician', 's', 'life', 'unconscious', 'x', now(),
          now() + interval '30 minutes')`),
    /** As it was when nobody had chosen anything. */
    async empty(): Promise<void> {
      Object.assign(at, fresh());
      for (const table of [
        'notice',
        'notice_device',
        'notice_choice',
        'notice_address',
        'notice_mobile',
        'notice_cursor',
        'throttle',
      ])
        await database.asOwner(`DELETE FROM service.${table}`);
    },
    async close(): Promise<void> {
      await app.close();
      await gate.close();
      await database.drop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
export type NoticeHouse = Awaited<ReturnType<typeof noticeHouse>>;
