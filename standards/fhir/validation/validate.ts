import { isObject, resourceNode } from '../fhirpath/node.ts';
import type { Issue } from '../issue.ts';
import { withErrata } from './errata.ts';
import { checkResource, reportType } from './plan.ts';
import { isSurelyValid } from './quick/quick.ts';
import { beginVisit } from './visit.ts';

/**
 * Checks a resource against R4 (4.0.1): elements, types, cardinality, forms of primitives, required bindings,
 * reference targets and every rule of severity `error`. Gives every problem in one pass; none means valid.
 * Never throws, whatever JSON it is given.
 */
export function validate(resource: unknown): Issue[] {
  if (isObject(resource) && isSurelyValid(resource)) return [];
  return validateFully(resource);
}

/** Every problem of a resource, whatever the quick check said. */
export function validateFully(resource: unknown): Issue[] {
  const node = resourceNode(resource);
  const visit = beginVisit(node);
  if (!isObject(resource)) {
    return [{ severity: 'fatal', code: 'structure', diagnostics: 'A resource must be a JSON object.' }];
  }
  if (node.shape.name === 'Resource') reportType(resource.resourceType, visit);
  else checkResource(node, visit);
  return withErrata(visit.issues, resource);
}
