import type { Statement } from '@continuum/record-database';
import type { Domain, Sight } from '@continuum/trust-access';
import { interpreted } from './interpreted.ts';
import { limits } from './limits.ts';
import { released } from './released.ts';
import { restricted } from './restricted.ts';
import type { Visible, Whose } from './visible-rows.ts';

/** What a refusal leaves visible: who the usager is. */
const untouched: Domain = 'identity';

/**
 * P-9.0001: a refusal in force covers what was collected before its cut-off, everything when none is set or
 * the collection date is unknown. `covers` of trust/consent says the same of one row; a test compares them.
 */
const covered = (x: string, whom: string, now: string): string => `EXISTS (
      SELECT FROM record.refusal f
      WHERE f.usager = ${whom} AND ${x}.domain <> '${untouched}' AND f.active AND f.start <= ${now}
        AND (${x}.collected IS NULL
          OR ((f.before IS NULL OR ${x}.collected < f.before)
            AND (f."end" IS NULL OR ${now} < f."end" OR ${x}.collected < f."end"))))`;

/** Has that person never refused anything? Of no row: PostgreSQL asks it once for the statement. */
const refusedNothing = (usager: string): string =>
  `(SELECT NOT EXISTS (SELECT FROM record.refusal f WHERE f.usager = ${usager} AND f.active))`;

/**
 * Has that person not refused everything by now? What it hides, `covered` hides too; but of no row, so that PostgreSQL asks
 * it before it looks at any: what they have takes no time that what they do not have would not take.
 */
const refusedLess = (usager: string, now: string): string =>
  `(SELECT NOT EXISTS (SELECT FROM record.refusal f WHERE f.usager = ${usager} AND f.active AND f.start <= ${now}
        AND f.before IS NULL AND (f."end" IS NULL OR ${now} < f."end")))`;

const ownersRefusal = (x: string, now: string, whose: Whose | undefined): string => {
  const uncovered = `NOT ${covered(x, `${x}.owner`, now)}`;
  if (!whose?.owner) return uncovered;
  return `CASE WHEN ${x}.owner = ${whose.usager} AND ${refusedNothing(whose.usager)} THEN true ELSE ${uncovered} END`;
};

const refusalObeyed = (
  x: string,
  now: string,
  whose: Whose | undefined,
  opened: ((x: string) => string) | undefined,
): string[] => {
  const uncovered = ownersRefusal(x, now, whose);
  return [
    opened ? `(${uncovered} OR ${opened(x)})` : uncovered,
    `(${x}.others IS NULL OR NOT ${covered(x, `ANY (${x}.others)`, now)})`,
  ];
};

/** Rows of these usagers that concern nobody else, and what is nobody's record. */
const ofUsagers = (x: string, usagers: string): string =>
  `((${x}.owner = ANY (${usagers}) AND (${x}.others IS NULL OR ${x}.others <@ ${usagers}))
      OR (${x}.domain = 'registry' AND strpos(${x}.owner, '/') > 0))`;

/** What is clinical is somebody's record: one that names nobody could be anybody's, a refusing person's too. */
const owned = (x: string): string =>
  `(strpos(${x}.owner, '/') = 0 OR ${x}.domain IN ('identity', 'registry', 'audit'))`;

/**
 * The predicate on a row, for a sight whose values are parameters already. Current rows have an index, others not.
 * `whose`: of the one person whom all of them concern.
 */
function predicate(
  sight: Sight,
  now: Date,
  s: Statement,
): (x: string, indexed: boolean, whose?: Whose) => string {
  const { param } = s;
  const domains = param(sight.domains, 'text[]');
  const usagers = sight.usagers === 'any' ? undefined : param(sight.usagers, 'text[]');
  const moment = sight.refusal === 'own' ? undefined : param(now, 'timestamptz');
  const opened = moment === undefined ? undefined : interpreted(sight, now, s);
  const kept = restricted(sight, now, s);
  const shown = released(sight, now, s);
  const limited = limits(sight, now, s);
  // What the interpretation of an exam opens is looked for among what is refused.
  const first = (whose: Whose | undefined): string[] =>
    whose?.covered && moment !== undefined && !opened ? [refusedLess(whose.usager, moment)] : [];
  return (x, indexed, whose) =>
    [
      ...first(whose),
      `${x}.domain = ANY (${domains})`,
      ...(usagers === undefined ? [] : [ofUsagers(x, usagers)]),
      ...(sight.unowned === 'hidden' ? [owned(x)] : []),
      ...(moment === undefined ? [] : refusalObeyed(x, moment, whose, opened)),
      ...(kept ? [kept(x, whose?.owner && whose.usager)] : []),
      ...(shown ? [shown(x)] : []),
      ...(limited?.(x, indexed) ?? []),
    ].join('\n    AND ');
}

/**
 * Compiles a sight into SQL: the only place where it is. `now` decides which refusals and restrictions are in force.
 * A sight without domains or usagers sees nothing. A replaced version is seen by whoever sees it and the current
 * one: what was corrected into somebody else's record, a refusal or a restriction, takes its past with it.
 */
export function visible(sight: Sight, now: Date, statement: Statement): Visible {
  const seen = predicate(sight, now, statement);
  return {
    live: (alias, whose) =>
      `(SELECT x.* FROM record.resource x WHERE NOT x.deleted AND ${seen('x', true, whose)}) ${alias}`,
    current: alias => `(SELECT x.* FROM record.resource x WHERE ${seen('x', true)}) ${alias}`,
    replaced: alias => `(SELECT x.* FROM record.version x WHERE ${seen('x', false)}
    AND EXISTS (SELECT FROM record.resource y WHERE y.type = x.type AND y.id = x.id AND ${seen('y', false)})) ${alias}`,
  };
}

/** Whether a refusal in force hides something of a usager: one row, `refused`. */
export function refusalInForce({ param }: Statement, usager: string, now: Date): string {
  return `SELECT EXISTS (SELECT FROM record.refusal f WHERE f.usager = ${param(usager, 'text')}
    AND f.active AND f.start <= ${param(now, 'timestamptz')}) AS refused`;
}
