import type { Tx } from '@continuum/record-database';
import { belongsElsewhere, follow } from './dependents.ts';
import { belongingsOf, lockRows } from './lock-rows.ts';
import {
  needsStanding,
  type Planned,
  planned,
  type Result,
  refusedBy,
  resultsOf,
  revised,
  type WriteOptions,
  withoutIdle,
} from './plan.ts';
import { projectReleaseChoices } from './project-release.ts';
import { projectRestrictions } from './project-restrictions.ts';
import { projectRefusals } from './refusal.ts';
import { keyOf } from './row.ts';
import type { Change, StoreWriteOutcome } from './stored.ts';
import { mentionsBy, neededElsewhere, toldBy } from './told.ts';
import { writeRows } from './write-rows.ts';

async function apply(tx: Tx, plans: readonly Planned[], options: WriteOptions): Promise<Result[]> {
  const resources = plans.map(({ resource }) => resource).filter(resource => resource !== undefined);
  const here = mentionsBy(resources);
  const known = await belongingsOf(tx, neededElsewhere(here));
  const results = resultsOf(plans, toldBy(here, known, options.domain), options);
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

/** Locks what stands, and puts it beside what is to become of it. */
async function settle(tx: Tx, plans: readonly Planned[], { absent }: WriteOptions): Promise<void> {
  const named = plans.filter(({ fresh }) => !fresh);
  const standing = await lockRows(tx, named);
  // Asked whether something stands there or not: neither the answer nor its time tells.
  const targets = named.filter(needsStanding);
  const hidden = targets.length > 0 ? await absent?.(targets) : undefined;
  for (const plan of plans) if (!hidden?.has(keyOf(plan))) plan.standing = standing.get(keyOf(plan));
}

/**
 * The general way to write; `ready.ts` has the short one. Writes all changes, or none: what stands is locked, the versions checked, and every row goes in one statement,
 * with the refusals and restrictions that Consents state. Content equal to what stands makes no version (`unchanged`).
 * An outcome other than `written` has written nothing. Resources must have been validated, and references
 * between them resolved.
 */
export async function write(
  tx: Tx,
  changes: readonly Change[],
  options: WriteOptions,
): Promise<StoreWriteOutcome> {
  const plans = changes.map(planned);
  await settle(tx, plans, options);
  const refused = refusedBy(plans);
  if (refused) return refused;
  const settled = withoutIdle(plans).map(plan => ({ ...plan, resource: revised(plan) }));
  const results = await apply(tx, settled, options);
  await follow(tx, elsewhere(results));
  const consents = consentsOf(results);
  await projectRefusals(tx, consents);
  await projectRestrictions(tx, consents);
  await projectReleaseChoices(tx, consents);
  return { outcome: 'written', written: results.map(({ written }) => written) };
}
