import type { Issue } from '@continuum/standards-fhir';

/** An answer that is an error: the status and everything that is wrong. Rendered once, at the edge. */
export class FhirError extends Error {
  readonly status: number;
  readonly issues: readonly Issue[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, issues: readonly Issue[], headers: Record<string, string> = {}) {
    super(issues.map(issue => issue.diagnostics).join(' '));
    this.name = 'FhirError';
    this.status = status;
    this.issues = issues;
    this.headers = headers;
  }
}

/** An error with a single issue; `code` is of `http://hl7.org/fhir/issue-type`. */
export const fhirError = (
  status: number,
  code: string,
  diagnostics: string,
  headers: Record<string, string> = {},
): FhirError => new FhirError(status, [{ severity: 'error', code, diagnostics }], headers);
