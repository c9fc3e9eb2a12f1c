import {
  type Alert,
  evaluate,
  type Facts,
  type RuleId,
  replayedHistory,
  rules,
  toActorDays,
  usualParameters,
} from '@continuum/governance-surveillance';
import { type Month, syntheticMonth } from './synthetic-month.ts';

/** How well one rule found what was planted for it. */
export interface Found {
  rule: RuleId;
  planted: number;
  /** Alerts of the rule in the month. */
  alerts: number;
  /** Planted misuses that the rule found. */
  found: number;
  recall: number;
  precision: number;
}

const isOf = (alert: Alert, planted: Month['planted'][number]): boolean =>
  alert.actor.reference === planted.actor &&
  (alert.day === planted.day || (planted.lasting === true && alert.day > planted.day)) &&
  (planted.usager === undefined || alert.usager === undefined || alert.usager === planted.usager);

async function alertsOf(month: Month): Promise<Alert[]> {
  const history = replayedHistory();
  const inForce = rules.map(rule => ({ ...rule, parameters: usualParameters(rule) }));
  const byDay = Map.groupBy(toActorDays(month.entries), ({ day }) => day);
  const alerts: Alert[] = [];
  for (const day of [...byDay.keys()].sort()) {
    const days = byDay.get(day)!;
    const numbers = await history.of(days);
    const actors = new Map(
      [...month.facts.actors].map(([actor, facts]) => [
        actor,
        { ...facts, history: numbers.history.get(actor) ?? [] },
      ]),
    );
    const facts: Facts = { ...month.facts, actors, peers: numbers.peers };
    alerts.push(...days.flatMap(one => inForce.flatMap(rule => evaluate(rule, one, facts))));
    history.keep(days);
  }
  return alerts;
}

const share = (part: number, of: number): number => (of === 0 ? 1 : Math.round((100 * part) / of) / 100);

/**
 * A month of normal work with 20 planted misuses: what each rule, with the thresholds that it begins with, finds of them
 * (recall), and how much of what it raises is one of them (precision). Whatever the rule that raised it, `all` counts a
 * planted misuse once.
 */
export async function surveillanceBench(seed: number): Promise<{
  entries: number;
  seconds: number;
  rules: Found[];
  all: { planted: number; found: number; alerts: number; recall: number; precision: number };
}> {
  const month = syntheticMonth(seed);
  const start = process.hrtime.bigint();
  const alerts = await alertsOf(month);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const each = rules.map(({ id }): Found => {
    const planted = month.planted.filter(({ rule }) => rule === id);
    const raised = alerts.filter(({ rule }) => rule === id);
    const found = planted.filter(one => raised.some(alert => isOf(alert, one))).length;
    const right = raised.filter(alert => month.planted.some(one => isOf(alert, one))).length;
    return {
      ...{ rule: id, planted: planted.length, alerts: raised.length, found },
      ...{ recall: share(found, planted.length), precision: share(right, raised.length) },
    };
  });
  const found = month.planted.filter(one => alerts.some(alert => isOf(alert, one))).length;
  const right = alerts.filter(alert => month.planted.some(one => isOf(alert, one))).length;
  const all = {
    ...{ planted: month.planted.length, found, alerts: alerts.length },
    ...{ recall: share(found, month.planted.length), precision: share(right, alerts.length) },
  };
  return { entries: month.entries.length, seconds, rules: each, all };
}
