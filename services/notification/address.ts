import { createHash, randomInt } from 'node:crypto';
import type { Query } from '@continuum/record-database';
import type { AddressWay } from './channel.ts';
import type { Language } from './mail/notice-text.ts';
import { queueNotice } from './queue-notice.ts';

/** Where a person is told: an e-mail address, or a number in E.164. */
export interface Address {
  address: string;
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

/** Where addresses of each way are kept, and in which column. */
const kept: Readonly<Record<AddressWay, readonly [table: string, column: string]>> = {
  email: ['service.notice_address', 'email'],
  sms: ['service.notice_mobile', 'mobile'],
};

/** For how long a code serves that was sent to an address. */
export const codeServesMs = 30 * 60_000;
const mostTries = 5;

const digestOf = (holder: string, code: string): string =>
  createHash('sha256').update(`${holder} ${code}`).digest('hex');

/** The address of a person; undefined when they gave none. */
export async function addressOf(
  db: { query: Query },
  channel: AddressWay,
  holder: string,
): Promise<Address | undefined> {
  const [table, column] = kept[channel];
  const [row] = await db.query<Address>(
    `SELECT ${column} AS address, language, confirmed, refused, code_until AS "codeUntil" FROM ${table} WHERE holder = $1`,
    [holder],
  );
  return row;
}

/** Whether a code must be sent to an address, before anything else is. */
export const needsCode = (was: Address | undefined, address: string): boolean =>
  was?.address !== address || !was.confirmed || !!was.refused;

/** In which language, and by which account, a person is told from now on. */
export async function keepHolder(tx: { query: Query }, holder: Holder, language: Language): Promise<void> {
  for (const [table] of Object.values(kept))
    await tx.query(`UPDATE ${table} SET language = $2, account = $3 WHERE holder = $1`, [
      ...[holder.id, language, holder.account],
    ]);
}

/** Keeps an address, and has a code sent to it: nothing else is, until its holder gives the code back. */
export async function keepAddress(
  tx: { query: Query },
  holder: Holder,
  { channel, address, language }: { channel: AddressWay; address: string; language: Language },
  now: Date,
): Promise<void> {
  const [table, column] = kept[channel];
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  await tx.query(
    `INSERT INTO ${table} (holder, account, ${column}, language, code_sha256, code_until, changed)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (holder) DO UPDATE SET account = $2, ${column} = $3, language = $4, confirmed = NULL, code_sha256 = $5,
       code_until = $6, code_tries = 0, refused = NULL, refusal = NULL, changed = $7`,
    [
      ...[holder.id, holder.account, address, language, digestOf(holder.id, code)],
      ...[new Date(now.getTime() + codeServesMs), now],
    ],
  );
  const key = `confirm:${channel}:${holder.id}:${now.toISOString()}`;
  const facts = { own: true, code };
  await queueNotice(
    tx,
    { key, holder: holder.id, template: 'confirm', channel, address, language, facts },
    now,
  );
}

/** Confirms an address by the code that was sent to it: five tries, half an hour, once. False: not by that code. */
export async function confirmAddress(
  tx: { query: Query },
  channel: AddressWay,
  holder: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const [table] = kept[channel];
  const [row] = await tx.query<{ digest: string }>(
    `UPDATE ${table} SET code_tries = code_tries + 1
      WHERE holder = $1 AND code_sha256 IS NOT NULL AND code_until > $2 AND code_tries < $3 RETURNING code_sha256 AS digest`,
    [holder, now, mostTries],
  );
  if (row?.digest !== digestOf(holder, code)) return false;
  const confirmed = await tx.query(
    `UPDATE ${table} SET confirmed = $2, code_sha256 = NULL, code_until = NULL, changed = $2
     WHERE holder = $1 AND code_sha256 = $3 RETURNING holder`,
    [holder, now, row.digest],
  );
  return confirmed.length === 1;
}

/** Nothing more is sent to an address that refuses, until its holder confirms one again. */
export async function refuseAddress(
  tx: { query: Query },
  channel: AddressWay,
  { holder, address, problem }: { holder: string; address: string; problem: string },
  now: Date,
): Promise<void> {
  const [table, column] = kept[channel];
  await tx.query(
    `UPDATE ${table} SET refused = $3, refusal = $4 WHERE holder = $1 AND ${column} = $2 AND refused IS NULL`,
    [holder, address, now, problem],
  );
}
