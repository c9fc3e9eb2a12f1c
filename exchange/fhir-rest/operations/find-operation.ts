import type { Operation, OperationLevel } from '@continuum/record-gate';
import { isResourceType } from '@continuum/standards-fhir';
import { type FhirError, fhirError } from '../fhir-error.ts';

/** Where an address invokes an operation. */
export interface Invoked {
  name: string;
  level: OperationLevel;
  type?: string;
  id?: string;
}

const pattern = /^\/?(?:([A-Za-z]+)\/(?:([A-Za-z0-9.-]{1,64})\/)?)?\$([^/$]*)$/;

/** What `$op`, `Type/$op` or `Type/id/$op` invokes; undefined when the path is none of them. */
export function invokedAt(path: string): Invoked | undefined {
  const match = pattern.exec(path);
  if (!match) return undefined;
  const [, type, id, name = ''] = match;
  if (type === undefined) return { name, level: 'system' };
  return id === undefined ? { name, level: 'type', type } : { name, level: 'instance', type, id };
}

const isThere = ({ levels, types }: Operation, { level, type }: Omit<Invoked, 'name'>): boolean =>
  levels.includes(level) &&
  (level === 'system' || types === 'any' || (type !== undefined && types.includes(type)));

/** The operations of a level, of a type where it has one: for the CapabilityStatement, and to say what there is. */
export const operationsAt = (
  operations: readonly Operation[],
  where: Omit<Invoked, 'name'>,
): readonly Operation[] => operations.filter(operation => isThere(operation, where));

const listed = (operations: readonly Operation[]): string =>
  [...new Set(operations.map(({ name }) => `$${name}`))].sort().join(', ') || 'no operation';

function noOperation(operations: readonly Operation[], invoked: Invoked): FhirError {
  const { name, level, type, id } = invoked;
  if (type !== undefined && !isResourceType(type))
    return fhirError(404, 'not-supported', `${type} is not a resource type of FHIR R4.`);
  const place = { system: 'the base address', type, instance: `${type}/${id}` }[level];
  const there = listed(operationsAt(operations, invoked));
  return fhirError(404, 'not-supported', `There is no $${name} at ${place}; there is ${there}.`);
}

/** The operation that is invoked. @throws FhirError 404, naming those that exist there */
export function findOperation(operations: readonly Operation[], invoked: Invoked): Operation {
  const found = operationsAt(operations, invoked).find(({ name }) => name === invoked.name);
  if (!found) throw noOperation(operations, invoked);
  return found;
}

/** How an operation may be invoked: GET only when nothing changes (R4 3.2.0). */
export const methodsOf = ({ affectsState }: Operation): readonly string[] =>
  affectsState ? ['POST'] : ['GET', 'HEAD', 'POST'];
