import { validNamsOf } from '@continuum/registries-patient';
import type { Issue, Resource } from '@continuum/standards-fhir';

const issueOf = (expression: string, diagnostics: string): Issue => ({
  severity: 'error',
  code: 'business-rule',
  expression,
  diagnostics,
});

/**
 * What a usager is recognised by and would no longer have: the last NAM, the birth date. Only the feed of the register,
 * which merges and corrects, takes them away.
 */
export function lostIdentity(before: Resource, after: Resource, at = 'Patient'): Issue[] {
  const mend = 'put it back, or replace it by the right one; the feed of the register takes it away.';
  const nam = validNamsOf(before).length > 0 && validNamsOf(after).length === 0;
  const birth = before.birthDate !== undefined && after.birthDate === undefined;
  return [
    ...(nam ? [issueOf(`${at}.identifier`, `The usager would have no NAM any more: ${mend}`)] : []),
    ...(birth ? [issueOf(`${at}.birthDate`, `The usager would have no birth date any more: ${mend}`)] : []),
  ];
}
