import { dayOf, isDay } from '@continuum/standards-calendar';
import type { Issue } from '@continuum/standards-fhir';
import type { RefusalTerms } from './refusal-view.ts';

const problem = (expression: string, diagnostics: string): Issue => ({
  severity: 'error',
  code: 'value',
  expression,
  diagnostics,
});

/**
 * What is wrong with the terms a person asks for. A day to come cannot limit what was collected before it,
 * and a refusal cannot end before it begins.
 */
export function checkTerms({ before, end }: RefusalTerms, now: Date): Issue[] {
  const today = dayOf(now);
  const issues: Issue[] = [];
  if (before !== undefined && !isDay(before)) issues.push(problem('before', 'Write the day as YYYY-MM-DD.'));
  else if (before !== undefined && before > today)
    issues.push(problem('before', 'Choose today or an earlier day, or refuse everything.'));
  if (end !== undefined && !isDay(end)) issues.push(problem('end', 'Write the day as YYYY-MM-DD.'));
  else if (end !== undefined && end < today) issues.push(problem('end', 'Choose today or a later day.'));
  return issues;
}
