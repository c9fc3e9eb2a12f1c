import type { Query } from '@continuum/record-database';
import { type InForce, usualParameters } from './rules/evaluate.ts';
import type { ParameterValues, Rule, RuleState } from './rules/rule.ts';
import { rules } from './rules/rules.data.ts';

/** A rule with what the installation decided of it. */
export interface RuleNow {
  rule: Rule;
  state: RuleState;
  parameters: ParameterValues;
  /** The last decision; absent: as it began. */
  changed?: { at: Date; by: string; reason: string };
}

interface Change {
  rule: string;
  version: number;
  state: RuleState;
  parameters: ParameterValues;
  at: Date;
  byName: string;
  reason: string;
}

const newest = `
  SELECT DISTINCT ON (rule) rule, version, state, parameters, at, by_name AS "byName", reason
    FROM service.surveillance_rule_change ORDER BY rule, id DESC`;

/** Every rule as it is now. What was decided of an earlier version does not count for the one that took its place. */
export async function rulesNow({ query }: { query: Query }): Promise<RuleNow[]> {
  const changes = await query<Change>(newest);
  return rules.map(rule => {
    const change = changes.find(one => one.rule === rule.id && one.version === rule.version);
    if (!change) return { rule, state: rule.state, parameters: usualParameters(rule) };
    const { at, byName, reason } = change;
    const parameters = { ...usualParameters(rule), ...change.parameters };
    return { rule, state: change.state, parameters, changed: { at, by: byName, reason } };
  });
}

/** Those that are evaluated. */
export const inForce = (all: readonly RuleNow[]): InForce[] =>
  all
    .filter(({ state }) => state === 'on')
    .map(({ rule: { id, version }, parameters }) => ({ id, version, parameters }));

/** What is wrong with values for a rule; undefined: nothing. */
export function parameterProblem(rule: Rule, values: ParameterValues): string | undefined {
  for (const [name, value] of Object.entries(values)) {
    const parameter = Object.hasOwn(rule.parameters, name) ? rule.parameters[name] : undefined;
    if (!parameter) return `parameters.${name}: ${rule.id} has no such parameter.`;
    const fits = Number.isFinite(value) && value >= parameter.least && value <= parameter.most;
    if (!fits) return `parameters.${name}: from ${parameter.least} to ${parameter.most}.`;
  }
  return undefined;
}
