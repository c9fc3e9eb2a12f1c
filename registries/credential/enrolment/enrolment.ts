import { randomBytes } from 'node:crypto';
import type { Pool, Tx } from '@continuum/record-database';
import type { DoorEvent } from '@continuum/record-gate';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { Authority, Caller } from '../authority/authority.ts';
import { changeCertificate } from '../authority/certificate-store.ts';
import type { Reach } from '../holder-reach.ts';
import type { PageOf } from '../page-cursor.ts';
import { newEnrolmentCode, toCodeDigest } from './enrolment-code.ts';
import { type WaitingInvitation, waitingInvitations, withdrawInvitation } from './invitations.ts';
import {
  checkRegistration,
  type Registered,
  type RegistrationFailure,
  type RelyingParty,
  toCreationOptions,
} from './registration.ts';

/** Whom the staff invites to enrol a key. */
export interface Invitation {
  userName: string;
  /** `Practitioner/<id>`. */
  holder: string;
  /** As a person reads it: the common name of the certificate. */
  name: string;
  organization?: string;
  /** The key that the new one takes the place of, once it is active. */
  replaces?: string;
  /** Who ordered the key, when somebody else gives its holder the code: they answer for the invitation. */
  orderedBy?: string;
}

export type Enrolled =
  | { enrolled: true; id: string; certificate: Buffer }
  | { enrolled: false; why: 'code-unknown' | 'challenge-unknown' | 'key-known' | RegistrationFailure };

/** The enrolment of a FIDO2 key: a code from the staff, a challenge, a certificate over the key that the authenticator made. */
export interface Enrolment {
  /** A code that serves once, for three days. Undefined when the user name is another holder's, or `replaces` is not theirs. */
  invite(invitation: Invitation, by: Caller): Promise<{ code: string; expires: Date } | undefined>;
  /** A page of the invitations that nobody used yet, newest first. @throws CursorRefused */
  waiting(cursor?: string, reach?: Reach): Promise<PageOf<WaitingInvitation>>;
  /** Takes an invitation back: its code serves no more. False when there is none of that id that waits within reach. */
  withdraw(id: string, by: Caller, reach?: Reach): Promise<boolean>;
  /** What the browser asks the authenticator; undefined for a code that does not count. */
  begin(code: string): Promise<PublicKeyCredentialCreationOptionsJSON | undefined>;
  /** Enrols the key: it is certified, on hold until somebody of the staff activates it. */
  finish(code: string, response: RegistrationResponseJSON, origin: Caller['origin']): Promise<Enrolled>;
}

const codeLifetime = 3 * 86_400_000;
const challengeLifetime = 300_000;

interface Row {
  userName: string;
  holder: string;
  name: string;
  organization: string | null;
  replaces: string | null;
  invitedBy: string;
}

const columns = `user_name AS "userName", holder, name, organization, replaces, invited_by AS "invitedBy"`;

const insert = `
  WITH stale AS (DELETE FROM service.enrolment WHERE expires_at < $7)
  INSERT INTO service.enrolment (code_sha256, user_name, holder, name, organization, replaces, created, expires_at, invited_by)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
   WHERE NOT EXISTS (SELECT FROM service.credential WHERE user_name = $2 AND holder <> $3)
     AND NOT EXISTS (SELECT FROM service.enrolment WHERE user_name = $2 AND holder <> $3 AND expires_at >= $7)
     AND ($6::text IS NULL OR EXISTS (SELECT FROM service.credential WHERE id = $6 AND holder = $3))
  RETURNING user_name`;

const setChallenge = `
  UPDATE service.enrolment SET challenge = $2, challenge_expires = $3
   WHERE code_sha256 = $1 AND used IS NULL AND expires_at > $4 RETURNING ${columns}`;

/** A challenge serves once, whatever comes of it; the code may be tried again. */
const takeChallenge = `
  WITH taken AS (
    SELECT code_sha256, challenge FROM service.enrolment
     WHERE code_sha256 = $1 AND used IS NULL AND expires_at > $2 AND challenge_expires > $2 FOR UPDATE)
  UPDATE service.enrolment e SET challenge = NULL, challenge_expires = NULL
    FROM taken t WHERE e.code_sha256 = t.code_sha256 RETURNING t.challenge`;

const useCode = `UPDATE service.enrolment SET used = $2
   WHERE code_sha256 = $1 AND used IS NULL AND expires_at > $2 RETURNING ${columns}`;

const keepKey = `
  INSERT INTO service.credential
    (id, user_name, holder, kind, public_key, state, created, certificate, sign_count, attestation, invited_by, replaces)
  VALUES ($1, $2, $3, 'fido2', $4, 'enrolled', $5, $6, $7, $8, $9, $10)`;

const noteEnrolled = `
  INSERT INTO service.credential_event (credential, event, certificate, at, by) VALUES ($1, 'enrol', $2, $3, $4)`;

interface EnrolmentDeps {
  pool: Pool;
  authority: Authority;
  relyingParty: RelyingParty;
  journal: (event: DoorEvent) => Promise<void>;
  clock?: () => Date;
}

/** The holder, as the one who asks for the certificate of their own key. */
const asHolder = ({ holder, name }: Row, origin: Caller['origin']): Caller => ({
  actor: {
    kind: 'practitioner',
    id: holder,
    name,
    profile: 'none',
    credential: { kind: 'none', id: 'enrolment' },
  },
  origin,
});

async function certify(
  deps: EnrolmentDeps,
  tx: Tx,
  row: Row,
  key: Registered,
  origin: Caller['origin'],
  now: Date,
) {
  const { holder, name, organization } = row;
  const by = asHolder(row, origin);
  const request = { profile: 'person', subject: holder, name, publicKey: key.spki } as const;
  const issued = await deps.authority.issue({ ...request, ...(organization && { organization }) }, by, tx);
  const hold = { at: now, by: row.invitedBy, reason: 'certificateHold' } as const;
  await changeCertificate(tx, issued.serial, 'suspended', hold);
  await tx.query(keepKey, [
    ...[key.id, row.userName, holder, JSON.stringify(key.publicKey), now, issued.serial, key.signCount],
    ...[JSON.stringify(key.attestation), row.invitedBy, row.replaces],
  ]);
  await tx.query(noteEnrolled, [key.id, issued.serial, now, holder]);
  await deps.journal({ action: 'key-enrol', outcome: 'success', ...by, about: `key ${key.id} of ${holder}` });
  return issued.der;
}

function enrol(deps: EnrolmentDeps, code: Buffer, key: Registered, origin: Caller['origin'], now: Date) {
  return deps.pool.transaction(async (tx): Promise<Enrolled> => {
    const [row] = await tx.query<Row>(useCode, [code, now]);
    if (row === undefined) return { enrolled: false, why: 'code-unknown' };
    const [known] = await tx.query('SELECT id FROM service.credential WHERE id = $1', [key.id]);
    if (known) return { enrolled: false, why: 'key-known' };
    return { enrolled: true, id: key.id, certificate: await certify(deps, tx, row, key, origin, now) };
  });
}

/** Enrolment over the database: codes and challenges serve once, whichever process answers. */
export function createEnrolment(deps: EnrolmentDeps): Enrolment {
  const { pool, relyingParty, clock = () => new Date() } = deps;
  return {
    async invite({ userName, holder, name, organization, replaces, orderedBy }, by) {
      const code = newEnrolmentCode();
      const now = clock();
      const expires = new Date(now.getTime() + codeLifetime);
      const values = [toCodeDigest(code), userName, holder, name, organization ?? null, replaces ?? null];
      const rows = await pool.query(insert, [...values, now, expires, orderedBy ?? by.actor.id]);
      if (rows.length === 0) return undefined;
      await deps.journal({ action: 'key-invite', outcome: 'success', ...by, about: `a key for ${holder}` });
      return { code, expires };
    },
    waiting: (cursor, reach = 'everybody') => waitingInvitations(pool, cursor, reach),
    async withdraw(id, by, reach = 'everybody') {
      const holder = await withdrawInvitation(pool, id, reach);
      if (holder === undefined) return false;
      const about = `a key for ${holder}`;
      await deps.journal({ action: 'key-invite', outcome: 'success', ...by, about, why: 'withdrawn' });
      return true;
    },
    async begin(code) {
      const challenge = randomBytes(32).toString('base64url');
      const now = clock();
      const until = new Date(now.getTime() + challengeLifetime);
      const [row] = await pool.query<Row>(setChallenge, [toCodeDigest(code), challenge, until, now]);
      if (row === undefined) return undefined;
      const text = `SELECT id FROM service.credential WHERE holder = $1 AND kind = 'fido2' AND state IN ('enrolled', 'active', 'suspended')`;
      const known = await pool.query<{ id: string }>(text, [row.holder]);
      return toCreationOptions(
        relyingParty,
        row,
        challenge,
        known.map(({ id }) => id),
      );
    },
    async finish(code, response, origin) {
      const now = clock();
      const digest = toCodeDigest(code);
      const [taken] = await pool.query<{ challenge: string }>(takeChallenge, [digest, now]);
      if (taken === undefined) return { enrolled: false, why: 'challenge-unknown' };
      const key = await checkRegistration(response, taken.challenge, relyingParty);
      return typeof key === 'string' ? { enrolled: false, why: key } : enrol(deps, digest, key, origin, now);
    },
  };
}
