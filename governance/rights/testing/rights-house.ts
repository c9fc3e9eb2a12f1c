import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToSchemas } from '@continuum/door';
import { testDatabase } from '@continuum/record-database/testing';
import { migrations as ofRecord, openGate } from '@continuum/record-gate';
import { type Actor, type Profile, unknownActor, usualPurpose } from '@continuum/trust-access';
import Fastify from 'fastify';
import { pino } from 'pino';
import { migrations } from '../index.ts';
import { routes } from '../routes.ts';

const origin = { request: 'r', address: '192.0.2.1', channel: 'api' };

const works = (id: string, profile: Profile, organization = 'centre'): Actor => ({
  ...{ kind: 'practitioner', id: `Practitioner/${id}`, name: `Personne ${id}`, profile },
  organization: { id: organization, name: `Organisme ${organization}` },
  credential: { kind: 'key', id },
});

const citizen = (id: string, more: Partial<Actor> = {}): Actor => ({
  ...{ kind: 'citizen', id: `Patient/${id}`, name: `Personne ${id}`, profile: 'citizen', usagers: [id] },
  credential: { kind: 'password', id },
  ...more,
});

/** Who knocks: the person, those who act for them or do not, those who handle requests, and those who have no part. */
export const cast = {
  anne: citizen('anne'),
  /** Holds parental authority over Anne. */
  mother: citizen('mother', { usagers: ['mother', 'anne'] }),
  /** Helps Anne, and only reads. */
  reader: citizen('reader', { usagers: ['reader', 'anne'], readsOnly: ['anne'] }),
  luc: citizen('luc'),
  archivist: works('archivist', 'archivist'),
  /** Of an organisme that has archives of its own. */
  elsewhere: works('elsewhere', 'archivist', 'clinic'),
  /** Of the archives, and a usager too: in her Carnet, she is `luceCitizen`. */
  luce: works('luce', 'archivist'),
  luceCitizen: citizen('luce'),
  /** Luce in her Carnet, who acts for Anne. */
  luceForAnne: citizen('luce', { usagers: ['luce', 'anne'] }),
  luceBefore: citizen('luce-before'),
  ines: works('ines', 'surveillance'),
  jean: works('jean', 'surveillance'),
  gagnon: works('gagnon', 'physician'),
  nurse: works('nurse', 'nurse'),
  pharmacist: works('pharmacist', 'pharmacist'),
  manager: works('manager', 'access-manager'),
  pilote: works('pilote', 'operations'),
  certification: works('certification', 'certification'),
  hospital: {
    ...{ kind: 'system', id: 'Device/hospital', name: 'Hôpital', profile: 'hospital-system' },
    source: { id: 'hospital', registersUsagers: true },
    credential: { kind: 'client-assertion', id: 'hospital' },
  },
  /** An application to which Anne gave access. */
  application: citizen('anne', { application: { id: 'app', name: 'Application' }, scopes: ['patient/*.rs'] }),
  nobody: unknownActor,
} satisfies Record<string, Actor>;
export type Who = keyof typeof cast;

/** A glucose result of somebody. */
export const glucose = (id: string, usager = 'anne', value = 5.4, status = 'final') => ({
  ...{ resourceType: 'Observation', id, status },
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
    },
  ],
  code: { text: 'Glucose' },
  subject: { reference: `Patient/${usager}` },
  effectiveDateTime: '2026-10-01T08:00:00-04:00',
  // So long ago that its person sees it.
  issued: '2026-01-02T09:00:00-05:00',
  valueQuantity: { value, unit: 'mmol/L' },
});

/** What intake says of who sent something: the hospital, for an organisme when one is named. */
const sentFor = (target: string, organization?: string) => ({
  ...{
    resourceType: 'Provenance',
    id: `origin-${target.replace('/', '-')}`,
    target: [{ reference: target }],
  },
  recorded: '2026-10-01T12:00:00Z',
  agent: [
    {
      who: {
        type: 'Device',
        identifier: { system: 'https://continuum.health/fhir/NamingSystem/client', value: 'hospital' },
      },
      ...(organization && {
        onBehalfOf: { reference: `Organization/${organization}`, display: `Organisme ${organization}` },
      }),
    },
  ],
});

/** The room over a real record and its journal. */
export async function rightsHouse() {
  const database = await testDatabase([...ofRecord, migrations]);
  const data = await mkdtemp(join(tmpdir(), 'continuum-rights-'));
  const gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  let now = new Date();
  const open = (who: Who) => gate.open(cast[who], usualPurpose(cast[who].profile), origin);
  const write = async (...resources: { resourceType: string; id: string }[]) => {
    const changes = resources.map(resource => ({ verb: 'upsert' as const, resource }));
    const access = open('hospital');
    // With an original behind it, as intake keeps them: what a source sent, it alone corrects.
    const original = {
      format: 'fhir' as const,
      contentType: 'application/fhir+json',
      original: Buffer.from('{}'),
    };
    const { id: deposit } = await gate.deposits.keep({ ...original, actor: access.actor, origin }, '');
    const written = await access.write(changes, { deposit });
    if (written.outcome !== 'written') throw new Error(JSON.stringify(written));
  };
  await write(
    {
      ...{ resourceType: 'Practitioner', id: 'luce', birthDate: '1980-05-06' },
      ...{ name: [{ family: 'Tremblay', given: ['Luce'] }] },
    },
    ...['anne', 'luc', 'mother', 'reader', 'luce'].map(id => ({
      ...{
        resourceType: 'Patient',
        id,
        name: [{ family: 'Tremblay', given: [id] }],
        birthDate: '1980-05-06',
      },
    })),
  );
  let caller: Actor = cast.anne;
  const app = Fastify();
  keepToSchemas(app);
  app.decorateRequest('actor');
  app.decorateRequest('origin');
  app.addHook('onRequest', async request => {
    Object.assign(request, { actor: caller, origin, purpose: usualPurpose(caller.profile) });
  });
  const withArchives = async () => ['centre', 'clinic'];
  await app.register(routes({ gate, pool: database.service, withArchives, clock: () => now }));
  let made = 0;
  return {
    ...{ database, gate, open, write },
    now: () => now,
    later(hours: number) {
      now = new Date(now.getTime() + hours * 3_600_000);
    },
    async ask(who: Who, method: 'GET' | 'POST', url: string, payload?: object, language = 'fr-CA') {
      caller = cast[who];
      const headers = { 'accept-language': language };
      const answer = await app.inject({ method, url, headers, ...(payload && { payload }) });
      return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
    },
    /** Bytes, and the headers they come with. */
    async download(who: Who, url: string) {
      caller = cast[who];
      const { statusCode: status, headers, rawPayload: bytes } = await app.inject({ url });
      return { status, headers, bytes };
    },
    /** A result of Anne’s that is there, sent for an organisme when one is named. */
    async newResult(organization?: string): Promise<string> {
      made += 1;
      const id = `glucose-${made}`;
      await write(glucose(id), sentFor(`Observation/${id}`, organization));
      return `Observation/${id}`;
    },
    /** Lines of a usager’s list of accesses, the newest first. */
    async journalOf(
      usager: string,
    ): Promise<{ interaction: string; outcome: string; who: string; of: string }[]> {
      const rows = await database.asOwner(
        'SELECT entry FROM record.journal WHERE usager = $1 ORDER BY at DESC, id DESC',
        [usager],
      );
      return rows.map(({ entry }) => {
        const { interaction, outcome, who, purpose } = JSON.parse(String(entry));
        return { interaction, outcome, who: who.reference, of: purpose.of };
      });
    },
    async close() {
      await app.close();
      await gate.close();
      await database.drop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

export type RightsHouse = Awaited<ReturnType<typeof rightsHouse>>;
