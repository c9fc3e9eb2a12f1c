import type { Reference, Resource } from '@continuum/standards-fhir';
import { assertedAt } from './asserted.ts';
import { statusRank } from './status.data.ts';

const rank = (resource: Resource): number => statusRank[String(resource.status)] ?? 0;

/** Was it said before what is known? With equal or unknown times, a lesser status is the earlier one. */
function isOlder(proposed: Resource, current: Resource): boolean {
  const [then, now] = [assertedAt(proposed), assertedAt(current)];
  if (then !== undefined && now !== undefined && then !== now) return then < now;
  return rank(proposed) < rank(current);
}

function united(newer: unknown, older: unknown): Reference[] {
  const first = (newer ?? []) as Reference[];
  const known = new Set(first.map(({ reference }) => reference));
  return [...first, ...((older ?? []) as Reference[]).filter(({ reference }) => !known.has(reference))];
}

const listed = (name: string, references: Reference[]) =>
  references.length > 0 ? { [name]: references } : {};

/** A message may bring a part of a report only: what was known and is not in it still belongs to the report. */
function mergedReport(newer: Resource, older: Resource): Resource {
  const { meta: _, ...rest } = newer;
  const forms = newer.presentedForm ?? older.presentedForm;
  return {
    ...rest,
    ...listed('specimen', united(newer.specimen, older.specimen)),
    ...listed('result', united(newer.result, older.result)),
    ...(forms === undefined ? {} : { presentedForm: forms }),
  };
}

const count = (report: Resource) =>
  ['result', 'specimen', 'presentedForm'].map(n => ((report[n] ?? []) as unknown[]).length);

/**
 * What to write when a resource that stands is sent again: the newer of the two by what the source says of its
 * time, never by the order of arrival. A report keeps the results of both.
 * @returns undefined when the record should stay as it is.
 */
export function revise(current: Resource, proposed: Resource): Resource | undefined {
  const older = isOlder(proposed, current);
  if (proposed.resourceType !== 'DiagnosticReport') return older ? undefined : proposed;
  if (!older) return mergedReport(proposed, current);
  const merged = mergedReport(current, proposed);
  return count(merged).join() === count(current).join() ? undefined : merged;
}
