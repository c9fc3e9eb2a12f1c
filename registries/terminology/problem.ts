import { type OperationProblem, operationProblem } from '@continuum/record-gate';

/** What was asked for is not here. */
export const unknown = (what: string, url: string): OperationProblem =>
  operationProblem(404, 'not-found', `There is no ${what} ${url} here; load it, or write it to the record.`);

/** The value set is not one that can be computed. */
export const unusable = (text: string): OperationProblem => operationProblem(422, 'processing', text);

export const missingInput = (text: string): OperationProblem => operationProblem(400, 'required', text);
