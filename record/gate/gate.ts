import type { Pool } from '@continuum/record-database';
import type { Journal } from '@continuum/record-journal';
import type { Store } from '@continuum/record-store';
import type { Issue } from '@continuum/standards-fhir';
import type { Actor, Purpose } from '@continuum/trust-access';
import { type JournalFacts, type JournalResult, whoOf } from '@continuum/trust-audit';
import type { Access, Origin } from './access.ts';
import { type Asked, usagersAsked } from './asked-about.ts';
import { changeMeta } from './change-meta.ts';
import { type Commits, createCommits } from './commits.ts';
import { confirming } from './confirming.ts';
import { consult } from './consult.ts';
import { createDeposits } from './deposits.ts';
import type { Opening } from './entries.ts';
import { createStreams } from './event-streams.ts';
import { everything } from './everything.ts';
import { explain } from './explain.ts';
import type { Exports } from './exported.ts';
import { createExports } from './exports.ts';
import { journalOf } from './journal-of.ts';
import type { Deposits } from './kept-deposit.ts';
import { firstMatrixInForce, type MatrixInForce } from './matrix-in-force.ts';
import { createNotices, type Notices } from './notices.ts';
import { openOverrides, overridesOf } from './overrides-of.ts';
import { ownJournal } from './own-journal.ts';
import { isAboutSelf, ownAmong } from './own-record.ts';
import { preview } from './preview.ts';
import { history, lookup, peek, type Room, readOne, search } from './reading.ts';
import { refused, restricted, restrictionHolds } from './refused.ts';
import { resultStates } from './result-states.ts';
import { rightsDoor } from './rights.ts';
import { readSigned, signedVersions } from './signed-acts.ts';
import type { Streams } from './streams.ts';
import { watching } from './watching.ts';
import { mayWrite, writeAll } from './writing.ts';

/** What is done to a key or a certificate: a change to the registry, kept as a write. */
type KeyAction =
  | 'certificate-issue'
  | 'certificate-suspend'
  | 'certificate-restore'
  | 'certificate-revoke'
  | 'key-invite'
  | 'key-enrol';

/** A step in the life of an access authorization: `authorization-request-accept`. */
type AuthorizationAction = `authorization-${string}`;

/** A step in the review of an override: `override-review-propose`. */
type OverrideAction = `override-${string}`;

/** A home that was declared or is no more, a network of usual places. */
type RemoteAction = `remote-${string}`;

/** That an organisme does not send something, or that it does again. */
type GapAction = 'sending-gap-record' | 'sending-gap-end';

/** A step in the life of a version of the access matrix: `matrix-adopt`. */
type MatrixAction = `matrix-${string}`;

/** A version of a product that is attested, or no longer: `certification-attest`. */
type CertificationAction = `certification-${string}`;

/** What a person chose to be told of, or that they were told: `notice-choose`. */
type NoticeAction = `notice-${string}`;

/** A step of surveillance: `surveillance-case-decide`. */
type SurveillanceAction = `surveillance-${string}`;

/**
 * What happened at the door itself: a sign-in, a sign-out, an attempt, a key, a certificate, an authorization or the matrix
 * that changed, a step of surveillance.
 */
export interface DoorEvent {
  action:
    | 'sign-in'
    | 'sign-out'
    | 'attempt'
    | KeyAction
    | AuthorizationAction
    | OverrideAction
    | RemoteAction
    | GapAction
    | MatrixAction
    | CertificationAction
    | SurveillanceAction
    | NoticeAction;
  outcome: Extract<JournalResult, 'success' | 'denied'>;
  actor: Actor;
  origin: Origin;
  /** Why it was denied, or done: a code, never a secret nor a name that somebody typed. */
  why?: string;
  /** Of a key, a certificate or an authorization: which, and whose. */
  about?: string;
  /** What for, when a request said it; the platform's own work otherwise. */
  purpose?: Purpose;
  /** What was asked of the record: those whom it is about read of the attempt. */
  asked?: Asked;
}

/** What is still under way on the asking side: see `Opening`. */
export type Asking = Pick<Opening, 'signal' | 'confirmed'>;

/** The only door to the record. */
export interface Gate {
  /** A value that every later step needs. Opening journals nothing: what is asked does. */
  open(actor: Actor, purpose: Purpose, origin: Origin, asking?: Asking): Access;
  /** Durable when it resolves. */
  attempt(event: DoorEvent): Promise<void>;
  /** The originals of what was deposited, and what waits. */
  deposits: Deposits;
  /** The record taken in bulk. */
  exports: Exports;
  /** The changes of the record, told to subscribers. */
  streams: Streams;
  /** What persons are to be told of. */
  notices: Notices;
  /** What is wrong with the search of a scope (SMART v2); empty when it can be part of the predicate. */
  limitProblems(type: string, search: string): Issue[];
}

export interface GateDeps {
  /** The record's pool. */
  pool: Pool;
  store: Store;
  journal: Journal;
  clock?: () => Date;
  /** Absent: the first table. */
  matrix?: Pick<MatrixInForce, 'current'> | undefined;
}

const doorActions: Partial<Record<DoorEvent['action'], JournalFacts['action']>> = {
  'sign-in': 'sign-in',
  'sign-out': 'sign-in',
  attempt: 'attempt',
};

function doorEntry(event: DoorEvent, usager: string | undefined): JournalFacts {
  const { action, outcome, actor, origin, why, about, asked, purpose } = event;
  const text = about ?? (asked && `${asked.method} ${asked.url}`);
  return {
    who: whoOf(actor),
    purpose: purpose ?? { of: 'HSYSADMIN' },
    action: doorActions[action] ?? 'write',
    interaction: action,
    outcome,
    channel: origin.channel,
    address: origin.address,
    request: origin.request,
    domains: [],
    ...(why === undefined ? {} : { reason: why }),
    ...(text === undefined ? {} : { query: { text } }),
    ...(usager === undefined ? {} : { usager }),
  };
}

/** One entry, or one in the list of each usager whom an attempt is about. */
async function doorEntries({ store }: GateDeps, event: DoorEvent): Promise<JournalFacts[]> {
  const usagers = event.asked ? await usagersAsked(store, event.asked.url) : [];
  return (usagers.length === 0 ? [undefined] : usagers).map(usager => doorEntry(event, usager));
}

function accessOf(deps: GateDeps & { commits: Commits }, opening: Opening): Access {
  const room: Room = {
    ...confirming(deps, opening.confirmed),
    opening,
    now: deps.clock ?? (() => new Date()),
  };
  return {
    actor: opening.actor,
    purpose: opening.purpose,
    origin: opening.origin,
    matrix: opening.matrix,
    read: (type, id) => readOne(room, type, id),
    readVersion: (type, id, version) => readOne(room, type, id, version),
    history: query => history(room, query),
    search: (type, parameters, options) => search(room, type, parameters, options),
    explain: (type, parameters, options) => explain(room, type, parameters, options),
    peek: (type, id) => peek(room, type, id),
    lookup: (type, parameters) => lookup(room, type, parameters),
    write: (changes, options) => writeAll(room, changes, options),
    mayWrite: (changes, act) => mayWrite(room, changes, act),
    journalOf: (usager, page) => journalOf(room, usager, page),
    ownJournal: page => ownJournal(room, page),
    readSigned: (type, id, version) => readSigned(room, type, id, version),
    signedVersions: (type, ids) => signedVersions(room, type, ids),
    changeMeta: request => changeMeta(room, request),
    everything: request => everything(room, request),
    consult: question => consult(room, question),
    preview: request => preview(room, request),
    get watching() {
      return watching(room);
    },
    get rights() {
      return rightsDoor(room);
    },
    refused: usager => refused(room, usager),
    openOverrides: () => openOverrides(room),
    overridesOf: which => overridesOf(room, which),
    resultStates: usager => resultStates(room, usager),
    restricted: usager => restricted(room, usager),
    restrictionHolds: usager => restrictionHolds(room, usager),
    ownAmong: usagers => ownAmong(room, usagers),
    isAboutSelf: asked => isAboutSelf(room, asked),
  };
}

/** Makes the door over a store and a journal. `openGate` of this package makes them too. */
export function createGate(deps: GateDeps): Gate {
  const now = deps.clock ?? (() => new Date());
  const commits = createCommits(deps);
  const { current } = deps.matrix ?? firstMatrixInForce;
  return {
    open: (actor, purpose, origin, asking) =>
      accessOf({ ...deps, commits }, { actor, purpose, origin, matrix: current(), ...asking }),
    attempt: async event => deps.journal.append(await doorEntries(deps, event)),
    deposits: createDeposits(deps),
    exports: createExports({ ...deps, commits, now }),
    streams: createStreams({ ...deps, commits, now }),
    notices: createNotices(deps),
    limitProblems: deps.store.limitProblems,
  };
}
