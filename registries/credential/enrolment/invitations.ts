import type { Pool } from '@continuum/record-database';
import { isWithin, type Reach } from '../holder-reach.ts';
import { isAfter, type PageOf, type Placed, pageSize, placeOf, readCursor, toPage } from '../page-cursor.ts';
import { nameOf } from './key-register.ts';

/** An invitation that nobody used yet; its code is not kept. */
export interface WaitingInvitation {
  id: string;
  /** `Practitioner/<id>`, and their name. */
  holder: string;
  name: string;
  userName: string;
  created: Date;
  expires: Date;
  invitedBy: string;
  /** Null of the command line. */
  invitedByName: string | null;
  replaces: string | null;
}

const waiting = (within: string) => `
  SELECT e.id, e.holder, e.name, e.user_name AS "userName", e.created, e.expires_at AS expires,
         e.invited_by AS "invitedBy", ${nameOf('e.invited_by')} AS "invitedByName", e.replaces,
         ${placeOf('e.created', 'e.id::text')}
    FROM service.enrolment e
   WHERE e.used IS NULL AND ${isAfter('e.created', 'e.id::text', ['$1', '$2'])} AND ${within}
   ORDER BY e.created DESC, e.id::text DESC LIMIT ${pageSize + 1}`;

/** A page of the invitations that wait, newest first; those whose time has passed until the next invitation erases them. */
export async function waitingInvitations(
  pool: Pool,
  cursor: string | undefined,
  reach: Reach,
): Promise<PageOf<WaitingInvitation>> {
  const values: unknown[] = readCursor(cursor);
  const text = waiting(isWithin(reach, 'e.holder', values));
  return toPage(await pool.query<Placed<WaitingInvitation>>(text, values));
}

/** Erases an invitation that waits, within reach; resolves to whose it was. */
export async function withdrawInvitation(pool: Pool, id: string, reach: Reach): Promise<string | undefined> {
  const values: unknown[] = [id];
  const within = isWithin(reach, 'holder', values);
  const text = `DELETE FROM service.enrolment WHERE id = $1 AND used IS NULL AND ${within} RETURNING holder`;
  return (await pool.query<{ holder: string }>(text, values))[0]?.holder;
}
