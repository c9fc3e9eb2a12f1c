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
import { type KeyEvent, type KeyState, nextState, stateAt } from './key-state.ts';

/** A key as its holder and the staff see it. */
export interface Key {
  /** Credential id of WebAuthn, base64url. */
  id: string;
  userName: string;
  /** `Practitioner/<id>`. */
  holder: string;
  kind: 'software' | 'fido2';
  state: KeyState;
  created: Date;
  /** Serial number of its certificate, and when that ends. */
  certificate: string;
  expires: Date;
}

export type KeyChange =
  | { changed: true; state: KeyState }
  | { changed: false; why: 'unknown' }
  | { changed: false; why: 'state'; state: KeyState }
  /** Whoever invited the holder does not activate the key: two persons of the staff answer for it. */
  | { changed: false; why: 'same-person' };

/** The keys of persons, and what happens to them. Every change is in the journal before it resolves. */
export interface Keys {
  /** Of a holder, or of everybody; newest first. */
  list(holder?: string): Promise<Key[]>;
  /** Whose key it is; undefined when there is none. */
  holderOf(id: string): Promise<string | undefined>;
  /** What is said of a key that cannot be looked up is the same whoever asks: `unknown`. */
  change(id: string, event: Exclude<KeyEvent, 'replace' | 'expire'>, by: Caller): Promise<KeyChange>;
}

interface Row extends Key {
  publicKey: JsonWebKey;
  invitedBy: string | null;
  replaces: string | null;
  name: string;
}

const select = `
  SELECT c.id, c.user_name AS "userName", c.holder, c.kind, c.state, c.created, c.public_key AS "publicKey",
         c.invited_by AS "invitedBy", c.replaces, t.serial AS certificate, t.expires, t.name
    FROM service.credential c JOIN service.certificate t ON t.serial = c.certificate`;

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

type Changing = KeysDeps & { tx: Tx; by: Caller; now: Date };

async function changeItsCertificate(deps: Changing, key: Row, event: KeyEvent, next: KeyState) {
  const { tx, by, now } = deps;
  // One that never was active has nothing to hold: it is over.
  const [change, reason] =
    next === 'revoked' && event === 'lost' ? onCertificate.revoke! : onCertificate[event]!;
  await changeCertificate(tx, key.certificate, change, { at: now, by: by.actor.id, reason });
  const about = `key ${key.id} of ${key.holder}, certificate ${key.certificate}`;
  await deps.journal({ action: journalled[change], outcome: 'success', ...by, about, why: event });
}

/** A new certificate over the same key; the one it had is superseded. */
async function renew({ tx, authority, by, now }: Changing, key: Row): Promise<void> {
  const publicKey = createPublicKey({ key: key.publicKey, format: 'jwk' }).export({
    type: 'spki',
    format: 'der',
  });
  const request = { profile: 'person', subject: key.holder, name: key.name, publicKey } as const;
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

async function readKey(db: Queryable, id: string, lock = ''): Promise<Row | undefined> {
  return (await db.query<Row>(`${select} WHERE c.id = $1 ${lock}`, [id]))[0];
}

async function apply(deps: Changing, key: Row, event: KeyEvent): Promise<KeyChange> {
  const state = stateAt(key.state, key.expires, deps.now);
  const next = nextState(state, event);
  if (next === undefined) return { changed: false, why: 'state', state };
  await deps.tx.query('UPDATE service.credential SET state = $2 WHERE id = $1', [key.id, next]);
  if (event === 'renew') await renew(deps, key);
  else await changeItsCertificate(deps, key, event, next);
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
  const replaced = await readKey(deps.tx, id, 'FOR UPDATE OF c');
  if (replaced) await apply(deps, replaced, 'replace');
}

/** The life of the keys over the database: `key-state.ts` says what may happen. */
export function createKeys(deps: KeysDeps): Keys {
  const { pool, clock = () => new Date() } = deps;
  const seen = ({ publicKey: _, invitedBy: __, replaces: ___, name: ____, ...key }: Row, now: Date): Key => ({
    ...key,
    state: stateAt(key.state, key.expires, now),
  });
  return {
    async list(holder) {
      const text = `${select} WHERE $1::text IS NULL OR c.holder = $1 ORDER BY c.created DESC, c.id LIMIT 10000`;
      return (await pool.query<Row>(text, [holder ?? null])).map(row => seen(row, clock()));
    },
    holderOf: async id => (await readKey(pool, id))?.holder,
    change: (id, event, by) =>
      pool.transaction(async tx => {
        const key = await readKey(tx, id, 'FOR UPDATE OF c');
        if (key === undefined) return { changed: false, why: 'unknown' };
        if (isTheirOwn(key, event, by)) return { changed: false, why: 'same-person' };
        const changing = { ...deps, tx, by, now: clock() };
        const done = await apply(changing, key, event);
        if (done.changed && event === 'activate' && key.replaces) await retire(changing, key.replaces);
        return done;
      }),
  };
}
