import type { Facts } from './facts.ts';
import type { ActorDay, Observation } from './observation.ts';
import type { Figures, ParameterValues } from './rule.ts';

/** What an evaluator found in a day: its evidence, before it is an alert of a rule. */
export interface Finding {
  usager?: string;
  /** What tells it from another of the same day, when it is no usager. */
  about?: string;
  evidence: readonly Observation[];
  figures: Figures;
}

/** Values in, findings out: no clock, no I/O. Observations come in the order of time. */
export type Evaluator = (day: ActorDay, facts: Facts, parameters: ParameterValues) => Finding[];

/** The looks at clinical information of each usager, in the order of the first. */
export function looksByUsager({ observations }: ActorDay): Map<string, Observation[]> {
  const byUsager = new Map<string, Observation[]>();
  for (const one of observations) {
    if (!one.look || !one.clinical || one.usager === undefined) continue;
    byUsager.set(one.usager, [...(byUsager.get(one.usager) ?? []), one]);
  }
  return byUsager;
}
