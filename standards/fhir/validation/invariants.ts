import { compileCondition } from '../fhirpath/compile.ts';
import type { Condition } from '../fhirpath/evaluation.ts';
import type { Node } from '../fhirpath/node.ts';
import { invariants as lines } from '../generated/invariants.ts';
import { rulesByHand } from './rules-by-hand.ts';
import { report, type Visit } from './visit.ts';

/** A rule of the definitions: the FHIRPath that must be true. */
export interface Invariant {
  key: string;
  human: string;
  /** What is evaluated, unless the rule is written by hand. */
  expression: string;
  holds: Condition;
}

/** Rules whose published expression cannot be taken as it is, with what is evaluated in its place. */
const mended: Readonly<Record<string, { expression: string; reason: string }>> = {
  'txt-2': {
    expression: 'htmlChecks2()',
    reason: 'the expression is that of txt-1; what the rule says is that there is content',
  },
};

const compiled = new Map<string, Invariant>();

/** Is this the key of a rule of R4, which the base type checks? */
export function isInvariantOfR4(key: string): boolean {
  return key === 'ele-1' || Object.hasOwn(lines, key);
}

/** A rule by its key, compiled on first use. */
export function invariant(key: string): Invariant {
  const known = compiled.get(key);
  if (known) return known;
  const { expression: published, human } = JSON.parse(lines[key]!) as { expression: string; human: string };
  const expression = mended[key]?.expression ?? published;
  const holds = rulesByHand[key]?.holds ?? compileCondition(expression);
  const made = { key: key.replace(/@.*/, ''), human, expression, holds };
  compiled.set(key, made);
  return made;
}

/**
 * Evaluates rules on a node. Nothing (`{}`) is not true, so it breaks a rule, but a comparison left open by
 * precision or units does not: `2012-02-03T10:00` lies in a period that ends `2012-02-03` (R4 2.24.0.11).
 */
export function checkInvariants(invariants: readonly Invariant[], node: Node, visit: Visit): void {
  const focus = [node];
  visit.context.context = focus;
  for (const each of invariants) {
    const result = evaluate(each, focus, visit);
    if (result !== true) report(visit, 'invariant', `${each.key}: ${each.human}`);
  }
}

/** What an expression cannot be asked of is already wrong in structure: that is what is then reported. */
function evaluate({ key, holds }: Invariant, focus: Node[], visit: Visit): boolean | undefined {
  try {
    return holds(focus, visit.context);
  } catch {
    if (visit.issues.length === 0)
      report(visit, 'processing', `${key} could not be evaluated on this element.`);
    return true;
  }
}

/** How much of the rules of R4 is enforced. */
export interface InvariantReport {
  of: number;
  compiled: number;
  mended: { key: string; reason: string }[];
  structural: string[];
  skipped: { key: string; reason: string }[];
}

/** Compiles every `error` invariant of R4 and tells how many there are and why any is left out. */
export function invariantReport(): InvariantReport {
  const skipped: InvariantReport['skipped'] = [];
  for (const key of Object.keys(lines)) {
    try {
      invariant(key);
    } catch (error) {
      skipped.push({ key, reason: String(error) });
    }
  }
  // `ele-1` (an element has a value or children) is what the structural check says of every element.
  const of = Object.keys(lines).length + 1;
  const told = Object.entries({ ...mended, ...rulesByHand }).map(([key, { reason }]) => ({ key, reason }));
  return { of, compiled: of - skipped.length, mended: told, structural: ['ele-1'], skipped };
}
