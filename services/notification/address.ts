import { createHash, randomInt } from 'node:crypto';
import type { Pool, Query } from '@continuum/record-database';
import type { Language } from './mail/notice-text.ts';
import { queueNotice } from './mail/queue-notice.ts';

/** Where a person is told. */
export interface Address {
  email: string;
  language: Language;
  confirmed: Date | null;
  /** Since when it refuses what is sent to it. */
  refused: Date | null;
  codeUntil: Date | null;
}

/** Who is told: a person, and the account that they sign in with. */
export interface Holder {
  /** Id of their Patient. */
  id: string;
  account: string;
}

const codeServesMs = 30 * 60_000;
const mostTries = 5;

const digestOf = (holder: string, code: string): string =>
  createHash('sha256').update(`${holder} ${code}`).digest('hex');

/** The address of a person; undefined when they gave none. */
export async function addressOf(db: { query: Query }, holder: string): Promise<Address | undefined> {
  const [row] = await db.query<Address>(
    `SELECT email, language, confirmed, refused, code_until AS "codeUntil" FROM service.notice_address WHERE holder = $1`,
    [holder],
  );
  return row;
}

/**
 * Keeps an address, and has a code sent to it: nothing else is, until its holder gives the code back. One that is confirmed and
 * takes what is sent to it stays as it is.
 * @returns true when a code leaves
 */
export async function keepAddress(
  tx: { query: Query },
  holder: Holder,
  { email, language }: Pick<Address, 'email' | 'language'>,
  now: Date,
): Promise<boolean> {
  const was = await addressOf(tx, holder.id);
  if (was?.email === email && was.confirmed && !was.refused) {
    await tx.query('UPDATE service.notice_address SET language = $2, account = $3 WHERE holder = $1', [
      holder.id,
      language,
      holder.account,
    ]);
    return false;
  }
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  await tx.query(
    `INSERT INTO service.notice_address (holder, account, email, language, code_sha256, code_until, changed)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (holder) DO UPDATE SET account = $2, email = $3, language = $4, confirmed = NULL, code_sha256 = $5,
       code_until = $6, code_tries = 0, refused = NULL, refusal = NULL, changed = $7`,
    [
      holder.id,
      holder.account,
      email,
      language,
      digestOf(holder.id, code),
      new Date(now.getTime() + codeServesMs),
      now,
    ],
  );
  const key = `confirm:${holder.id}:${now.toISOString()}`;
  const facts = { own: true, code };
  await queueNotice(tx, { key, holder: holder.id, template: 'confirm', email, language, facts }, now);
  return true;
}

const countTry = `
  UPDATE service.notice_address SET code_tries = code_tries + 1
   WHERE holder = $1 AND code_sha256 IS NOT NULL AND code_until > $2 AND code_tries < $3 RETURNING code_sha256 AS digest`;

/** Confirms an address by the code that was sent to it: five tries, half an hour, once. False: not by that code. */
export async function confirmAddress(pool: Pool, holder: string, code: string, now: Date): Promise<boolean> {
  const [row] = await pool.query<{ digest: string }>(countTry, [holder, now, mostTries]);
  if (row?.digest !== digestOf(holder, code)) return false;
  const confirmed = await pool.query(
    `UPDATE service.notice_address SET confirmed = $2, code_sha256 = NULL, code_until = NULL, changed = $2
     WHERE holder = $1 AND code_sha256 = $3 RETURNING holder`,
    [holder, now, row.digest],
  );
  return confirmed.length === 1;
}
