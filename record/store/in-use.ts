import type { Query } from '@continuum/record-database';
import { tokenText } from './index-values.ts';
import { type Key, keyOf } from './row.ts';
import { run } from './statement.ts';
import { token } from './token.ts';

/** Its own Provenance goes with a Patient; the rest of what names it does not. */
const usedElsewhere = `SELECT k.id FROM unnest($1::text[], $2::bigint[]) AS k (id, linked)
  JOIN record.resource p ON p.type = 'Patient' AND p.id = k.id AND NOT p.deleted
  WHERE EXISTS (SELECT FROM (
      SELECT deposit FROM record.resource WHERE type = 'Patient' AND id = k.id
      UNION ALL SELECT deposit FROM record.version WHERE type = 'Patient' AND id = k.id) v
    LEFT JOIN record.deposit d ON d.id = v.deposit WHERE d.source IS DISTINCT FROM $3)
  OR EXISTS (SELECT FROM record.resource r
    WHERE (r.owner = k.id OR r.others @> ARRAY[k.id] OR r.tokens @> ARRAY[k.linked])
      AND NOT r.deleted AND r.type <> 'Provenance' AND r.type || '/' || r.id <> ALL ($4::text[]))
  ORDER BY k.id FOR UPDATE OF p`;

/**
 * Of those Patients, which ones somebody else has sent too, or speaks of: anything that is not deleted, seen by the writer
 * or not, but for `leaving` (`Type/id`), which goes with them. Locked until the end of the transaction.
 */
export async function usagersInUse(
  tx: { query: Query },
  ids: readonly string[],
  source: string,
  leaving: readonly Key[],
): Promise<string[]> {
  const links = ids.map(id => token(tokenText.reference('Patient|link', `Patient/${id}`)));
  const values = [ids, links, source, [...leaving.map(keyOf)]];
  return (await run<{ id: string }>(tx, usedElsewhere, { values })).map(({ id }) => id);
}
