import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { migrations, type OpenedGate, openGate } from '@continuum/record-gate';
import type { SignedActs } from '@continuum/registries-credential';
import { type Actor, usualPurpose } from '@continuum/trust-access';
import { releaseChoiceOf, toReleaseChoice } from '@continuum/trust-consent';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from './routes.ts';

const origin = { request: 'r1', address: '192.0.2.1', channel: 'api' };
const citizen = (id: string): Actor => ({
  ...{ kind: 'citizen', id: `Patient/${id}`, name: id, profile: 'citizen', usagers: [id] },
  credential: { kind: 'password', id },
});
const physician: Actor = {
  ...{ kind: 'practitioner', id: 'Practitioner/p', name: 'Dre Roy', profile: 'physician' },
  credential: { kind: 'key', id: 'k' },
};
const registry: Actor = {
  ...{ kind: 'system', id: 'Device/registre', name: 'Registre', profile: 'patient-registry-feed' },
  source: { id: 'registre', registersUsagers: true },
  credential: { kind: 'client-assertion', id: 'registre' },
};

const data = mkdtempSync(join(tmpdir(), 'continuum-release-'));
let database: TestDatabase;
let gate: OpenedGate;
let app: FastifyInstance;
let caller: Actor;

const open = (actor: Actor) => gate.open(actor, usualPurpose(actor.profile), origin);
const choose = async (usager: string, asSoonAsPossible: unknown) => {
  caller = citizen(usager);
  const answer = await app.inject({
    ...{ method: 'PUT', url: `/${usager}/choice`, payload: { asSoonAsPossible } },
  });
  return { status: answer.statusCode, body: answer.json() };
};
/** What the register says of a person: whether each choice that it keeps stands. */
const kept = async (usager: string) => {
  const found = await open(citizen(usager)).search('Consent', [['patient', `Patient/${usager}`]]);
  return found.outcome === 'found'
    ? found.entries.map(({ body }) => releaseChoiceOf(JSON.parse(body))?.active)
    : found;
};

beforeAll(async () => {
  database = await testDatabase(migrations);
  gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  const people = ['anne', 'luc', 'zoe'].map(id => ({ resourceType: 'Patient', id }));
  await open(registry).write(people.map(resource => ({ verb: 'upsert', resource })));
  app = Fastify();
  keepToSchemas(app);
  app.decorateRequest('actor');
  app.decorateRequest('origin');
  app.addHook('onRequest', async request => {
    Object.assign(request, { actor: caller, origin, purpose: usualPurpose(caller.profile) });
  });
  // No act is signed by a choice.
  await app.register(routes({ gate, acts: {} as SignedActs }));
}, 60_000);

afterAll(async () => {
  await app?.close();
  await gate?.close();
  await database?.drop();
  rmSync(data, { recursive: true, force: true });
});

describe('what a person chooses of their results', () => {
  it('is one choice, however many tabs make it at once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => choose('anne', true)));
    for (const { status, body } of answers) expect([status, body.asSoonAsPossible]).toEqual([200, true]);
    expect(await kept('anne')).toEqual([true]);
    expect((await choose('anne', false)).body).toMatchObject({ asSoonAsPossible: false });
    expect(await kept('anne')).toEqual([false]);
    expect((await choose('anne', true)).body).toMatchObject({ asSoonAsPossible: true });
    expect(await kept('anne')).toEqual([true]);
  });

  it('taken back, stands nowhere: whatever the register kept of it ends too', async () => {
    const me = citizen('luc');
    const by = { reference: me.id, display: me.name };
    const now = new Date();
    const twice = ['one', 'two'].map(consent =>
      toReleaseChoice({ usager: 'luc', consent, active: true, start: now }, now, by),
    );
    await open(me).write(twice.map(resource => ({ verb: 'upsert', resource })));
    expect(await kept('luc')).toEqual([true, true]);
    expect((await choose('luc', false)).body).toMatchObject({ asSoonAsPossible: false });
    expect(await kept('luc')).toEqual([false, false]);
  });

  it.each([null, 'true', 1, 'yes', [true]])(
    'is yes or no, and %j is neither: nothing changes',
    async said => {
      await choose('zoe', true);
      const answer = await choose('zoe', said);
      expect(answer).toMatchObject({
        status: 400,
        body: { issue: [{ diagnostics: '/asSoonAsPossible: doit être l’une de ces valeurs: true, false.' }] },
      });
      expect(await kept('zoe')).toEqual([true]);
    },
  );
});

describe('for how long a result is held', () => {
  it.each([true, '5', 0, 31, 1.5])('%j is no number of days', async days => {
    caller = physician;
    const answer = await app.inject({ method: 'POST', url: '/anne/reports/r/hold', payload: { days } });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().issue[0].diagnostics).toMatch(/^\/days: doit être l’une de ces valeurs: 1, 2/);
  });
});
