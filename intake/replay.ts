import type { DepositHeader } from '@continuum/record-gate';
import type { EntryResult, Receipt } from './deposit.ts';

/** Kept as JSON, dates included. */
const revived = (entry: EntryResult): EntryResult =>
  entry.kind === 'done' && entry.lastUpdated ? { ...entry, lastUpdated: new Date(entry.lastUpdated) } : entry;

/** The receipt of a deposit that was settled before: the same bytes again get the same answer. */
export function replayOf({ id, state, outcome = {} }: DepositHeader): Receipt {
  const { issues = [], entries, reason, status } = outcome;
  const common = { deposit: id, replayed: true, issues };
  if (state === 'stored')
    return { ...common, state, written: [], ...(entries ? { entries: entries.map(revived) } : {}) };
  if (state === 'refused') return { ...common, state };
  if (state === 'unusable') return { ...common, state, status: status ?? 422 };
  // A person closed it: it stays kept and is told as it was, waiting or unusable.
  if (state === 'closed' && reason === undefined)
    return { ...common, state: 'unusable', status: status ?? 422 };
  return { ...common, state: 'waiting', reason: reason ?? 'no-nam' };
}
