import type { Text } from './text.ts';

export type RuleId =
  | 'own-record'
  | 'household'
  | 'colleague'
  | 'no-care-link'
  | 'volume'
  | 'odd-hours'
  | 'watched-record'
  | 'refusal-probing'
  | 'impossible-travel'
  | 'remote-undeclared'
  | 'sequential-nam'
  | 'employment-ended';

/** `off`: nothing is evaluated. `replayed`: tried on the past, not on yet. `on`: what is new is evaluated. */
export type RuleState = 'off' | 'replayed' | 'on';

/** A number that a rule depends on, and its unit. */
export interface Parameter {
  value: number;
  /** As a person reads it. */
  unit: Text;
  least: number;
  most: number;
}

/** A rule as data. What it computes is in `evaluators`, under its id. */
export interface Rule {
  id: RuleId;
  /** A new one whenever what it computes changes: an alert says by which it was raised. */
  version: number;
  name: Text;
  /** Why it is watched. */
  reason: Text;
  /** What an alert compares, with `{figures}`. */
  comparison: Text;
  parameters: Readonly<Record<string, Parameter>>;
  /** Where the rule comes from, or `à valider`. */
  source: string;
  /** With which an installation begins. */
  state: RuleState;
}

/** Values of a rule's parameters. */
export type ParameterValues = Readonly<Record<string, number>>;

/** Numbers and words that an alert compares, by name. */
export type Figures = Readonly<Record<string, number | string>>;

/** What a rule found: which rule and version, about whom, with its evidence. */
export interface Alert {
  rule: RuleId;
  version: number;
  /** Of one rule and version: two evaluations of the same day give the same one. */
  key: string;
  actor: { reference: string; name: string; profile: string; organization?: { id: string; name: string } };
  usager?: string;
  day: string;
  /** Moment of the last entry of the evidence. */
  at: string;
  /** Ids of the journal's entries, in order; the first ones when they are many. */
  entries: readonly string[];
  figures: Figures;
}
