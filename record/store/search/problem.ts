import type { Issue } from '@continuum/standards-fhir';

/** A search that cannot be done as asked; `ignorable`: lenient handling leaves the parameter out. */
export class SearchProblem extends Error {
  readonly issue: Issue;
  readonly ignorable: boolean;
  constructor(code: string, parameter: string, text: string, ignorable = false) {
    super(text);
    this.name = 'SearchProblem';
    this.issue = {
      severity: ignorable ? 'warning' : 'error',
      code,
      expression: parameter,
      diagnostics: text,
    };
    this.ignorable = ignorable;
  }
}

export const unknownParameter = (name: string, where: string): SearchProblem =>
  new SearchProblem('not-supported', name, `${where} has no search parameter ${name}.`, true);

export const badValue = (name: string, value: string, form: string): SearchProblem =>
  new SearchProblem('value', name, `${name}=${value} cannot be read: write ${form}.`);

export const notSupported = (name: string, text: string): SearchProblem =>
  new SearchProblem('not-supported', name, text);

/** A value set or a code that the terminology service does not know. */
export const unknownTerm = (name: string, value: string): SearchProblem =>
  new SearchProblem(
    'not-found',
    name,
    `${name}=${value} names a value set or a code that is not known here; write its codes out, separated by commas.`,
  );
