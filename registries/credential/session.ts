import { hash, randomBytes } from 'node:crypto';
import { coalesce, type Pool } from '@continuum/record-database';
import { firstMatrixInForce, type MatrixInForce } from '@continuum/record-gate';
import type { Actor } from '@continuum/trust-access';
import { toAddress } from './address.ts';
import { keyCounts } from './credential.ts';
import { type Device, readDevice } from './device.ts';
import type { SessionKind } from './session-kind.ts';
import type { SessionProof } from './session-proof.ts';

/** What a session is bound to when it is opened. */
export interface SessionBinding {
  /** Thumbprint of the browser's key (RFC 7638). */
  thumbprint: string;
  /** Clinicians: the assertion of their own key over that thumbprint, and the salt between the two. */
  evidence?: unknown;
  /** From where, and by which browser, as it says: its holder recognizes it by that. */
  from?: { address: string; userAgent?: string };
}

/** A session that is open, as its holder sees it. */
export interface OpenSession {
  id: string;
  kind: SessionKind;
  created: Date;
  lastSeen: Date;
  /** Of the browser that opened it. */
  address: string | null;
  device: Device;
  /** The one that asks. */
  current: boolean;
}

type OpenRow = Omit<OpenSession, 'device'> & { userAgent: string | null };

/** Sessions of the screens: opaque tokens, of which only the hash is kept, each bound to a key of its browser. */
export interface Sessions {
  /** Opens a session, always under a new token (a fixed one is worth nothing). Resolves to the token. */
  open(kind: SessionKind, actor: Actor, binding: SessionBinding): Promise<string>;
  /**
   * Who holds that token, when it is of that kind and still counts, and the proof is by its key and was never used
   * before, on whichever process; and that address is one that it may be used from. Its idle time starts again.
   */
  find(kind: SessionKind, token: string, proof: SessionProof, address?: string): Promise<Actor | undefined>;
  /** Who a session is of changes in what they come in as: true when it was open. @param token SHA-256 of its token */
  become(token: Buffer, actor: Actor): Promise<boolean>;
  /**
   * A pass for the pages that the browser is sent to, for ten minutes: a navigation carries no proof, and the cookie
   * alone is nobody. The one before it serves no more. Resolves to the pass; undefined when the session is over.
   */
  allowNavigation(kind: SessionKind, token: string): Promise<string | undefined>;
  /** Who holds that pass, and the id of their session. */
  navigated(kind: SessionKind, pass: string): Promise<{ actor: Actor; session: string } | undefined>;
  /** From now on a clinician's session is of the same person under another authorization; true when it was open and theirs. */
  actAs(token: string, actor: Actor): Promise<boolean>;
  /** Ends one session; true when it was open. */
  end(kind: SessionKind, token: string, by: string): Promise<boolean>;
  /** The open sessions of a person, the last used first. @param token of the one that asks. */
  listOf(holder: string, token: string): Promise<OpenSession[]>;
  /** How many sessions of a person are open. */
  countOf(holder: string): Promise<number>;
  /** Ends one session of a person by its id; true when it was open and theirs. */
  endOneOf(holder: string, id: string, by: string): Promise<boolean>;
  /** Ends every session of a person (`Practitioner/<id>`, `Patient/<id>`); resolves to how many. */
  endAllOf(holder: string, by: string): Promise<number>;
}

const minute = 60_000;
const idle: Record<SessionKind, number> = { clinician: 15 * minute, citizen: 30 * minute };
/** The longest that a session lasts, in milliseconds. */
export const absolute = 10 * 60 * minute;
/** Writing the time of each request would cost a commit each: the idle time is right to half a minute. */
const touchEvery = minute / 2;
const passLifetime = 10 * minute;
const longestUserAgent = 400;

const open = `
  INSERT INTO service.session (token_sha256, kind, holder, actor, credential, jkt, evidence, address, user_agent, created, last_seen)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`;

/**
 * The condition under which what an actor comes in by is in force, as SQL: no authorization in force, no session.
 * @param actor an expression of type jsonb: the actor as the session keeps it
 * @param now placeholder of the moment
 */
export type ActorCounts = (actor: string, now: string) => string;

/**
 * The condition under which a session may be used from an address, as SQL: what was opened at a place is not carried
 * elsewhere.
 * @param actor an expression of type jsonb: the actor as the session keeps it
 * @param address an expression of type inet; null when it is not known
 */
export type PlaceCounts = (actor: string, address: string) => string;

/** Placeholders: the moment, then the last moments at which a clinician, a citizen, anybody may have been seen or begun. */
const standing =
  (counts: ActorCounts) =>
  (now: string, clinician: string, citizen: string, begun: string): string =>
    `
  s.ended IS NULL AND s.created > ${begun}
  AND s.last_seen > CASE s.kind WHEN 'clinician' THEN ${clinician}::timestamptz ELSE ${citizen}::timestamptz END
  AND (s.credential IS NULL OR ${keyCounts('c', 't', now)})
  AND ${counts('s.actor', now)}`;

type Stands = ReturnType<typeof standing>;

const sessionWithKey = `service.session s
  LEFT JOIN service.credential c ON c.id = s.credential
  LEFT JOIN service.certificate t ON t.serial = c.certificate`;

/**
 * Many requests at once, one statement and one commit: who holds each token, and that its proof was not used. Rows are
 * inserted in one order, so that two statements never wait for each other.
 */
const findWith = (stands: Stands, matrix: MatrixInForce, here: PlaceCounts) => `
  WITH asked AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $10::inet[])
      WITH ORDINALITY AS asked (token, kind, jkt, jti, keep_until, address, place)),
  found AS (
    SELECT DISTINCT ON (a.jkt, a.jti) a.place, a.jkt, a.jti, a.keep_until, s.actor, s.last_seen
      FROM asked a, ${sessionWithKey}
     WHERE s.token_sha256 = decode(a.token, 'hex') AND s.kind = a.kind AND s.jkt = a.jkt
       AND ${stands('$6', '$7', '$8', '$9')}
       AND ${here('s.actor', 'a.address')}
     ORDER BY a.jkt, a.jti, a.place),
  fresh AS (
    INSERT INTO service.session_proof (jkt, jti, keep_until)
    SELECT jkt, jti, keep_until FROM found ORDER BY jkt, jti
    ON CONFLICT DO NOTHING RETURNING jkt, jti)
  SELECT found.place::int - 1 AS place, found.actor, found.last_seen AS "lastSeen", ${matrix.numberSql} AS matrix
    FROM found JOIN fresh USING (jkt, jti)`;

const navigateWith = (stands: Stands, matrix: MatrixInForce) => `
  SELECT s.id AS session, s.actor, ${matrix.numberSql} AS matrix FROM ${sessionWithKey}
   WHERE s.pass_sha256 = $5 AND s.pass_until > $1 AND s.kind = $6 AND ${stands('$1', '$2', '$3', '$4')}`;

const setPass = `
  UPDATE service.session SET pass_sha256 = $3, pass_until = $4
  WHERE token_sha256 = $1 AND kind = $2 AND ended IS NULL RETURNING id`;

const prune = `
  DELETE FROM service.session_proof WHERE ctid IN (
    SELECT ctid FROM service.session_proof WHERE keep_until < $1 LIMIT 5000 FOR UPDATE SKIP LOCKED)`;

const end = `
  UPDATE service.session SET ended = $3, ended_by = $4
  WHERE token_sha256 = $1 AND kind = $2 AND ended IS NULL RETURNING id`;

const listWith = (stands: Stands) => `
  SELECT s.id, s.kind, s.created, s.last_seen AS "lastSeen", s.address, s.user_agent AS "userAgent",
         s.token_sha256 = $6 AS current
    FROM ${sessionWithKey}
   WHERE s.holder = $1 AND ${stands('$2', '$3', '$4', '$5')} ORDER BY s.last_seen DESC, s.id`;

const countWith = (stands: Stands) => `
  SELECT count(*) FROM ${sessionWithKey} WHERE s.holder = $1 AND ${stands('$2', '$3', '$4', '$5')}`;

const digest = (token: string): Buffer => hash('sha256', token, 'buffer');
const before = (now: Date, milliseconds: number): Date => new Date(now.getTime() - milliseconds);
const limitsAt = (now: Date): Date[] => [
  ...[now, before(now, idle.clinician), before(now, idle.citizen), before(now, absolute)],
];

interface Asked {
  kind: SessionKind;
  token: string;
  proof: SessionProof;
  address: string | undefined;
}

interface Found {
  place: number;
  actor: Actor;
  lastSeen: Date;
  /** Number of the access matrix in force. */
  matrix: number;
}

/** The clocks of two processes differ: a proof is kept a minute longer than it counts. */
const keptUntil = ({ proof }: Asked): Date => new Date(proof.keepUntil.getTime() + minute);

async function findAll(
  pool: Pool,
  find: string,
  asked: readonly Asked[],
  now: Date,
  matrix: MatrixInForce,
): Promise<(Found | undefined)[]> {
  const rows = await pool.query<Found>(
    find,
    [
      asked.map(({ token }) => digest(token).toString('hex')),
      asked.map(({ kind }) => kind),
      asked.map(({ proof }) => proof.thumbprint),
      asked.map(({ proof }) => proof.jti),
      asked.map(keptUntil),
      ...limitsAt(now),
      asked.map(({ address }) => toAddress(address) ?? null),
    ],
    'session-find',
  );
  if (rows[0]) await matrix.told(rows[0].matrix);
  const found = new Map(rows.map(row => [row.place, row]));
  return asked.map((_, place) => found.get(place));
}

/**
 * Sessions over the database: idle 15 minutes for clinicians, 30 for citizens, 10 hours at most.
 * @param counts asked with each session, in the same statement: what ends ends the session at its next request.
 * @param matrix told, by that statement, which table decides from now on
 * @param here asked with each request of a screen, in the same statement; by default a session is of no place.
 */
export function createSessions(
  pool: Pool,
  counts: ActorCounts,
  clock: () => Date = () => new Date(),
  matrix: MatrixInForce = firstMatrixInForce,
  here: PlaceCounts = () => 'true',
): Sessions {
  const stands = standing(counts);
  const find = findWith(stands, matrix, here);
  const [navigate, list] = [navigateWith(stands, matrix), listWith(stands)];
  const count = countWith(stands);
  const finding = coalesce((asked: readonly Asked[]) => findAll(pool, find, asked, clock(), matrix));
  let pruned = clock();
  const touch = async (token: string, now: Date): Promise<void> => {
    await pool.query('UPDATE service.session SET last_seen = $2 WHERE token_sha256 = $1', [
      digest(token),
      now,
    ]);
    if (pruned > before(now, minute)) return;
    pruned = now;
    await pool.query(prune, [now]);
  };
  return {
    async open(kind, actor, { thumbprint, evidence, from }) {
      const token = randomBytes(32).toString('base64url');
      const credential = actor.credential.kind === 'key' ? actor.credential.id : null;
      const signed = evidence === undefined ? null : JSON.stringify(evidence);
      const values = [digest(token), kind, actor.id, JSON.stringify(actor), credential, thumbprint, signed];
      const claimed = from?.userAgent?.slice(0, longestUserAgent) ?? null;
      await pool.query(open, [...values, from?.address ?? null, claimed, clock()]);
      return token;
    },
    async find(kind, token, proof, address) {
      const found = await finding.put({ kind, token, proof, address });
      const now = clock();
      if (found && found.lastSeen < before(now, touchEvery)) await touch(token, now);
      return found && { ...found.actor, session: digest(token).toString('base64url') };
    },
    async become(token, actor) {
      const text = `UPDATE service.session SET actor = $2
        WHERE token_sha256 = $1 AND holder = $3 AND ended IS NULL RETURNING id`;
      return (await pool.query(text, [token, JSON.stringify(actor), actor.id])).length === 1;
    },
    async allowNavigation(kind, token) {
      const pass = randomBytes(32).toString('base64url');
      const until = new Date(clock().getTime() + passLifetime);
      const rows = await pool.query(setPass, [digest(token), kind, digest(pass), until]);
      return rows.length === 1 ? pass : undefined;
    },
    async navigated(kind, pass) {
      const values = [...limitsAt(clock()), digest(pass), kind];
      const [row] = await pool.query<{ actor: Actor; session: string; matrix: number }>(navigate, values);
      if (!row) return undefined;
      await matrix.told(row.matrix);
      return { actor: row.actor, session: row.session };
    },
    async actAs(token, actor) {
      const text = `UPDATE service.session SET actor = $3
        WHERE token_sha256 = $1 AND kind = 'clinician' AND holder = $2 AND ended IS NULL RETURNING id`;
      return (await pool.query(text, [digest(token), actor.id, JSON.stringify(actor)])).length === 1;
    },
    async end(kind, token, by) {
      return (await pool.query(end, [digest(token), kind, clock(), by])).length === 1;
    },
    async listOf(holder, token) {
      const rows = await pool.query<OpenRow>(list, [holder, ...limitsAt(clock()), digest(token)]);
      return rows.map(({ userAgent, ...row }) => ({ ...row, device: readDevice(userAgent) }));
    },
    async countOf(holder) {
      const [row] = await pool.query<{ count: number }>(count, [holder, ...limitsAt(clock())]);
      return row!.count;
    },
    async endOneOf(holder, id, by) {
      const text = `UPDATE service.session SET ended = $3, ended_by = $4
        WHERE holder = $1 AND id = $2 AND ended IS NULL RETURNING id`;
      return (await pool.query(text, [holder, id, clock(), by])).length === 1;
    },
    async endAllOf(holder, by) {
      const text = `UPDATE service.session SET ended = $2, ended_by = $3
        WHERE holder = $1 AND ended IS NULL RETURNING id`;
      return (await pool.query(text, [holder, clock(), by])).length;
    },
  };
}
