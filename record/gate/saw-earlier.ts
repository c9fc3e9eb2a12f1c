import type { JournalEntry } from '@continuum/trust-audit';

/** A resource that its source corrected. */
export interface Corrected {
  type: string;
  id: string;
  /** The version that corrects. */
  version: number;
  /** When the version before was written, as far as it is known. */
  since: Date;
  /** When the correction was. */
  until: Date;
}

/** `named`: the journal names the version that was shown. `among-many`: it counts what was shown, and it was there. */
export type Saw = 'named' | 'among-many';

const looks = new Set(['read', 'search', 'history']);

/**
 * Whether what an entry tells of showed a version of a resource from before its correction. An answer of many resources is
 * kept as counts by type: then it may have been among them, and whoever looked is told rather than not.
 */
export function sawEarlier(entry: JournalEntry, corrected: Corrected): Saw | undefined {
  if (entry.outcome !== 'success' || !looks.has(entry.action)) return undefined;
  const { type, id, version, since, until } = corrected;
  if (entry.resources) {
    const start = `${type}/${id}/_history/`;
    const isEarlier = (shown: string) =>
      shown.startsWith(start) && Number(shown.slice(start.length)) < version;
    return entry.resources.some(isEarlier) ? 'named' : undefined;
  }
  const at = Date.parse(entry.at);
  const isBetween = at >= since.getTime() && at < until.getTime();
  return isBetween && (entry.counts?.[type] ?? 0) > 0 ? 'among-many' : undefined;
}
