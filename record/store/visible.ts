import type { Domain, Sight } from '@continuum/trust-access';
import type { Statement } from './statement.ts';

/**
 * The rows that an actor may see, as FROM items. Rooms that answer anybody reach the record's tables only here,
 * so that no alias of any statement (match, chain, include, history, count) exists without the predicate.
 */
export interface Visible {
  /** Current versions that are not deleted. */
  live(alias: string): string;
  /** Current versions, deletions included. */
  current(alias: string): string;
  /** Versions that were replaced, deletions included. */
  replaced(alias: string): string;
}

/** What a refusal leaves visible: who the usager is. */
const untouched: Domain = 'identity';

/**
 * P-9.0001: a refusal in force covers what was collected before its cut-off, everything when none is set or
 * the collection date is unknown. `covers` of trust/consent says the same of one row; a test compares them.
 */
const covered = (whom: string, now: string): string => `EXISTS (
      SELECT FROM record.refusal f
      WHERE f.usager = ${whom} AND x.domain <> '${untouched}' AND f.active AND f.start <= ${now}
        AND (x.collected IS NULL
          OR ((f.before IS NULL OR x.collected < f.before)
            AND (f."end" IS NULL OR ${now} < f."end" OR x.collected < f."end"))))`;

const refusalObeyed = (now: string): string[] => [
  `NOT ${covered('x.owner', now)}`,
  `(x.others IS NULL OR NOT ${covered('ANY (x.others)', now)})`,
];

/** Rows of these usagers that concern nobody else, and what is nobody's record. */
const ofUsagers = (usagers: string): string =>
  `((x.owner = ANY (${usagers}) AND (x.others IS NULL OR x.others <@ ${usagers}))
      OR (x.domain = 'registry' AND strpos(x.owner, '/') > 0))`;

/**
 * Compiles a sight into SQL: the only place where it is. `now` decides which refusals are in force.
 * A sight without domains or usagers sees nothing.
 */
export function visible(sight: Sight, now: Date, { param }: Statement): Visible {
  const predicates = [`x.domain = ANY (${param(sight.domains, 'text[]')})`];
  if (sight.usagers !== 'any') predicates.push(ofUsagers(param(sight.usagers, 'text[]')));
  if (sight.refusal === 'obeyed') predicates.push(...refusalObeyed(param(now, 'timestamptz')));
  const seen = predicates.join('\n    AND ');
  return {
    live: alias => `(SELECT x.* FROM record.resource x WHERE NOT x.deleted AND ${seen}) ${alias}`,
    current: alias => `(SELECT x.* FROM record.resource x WHERE ${seen}) ${alias}`,
    replaced: alias => `(SELECT x.* FROM record.version x WHERE ${seen}) ${alias}`,
  };
}

/** Whether a refusal in force hides something of a usager: one row, `refused`. */
export function refusalInForce({ param }: Statement, usager: string, now: Date): string {
  return `SELECT EXISTS (SELECT FROM record.refusal f WHERE f.usager = ${param(usager, 'text')}
    AND f.active AND f.start <= ${param(now, 'timestamptz')}) AS refused`;
}
