import { dayOf, isDay } from '@continuum/standards-calendar';
import type { Issue } from '@continuum/standards-fhir';
import type { RestrictionTerms } from './restriction-view.ts';

const problem = (expression: string, diagnostics: string): Issue => ({
  severity: 'error',
  code: 'value',
  expression,
  diagnostics,
});

/** What is wrong with a restriction that is asked for: nobody it is against, nothing it is about, an end that is past. */
export function checkRestriction(terms: RestrictionTerms, now: Date): Issue[] {
  const { practitioners, profiles, everything, domains, resources, end } = terms;
  const issues: Issue[] = [];
  if (practitioners.length + profiles.length === 0)
    issues.push(problem('practitioners', 'Name a provider, or a profession.'));
  const some = domains.length + resources.length;
  if (!everything && some === 0)
    issues.push(
      problem('domains', 'Say what they may not see: everything, parts of the record, or what is named.'),
    );
  if (everything && some > 0) issues.push(problem('everything', 'Everything, or what is named: not both.'));
  if (end !== undefined && !isDay(end)) issues.push(problem('end', 'Write the day as YYYY-MM-DD.'));
  else if (end !== undefined && end < dayOf(now)) issues.push(problem('end', 'Choose today or a later day.'));
  return issues;
}
