import { ruleErrata } from '../definition/errata.data.ts';
import { isObject } from '../fhirpath/node.ts';
import type { Issue } from '../issue.ts';

/** Makes a warning of what the official examples of R4 do themselves (`errata.data.ts`). */
export function withErrata(issues: Issue[], resource: unknown): Issue[] {
  return issues.map(issue => {
    const key = issue.diagnostics.split(':', 1)[0]!;
    const erratum = Object.hasOwn(ruleErrata, key) ? ruleErrata[key] : undefined;
    const narrative = erratum && valueAt(resource, parentOf(issue.expression ?? ''));
    if (!isObject(narrative) || !erratum!.accepts(narrative)) return issue;
    const diagnostics = `${issue.diagnostics} It is accepted: ${erratum!.about}.`;
    return { ...issue, severity: 'warning', code: 'business-rule', diagnostics };
  });
}

function parentOf(expression: string): string {
  return expression.slice(0, expression.lastIndexOf('.'));
}

/** What stands at a path of names and indices, the first of which is the resource. */
function valueAt(resource: unknown, expression: string): unknown {
  const [, ...steps] = expression.split(/[.[\]]+/).filter(each => each !== '');
  return steps.reduce<unknown>((value, step) => {
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }, resource);
}
