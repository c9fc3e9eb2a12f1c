import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@continuum/record-database/testing';
import { type DoorEvent, migrations as ofRecord, openGate } from '@continuum/record-gate';
import {
  createEnrolment,
  createKeys,
  createSessions,
  createSignedActs,
  createThrottle,
  migrations as ofCredentials,
} from '@continuum/registries-credential';
import { signingDesk, softwareAuthenticator, testAuthority } from '@continuum/registries-credential/testing';
import { type Actor, unknownActor } from '@continuum/trust-access';
import { pino } from 'pino';
import { actorCounts, createAuthorizations, migrations } from '../index.ts';
import { organization, person, register } from './register.ts';
import { signingGrants } from './sign-grant.ts';

const screen = 'https://exchange.example';
export const origin = { request: 'r', address: '192.0.2.1', channel: 'api' };

const actorOf = (id: string, profile: Actor['profile'] = 'none'): Actor => ({
  ...{ kind: 'practitioner', id: `Practitioner/${id}`, name: `Personne ${id}`, profile },
  credential: { kind: 'key', id: `key-of-${id}` },
});

/** Everybody of the workflow, and those who have no part in it. */
export const cast = {
  pilote: actorOf('pilote', 'operations'),
  gaa: actorOf('gaa', 'physician'),
  otherGaa: actorOf('other-gaa'),
  aga: actorOf('aga', 'access-manager'),
  secondAga: actorOf('second-aga', 'access-manager'),
  tvi: actorOf('tvi', 'access-manager'),
  avi: actorOf('avi', 'access-manager'),
  otherAvi: actorOf('other-avi', 'access-manager'),
  manager: actorOf('manager', 'access-manager'),
  archivist: actorOf('archivist', 'archivist'),
  citizen: {
    ...{ kind: 'citizen', id: 'Patient/anne', name: 'Anne Roy', profile: 'citizen', usagers: ['anne'] },
    credential: { kind: 'password', id: 'anne' },
  } satisfies Actor,
  system: {
    ...{ kind: 'system', id: 'Device/hopital', name: 'Hôpital', profile: 'hospital-system' },
    credential: { kind: 'client-assertion', id: 'hopital' },
  } satisfies Actor,
  nobody: unknownActor,
};

export type Who = keyof typeof cast;

/** The workflow over a real database, a real authority and real enrolments; with its agents and a GAA in office. */
export async function workplace() {
  const database = await testDatabase([...ofRecord, ofCredentials, migrations]);
  const data = await mkdtemp(join(tmpdir(), 'continuum-authorization-'));
  const pool = database.service;
  let now = new Date('2026-11-02T15:00:00Z');
  const clock = () => now;
  const events: DoorEvent[] = [];
  const journal = async (event: DoorEvent) => void events.push(event);
  const gate = openGate({ database, data, log: pino({ level: 'silent' }) });
  const { authority, certify, close: closeAuthority } = await testAuthority(pool, clock);
  const keys = createKeys({ pool, authority, journal, clock });
  const relyingParty = { id: 'exchange.example', origins: [screen] };
  const enrolment = createEnrolment({ pool, authority, journal, clock, relyingParty });
  const sessions = createSessions(pool, actorCounts, clock);
  const deps = {
    ...{ pool, gate, enrolment, keys, journal, clock },
    endSessions: (holder: string, by: string) => sessions.endAllOf(holder, by),
    countSessions: (holder: string) => sessions.countOf(holder),
    unblockingTries: createThrottle(pool, clock, { tries: 5, seconds: 3600 }),
  };
  const authorizations = createAuthorizations(deps);
  await authority.certifyJournal(await gate.journal.publicKey());
  const acts = createSignedActs({
    ...{ pool, gate, authority, clock },
    journalKey: () => gate.journal.publicKey(),
  });
  const desk = { pool, acts, certify, origin, screen };
  // A TVI has a key too: that they accept nothing is not for want of one.
  const sign = await signingDesk(desk, [cast.aga, cast.secondAga, cast.tvi]);
  const signGrant = signingGrants(sign, authorizations, origin);
  await register(
    gate,
    // The AVI of the ministry are those of the clinic’s region.
    ...[
      organization('clinic', 'medical-office', 'Estrie'),
      organization('other', 'medical-office', 'Outaouais'),
    ],
    organization('ministry', 'establishment', 'Estrie'),
    ...['gaa', 'other-gaa'].map(id => person({ id, at: id === 'gaa' ? 'clinic' : 'other', provider: 'FAM' })),
    ...['aga', 'second-aga', 'tvi', 'avi', 'other-avi', 'pilote'].map(id => person({ id, at: 'ministry' })),
    person({ id: 'head', at: 'ministry', function: 'head' }),
  );
  const by = (actor: Actor) => ({ actor, origin });
  const must = async <T extends object>(answer: Promise<T>): Promise<T> => {
    const given = await answer;
    if (!('done' in given)) throw new Error(JSON.stringify(given));
    return given;
  };
  const appoint = (practitioner: string, office: 'aga' | 'tvi' | 'avi') =>
    must(
      authorizations.appoint(
        { practitioner, office, organization: 'ministry', email: `${practitioner}@example.org` },
        by(cast.pilote),
      ),
    );
  const designate = (practitioner: string, where: string) =>
    must(
      authorizations.designate(
        {
          practitioner,
          organization: where,
          email: `${practitioner}@example.org`,
          designatedOn: '2026-11-01',
        },
        by(cast.pilote),
      ),
    );
  /** What the holder does in the meeting: the code, the key, its PIN. */
  const enrolKey = async (code: string): Promise<boolean> => {
    const options = await enrolment.begin(code);
    if (options === undefined) return false;
    const response = softwareAuthenticator().create(options.challenge, screen);
    return (await enrolment.finish(code, response, origin)).enrolled;
  };
  await Promise.all([appoint('aga', 'aga'), appoint('second-aga', 'aga'), appoint('tvi', 'tvi')]);
  await Promise.all([appoint('avi', 'avi'), appoint('other-avi', 'avi')]);
  await Promise.all([designate('gaa', 'clinic'), designate('other-gaa', 'other')]);
  events.length = 0;
  return {
    ...{ database, pool, gate, authorizations, keys, sessions, deps, events, journal, by },
    ...{ authority, certify, acts, signGrant, enrolment },
    now: clock,
    setNow(next: Date) {
      now = next;
    },
    /** A person of the clinic whom the register knows. */
    async newcomer(id: string, more: { provider?: string; lapsed?: boolean; at?: string } = {}) {
      await register(gate, person({ id, at: 'clinic', provider: 'MD', ...more }));
      return actorOf(id);
    },
    register: (...changes: Parameters<typeof register>[1][]) => register(gate, ...changes),
    enrolKey,
    /** An active key of theirs, under their id as user name. */
    async keyOf(id: string) {
      const whom = { userName: id, holder: `Practitioner/${id}`, name: `Personne ${id}` };
      const invited = await enrolment.invite(whom, by(cast.tvi));
      await enrolKey(invited!.code);
      const [key] = await keys.list(whom.holder);
      await keys.change(key!.id, 'activate', by(cast.avi));
      return key!;
    },
    async close() {
      await closeAuthority();
      await gate.close();
      await database.drop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

export type Workplace = Awaited<ReturnType<typeof workplace>>;
