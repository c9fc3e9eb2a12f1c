import type {
  Operation,
  OperationArgument,
  OperationInput,
  OperationParameter,
} from '@continuum/record-gate';
import { isResourceType, type Resource } from '@continuum/standards-fhir';
import type { Exchange } from '../exchange.ts';
import { type FhirError, fhirError } from '../fhir-error.ts';
import { checkContent } from '../media-type.ts';
import { readBody } from '../read-body.ts';
import { checkPrimitive, isPrimitive, readPrimitive } from './primitive.ts';

/** What was given, sorted into what the definition knows and what its type's search may. */
interface Given {
  known: OperationArgument[];
  search: [string, string][];
}

const bad = (code: string, diagnostics: string): FhirError => fhirError(400, code, diagnostics);

const find = ({ parameters }: Operation, name: string): OperationParameter | undefined =>
  parameters.find(parameter => parameter.name === name);

function unknownInput({ name, parameters }: Operation, given: string): FhirError {
  const there = parameters.map(parameter => parameter.name).join(', ') || 'none';
  return bad('not-supported', `${given} is not an input of $${name}; its inputs: ${there}.`);
}

function fromQuery(operation: Operation, query: readonly [string, string][]): Given {
  const given: Given = { known: [], search: [] };
  for (const [name, text] of query) {
    const parameter = find(operation, name);
    if (parameter && !isPrimitive(parameter.type))
      throw bad('not-supported', `${name} is a ${parameter.type}: send it in Parameters, by POST.`);
    if (parameter)
      given.known.push({ name, type: parameter.type, value: readPrimitive(name, parameter.type, text) });
    else if (operation.takesSearch) given.search.push([name, text]);
    else throw unknownInput(operation, name);
  }
  return given;
}

interface Written {
  name?: unknown;
  resource?: unknown;
  part?: unknown;
  [value: string]: unknown;
}

const listOf = (value: unknown): Written[] =>
  Array.isArray(value) ? value.filter(item => typeof item === 'object' && item !== null) : [];

const lower = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);

/** `valueUri` is a `uri`, `valueCoding` a `Coding`: complex types keep their capital. */
function typeOf(key: string): string {
  const word = key.slice('value'.length);
  return isPrimitive(lower(word)) ? lower(word) : word;
}

function toArgument(written: Written, at: string): OperationArgument {
  const { name, resource, part } = written;
  if (typeof name !== 'string' || name === '') throw bad('required', `${at}.name is missing.`);
  if (resource !== undefined) {
    const type = (resource as Partial<Resource> | null)?.resourceType;
    if (typeof type !== 'string') throw bad('structure', `${name}: its resource has no resourceType.`);
    return { name, type, value: resource };
  }
  if (part !== undefined)
    return { name, type: 'part', part: listOf(part).map((item, i) => toArgument(item, `${at}.part[${i}]`)) };
  const keys = Object.keys(written).filter(key => /^value[A-Z]/.test(key));
  const [key] = keys;
  if (key === undefined || keys.length > 1)
    throw bad('structure', `${name}: give one value[x], one resource, or parts.`);
  const type = typeOf(key);
  return { name, type, value: isPrimitive(type) ? checkPrimitive(name, type, written[key]) : written[key] };
}

/** Primitives that are written alike stand for each other: a `uri` where a `canonical` is asked for. */
const alike = (a: string, b: string): boolean =>
  a === b || (isPrimitive(a) && isPrimitive(b) && !['boolean', 'decimal'].includes(a));

function fits({ type }: OperationParameter, argument: OperationArgument): boolean {
  if (type === 'Element') return true;
  if (type === 'Resource') return isResourceType(argument.type);
  return type === 'part' ? argument.part !== undefined : alike(argument.type, type);
}

function typed(parameter: OperationParameter, argument: OperationArgument): OperationArgument {
  if (!fits(parameter, argument))
    throw bad('value', `${parameter.name} is a ${parameter.type}, not a ${argument.type}.`);
  if (!isPrimitive(parameter.type)) return argument;
  return { ...argument, value: checkPrimitive(parameter.name, parameter.type, argument.value) };
}

function fromParameters(operation: Operation, resource: Resource): Given {
  const given: Given = { known: [], search: [] };
  for (const [i, written] of listOf(resource.parameter).entries()) {
    const argument = toArgument(written, `Parameters.parameter[${i}]`);
    const parameter = find(operation, argument.name);
    if (parameter) given.known.push(typed(parameter, argument));
    else if (operation.takesSearch && isPrimitive(argument.type))
      given.search.push([argument.name, String(argument.value)]);
    else throw unknownInput(operation, argument.name);
  }
  return given;
}

/** A body that is the one input of type Resource, without Parameters around it (R4 3.2.0.1.1). */
function fromResource(operation: Operation, resource: Resource): Given {
  const takes = operation.parameters.filter(
    ({ type }) => type === 'Resource' || type === resource.resourceType,
  );
  const [only] = takes;
  if (!only || takes.length > 1)
    throw bad('structure', `$${operation.name} takes a Parameters resource, not a ${resource.resourceType}.`);
  return { known: [{ name: only.name, type: resource.resourceType, value: resource }], search: [] };
}

function parseBody({ body, contentType }: Exchange): Resource | undefined {
  if (body.byteLength === 0 || contentType.startsWith('application/x-www-form-urlencoded')) return undefined;
  checkContent(contentType, 'POST');
  let parsed: unknown;
  try {
    parsed = readBody(body, contentType);
  } catch (error) {
    throw bad('structure', `The body cannot be read: ${(error as Error).message}`);
  }
  if (typeof (parsed as Resource | null)?.resourceType !== 'string')
    throw bad('structure', 'The body has no resourceType: send Parameters.');
  return parsed as Resource;
}

function checkCardinality(operation: Operation, known: readonly OperationArgument[]): void {
  for (const { name, min, max } of operation.parameters) {
    const count = known.filter(argument => argument.name === name).length;
    if (count < min) throw bad('required', `${name} is required by $${operation.name}.`);
    if (max !== '*' && count > max)
      throw bad('structure', `${name} may be given ${max} time(s), not ${count}.`);
  }
}

const toInput = (known: readonly OperationArgument[]): OperationInput => {
  const all = (name: string) => known.filter(argument => argument.name === name);
  return {
    all,
    value: <T>(name: string) => all(name)[0]?.value as T | undefined,
    values: <T>(name: string) => all(name).map(({ value }) => value as T),
  };
};

/**
 * The inputs of an invocation: the query, then the body, which is Parameters or the one resource asked for.
 * @throws FhirError 400 naming the input and the mend, 415
 */
export function readInput(
  operation: Operation,
  exchange: Exchange,
): { input: OperationInput; search: [string, string][] } {
  const query = fromQuery(operation, exchange.parameters);
  const resource = parseBody(exchange);
  const isParameters = resource?.resourceType === 'Parameters';
  const body = resource && (isParameters ? fromParameters : fromResource)(operation, resource);
  const known = [...query.known, ...(body?.known ?? [])];
  checkCardinality(operation, known);
  return { input: toInput(known), search: [...query.search, ...(body?.search ?? [])] };
}
