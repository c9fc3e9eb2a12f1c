import type { Pool } from '@continuum/record-database';
import { isWithin, type Reach } from '../holder-reach.ts';
import { isAfter, type PageOf, type Placed, pageSize, placeOf, readCursor, toPage } from '../page-cursor.ts';
import { plain, toPattern } from '../plain-search.ts';
import { endingStates, type KeyEvent, type KeyState } from './key-state.ts';

/** A key as its holder and the staff see it. */
export interface Key {
  /** Credential id of WebAuthn, base64url. */
  id: string;
  userName: string;
  /** `Practitioner/<id>`, and their name as the certificate has it. */
  holder: string;
  name: string;
  kind: 'software' | 'fido2';
  state: KeyState;
  created: Date;
  /** Serial number of its certificate, when that ends, and whether it counts. */
  certificate: string;
  expires: Date;
  certified: boolean;
  /** Who invited its holder; nobody activates the key of whom they invited. */
  invitedBy: string | null;
  /** The key that it takes the place of once it is active. */
  replaces: string | null;
}

/** What the staff looks for: those that wait for an activation, that work, that end soon, that are over. */
export const keyFilters = ['enrolled', 'active', 'suspended', 'ending', 'over'] as const;
export type KeyFilter = (typeof keyFilters)[number];

export interface KeyQuery {
  /** Part of the holder's name or user name. */
  text?: string;
  filter?: KeyFilter;
  cursor?: string;
}

/** One thing that happened to a key. */
export interface KeyHistoryLine {
  event: KeyEvent | 'enrol';
  at: Date;
  reason: string | null;
  certificate: string | null;
  by: string;
  /** The name of who did it; null of somebody who has no certificate, as the command line. */
  byName: string | null;
}

/** The state at the moment `$1`. */
const stateNow = `CASE WHEN c.state IN ('${endingStates.join("', '")}') AND t.expires <= $1 THEN 'expired' ELSE c.state END`;

/** Columns and tables of a `Key`; `$1` is the moment. */
export const selectKey = `
  SELECT c.id, c.user_name AS "userName", c.holder, t.name, c.kind, ${stateNow} AS state, c.created,
         c.invited_by AS "invitedBy", c.replaces, t.serial AS certificate, t.expires,
         t.revoked IS NULL AND t.expires > $1 AS certified`;
export const fromKeys = 'FROM service.credential c JOIN service.certificate t ON t.serial = c.certificate';

/** Before an ending, how long the screens speak of it, in days. */
const soon = 90;

const conditions: Record<KeyFilter, string> = {
  enrolled: `${stateNow} = 'enrolled'`,
  active: `${stateNow} = 'active'`,
  suspended: `${stateNow} = 'suspended'`,
  ending: `${stateNow} IN ('active', 'suspended') AND t.expires <= $1::timestamptz + interval '${soon} days'`,
  over: `${stateNow} IN ('revoked', 'replaced', 'expired')`,
};

/** A page of the keys of everybody within reach, newest first. @throws CursorRefused */
export async function searchKeys(pool: Pool, query: KeyQuery, now: Date, reach: Reach): Promise<PageOf<Key>> {
  const { text, filter, cursor } = query;
  const values: unknown[] = [now, toPattern(text), ...readCursor(cursor)];
  const statement = `${selectKey}, ${placeOf('c.created', 'c.id')} ${fromKeys}
    WHERE ${filter ? conditions[filter] : 'true'}
      AND ($2::text IS NULL OR ${plain('t.name')} LIKE ${plain('$2')} OR c.user_name LIKE lower($2))
      AND ${isAfter('c.created', 'c.id', ['$3', '$4'])} AND ${isWithin(reach, 'c.holder', values)}
    ORDER BY c.created DESC, c.id DESC LIMIT ${pageSize + 1}`;
  return toPage(await pool.query<Placed<Key>>(statement, values));
}

/** The name of a person by their newest certificate. @param reference SQL of `Practitioner/<id>`. */
export const nameOf = (reference: string): string =>
  `(SELECT n.name FROM service.certificate n WHERE n.subject = ${reference} ORDER BY n.issued DESC LIMIT 1)`;

/** A page of what happened to a key, newest first. @throws CursorRefused */
export async function historyOf(pool: Pool, id: string, cursor?: string): Promise<PageOf<KeyHistoryLine>> {
  const place = "lpad(e.id::text, 20, '0')";
  const statement = `
    SELECT e.event, e.at, e.reason, e.certificate, e.by, ${nameOf('e.by')} AS "byName", ${placeOf('e.at', place)}
      FROM service.credential_event e
     WHERE e.credential = $1 AND ${isAfter('e.at', place, ['$2', '$3'])}
     ORDER BY e.at DESC, e.id DESC LIMIT ${pageSize + 1}`;
  return toPage(await pool.query<Placed<KeyHistoryLine>>(statement, [id, ...readCursor(cursor)]));
}
