import type { Access } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { displayUsager, type UsagerDisplay } from './display.ts';

/** So many at most: a page of a work list. */
const most = 100;

/**
 * Who these usagers are, by id: for a list whose look is journalled in the list of each by whoever asks; it has no entry of
 * its own.
 */
export async function usagersNamed(
  access: Pick<Access, 'lookup'>,
  ids: readonly string[],
): Promise<Map<string, UsagerDisplay>> {
  const distinct = [...new Set(ids)].slice(0, most);
  if (distinct.length === 0) return new Map();
  const found = await access.lookup('Patient', [
    ['_id', distinct.join(',')],
    ['_count', String(most)],
  ]);
  const entries = found.outcome === 'found' ? found.entries : [];
  return new Map(entries.map(({ id, body }) => [id, displayUsager(JSON.parse(body) as Resource)]));
}
