import type { Pool } from '@continuum/record-database';
import type { Actor } from '@continuum/trust-access';
import { keyCounts } from './credential.ts';
import { type ActorCounts, absolute, type Sessions } from './session.ts';
import { type CookieRequest, readPassCookie } from './session-cookie.ts';
import type { SessionKind } from './session-kind.ts';

/** A session that a request comes from. */
export interface SignedIn {
  kind: SessionKind;
  actor: Actor;
  /** Id of the session, which opens nothing. */
  session: string;
}

const kinds: readonly SessionKind[] = ['clinician', 'citizen'];

/**
 * Who is signed in, by the pass that their screen was given a moment ago: for a page that a browser is sent to, and that
 * protects itself from requests that other pages make. Everything else asks for the session's header, and for a proof.
 */
export async function signedIn(sessions: Sessions, request: CookieRequest): Promise<SignedIn[]> {
  const found = await Promise.all(
    kinds.map(async (kind): Promise<SignedIn | undefined> => {
      const pass = readPassCookie(request, kind);
      const session = pass && (await sessions.navigated(kind, pass));
      return session ? { kind, ...session } : undefined;
    }),
  );
  return found.filter(one => one !== undefined);
}

const standsWith = (counts: ActorCounts) => `SELECT
    ($1::text IS NULL OR EXISTS (
      SELECT FROM service.credential c JOIN service.certificate t ON t.serial = c.certificate
      WHERE c.id = $1 AND ${keyCounts('c', 't', '$4::timestamptz')}))
    AND ($2::uuid IS NULL OR EXISTS (
      SELECT FROM service.session s WHERE s.id = $2 AND s.ended IS NULL AND s.created > $3))
    AND ${counts('asked.actor', '$4')} AS stands
  FROM (SELECT $5::jsonb AS actor) AS asked`;

/**
 * Says whether what a person proved themself with still counts: their key, and, where one is named, the session: not ended,
 * nor past its absolute limit; and what they come in by. Asked at each request of an application that acts for them.
 */
export function createStillStands(pool: Pool, counts: ActorCounts, clock: () => Date = () => new Date()) {
  const stands = standsWith(counts);
  return async (actor: Actor, session: string | undefined): Promise<boolean> => {
    const now = clock();
    const { credential } = actor;
    const key = credential.kind === 'key' ? credential.id : null;
    const values = [key, session ?? null, new Date(now.getTime() - absolute), now, JSON.stringify(actor)];
    const [row] = await pool.query<{ stands: boolean }>(stands, values, 'still-stands');
    return row!.stands;
  };
}
