import { compileCondition } from '../../fhirpath/compile.ts';
import type { Condition } from '../../fhirpath/evaluation.ts';
import { FhirPathError } from '../../fhirpath/lexer.ts';
import { isInvariantOfR4 } from '../invariants.ts';
import type { ElementDefinition, ProfileDefinition } from './definition.ts';
import { fixedOf, patternOf, type ValueTest } from './pattern.ts';

/** What a profile says of an element, of its children, and of its slices. */
export interface ElementRule {
  /** The last step of its path: `component`, `value[x]`, `valueQuantity`. */
  name: string;
  /** Of a slice. */
  sliceName?: string;
  definition: ElementDefinition | undefined;
  /** `fixed[x]` or `pattern[x]`. */
  value: ValueTest | undefined;
  constraints: readonly ProfileInvariant[];
  children: Map<string, ElementRule>;
  slices: Map<string, ElementRule>;
}

export interface ProfileInvariant {
  key: string;
  human: string;
  holds: Condition;
}

/** The elements of a profile as a tree, from its differential (or its snapshot, when that is all there is). */
export function elementTree(profile: ProfileDefinition): ElementRule {
  const elements = (profile.differential ?? profile.snapshot)?.element ?? [];
  const root = emptyRule(profile.type);
  for (const element of elements) {
    const rule = stepsOf(element).reduce(descend, root);
    rule.definition = element;
    rule.value = fixedOf(element) ?? patternOf(element);
    rule.constraints = invariantsOf(element);
  }
  return root;
}

function emptyRule(name: string): ElementRule {
  return {
    name,
    definition: undefined,
    value: undefined,
    constraints: [],
    children: new Map(),
    slices: new Map(),
  };
}

interface Step {
  name: string;
  slice: string | undefined;
}

/** `Observation.component:SystolicBP.code`: ids tell the slices; without one, the path and the slice's name do. */
function stepsOf({ id, path, sliceName }: ElementDefinition): Step[] {
  const text = id ?? (sliceName ? `${path}:${sliceName}` : path);
  const [, ...steps] = text.split('.');
  return steps.map(step => {
    const cut = step.indexOf(':');
    return cut < 0
      ? { name: step, slice: undefined }
      : { name: step.slice(0, cut), slice: step.slice(cut + 1) };
  });
}

function descend(rule: ElementRule, { name, slice }: Step): ElementRule {
  const child = at(rule.children, name, name);
  if (slice === undefined) return child;
  const found = at(child.slices, slice, name);
  found.sliceName = slice;
  return found;
}

function at(rules: Map<string, ElementRule>, key: string, name: string): ElementRule {
  const known = rules.get(key);
  if (known) return known;
  const made = emptyRule(name);
  rules.set(key, made);
  return made;
}

/** Rules of the base type are checked with it. One that uses what is not known here is left out. */
function invariantsOf({ constraint = [] }: ElementDefinition): ProfileInvariant[] {
  return constraint.flatMap(({ key, severity, human, expression }) => {
    if (severity !== 'error' || !expression || isInvariantOfR4(key)) return [];
    try {
      return [{ key, human, holds: compileCondition(expression) }];
    } catch (error) {
      if (error instanceof FhirPathError) return [];
      throw error;
    }
  });
}
