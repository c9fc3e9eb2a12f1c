import type { Context } from '../fhirpath/evaluation.ts';
import type { Node } from '../fhirpath/node.ts';
import type { Issue } from '../issue.ts';

/** One validation under way: what was found, and where it stands. */
export interface Visit {
  issues: Issue[];
  /** Steps from the root: the names of elements and, after those that repeat, an index. */
  path: (string | number)[];
  depth: number;
  context: Context;
}

/** More problems than a person reads; beyond, only the fact is told. */
const issueLimit = 500;

/** Has more been found than is told? Then no mend need be sought. */
export function isFull({ issues }: Visit): boolean {
  return issues.length > issueLimit;
}

/** A visit that begins at a resource. */
export function beginVisit(resource: Node): Visit {
  return {
    issues: [],
    path: [resource.shape.name],
    depth: 0,
    context: { resource, rootResource: resource, context: [resource], benefitOfDoubt: true },
  };
}

/** Adds a problem at the present place. The path is written only then: it costs nothing to what is valid. */
export function report(
  visit: Visit,
  code: string,
  diagnostics: string,
  severity: Issue['severity'] = 'error',
): void {
  if (visit.issues.length > issueLimit) return;
  const full = visit.issues.length === issueLimit;
  visit.issues.push({
    severity: full ? 'error' : severity,
    code: full ? 'too-costly' : code,
    expression: render(visit.path),
    diagnostics: full ? `There are more than ${issueLimit} problems; mend these first.` : diagnostics,
  });
}

/** The FHIRPath of the present place. */
export function render(path: readonly (string | number)[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}
