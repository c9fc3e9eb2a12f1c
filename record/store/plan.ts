import { type Issue, parseJson } from '@continuum/standards-fhir';
import { type Domain, domainOf } from '@continuum/trust-access';
import type { Identified } from './belonging.ts';
import { sameContent } from './body.ts';
import { type Incoming, type Key, keyOf, type Standing, toHeld, usagersOf } from './row.ts';
import type { Change, Held, StoreWriteOutcome, Written } from './stored.ts';
import { toDeletion, toRow } from './to-row.ts';
import type { Told } from './told.ts';

export interface WriteOptions {
  now: Date;
  /** The original that the changes come from. */
  deposit?: string;
  /** The domain of a source that has a single one, for what says none itself. */
  domain?: Domain;
  /** Of what is deleted, or updated at a version, asked once it is locked: the `Type/id` of what this writer finds absent. */
  absent?(targets: readonly Key[]): Promise<ReadonlySet<string>>;
}

/** A change with the id it will have, and what stands there. */
export interface Planned extends Key {
  change: Change;
  /** Absent for a deletion. */
  resource?: Identified;
  /** Made by this server: nothing can stand there. */
  fresh: boolean;
  standing?: Standing;
}

export function planned(change: Change): Planned {
  if (change.verb === 'delete') return { change, type: change.type, id: change.id, fresh: false };
  const fresh = change.resource.id === undefined || (change.verb === 'create' && change.fresh === true);
  const id = change.resource.id ?? crypto.randomUUID();
  return { change, type: change.resource.resourceType, id, fresh, resource: { ...change.resource, id } };
}

const issue = (code: string, { type, id }: Key, text: string): Issue => ({
  severity: 'error',
  code,
  expression: type,
  diagnostics: `${type}/${id} ${text}`,
});

/** Two changes of one resource in one write have no order (R4 3.1.0.11.2). */
function twice(plans: readonly Planned[]): Issue[] {
  const seen = new Set<string>();
  const repeated = plans.filter(plan => seen.size === seen.add(keyOf(plan)).size);
  return repeated.map(plan =>
    issue('duplicate', plan, 'is changed twice; send each change in its own request.'),
  );
}

const exists = (plans: readonly Planned[]): Issue[] =>
  plans
    .filter(({ change, standing }) => change.verb === 'create' && standing && !standing.deleted)
    .map(plan => issue('duplicate', plan, 'already exists; update it, or create it without an id.'));

function moved({ change, standing }: Planned): boolean {
  if (change.verb === 'create' || change.ifMatch === undefined) return false;
  return !standing || standing.deleted || standing.version !== change.ifMatch;
}

/** It changes what is there and makes nothing: for who may not see it, there is nothing. */
export const needsStanding = ({ change }: Planned): boolean =>
  change.verb === 'delete' || (change.verb === 'upsert' && change.ifMatch !== undefined);

/** `If-Match` (R4 3.1.0.5): the version that the sender has seen is no longer the current one. */
const overtaken = (plans: readonly Planned[]): Issue[] =>
  plans
    .filter(moved)
    .map(plan => issue('conflict', plan, 'is not at that version; read it again and repeat the change.'));

/** Without what would tell a deletion that does not take place. */
export function withoutIdle(plans: readonly Planned[]): Planned[] {
  const idle = new Set(
    plans.filter(({ resource, standing }) => !resource && (!standing || standing.deleted)).map(keyOf),
  );
  return plans.filter(
    ({ change }) => change.verb !== 'create' || !change.ofDeletion || !idle.has(keyOf(change.ofDeletion)),
  );
}

/** What is written in the end: whoever proposes it may know better, seeing what stands. */
export function revised({ change, resource, id, standing }: Planned): Identified | undefined {
  if (change.verb !== 'upsert' || !change.revise || !resource || !standing || standing.deleted)
    return resource;
  const current = parseJson(standing.body) as Identified;
  return { ...(change.revise(current, resource) ?? current), id };
}

/** What becomes of one change. */
export interface Result {
  plan: Planned;
  row?: Incoming;
  written: Written & Held;
}

/** A deletion of what never was: nothing to write, nothing to tell. */
const nothing = ({ type, id }: Key, now: Date): Written & Held => ({
  type,
  id,
  version: 0,
  lastUpdated: now,
  body: '',
  deleted: true,
  usagers: [],
  domain: domainOf({ resourceType: type }),
  result: 'deleted',
});

function deletion(plan: Planned, options: WriteOptions): Result {
  const { standing } = plan;
  if (!standing) return { plan, written: nothing(plan, options.now) };
  if (standing.deleted) return { plan, written: { ...toHeld(standing), result: 'deleted' } };
  const row = toDeletion(standing, options);
  return { plan, row, written: { ...toHeld(row), result: 'deleted' } };
}

function replacement(plan: Planned, told: Told, options: WriteOptions): Result {
  const { standing } = plan;
  const present = standing && !standing.deleted ? standing : undefined;
  if (present && sameContent(present.body, told.resource))
    return { plan, written: { ...toHeld(present), result: 'unchanged' } };
  const row = toRow(told, told.belonging, standing, options);
  // What leaves somebody's record is written there too.
  const usagers = [...new Set([...usagersOf(row), ...usagersOf(standing)])];
  return { plan, row, written: { ...toHeld(row), usagers, result: present ? 'updated' : 'created' } };
}

type Failure = Exclude<StoreWriteOutcome, { outcome: 'written' }>;

/** What makes changes impossible as they were asked, or nothing. */
export function refusedBy(plans: readonly Planned[]): Failure | undefined {
  const conflict = [...twice(plans), ...exists(plans)];
  if (conflict.length > 0) return { outcome: 'conflict', issues: conflict };
  const late = overtaken(plans);
  return late.length > 0 ? { outcome: 'precondition-failed', issues: late } : undefined;
}

/** The rows that make the changes, and what is told of them. `told` has what each resource says, by `Type/id`. */
export const resultsOf = (
  plans: readonly Planned[],
  told: ReadonlyMap<string, Told>,
  options: WriteOptions,
): Result[] =>
  plans.map(plan =>
    plan.resource ? replacement(plan, told.get(keyOf(plan))!, options) : deletion(plan, options),
  );
