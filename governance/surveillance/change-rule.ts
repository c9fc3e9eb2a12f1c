import { type At, refuse, refuseUnknown } from './deps.ts';
import { usualParameters } from './rules/evaluate.ts';
import type { ParameterValues, RuleState } from './rules/rule.ts';
import { rules } from './rules/rules.data.ts';
import { parameterProblem, type RuleNow, rulesNow } from './rules-in-force.ts';
import { beginAtEnd, openWatch } from './watch.ts';

/** What becomes of a rule, and why. */
export interface RuleChange {
  state: RuleState;
  parameters?: ParameterValues;
  reason: string;
}

const insert = `
  INSERT INTO service.surveillance_rule_change (rule, version, state, parameters, at, by, by_name, reason)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

const forget = `UPDATE service.surveillance_cursor SET next = greatest(next, $3) WHERE rule = $1 AND version = $2`;
const replayed = `SELECT FROM service.surveillance_replay WHERE rule = $1 AND version = $2 AND state = 'done' LIMIT 1`;

/** Turns a rule on or off, or changes its thresholds, from now on. One that was off has been replayed before it is on. */
export async function changeRule(at: At, id: string, change: RuleChange): Promise<RuleNow> {
  await at.tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('surveillance rules', 0))`);
  const rule = rules.find(one => one.id === id) ?? refuseUnknown();
  const parameters = { ...usualParameters(rule), ...change.parameters };
  const problem = parameterProblem(rule, parameters);
  if (problem) refuse('rule', problem, problem);
  const before = (await rulesNow(at.tx)).find(one => one.rule.id === id)!;
  const begins = change.state === 'on' && before.state !== 'on';
  if (begins && (await at.tx.query(replayed, [id, rule.version])).length === 0)
    refuse(
      'not-now',
      'Essayez d’abord la règle sur le passé: une règle éteinte s’allume après un rejeu terminé.',
      'Replay the rule on the past first: a rule that is off is turned on after a replay that is done.',
    );
  const { id: by, name } = at.caller.actor;
  const values = [
    id,
    rule.version,
    change.state,
    JSON.stringify(parameters),
    at.now,
    by,
    name,
    change.reason,
  ];
  await at.tx.query(insert, values);
  if (begins) {
    // While it was off nothing was looked at, and nothing of that time is now.
    const access = openWatch(at.deps.gate);
    await beginAtEnd(at.tx, access, [rule]);
    const extent = await access.watching.extentOf(at.now, at.now);
    if (extent.outcome === 'found') await at.tx.query(forget, [id, rule.version, extent.after]);
  }
  return (await rulesNow(at.tx)).find(one => one.rule.id === id)!;
}
