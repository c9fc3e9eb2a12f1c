import { type Operation, type OperationAnswer, OperationProblem } from '@continuum/record-gate';
import { formatJson } from '@continuum/standards-fhir';
import { denialError } from '../answer.ts';
import { checkScope } from '../check-scope.ts';
import type { Answer, Exchange } from '../exchange.ts';
import { FhirError, fhirError } from '../fhir-error.ts';
import { findOperation, type Invoked, methodsOf } from './find-operation.ts';
import { readInput } from './read-input.ts';

function toAnswer(answer: OperationAnswer): Answer {
  if ('body' in answer) return { status: 200, headers: answer.headers ?? {}, body: answer.body };
  const { status = 200, resource } = answer;
  const headers = 'headers' in answer ? answer.headers : {};
  return { status, headers, body: resource ? formatJson(resource as object) : '' };
}

/** A handler's problem as this door's error. */
export function toError(problem: unknown): unknown {
  if (!(problem instanceof OperationProblem)) return problem;
  return problem.denied ? denialError(problem.denied) : new FhirError(problem.status, problem.issues);
}

async function checkScopes(exchange: Exchange, { scopes }: Operation): Promise<void> {
  for (const { type = exchange.type, action } of scopes)
    await checkScope({ ...exchange, ...(type ? { type } : {}), parameters: [] }, action);
}

const addressOf = ({ baseUrl }: Exchange, { type, id, name }: Invoked): string =>
  [baseUrl, type, id, `$${name}`].filter(part => part !== undefined).join('/');

function checkMethod(operation: Operation, method: string, exchange: Exchange): void {
  const allowed = methodsOf(operation);
  if (!allowed.includes(method))
    throw fhirError(405, 'not-supported', `${method} is not taken by $${operation.name}.`, {
      Allow: allowed.join(', '),
    });
  if (method !== 'POST' && exchange.body.byteLength > 0)
    throw fhirError(400, 'structure', 'A GET has no body; send Parameters by POST.');
}

/**
 * Performs what an address invokes (R4 3.2.0), over HTTP or as an entry of a batch.
 * @throws FhirError 400, 401, 403, 404, 405 and what the operation's own failures are
 */
export async function performOperation(
  operations: readonly Operation[],
  invoked: Invoked,
  method: string,
  exchange: Exchange,
): Promise<Answer> {
  const operation = findOperation(operations, invoked);
  checkMethod(operation, method, exchange);
  const { level, type, id } = invoked;
  const addressed: Exchange = { ...exchange, ...(type ? { type } : {}), ...(id ? { id } : {}) };
  await checkScopes(addressed, operation);
  const { access, baseUrl, headers, parameters } = addressed;
  const call = {
    ...{ access, level, baseUrl, headers, query: parameters },
    ...(type ? { type } : {}),
    ...(id ? { id } : {}),
    ...readInput(operation, addressed),
    address: addressOf(exchange, invoked),
  };
  return operation
    .handler(call)
    .then(toAnswer)
    .catch((problem: unknown) => Promise.reject(toError(problem)));
}
