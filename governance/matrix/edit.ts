import type { Pool, Tx } from '@continuum/record-database';
import type { DoorEvent, Gate, Origin } from '@continuum/record-gate';
import { dayOf } from '@continuum/standards-calendar';
import type { Resource } from '@continuum/standards-fhir';
import {
  type Actor,
  type CompiledMatrix,
  checkMatrix,
  decideMatrix,
  diffMatrix,
  type KeptMatrix,
  type Matrix,
  type MatrixAct,
  type MatrixProblem,
  type Purpose,
  readMatrix,
} from '@continuum/trust-access';
import { type AdoptionAct, adoptionOf, isAdoption } from './signature/signed-adoption.ts';
import type { Draft, Version, VersionAct } from './version.ts';
import { editable, newestAdopted, versionOf } from './versions.ts';

/** Who acts, what for, from where; and the table that decides whether they may. */
export interface Caller {
  actor: Actor;
  purpose: Purpose;
  origin: Origin;
  matrix: CompiledMatrix;
}

export interface EditDeps {
  pool: Pool;
  /** The record, where the act is that puts a version in force. */
  gate: Pick<Gate, 'open'>;
  /** Durable when it resolves. */
  journal: (event: DoorEvent) => Promise<void>;
  clock?: () => Date;
}

/** Why something was not done. Nothing changed. */
export type Refusal =
  | { refused: 'profile' }
  | { refused: 'unknown' }
  /** Not now: the version is in another state, or was changed since it was read. */
  | { refused: 'state'; state: string }
  | { refused: 'changed' }
  /** Another version was put in force since this one was made. */
  | { refused: 'stale'; newest: number }
  /** The author puts nothing of theirs in force; nobody writes in another’s draft. */
  | { refused: 'own' }
  | { refused: 'not-author' }
  | { refused: 'nothing-changes' }
  | { refused: 'past' }
  /** What is put in force is signed, by whoever does, as it is now. */
  | { refused: 'not-signed' }
  | { refused: 'invalid'; problems: MatrixProblem[] };

export type Outcome<T> = { done: true; value: T } | Refusal;

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.refused);
    this.refusal = refusal;
  }
}

const refuse = (refusal: Refusal): never => {
  throw new Refused(refusal);
};

interface At {
  tx: Tx;
  deps: EditDeps;
  caller: Caller;
  now: Date;
}

/** One transaction; its line is in the journal before it is committed. */
async function attempt<T>(
  deps: EditDeps,
  caller: Caller,
  act: MatrixAct,
  work: (at: At) => Promise<T>,
): Promise<Outcome<T>> {
  const { actor, purpose, origin } = caller;
  if (!decideMatrix(caller.matrix, actor, purpose, act).permit) {
    const why = `matrix-${act}`;
    await deps.journal({ action: 'attempt', outcome: 'denied', actor, purpose, origin, why });
    return { refused: 'profile' };
  }
  const now = deps.clock?.() ?? new Date();
  try {
    return { done: true, value: await deps.pool.transaction(tx => work({ tx, deps, caller, now })) };
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

/** Adds what happened, here and in the journal. */
async function tell(
  { tx, deps, caller: { actor, purpose, origin }, now }: At,
  version: Version,
  event: VersionAct | 'create' | 'save',
  states: { before: string | null; after: string },
  reason?: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO service.matrix_event (version, event, before, after, at, by, by_name, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [version.id, event, states.before, states.after, now, actor.id, actor.name, reason ?? null],
  );
  const about = `matrix version ${version.number ?? version.id}`;
  await deps.journal({
    ...{ action: `matrix-${event}`, outcome: 'success', actor, purpose, origin, about },
  });
}

/** Refuses a table that may not be in force. */
function checked(rows: KeptMatrix, base: Version): Matrix {
  const table = readMatrix(rows);
  const problems = checkMatrix(table, base.table);
  return problems.length > 0 ? refuse({ refused: 'invalid', problems }) : table;
}

/** A draft of the table that was put in force last, for its author to change. */
export const createDraft = (
  deps: EditDeps,
  caller: Caller,
  { reason }: { reason: string },
): Promise<Outcome<Version>> =>
  attempt(deps, caller, 'propose', async at => {
    const { tx, now } = at;
    const base = await newestAdopted(tx.query);
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO service.matrix_version (base, content, reason, state, author, author_name, created)
       VALUES ($1, $2, $3, 'draft', $4, $5, $6) RETURNING id`,
      [base.number, JSON.stringify(editable(base.table)), reason, caller.actor.id, caller.actor.name, now],
    );
    const version = (await versionOf(tx.query, row!.id))!;
    await tell(at, version, 'create', { before: null, after: 'draft' }, reason);
    return version;
  });

/** The version that somebody acts on, as they have read it. */
async function taken({ tx }: At, id: string, revision: number): Promise<Version> {
  // One after the other: what is the newest, and what is left to propose, is asked under this lock.
  await tx.query('LOCK TABLE service.matrix_version IN SHARE ROW EXCLUSIVE MODE');
  const version = await versionOf(tx.query, id, true);
  if (!version || version.id === '1') return refuse({ refused: 'unknown' });
  return version.revision === revision ? version : refuse({ refused: 'changed' });
}

/** Replaces what a draft says; it is then made from the newest table that was put in force. */
export const saveDraft = (
  deps: EditDeps,
  caller: Caller,
  { id, revision, rows, reason, starts }: Draft & { id: string; revision: number },
): Promise<Outcome<Version>> =>
  attempt(deps, caller, 'propose', async at => {
    const { tx, now } = at;
    const version = await taken(at, id, revision);
    if (version.author !== caller.actor.id) refuse({ refused: 'not-author' });
    if (version.state !== 'draft') refuse({ refused: 'state', state: version.state });
    if (starts !== undefined && starts < dayOf(now)) refuse({ refused: 'past' });
    const base = await newestAdopted(tx.query);
    const table = checked(rows, base);
    await tx.query(
      `UPDATE service.matrix_version SET content = $2, base = $3, reason = $4, starts = $5, revision = revision + 1 WHERE id = $1`,
      [id, JSON.stringify(editable(table)), base.number, reason, starts ?? null],
    );
    await tell(at, version, 'save', { before: 'draft', after: 'draft' });
    return (await versionOf(tx.query, id))!;
  });

async function setState(
  at: At,
  version: Version,
  act: VersionAct,
  after: string,
  reason?: string,
): Promise<Version> {
  const { tx } = at;
  const text = 'UPDATE service.matrix_version SET state = $2, revision = revision + 1 WHERE id = $1';
  await tx.query(text, [version.id, after]);
  await tell(at, version, act, { before: version.state, after }, reason);
  return (await versionOf(tx.query, version.id))!;
}

/** What a version is held against when it is proposed, and again when it is put in force. */
async function hold({ tx }: At, version: Version): Promise<Version> {
  const base = await newestAdopted(tx.query);
  if (base.number !== version.base) return refuse({ refused: 'stale', newest: base.number! });
  checked(editable(version.table), base);
  if (diffMatrix(base.table, version.table).length === 0) refuse({ refused: 'nothing-changes' });
  return base;
}

/** Its author gives it to be put in force. */
async function propose(at: At, version: Version): Promise<Version> {
  if (version.author !== at.caller.actor.id) refuse({ refused: 'not-author' });
  if (version.state !== 'draft') refuse({ refused: 'state', state: version.state });
  await hold(at, version);
  return setState(at, version, 'propose', 'proposed');
}

/** Whether whoever asks may put a version in force as it is now. */
async function holdAdoption(at: At, version: Version): Promise<Version> {
  if (version.state !== 'proposed') refuse({ refused: 'state', state: version.state });
  if (version.author === at.caller.actor.id) refuse({ refused: 'own' });
  return hold(at, version);
}

/** Another person puts it in force, with the act that they signed: at once, or at the beginning of its day. */
async function adopt(at: At, version: Version, { adoption }: Step): Promise<Version> {
  const { tx, caller, deps } = at;
  const base = await holdAdoption(at, version);
  if (!adoption || !(await isAdoption(deps.gate, caller, version, adoption)))
    return refuse({ refused: 'not-signed' });
  // Never before the one that it was made from.
  await tx.query(
    `UPDATE service.matrix_version v SET state = 'adopted', revision = revision + 1, adopted_by = $2,
       act = $5, act_version = $6,
       number = (SELECT greatest(coalesce(max(number), 1), $3) + 1 FROM service.matrix_version),
       effective = greatest(now(), v.starts::timestamp AT TIME ZONE 'America/Toronto', $4) WHERE id = $1`,
    [version.id, caller.actor.id, base.number, base.effective, adoption.act, adoption.version],
  );
  const adopted = (await versionOf(tx.query, version.id))!;
  await tell(at, adopted, 'adopt', { before: 'proposed', after: 'adopted' });
  return adopted;
}

/** What is proposed goes back to its author: they ask for it, or whoever would put it in force does, with a reason. */
async function giveBack(at: At, version: Version, { reason }: Step): Promise<Version> {
  if (version.state !== 'proposed') refuse({ refused: 'state', state: version.state });
  return setState(at, version, 'return', 'draft', reason);
}

/** Ends what is not in force yet; it stays in the history. A draft is its author’s to end. */
async function withdraw(at: At, version: Version, { reason }: Step): Promise<Version> {
  if (version.state === 'draft' && version.author !== at.caller.actor.id) refuse({ refused: 'not-author' });
  if (!['draft', 'proposed', 'scheduled'].includes(version.state))
    refuse({ refused: 'state', state: version.state });
  const newest = await newestAdopted(at.tx.query);
  if (version.state === 'scheduled' && newest.id !== version.id)
    refuse({ refused: 'stale', newest: newest.number! });
  return setState(at, version, 'withdraw', 'withdrawn', reason);
}

const acts = { propose, adopt, return: giveBack, withdraw } as const;

/** A step of a version, as whoever takes it has read it. */
export interface Step {
  act: VersionAct;
  revision: number;
  reason?: string;
  /** `adopt`: the act that was signed. */
  adoption?: AdoptionAct;
}

/** Takes a step of a version. */
export const takeStep = (
  deps: EditDeps,
  caller: Caller,
  { id, ...step }: Step & { id: string },
): Promise<Outcome<Version>> =>
  attempt(deps, caller, step.act === 'propose' ? 'propose' : 'adopt', async at =>
    acts[step.act](at, await taken(at, id, step.revision), step),
  );

/** What whoever may put a version in force now would sign; nothing is changed. */
export const proposeAdoption = (
  deps: EditDeps,
  caller: Caller,
  { id, revision }: { id: string; revision: number },
): Promise<Outcome<Resource>> =>
  attempt(deps, caller, 'adopt', async at => {
    const version = await taken(at, id, revision);
    await holdAdoption(at, version);
    return adoptionOf(version);
  });
