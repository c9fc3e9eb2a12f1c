import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from '@continuum/record-database';
import type { Actor } from '@continuum/trust-access';
import { keyCounts } from './credential.ts';

export type SessionKind = 'clinician' | 'citizen';

/** Sessions of the screens: opaque tokens, of which only the hash is kept. */
export interface Sessions {
  /** Opens a session, always under a new token (a fixed one is worth nothing). Resolves to the token. */
  open(kind: SessionKind, actor: Actor): Promise<string>;
  /** Who holds that token, when it is of that kind and still counts. Its idle time starts again. */
  find(kind: SessionKind, token: string): Promise<Actor | undefined>;
  /** Ends one session; true when it was open. */
  end(kind: SessionKind, token: string, by: string): Promise<boolean>;
  /** Ends every session of a person (`Practitioner/<id>`, `Patient/<id>`); resolves to how many. */
  endAllOf(holder: string, by: string): Promise<number>;
}

const minute = 60_000;
const idle: Record<SessionKind, number> = { clinician: 15 * minute, citizen: 30 * minute };
/** The longest that a session lasts, in milliseconds. */
export const absolute = 10 * 60 * minute;
/** Writing the time of each request would cost a commit each: the idle time is right to half a minute. */
const touchEvery = minute / 2;

const open = `
  INSERT INTO service.session (token_sha256, kind, holder, actor, credential, created, last_seen)
  VALUES ($1, $2, $3, $4, $5, $6, $6)`;

const find = `
  SELECT s.actor, s.last_seen AS "lastSeen"
  FROM service.session s
    LEFT JOIN service.credential c ON c.id = s.credential
    LEFT JOIN service.certificate t ON t.serial = c.certificate
  WHERE s.token_sha256 = $1 AND s.kind = $2 AND s.ended IS NULL AND s.last_seen > $3 AND s.created > $4
    AND (s.credential IS NULL OR ${keyCounts('c', 't', '$5')})`;

const end = `
  UPDATE service.session SET ended = $3, ended_by = $4
  WHERE token_sha256 = $1 AND kind = $2 AND ended IS NULL RETURNING id`;

const hash = (token: string): Buffer => createHash('sha256').update(token).digest();
const before = (now: Date, milliseconds: number): Date => new Date(now.getTime() - milliseconds);

/** Sessions over the database: idle 15 minutes for clinicians, 30 for citizens, 10 hours at most. */
export function createSessions(pool: Pool, clock: () => Date = () => new Date()): Sessions {
  const touch = (token: Buffer, now: Date) =>
    pool.query('UPDATE service.session SET last_seen = $2 WHERE token_sha256 = $1', [token, now]);
  return {
    async open(kind, actor) {
      const token = randomBytes(32).toString('base64url');
      const credential = actor.credential.kind === 'key' ? actor.credential.id : null;
      await pool.query(open, [hash(token), kind, actor.id, JSON.stringify(actor), credential, clock()]);
      return token;
    },
    async find(kind, token) {
      const now = clock();
      const values = [hash(token), kind, before(now, idle[kind]), before(now, absolute), now];
      const rows = await pool.query<{ actor: Actor; lastSeen: Date }>(find, values, 'session-find');
      const row = rows[0];
      if (row && row.lastSeen < before(now, touchEvery)) await touch(hash(token), now);
      return row?.actor;
    },
    async end(kind, token, by) {
      return (await pool.query(end, [hash(token), kind, clock(), by])).length === 1;
    },
    async endAllOf(holder, by) {
      const text = `UPDATE service.session SET ended = $2, ended_by = $3
        WHERE holder = $1 AND ended IS NULL RETURNING id`;
      return (await pool.query(text, [holder, clock(), by])).length;
    },
  };
}
