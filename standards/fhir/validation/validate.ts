import { isObject, resourceNode } from '../fhirpath/node.ts';
import type { Issue } from '../issue.ts';
import { profileDefinitions } from '../profiles/index.ts';
import { withErrata } from './errata.ts';
import { checkResource, reportType } from './plan.ts';
import { checkAsked, checkClaims } from './profile/claims.ts';
import { profilesOf } from './profile/registry.ts';
import { isSurelyValid } from './quick/quick.ts';
import { beginVisit } from './visit.ts';

const profiles = profilesOf(profileDefinitions);

/** The profiles that are known here. */
export function knownProfiles(): { url: string; type: string; title: string }[] {
  return profileDefinitions.map(({ url, type, name, title = name }) => ({ url, type, title }));
}

export interface ValidateOptions {
  /** Canonical addresses of profiles to check besides those that are claimed. One that is not known is an error. */
  profiles?: readonly string[];
}

/**
 * Checks a resource against R4 (4.0.1): elements, types, cardinality, forms of primitives, required bindings,
 * reference targets and every rule of severity `error`; then, of what is valid so far, the profiles that it or a
 * resource in it claims in `meta.profile` (one that is not known here is told, no more). Gives every problem in one
 * pass; no error means valid. Never throws, whatever JSON it is given.
 */
export function validate(resource: unknown, options: ValidateOptions = {}): Issue[] {
  const issues = isObject(resource) && isSurelyValid(resource) ? [] : validateFully(resource);
  if (!isObject(resource) || (issues.length > 0 && issues.some(isError))) return issues;
  const asked = options.profiles ? checkAsked(resource, options.profiles, profiles) : [];
  return [...issues, ...asked, ...checkClaims(resource, profiles)];
}

function isError({ severity }: Issue): boolean {
  return severity === 'error' || severity === 'fatal';
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
