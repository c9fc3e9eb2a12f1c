import type { Facts } from './facts.ts';
import type { Evaluator, Finding } from './finding.ts';
import { type ActorDay, inOrder } from './observation.ts';
import { employmentEnded, impossibleTravel, remoteUndeclared } from './place.ts';
import { refusalProbing, sequentialNam } from './probing.ts';
import { colleague, household, noCareLink, ownRecord, watchedRecord } from './relation.ts';
import { oddHours, volume } from './rhythm.ts';
import type { Alert, ParameterValues, Rule, RuleId } from './rule.ts';

const evaluators: Readonly<Record<RuleId, Evaluator>> = {
  'own-record': ownRecord,
  household,
  colleague,
  'no-care-link': noCareLink,
  volume,
  'odd-hours': oddHours,
  'watched-record': watchedRecord,
  'refusal-probing': refusalProbing,
  'impossible-travel': impossibleTravel,
  'remote-undeclared': remoteUndeclared,
  'sequential-nam': sequentialNam,
  'employment-ended': employmentEnded,
};

/** Entries that an alert names; how many there are is in its figures. */
const namedAtMost = 200;

/** A rule with the values that decide, those of its table when none are given. */
export type InForce = Pick<Rule, 'id' | 'version'> & { parameters: ParameterValues };

/** The values that a rule begins with. */
export const usualParameters = ({ parameters }: Pick<Rule, 'parameters'>): ParameterValues =>
  Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value]));

const toAlert = ({ id, version }: InForce, { actor, day }: ActorDay, found: Finding): Alert => {
  const evidence = inOrder(found.evidence);
  return {
    ...{ rule: id, version, actor, day, figures: found.figures },
    key: [actor.reference, day, ...[found.usager ?? found.about ?? []].flat()].join(' '),
    ...(found.usager !== undefined && { usager: found.usager }),
    at: evidence.at(-1)!.at,
    entries: evidence.slice(0, namedAtMost).map(({ entry }) => entry),
  };
};

/**
 * What a rule says of somebody's day: pure, and the same whatever the order in which its entries came. At most one alert
 * of a key.
 */
export function evaluate(rule: InForce, day: ActorDay, facts: Facts): Alert[] {
  const ordered = { ...day, observations: inOrder(day.observations) };
  const alerts = evaluators[rule.id](ordered, facts, rule.parameters).map(found => toAlert(rule, day, found));
  return [...new Map(alerts.map(alert => [alert.key, alert])).values()];
}
