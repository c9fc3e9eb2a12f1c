import type { ImagingStudy, StudySeries } from './imaging-study.ts';

type Numbered = { uid: string; number?: number };

const inOrder = (a: Numbered, b: Numbered): number =>
  (a.number ?? Number.MAX_SAFE_INTEGER) - (b.number ?? Number.MAX_SAFE_INTEGER) || (a.uid < b.uid ? -1 : 1);

/** Union by UID; of two with the same UID, `join` says what they are together. */
function unite<T extends Numbered>(known: readonly T[], more: readonly T[], join: (a: T, b: T) => T): T[] {
  const byUid = new Map(known.map(one => [one.uid, one]));
  for (const one of more) {
    const other = byUid.get(one.uid);
    byUid.set(one.uid, other ? join(other, one) : one);
  }
  return [...byUid.values()].sort(inOrder);
}

function joinSeries(known: StudySeries, more: StudySeries): StudySeries {
  const instance = unite(known.instance, more.instance, first => first);
  return { ...more, ...known, numberOfInstances: instance.length, instance };
}

const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1);

/** The earlier of two moments: what a refusal of "collected before" covers must never shrink. */
function earlier(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Date.parse(b) < Date.parse(a) ? b : a;
}

/** Member by member: the order of members says nothing in JSON. */
const same = (a: ImagingStudy, b: ImagingStudy): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every(
    member => JSON.stringify(a[member]) === JSON.stringify(b[member]),
  );

/**
 * A study as it stands, with what another of its instances tells. Series and instances are united by UID, in
 * order of their numbers; what is known already stays, what was missing is filled. The order in which the
 * instances come does not matter, and the same instance twice changes nothing.
 * @returns undefined when nothing changes.
 */
export function mergeStudy(current: ImagingStudy, proposed: ImagingStudy): ImagingStudy | undefined {
  const series = unite(current.series ?? [], proposed.series, joinSeries);
  const modality = new Map([...(current.modality ?? []), ...proposed.modality].map(one => [one.code, one]));
  const started = earlier(current.started, proposed.started);
  const merged = {
    ...proposed,
    ...current,
    ...(started && { started }),
    status: 'available',
    modality: [...modality.values()].sort(byCode),
    numberOfSeries: series.length,
    numberOfInstances: series.reduce((sum, one) => sum + one.numberOfInstances, 0),
    series,
  };
  return same(merged, current) ? undefined : merged;
}
