import type { Tx } from '@continuum/record-database';
import { type Issue, parseJson } from '@continuum/standards-fhir';
import { type Domain, domainOf } from '@continuum/trust-access';
import { type Belonging, belongingOf, type Identified, type Mentions, mentionsOf } from './belonging.ts';
import { sameContent } from './body.ts';
import { belongsElsewhere, follow } from './dependents.ts';
import { projectRefusals } from './refusal.ts';
import { toHeld, usagersOf } from './row.ts';
import type { Change, Held, StoreWriteOutcome, Written } from './stored.ts';
import { toDeletion, toRow } from './to-row.ts';
import {
  belongingsOf,
  type Incoming,
  type Key,
  keyOf,
  lockRows,
  type Standing,
  writeRows,
} from './write-rows.ts';

export interface WriteOptions {
  now: Date;
  /** The original that the changes come from. */
  deposit?: string;
  /** The domain of a source that has a single one, for what says none itself. */
  domain?: Domain;
}

/** A change with the id it will have, and what stands there. */
interface Planned extends Key {
  change: Change;
  /** Absent for a deletion. */
  resource?: Identified;
  /** Made by this server: nothing can stand there. */
  fresh: boolean;
  standing?: Standing;
}

function planned(change: Change): Planned {
  if (change.verb === 'delete') return { change, type: change.type, id: change.id, fresh: false };
  const fresh = change.resource.id === undefined;
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

/** `If-Match` (R4 3.1.0.5): the version that the sender has seen is no longer the current one. */
const overtaken = (plans: readonly Planned[]): Issue[] =>
  plans
    .filter(moved)
    .map(plan => issue('conflict', plan, 'is not at that version; read it again and repeat the change.'));

/** What is written in the end: whoever proposes it may know better, seeing what stands. */
function revised({ change, resource, id, standing }: Planned): Identified | undefined {
  if (change.verb !== 'upsert' || !change.revise || !resource || !standing || standing.deleted)
    return resource;
  const current = parseJson(standing.body) as Identified;
  return { ...(change.revise(current, resource) ?? current), id };
}

type Told = Mentions & { belonging: Belonging };

/** Belongings of all that is written, those of resources of the same write that they depend on first. */
async function resolveBelongings(
  tx: Tx,
  resources: readonly Identified[],
  domain: Domain | undefined,
): Promise<Map<string, Told>> {
  const here = new Map(resources.map(r => [`${r.resourceType}/${r.id}`, mentionsOf(r)]));
  const elsewhere = [...here.values()].flatMap(({ needs }) => needs).filter(need => !here.has(need));
  const known = new Map<string, Belonging>(await belongingsOf(tx, [...new Set(elsewhere)]));
  const visiting = new Set<string>();
  const visit = (key: string, mentions: Mentions): void => {
    if (visiting.has(key)) return;
    visiting.add(key);
    for (const need of mentions.needs) {
      const dependency = here.get(need);
      if (dependency) visit(need, dependency);
    }
    known.set(key, belongingOf(mentions, known, domain));
  };
  for (const [key, mentions] of here) visit(key, mentions);
  return new Map([...here].map(([key, mentions]) => [key, { ...mentions, belonging: known.get(key)! }]));
}

interface Result {
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

async function apply(tx: Tx, plans: readonly Planned[], options: WriteOptions): Promise<Result[]> {
  const resources = plans.map(({ resource }) => resource).filter(resource => resource !== undefined);
  const told = await resolveBelongings(tx, resources, options.domain);
  const results = plans.map(plan =>
    plan.resource ? replacement(plan, told.get(keyOf(plan))!, options) : deletion(plan, options),
  );
  const rows = results.map(({ row }) => row).filter(row => row !== undefined);
  await writeRows(tx, rows);
  return results;
}

/** What is no longer where what speaks of it expects it: moved, or new under an id that was already spoken of. */
const elsewhere = (results: readonly Result[]): string[] =>
  results
    .filter(({ plan: { fresh, standing }, row }) => row && !fresh && belongsElsewhere(standing, row))
    .map(({ plan }) => keyOf(plan));

const consentsOf = (results: readonly Result[]) =>
  results
    .filter(({ plan, row }) => plan.type === 'Consent' && row)
    .map(({ plan: { id, resource, standing } }) => ({ id, resource, replaces: standing !== undefined }));

/**
 * Writes all changes, or none: what stands is locked, the versions checked, and every row goes in one statement,
 * with the refusals that Consents state. Content equal to what stands makes no version (`unchanged`).
 * An outcome other than `written` has written nothing. Resources must have been validated, and references
 * between them resolved.
 */
export async function write(
  tx: Tx,
  changes: readonly Change[],
  options: WriteOptions,
): Promise<StoreWriteOutcome> {
  const plans = changes.map(planned);
  const repeated = twice(plans);
  if (repeated.length > 0) return { outcome: 'conflict', issues: repeated };
  const standing = await lockRows(
    tx,
    plans.filter(({ fresh }) => !fresh),
  );
  for (const plan of plans) plan.standing = standing.get(keyOf(plan));
  const taken = exists(plans);
  if (taken.length > 0) return { outcome: 'conflict', issues: taken };
  const late = overtaken(plans);
  if (late.length > 0) return { outcome: 'precondition-failed', issues: late };
  const settled = plans.map(plan => ({ ...plan, resource: revised(plan) }));
  const results = await apply(tx, settled, options);
  await follow(tx, elsewhere(results));
  await projectRefusals(tx, consentsOf(results));
  return { outcome: 'written', written: results.map(({ written }) => written) };
}
