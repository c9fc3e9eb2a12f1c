import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthorizations, inForceOf, migrations as ofAccess } from '@continuum/governance-authorization';
import { createIntake, type Intake } from '@continuum/intake';
import { testDatabase } from '@continuum/record-database/testing';
import { migrations as ofRecord, openGate } from '@continuum/record-gate';
import {
  createDemonstrationKeys,
  createKeys,
  createThrottle,
  migrations as ofCredentials,
} from '@continuum/registries-credential';
import { testAuthority } from '@continuum/registries-credential/testing';
import { createGaps, migrations as ofOrganizations } from '@continuum/registries-organization';
import { createPartners, migrations as ofPartners } from '@continuum/registries-partner';
import { createPatients } from '@continuum/registries-patient';
import { createAccounts, migrations as ofAccounts } from '@continuum/services-account';
import type { Actor } from '@continuum/trust-access';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPassword } from './identities/identity.ts';
import { loadDemonstration, migrations, type StorePictures } from './index.ts';
import { createTerritory } from './territory/territory.ts';

const people = createTerritory(60).people;
const idOf = (role: string) => people.find(person => person.role === role)!.id;
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

interface Load {
  storePictures?: StorePictures;
  intake?: Pick<Intake, 'receive'>;
}

/** A territory of its own on a real database, loaded as often as asked. */
async function opened() {
  const data = await mkdtemp(join(tmpdir(), 'demo-'));
  const database = await testDatabase([
    ...ofRecord,
    ofPartners,
    ofOrganizations,
    ofCredentials,
    ofAccounts,
    ofAccess,
    migrations,
  ]);
  const gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  const { service } = database;
  const intake = createIntake({ gate, patients: createPatients({ gate, service }), mappers: [] });
  const accounts = createAccounts({
    pool: service,
    clock: () => new Date('2026-11-22T12:00:00Z'),
    findUsager: async id => {
      const person = people.find(candidate => candidate.id === id);
      return person && { name: person.givenName, birthDate: person.birthDate };
    },
  });
  const folder = join(data, 'demo', 'keys');
  const issuing = await testAuthority(service);
  const deps = {
    service,
    gate,
    intake,
    accounts,
    gaps: createGaps(service),
    data,
    partners: createPartners({ service }),
    access: createAuthorizations({
      ...{ pool: service, gate, journal: event => gate.attempt(event) },
      keys: createKeys({ pool: service, authority: issuing.authority, journal: async () => undefined }),
      enrolment: { invite: async () => undefined },
      endSessions: async () => 0,
      countSessions: async () => 0,
      unblockingTries: createThrottle(service),
    }),
    keys: createDemonstrationKeys({
      ...{ pool: service, authority: issuing.authority, folder },
      origin: 'http://localhost',
    }),
  };
  closing.push(async () => {
    await intake.idle();
    await gate.close();
    await issuing.close();
    await database.drop();
    await rm(data, { recursive: true });
  });
  const load = async (count: number, more: Load = {}) => {
    const told: string[] = [];
    const progress = (...line: unknown[]) => told.push(line.join(' '));
    const identities = await loadDemonstration({ ...deps, people: count, progress, ...more });
    return { identities, told };
  };
  const counts = () =>
    database.asOwner(`SELECT type, count(*)::int AS many FROM record.resource GROUP BY type ORDER BY type`);
  return { ...deps, database, load, counts };
}

type Opened = Awaited<ReturnType<typeof opened>>;
/** One loaded territory of twelve people, for those that only look. */
let territory: Opened;
beforeAll(async () => {
  territory = await opened();
  await territory.load(12);
}, 180_000);

const physician: Actor = {
  kind: 'practitioner',
  id: 'Practitioner/medecin',
  name: 'Catherine Lavoie',
  profile: 'physician',
  credential: { kind: 'key', id: '1' },
};

async function found({ gate }: Opened, role: string, type = 'Observation') {
  const origin = { request: 'r', address: '::1', channel: 'fhir' };
  const outcome = await gate.open(physician, { of: 'TREAT' }, origin).search(type, [
    ['patient', idOf(role)],
    ['_count', '200'],
  ]);
  if (outcome.outcome !== 'found') throw new Error(JSON.stringify(outcome));
  return outcome.entries.map(({ body }) => JSON.parse(body) as { effectiveDateTime: string });
}

describe('loading the demonstration', { timeout: 180_000 }, () => {
  it('writes everything through intake: each row has its original, and a Provenance', async () => {
    const { database } = territory;
    const [row] = await database.asOwner<Record<string, number>>(
      `WITH target AS (
         SELECT jsonb_array_elements(body::jsonb -> 'target') ->> 'reference' AS reference
         FROM record.resource WHERE type = 'Provenance')
       SELECT count(*)::int AS rows, count(*) FILTER (WHERE d.id IS NULL)::int AS "withoutOriginal",
         count(*) FILTER (WHERE NOT EXISTS (SELECT FROM target WHERE reference = r.type || '/' || r.id))::int
           AS "withoutProvenance"
       FROM record.resource r LEFT JOIN record.deposit d ON d.id = r.deposit AND d.bytes IS NOT NULL
       WHERE r.type NOT IN ('Provenance', 'Consent')`,
    );
    expect(row).toMatchObject({ withoutOriginal: 0, withoutProvenance: 0 });
    expect(row!.rows).toBeGreaterThan(800);
    const states = await database.asOwner('SELECT DISTINCT state FROM record.deposit');
    expect(states).toEqual([{ state: 'stored' }]);
  });

  it('puts the refusals in force: everything of one person, the older part of another', async () => {
    expect(await found(territory, 'refus-demo')).toEqual([]);
    expect(await found(territory, 'refus-demo', 'MedicationDispense')).toEqual([]);
    const partial = await found(territory, 'refus-partiel-demo');
    const line = new Date(Date.now() - 732 * 86_400_000).toISOString();
    expect(partial.length).toBeGreaterThan(3);
    expect(partial.filter(({ effectiveDateTime }) => effectiveDateTime < line)).toEqual([]);
    expect((await found(territory, 'usager-demo')).length).toBeGreaterThan(40);
  });

  it('says who acts for whom: the mother for her child, not for her adolescent; the helper reads only', async () => {
    const { accounts } = territory;
    const signIn = async (userName: string) => {
      const answer = await accounts.signIn({ userName, password: demoPassword, address: '::1' });
      if (!answer.signedIn) throw new Error(answer.why);
      return answer.actor;
    };
    expect((await signIn('mere-demo')).usagers).toEqual([idOf('mere-demo'), idOf('enfant-demo')]);
    expect(await signIn('aidant-demo')).toMatchObject({
      usagers: [idOf('aidant-demo'), idOf('usager-demo')],
      readsOnly: [idOf('usager-demo')],
    });
    expect((await signIn('ado-demo')).usagers).toEqual([idOf('ado-demo')]);
  });

  it('loads nothing at a second start, and says who there is to be', async () => {
    const before = await territory.counts();
    const { identities, told } = await territory.load(12);
    expect(told).toEqual([]);
    expect(await territory.counts()).toEqual(before);
    const file = await readFile(join(territory.data, 'demo', 'identities.json'), 'utf8');
    expect(JSON.parse(file)).toEqual(identities);
  });

  it('goes on where it was interrupted, and ends with the same', async () => {
    const cut = await opened();
    let left = 30;
    const receive: Intake['receive'] = async deposit => {
      if (left-- <= 0) throw new Error('interrupted');
      return cut.intake.receive(deposit);
    };
    await expect(cut.load(12, { intake: { receive } })).rejects.toThrow('interrupted');
    await cut.load(12);
    expect(await cut.counts()).toEqual(await territory.counts());
  });

  it('adds only the new people when there are more, as if they had all come at once', async () => {
    const grown = await opened();
    await grown.load(8);
    const deposits = () => grown.database.asOwner<{ id: string }>('SELECT id FROM record.deposit');
    const before = await deposits();
    const { told } = await grown.load(12);
    expect(told).toContain('people 8 12');
    expect(told.at(-1)).toBe('people 12 12');
    const provenanceApart = (rows: unknown[]) =>
      (rows as { type: string }[]).filter(({ type }) => type !== 'Provenance');
    expect(provenanceApart(await grown.counts())).toEqual(provenanceApart(await territory.counts()));
    expect((await deposits()).length).toBeGreaterThan(before.length);
    const versions = await grown.database.asOwner('SELECT FROM record.version');
    expect(versions).toEqual([]);
  });

  it('loads the pictures once there is an archive that takes them all, in the name of the imaging department', async () => {
    const senders: string[] = [];
    let taken = 0;
    const archive =
      (takes: boolean): StorePictures =>
      async (instances, actor) => {
        senders.push(actor.source!.id);
        taken = [...instances].length;
        return takes;
      };
    await territory.load(12, { storePictures: archive(false) });
    const { told } = await territory.load(12, { storePictures: archive(true) });
    expect(told.at(-1)).toBe(`pictures ${taken} ${taken}`);
    expect(taken).toBeGreaterThan(30);
    await territory.load(12, { storePictures: archive(true) });
    expect(senders).toEqual(['imagerie-demo', 'imagerie-demo']);
  });
});

describe('the access of the cast', () => {
  it('is under authorizations, also in a folder that was loaded before there were any; one that ended stays so', async () => {
    const { service, load } = await opened();
    await load(20);
    const cast = createTerritory(20).practitioners.filter(({ userName }) => userName !== undefined);
    const access = async () =>
      Promise.all(
        cast.map(async ({ id }) =>
          (await inForceOf(service, `Practitioner/${id}`, new Date())).map(({ profile }) => profile),
        ),
      );
    const everybody = cast.map(({ profile }) => [profile]);
    expect(await access()).toEqual(everybody);
    const waiting = await service.query(`SELECT state FROM service.access_request WHERE state <> 'accepted'`);
    expect(waiting).toEqual([{ state: 'submitted' }, { state: 'submitted' }]);
    const offices = await service.query(
      `SELECT office FROM service.access_agent UNION ALL SELECT 'gaa' FROM service.gaa_designation ORDER BY 1`,
    );
    expect(offices.map(({ office }) => office)).toEqual(['aga', 'avi', 'gaa', 'tvi']);

    await service.query(`UPDATE service.demonstration SET access = false, standing = false`);
    await service.query(
      `UPDATE service.access_authorization SET state = 'ended', ended = now() WHERE practitioner = $1`,
      [cast[0]!.id],
    );
    await load(20);
    expect(await access()).toEqual([[], ...everybody.slice(1)]);
  }, 120_000);
});
