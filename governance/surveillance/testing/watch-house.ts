import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { testDatabase } from '@continuum/record-database/testing';
import { type DoorEvent, migrations as ofRecord, openGate } from '@continuum/record-gate';
import { type Actor, type Profile, usualPurpose } from '@continuum/trust-access';
import Fastify from 'fastify';
import { pino } from 'pino';
import type { SurveillanceDeps } from '../deps.ts';
import { migrations } from '../index.ts';
import { routes } from '../routes.ts';

const origin = { request: 'r', address: '192.0.2.1', channel: 'api' };

const practitioner = (id: string, profile: Profile): Actor => ({
  ...{ kind: 'practitioner', id: `Practitioner/${id}`, name: id, profile },
  organization: { id: 'clinic', name: 'Clinique' },
  credential: { kind: 'key', id },
});

const citizen = (id: string): Actor => ({
  ...{ kind: 'citizen', id: `Patient/${id}`, name: id, profile: 'citizen', usagers: [id] },
  credential: { kind: 'password', id },
});

/** Who knocks: two who look, three who watch, two persons, nobody. */
export const cast = {
  gagnon: practitioner('gagnon', 'physician'),
  roy: practitioner('roy', 'physician'),
  ines: practitioner('ines', 'surveillance'),
  jean: practitioner('jean', 'surveillance'),
  kim: practitioner('kim', 'surveillance'),
  /** Of surveillance, and a usager too. */
  lea: practitioner('lea', 'surveillance'),
  /** As she comes in on other days. */
  leaPhysician: practitioner('lea', 'physician'),
  anne: citizen('anne'),
  /** Léa, in her Carnet. */
  leaCitizen: citizen('lea'),
  /** Léa in her Carnet, who acts for Anne. */
  leaForAnne: { ...citizen('lea'), usagers: ['lea', 'anne'] },
  luc: citizen('luc'),
  hospital: {
    ...{ kind: 'system', id: 'Device/hospital', name: 'Hôpital', profile: 'hospital-system' },
    source: { id: 'hospital', registersUsagers: true },
    credential: { kind: 'client-assertion', id: 'hospital' },
  } satisfies Actor,
};
type Who = keyof typeof cast;

const person = (type: 'Patient' | 'Practitioner', id: string, family: string, birthDate: string) => ({
  ...{ resourceType: type, id, name: [{ family, given: [id] }], birthDate },
});

const result = (usager: string) => ({
  ...{ resourceType: 'Observation', id: `result-${usager}`, status: 'final' },
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
    },
  ],
  code: { text: 'Glucose' },
  subject: { reference: `Patient/${usager}` },
});

/** The room over a real record, with one result of each of two persons; Dr Gagnon is one of them. */
export async function watchHouse(more: Partial<SurveillanceDeps> = {}) {
  const database = await testDatabase([...ofRecord, migrations]);
  const data = await mkdtemp(join(tmpdir(), 'continuum-surveillance-'));
  const gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  const open = (who: Who) => gate.open(cast[who], usualPurpose(cast[who].profile), origin);
  const suspended: [string, string][] = [];
  const deps: SurveillanceDeps = {
    ...{ pool: database.service, gate, answerDays: 30 },
    journal: (event: DoorEvent) => gate.attempt(event),
    // Dr Roy is the GAA of the clinic.
    reportsFor: async ({ actor }) => (actor.id === cast.roy.id ? [{ id: 'clinic', name: 'Clinique' }] : []),
    async suspend(id, reason) {
      suspended.push([id, reason]);
      return 1;
    },
    ...more,
  };
  const written = await open('hospital').write(
    [
      person('Patient', 'anne', 'Tremblay', '1980-05-06'),
      person('Patient', 'luc', 'Morin', '1970-01-01'),
      person('Patient', 'gagnon', 'Gagnon', '1975-02-03'),
      person('Practitioner', 'gagnon', 'Gagnon', '1975-02-03'),
      person('Patient', 'lea', 'Gagné', '1985-06-07'),
      person('Practitioner', 'lea', 'Gagné', '1985-06-07'),
      ...['anne', 'luc', 'gagnon', 'lea'].map(result),
    ].map(resource => ({ verb: 'upsert' as const, resource })),
  );
  if (written.outcome !== 'written') throw new Error(`the record was not written: ${written.outcome}`);
  gate.keepSequencing(200);
  const waiting = `SELECT FROM record.journal j WHERE j.actor LIKE 'Practitioner/%'
    AND NOT EXISTS (SELECT FROM record.journal_leaf l WHERE l.entry = j.id) LIMIT 1`;
  /** What persons did has its place in the tree: behind whatever else is being written in the same PostgreSQL. */
  const numbered = () =>
    database.until('record.journal_leaf', async () =>
      (await database.asOwner(waiting)).length === 0 ? true : undefined,
    );
  let caller: Actor = cast.anne;
  const app = Fastify();
  keepToSchemas(app);
  app.decorateRequest('actor');
  app.decorateRequest('origin');
  app.addHook('onRequest', async request => {
    Object.assign(request, { actor: caller, origin, purpose: usualPurpose(caller.profile) });
  });
  await app.register(routes(deps));
  return {
    ...{ database, pool: database.service, gate, deps, suspended },
    /** Somebody looks at the results of a usager; the journal has numbered it when this resolves. */
    async look(who: Who, usager: string) {
      await open(who).search('Observation', [['patient', usager]]);
      await numbered();
    },
    async ask(who: Who, method: 'GET' | 'POST', url: string, payload?: object) {
      caller = cast[who];
      const answer = await app.inject({ method, url, ...(payload && { payload }) });
      return { status: answer.statusCode, body: answer.json() };
    },
    numbered,
    /** Entries of a usager’s list. */
    async accessesOf(usager: string): Promise<{ id: string; actor: string }[]> {
      return database.asOwner(
        'SELECT id::text AS id, actor FROM record.journal WHERE usager = $1 ORDER BY at',
        [usager],
      );
    },
    async close() {
      await app.close();
      await gate.close();
      await database.drop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

export type WatchHouse = Awaited<ReturnType<typeof watchHouse>>;
