import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { Pool, Tx } from '@continuum/record-database';
import type { DoorEvent } from '@continuum/record-gate';
import type { Authority, Caller } from '../authority/authority.ts';
import {
  type CertificateChange,
  changeCertificate,
  type Queryable,
  type RevocationReason,
} from '../authority/certificate-store.ts';
import { X509Certificate } from '../authority/x509.ts';
import { isWithin, type Reach } from '../holder-reach.ts';
import type { PageOf } from '../page-cursor.ts';
import {
  fromKeys,
  historyOf,
  type Key,
  type KeyHistoryLine,
  type KeyQuery,
  searchKeys,
  selectKey,
} from './key-register.ts';
import { type KeyEvent, type KeyState, nextState } from './key-state.ts';

export type KeyChange =
  | { changed: true; state: KeyState }
  | { changed: false; why: 'unknown' }
  | { changed: false; why: 'state'; state: KeyState }
  /** Whoever invited the holder does not activate the key: two persons of the staff answer for it. */
  | { changed: false; why: 'same-person' };

/**
 * The keys of persons, and what happens to them. Every change is in the journal before it resolves. What is asked within a reach is
 * found within it, and not otherwise; everybody's when none is said.
 */
export interface Keys {
  /** Of a holder, or of everybody; newest first. */
  list(holder?: string, reach?: Reach): Promise<Key[]>;
  /** A page of everybody's, newest first, as they are looked for. @throws CursorRefused */
  search(query: KeyQuery, reach?: Reach): Promise<PageOf<Key>>;
  /** What happened to a key, newest first. @throws CursorRefused */
  historyOf(id: string, cursor?: string): Promise<PageOf<KeyHistoryLine>>;
  /** Whose key it is; undefined when there is none. */
  holderOf(id: string, reach?: Reach): Promise<string | undefined>;
  /** Whether somebody (`Practitioner/<id>`), with or without a key, is within reach. */
  reaches(reach: Reach, holder: string): Promise<boolean>;
  /** The key that a certificate is over, as it is now; undefined when it is no key’s. */
  certifiedBy(serial: string): Promise<string | undefined>;
  /** What is said of a key that cannot be looked up is the same whoever asks: `unknown`. */
  change(
    id: string,
    event: Exclude<KeyEvent, 'replace' | 'expire'>,
    by: Caller,
    reason?: RevocationReason,
  ): Promise<KeyChange>;
}

interface Row extends Key {
  publicKey: JsonWebKey;
}

/** What an event does to the certificate of the key. */
const onCertificate: Partial<Record<KeyEvent, [CertificateChange, RevocationReason?]>> = {
  activate: ['restored'],
  restore: ['restored'],
  lost: ['suspended', 'certificateHold'],
  suspend: ['suspended', 'certificateHold'],
  blocked: ['revoked', 'cessationOfOperation'],
  revoke: ['revoked', 'keyCompromise'],
  replace: ['revoked', 'superseded'],
};

const journalled: Record<CertificateChange, DoorEvent['action']> = {
  suspended: 'certificate-suspend',
  restored: 'certificate-restore',
  revoked: 'certificate-revoke',
};

interface KeysDeps {
  pool: Pool;
  authority: Authority;
  journal: (event: DoorEvent) => Promise<void>;
  clock?: () => Date;
}

type Changing = KeysDeps & { tx: Tx; by: Caller; now: Date; reason?: RevocationReason };

async function changeItsCertificate(deps: Changing, key: Row, event: KeyEvent, next: KeyState) {
  const { tx, by, now } = deps;
  // One that never was active has nothing to hold: it is over.
  const [change, usual] =
    next === 'revoked' && event === 'lost' ? onCertificate.revoke! : onCertificate[event]!;
  const reason = event === 'revoke' ? (deps.reason ?? usual) : usual;
  await changeCertificate(tx, key.certificate, change, { at: now, by: by.actor.id, reason });
  const about = `key ${key.id} of ${key.holder}, certificate ${key.certificate}`;
  const why = deps.reason === undefined ? event : `${event}:${reason}`;
  await deps.journal({ action: journalled[change], outcome: 'success', ...by, about, why });
  return reason;
}

/** On whose behalf, as the certificate says. */
async function organizationOf(tx: Tx, serial: string): Promise<string | undefined> {
  const text = 'SELECT der FROM service.certificate WHERE serial = $1';
  const [row] = await tx.query<{ der: Buffer }>(text, [serial]);
  return row && new X509Certificate(new Uint8Array(row.der)).subjectName.getField('O')[0];
}

/** A new certificate over the same key; the one it had is superseded. */
async function renew({ tx, authority, by, now }: Changing, key: Row): Promise<undefined> {
  const publicKey = createPublicKey({ key: key.publicKey, format: 'jwk' }).export({
    type: 'spki',
    format: 'der',
  });
  const organization = await organizationOf(tx, key.certificate);
  const request = {
    profile: 'person',
    subject: key.holder,
    name: key.name,
    organization,
    publicKey,
  } as const;
  const { serial } = await authority.issue(request, by, tx);
  await tx.query('UPDATE service.credential SET certificate = $2 WHERE id = $1', [key.id, serial]);
  const how = { at: now, by: by.actor.id, reason: 'superseded' } as const;
  await changeCertificate(tx, key.certificate, 'revoked', how);
}

/** Whoever found the key may have found the browser too: what it opened stays shut when it is given back. */
async function endSessions({ tx, by, now }: Changing, key: Row): Promise<void> {
  const text = `UPDATE service.session SET ended = $2, ended_by = $3 WHERE credential = $1 AND ended IS NULL`;
  await tx.query(text, [key.id, now, by.actor.id]);
}

async function readKey(
  db: Queryable,
  id: string,
  now: Date,
  { lock = '', reach = 'everybody' as Reach } = {},
): Promise<Row | undefined> {
  const values: unknown[] = [now, id];
  const within = isWithin(reach, 'c.holder', values);
  const text = `${selectKey}, c.public_key AS "publicKey" ${fromKeys} WHERE c.id = $2 AND ${within} ${lock}`;
  return (await db.query<Row>(text, values))[0];
}

const forUpdate = { lock: 'FOR UPDATE OF c' };

const note = `
  INSERT INTO service.credential_event (credential, event, certificate, reason, at, by)
  SELECT id, $2, certificate, $3, $4, $5 FROM service.credential WHERE id = $1`;

async function apply(deps: Changing, key: Row, event: KeyEvent): Promise<KeyChange> {
  const { tx, by, now } = deps;
  const { id, state } = key;
  const next = nextState(state, event);
  if (next === undefined) return { changed: false, why: 'state', state };
  await tx.query('UPDATE service.credential SET state = $2 WHERE id = $1', [id, next]);
  const reason =
    event === 'renew' ? await renew(deps, key) : await changeItsCertificate(deps, key, event, next);
  await tx.query(note, [id, event, reason ?? null, now, by.actor.id]);
  if (event === 'lost') await endSessions(deps, key);
  return { changed: true, state: next };
}

/**
 * Nobody activates the key that they invited somebody to enrol, nor gives back their own. The command line does: whoever
 * has the machine has the authority's keys too, and somebody must be the first.
 */
const isTheirOwn = ({ holder, invitedBy }: Row, event: KeyEvent, { actor }: Caller): boolean =>
  (['activate', 'restore'].includes(event) && holder === actor.id) ||
  (event === 'activate' && invitedBy === actor.id && actor.profile !== 'platform');

/** The key that another takes the place of, when that one begins to count. */
async function retire(deps: Changing, id: string): Promise<void> {
  const replaced = await readKey(deps.tx, id, deps.now, forUpdate);
  if (replaced) await apply(deps, replaced, 'replace');
}

/** The life of the keys over the database: `key-state.ts` says what may happen. */
export function createKeys(deps: KeysDeps): Keys {
  const { pool, clock = () => new Date() } = deps;
  return {
    list(holder, reach = 'everybody') {
      const values: unknown[] = [clock(), holder ?? null];
      const text = `${selectKey} ${fromKeys} WHERE ($2::text IS NULL OR c.holder = $2)
        AND ${isWithin(reach, 'c.holder', values)} ORDER BY c.created DESC, c.id LIMIT 10000`;
      return pool.query<Key>(text, values);
    },
    search: (query, reach = 'everybody') => searchKeys(pool, query, clock(), reach),
    historyOf: (id, cursor) => historyOf(pool, id, cursor),
    async certifiedBy(serial) {
      const text = 'SELECT id FROM service.credential WHERE certificate = $1';
      return (await pool.query<{ id: string }>(text, [serial]))[0]?.id;
    },
    holderOf: async (id, reach) => (await readKey(pool, id, clock(), { reach }))?.holder,
    async reaches(reach, holder) {
      if (reach === 'everybody') return true;
      const values: unknown[] = [holder];
      const text = `SELECT ${isWithin(reach, '$1::text', values)} AS within`;
      return (await pool.query<{ within: boolean }>(text, values))[0]!.within;
    },
    change: (id, event, by, reason) =>
      pool.transaction(async tx => {
        const now = clock();
        const key = await readKey(tx, id, now, forUpdate);
        if (key === undefined) return { changed: false, why: 'unknown' };
        if (isTheirOwn(key, event, by)) return { changed: false, why: 'same-person' };
        const changing = { ...deps, tx, by, now, reason };
        const done = await apply(changing, key, event);
        if (done.changed && event === 'activate' && key.replaces) await retire(changing, key.replaces);
        return done;
      }),
  };
}
