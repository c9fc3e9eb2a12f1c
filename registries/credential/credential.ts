import type { JsonWebKey } from 'node:crypto';
import type { Pool } from '@continuum/record-database';
import { platformActor } from '@continuum/trust-access';
import { certificateCounts } from './authority/certificate-store.ts';
import type { KeyState } from './enrolment/key-state.ts';

/** A person's key as the registry knows it: the public half, whose it is, whether it still counts. */
export interface Credential {
  /** Credential id of WebAuthn, base64url. */
  id: string;
  userName: string;
  /** `Practitioner/<id>`. */
  holder: string;
  kind: 'software' | 'fido2';
  publicKey: JsonWebKey;
  state: KeyState;
  /** Serial number of its certificate. */
  certificate: string;
}

const columns = `c.id, c.user_name AS "userName", c.holder, c.kind, c.public_key AS "publicKey", c.state, c.certificate`;

const register = `
  WITH kept AS (
    INSERT INTO service.credential (id, user_name, holder, kind, public_key, certificate)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (id) DO UPDATE SET user_name = $2, holder = $3, public_key = $5, certificate = $6
    RETURNING id, created, certificate, xmax = 0 AS new)
  INSERT INTO service.credential_event (credential, event, certificate, at, by)
  SELECT id, 'enrol', certificate, created, $7 FROM kept WHERE new`;

/** Keeps a software key with its certificate, active. The same id again replaces both and leaves its state alone. */
export async function registerCredential(pool: Pool, credential: Omit<Credential, 'state'>): Promise<void> {
  const { id, userName, holder, kind, publicKey, certificate } = credential;
  const values = [id, userName, holder, kind, JSON.stringify(publicKey), certificate, platformActor.id];
  await pool.query(register, values);
}

/** The credentials of a user name, newest first; empty when nobody bears it. */
export async function findCredentials(pool: Pool, userName: string): Promise<Credential[]> {
  const text = `SELECT ${columns} FROM service.credential c WHERE c.user_name = $1 ORDER BY c.created DESC`;
  return pool.query<Credential>(text, [userName]);
}

/**
 * The condition that a key opens the door, for a statement that joins `service.credential` and `service.certificate`:
 * it is active, and its certificate counts.
 */
export const keyCounts = (key: string, certificate: string, now: string): string =>
  `(${key}.state = 'active' AND ${certificateCounts(certificate, now)})`;

/**
 * The keys that open the door and whose certificate comes to its end from one moment to before another, for a statement of
 * another room: `holder`, `serial`, `expires`. One on hold is renewed once it is given back.
 * @param from and @param to expressions of SQL
 */
export const keysEnding = (from: string, to: string): string => `(
  SELECT c.holder, t.serial, t.expires
    FROM service.certificate t JOIN service.credential c ON c.certificate = t.serial
   WHERE c.state = 'active' AND t.revoked IS NULL AND t.expires >= ${from} AND t.expires < ${to})`;

/** One credential by its id, and whether it counts at that moment. */
export async function readCredential(
  pool: Pool,
  id: string,
  now: Date,
): Promise<(Credential & { counts: boolean }) | undefined> {
  const rows = await pool.query<Credential & { counts: boolean }>(
    `SELECT ${columns}, coalesce(${keyCounts('c', 't', '$2')}, false) AS counts
       FROM service.credential c LEFT JOIN service.certificate t ON t.serial = c.certificate WHERE c.id = $1`,
    [id, now],
    'credential-read',
  );
  return rows[0];
}

/**
 * Keeps how often a key says that it signed (WebAuthn level 3, §6.1.1). False when it did not grow: a copy of the key
 * may exist. Keys that do not count say zero, always.
 */
export async function keepSignCount(pool: Pool, id: string, count: number): Promise<boolean> {
  const rows = await pool.query(
    `UPDATE service.credential SET sign_count = $2
      WHERE id = $1 AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0)) RETURNING id`,
    [id, count],
  );
  return rows.length === 1;
}
