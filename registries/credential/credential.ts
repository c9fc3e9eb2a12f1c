import type { JsonWebKey } from 'node:crypto';
import type { Pool } from '@continuum/record-database';

/** A person's key as the registry knows it: the public half, whose it is, whether it still counts. */
export interface Credential {
  /** Credential id of WebAuthn, base64url. */
  id: string;
  userName: string;
  /** `Practitioner/<id>`. */
  holder: string;
  kind: 'software' | 'fido2';
  publicKey: JsonWebKey;
  state: 'active' | 'suspended' | 'revoked';
}

const columns = `id, user_name AS "userName", holder, kind, public_key AS "publicKey", state`;

/** Enrols a key. The same id again replaces its public key and holder and leaves its state alone. */
export async function registerCredential(pool: Pool, credential: Omit<Credential, 'state'>): Promise<void> {
  const { id, userName, holder, kind, publicKey } = credential;
  await pool.query(
    `INSERT INTO service.credential (id, user_name, holder, kind, public_key) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (id) DO UPDATE SET user_name = $2, holder = $3, public_key = $5`,
    [id, userName, holder, kind, JSON.stringify(publicKey)],
  );
}

/** The credentials of a user name, newest first; empty when nobody bears it. */
export async function findCredentials(pool: Pool, userName: string): Promise<Credential[]> {
  const text = `SELECT ${columns} FROM service.credential WHERE user_name = $1 ORDER BY created DESC`;
  return pool.query<Credential>(text, [userName]);
}

/** One credential by its id. */
export async function readCredential(pool: Pool, id: string): Promise<Credential | undefined> {
  const rows = await pool.query<Credential>(`SELECT ${columns} FROM service.credential WHERE id = $1`, [id]);
  return rows[0];
}

/**
 * Suspends, restores or revokes a key; its sessions stop with it at the next request, on every process.
 * Resolves to false when there is no such key or it is revoked (which is for good).
 */
export async function setCredentialState(
  pool: Pool,
  id: string,
  state: Credential['state'],
): Promise<boolean> {
  const rows = await pool.query(
    `UPDATE service.credential SET state = $2 WHERE id = $1 AND state <> 'revoked' RETURNING id`,
    [id, state],
  );
  return rows.length === 1;
}
