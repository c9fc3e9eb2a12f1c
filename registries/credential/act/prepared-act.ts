import type { Pool } from '@continuum/record-database';
import type { ActCode } from '@continuum/trust-access';
import type { Signer } from './signer.ts';

/** What is known of an act between its preparation and its signature: everything but the act itself. */
export interface PreparedRow {
  /** SHA-256 of the statement, base64url. */
  challenge: string;
  /** The key that is to sign. */
  credential: string;
  act: ActCode;
  recorded: string;
  onBehalfOf: string | null;
  /** The version that it replaces. */
  replaces: number | null;
}

/** A clinician reads what they sign; then they begin again. */
export const preparedFor = 5 * 60_000;

const insert = `
  WITH stale AS (DELETE FROM service.prepared_act WHERE expires_at < $9)
  INSERT INTO service.prepared_act
    (challenge, session_sha256, credential, holder, act, recorded, on_behalf_of, replaces, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::timestamptz + $10 * interval '1 millisecond')
  ON CONFLICT DO NOTHING RETURNING challenge`;

/** It serves once: whatever comes of it, it is taken. Another's session takes nothing, and spoils nothing. */
const take = `
  DELETE FROM service.prepared_act
   WHERE challenge = $1 AND session_sha256 = $2 AND holder = $3 AND credential = $4
  RETURNING challenge, credential, act, recorded, on_behalf_of AS "onBehalfOf", replaces, expires_at > $5 AS "inTime"`;

/** Keeps that an act was prepared for that person, their key and their session; false when the very same was. */
export async function keepPrepared(
  pool: Pool,
  { actor, session }: Signer,
  { challenge, credential, act, recorded, onBehalfOf, replaces }: PreparedRow,
  now: Date,
): Promise<boolean> {
  const values = [
    challenge,
    session,
    credential,
    actor.id,
    act,
    recorded,
    onBehalfOf,
    replaces,
    now,
    preparedFor,
  ];
  return (await pool.query(insert, values)).length === 1;
}

/** Takes what was prepared under a challenge; undefined when that person, key and session prepared no such act in time. */
export async function takePrepared(
  pool: Pool,
  { actor, session }: Signer,
  challenge: string,
  now: Date,
): Promise<PreparedRow | undefined> {
  const values = [challenge, session, actor.id, actor.credential.id, now];
  const [row] = await pool.query<PreparedRow & { inTime: boolean }>(take, values);
  if (!row?.inTime) return undefined;
  const { inTime: _, ...prepared } = row;
  return prepared;
}
