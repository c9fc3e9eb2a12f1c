import { factsColumn, rowColumns } from '../row.ts';
import type { Conditions } from './conditions.ts';
import type { Request } from './request.ts';
import { allOf } from './scope.ts';

/**
 * What makes two observations one test: a coding that is the same however the others are written (LOINC's own first),
 * else the text; without either, each is its own.
 */
const test = (r: string): string => `coalesce(
    (SELECT coalesce(x->>'s', '') || '|' || (x->>'c') FROM jsonb_array_elements(${r}.found->'code') x WHERE x ? 'c'
      ORDER BY x->>'s' IS DISTINCT FROM 'http://loinc.org', x->>'s', x->>'c' LIMIT 1),
    ${r}.found->'code:text'->>0, ${r}.id) COLLATE "C"`;

/** SQL of the newest rows of each code among those that are found, by code (R4 Observation `$lastn`). */
export function newestText({ scope, where, places }: Conditions, { newest, count }: Request): string {
  const { see, alias, s } = scope;
  const columns = rowColumns(alias);
  const each = places.map(
    ({
      at,
      whose,
    }) => `SELECT ${columns}, ${alias}.date AS moment, ${test(alias)} AS test FROM ${see.live(alias, whose)}
    WHERE ${allOf([...at, ...where])}`,
  );
  return `SELECT ${factsColumn(alias)} AS facts, ${alias}.body FROM (
    SELECT m.*, row_number() OVER (PARTITION BY m.test ORDER BY m.moment DESC NULLS LAST, m.updated DESC, m.id) AS place
    FROM (${each.join('\n    UNION ALL ')}) m) ${alias}
  WHERE ${alias}.place <= ${s.param(newest, 'int')}
  ORDER BY ${alias}.test, ${alias}.place LIMIT ${s.param(count + 1, 'int')}`;
}
