import { applyPatch, type Operation, Pointer } from 'rfc6902';
import { cloneJson, copyDecimals } from '../decimal.ts';
import type { Resource } from '../resource.ts';
import { longestResult, mostOperations, notTooDeep, PatchError } from './patch-error.ts';

/** One operation of RFC 6902, as it was sent. */
export type JsonPatchOperation = Operation;

const names = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);
const barred = new Set(['__proto__', 'constructor', 'prototype']);

const isPointer = (path: unknown): path is string =>
  typeof path === 'string' && /^(\/([^~/]|~[01])*)*$/.test(path);

function problemOf(operation: Record<string, unknown> | null): string | undefined {
  if (typeof operation !== 'object' || operation === null) return 'An operation is a JSON object.';
  const { op, path, from } = operation;
  if (!names.has(String(op))) return 'op is add, remove, replace, move, copy or test.';
  if (!isPointer(path)) return 'path is a JSON Pointer, as /name/0/family.';
  const two = op === 'move' || op === 'copy';
  if (two && !isPointer(from)) return 'from is a JSON Pointer, as /name/0/family.';
  const tokens = `${path}${two ? from : ''}`.split('/');
  if (tokens.some(token => barred.has(token))) return 'No element of a resource has that name.';
  if (/^(add|replace|test)$/.test(String(op)) && !Object.hasOwn(operation, 'value'))
    return 'value is missing.';
  if (JSON.stringify(operation).includes('"__proto__":'))
    return 'No element of a resource has the name __proto__.';
  return undefined;
}

/**
 * Reads a JSON Patch document (RFC 6902, §3).
 * @throws PatchError when it is none; `expression` is the JSON Pointer of the operation.
 */
export function parseJsonPatch(document: unknown): JsonPatchOperation[] {
  if (!Array.isArray(document)) throw new PatchError('', 'A JSON Patch is an array of operations.');
  if (document.length > mostOperations)
    throw new PatchError('', `More than ${mostOperations} operations: send the patch in parts.`);
  document.forEach((operation, at) => {
    const problem = problemOf(operation);
    if (problem) throw new PatchError(`/${at}`, problem);
  });
  return document as JsonPatchOperation[];
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 80);

/** Never the value that stands: whoever may change an element may not always read it. */
function sentenceOf(problem: Error & { path?: string }, operation: JsonPatchOperation): string {
  if (problem.name === 'TestError' && operation.op === 'test')
    return `The test failed: ${operation.path || 'the resource'} is not ${shown(operation.value)}.`;
  if (problem.name === 'MissingError') return `Nothing is at ${problem.path || 'that path'}.`;
  return `The operation ${operation.op} cannot be applied.`;
}

/** Digits of decimals go where their numbers go: the library copies numbers alone. */
function carryDecimals(resource: Resource, { op, ...operation }: JsonPatchOperation, from: unknown): void {
  if (op === 'remove' || op === 'test') return;
  const { parent, key } = Pointer.fromJSON(operation.path).evaluate(resource);
  const at = Array.isArray(parent) && key === '-' ? String(parent.length - 1) : key;
  copyDecimals(from as object, op === 'move' || op === 'copy' ? 'from' : 'value', parent, at);
}

function sourceOf(resource: Resource, operation: JsonPatchOperation): unknown {
  if (operation.op !== 'move' && operation.op !== 'copy') return operation;
  const { parent, key, value } = Pointer.fromJSON(operation.from).evaluate(resource);
  const holder = { from: cloneJson(value) };
  copyDecimals(parent, key, holder, 'from');
  return holder;
}

/** The library writes `replace` anywhere in an array; RFC 6902 wants the target to be there. */
const isThere = (resource: Resource, path: string): boolean =>
  path === '' || Pointer.fromJSON(path).evaluate(resource).value !== undefined;

function applyOne(resource: Resource, operation: JsonPatchOperation, at: number): void {
  const expression = `/${at}`;
  if (operation.op === 'replace' && !isThere(resource, operation.path))
    throw new PatchError(expression, `Nothing is at ${operation.path}.`);
  const source = sourceOf(resource, operation);
  const [problem] = applyPatch(resource, [operation]);
  if (problem) throw new PatchError(expression, sentenceOf(problem, operation), { cause: problem });
  carryDecimals(resource, operation, source);
  if (operation.op === 'copy' && JSON.stringify(resource).length > longestResult)
    throw new PatchError(expression, `The resource becomes longer than ${longestResult} characters.`);
}

/**
 * Applies a JSON Patch (RFC 6902; R4 3.1.0.6) to a copy: all operations, in order, or none. Decimals keep their digits.
 * @throws PatchError
 */
export function applyJsonPatch(resource: Resource, operations: readonly JsonPatchOperation[]): Resource {
  return notTooDeep('', () => {
    const patched = cloneJson(resource) as Resource;
    operations.forEach((operation, at) => {
      applyOne(patched, operation, at);
    });
    return cloneJson(patched) as Resource;
  });
}
