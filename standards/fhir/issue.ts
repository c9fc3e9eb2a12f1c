/** One problem found in a resource or a request: an `OperationOutcome.issue`. */
export interface Issue {
  severity: 'fatal' | 'error' | 'warning' | 'information';
  /** Code of `http://hl7.org/fhir/issue-type`. */
  code: string;
  /** FHIRPath of the element, `Patient.name[0].given[1]`. */
  expression?: string;
  /** A sentence that says what is wrong and the mend. */
  diagnostics: string;
}

export interface OperationOutcome {
  resourceType: 'OperationOutcome';
  issue: {
    severity: Issue['severity'];
    code: string;
    diagnostics: string;
    expression?: string[];
  }[];
  [element: string]: unknown;
}

/** Renders issues as the resource that FHIR answers with (R4 OperationOutcome). */
export function toOperationOutcome(issues: readonly Issue[]): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: issues.map(({ expression, ...issue }) => ({
      ...issue,
      ...(expression === undefined ? {} : { expression: [expression] }),
    })),
  };
}
