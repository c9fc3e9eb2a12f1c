import type { Written } from '@continuum/record-gate';
import type { EntryResult } from '../deposit.ts';
import type { Target } from './target.ts';

const statuses: Record<Written['result'], number> = {
  created: 201,
  updated: 200,
  unchanged: 200,
  deleted: 204,
};

function answerTo({ entry, id, standing }: Target, written: ReadonlyMap<string, Written>): EntryResult {
  const { method, url, type } = entry;
  if (method === 'GET' || method === 'HEAD') return { kind: 'read', method, url };
  const done = written.get(`${type}/${id}`);
  if (!done)
    return { kind: 'done', status: method === 'DELETE' ? 204 : 200, type, id: id ?? '', ...standing };
  const { version, lastUpdated, result } = done;
  // A deletion of what never was has no version to name.
  const made = version > 0 ? { version, lastUpdated } : {};
  return { kind: 'done', status: statuses[result], type, id: done.id, ...made };
}

/** What became of each entry, in the order of the request (R4 3.1.0.11.2). */
export function toAnswer(targets: readonly Target[], written: readonly Written[]): EntryResult[] {
  const byReference = new Map(written.map(one => [`${one.type}/${one.id}`, one]));
  return targets.map(target => answerTo(target, byReference));
}
