import { compartmentUsagers, type Issue, type Resource, validate } from '@continuum/standards-fhir';
import {
  applyFhirPathPatch,
  applyJsonPatch,
  type FhirPathOperation,
  type JsonPatchOperation,
  PatchError,
  parseFhirPathPatch,
  parseJsonPatch,
} from '@continuum/standards-fhir/patch';
import { Unusable } from '../deposit.ts';
import { type Limits, readJson, readResource } from './read-json.ts';

/** What a PATCH asks for, in one of the two forms that are taken (R4 3.1.0.6). */
export type Patch =
  | { kind: 'json'; operations: JsonPatchOperation[] }
  | { kind: 'fhirpath'; operations: FhirPathOperation[] };

const jsonPatch = 'application/json-patch+json';

const issueOf = (code: string, expression: string | undefined, diagnostics: string): Issue => ({
  severity: 'error',
  code,
  ...(expression ? { expression } : {}),
  diagnostics,
});

const isJsonPatch = (contentType: unknown): boolean =>
  typeof contentType === 'string' && contentType.split(';')[0]!.trim().toLowerCase() === jsonPatch;

/** What is wrong with a patch, told at the place of its operation. */
function told<T>(at: string, status: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    const { expression, message } = error;
    const operation = expression.startsWith('/') ? `Operation ${expression.slice(1)}: ${message}` : message;
    const place = expression.startsWith('Parameters') ? expression.replace(/^Parameters/, at) : at;
    throw new Unusable([issueOf('processing', place, operation)], status, { cause: error });
  }
}

/**
 * Reads the body of a PATCH: a JSON Patch, or a FHIRPath Patch as a FHIR resource.
 * @throws Unusable 400, 413, 415
 */
export function readPatch(bytes: Uint8Array, contentType: string, limits: Limits): Patch {
  if (isJsonPatch(contentType)) {
    const document = readJson(bytes, limits);
    return { kind: 'json', operations: told('', 400, () => parseJsonPatch(document)) };
  }
  return patchOf(readResource(bytes, contentType, limits), 'Parameters', 400, limits);
}

/**
 * The patch of an entry of a Bundle: a JSON Patch in a Binary, or Parameters (R4 3.1.0.11.2).
 * @throws Unusable with `status`
 */
export function patchOf(resource: Resource, at: string, status: number, limits: Limits): Patch {
  const { resourceType, contentType, data } = resource;
  if (resourceType === 'Parameters')
    return { kind: 'fhirpath', operations: told(at, status, () => parseFhirPathPatch(resource)) };
  if (resourceType === 'Binary' && isJsonPatch(contentType) && typeof data === 'string') {
    const document = readJson(Buffer.from(data, 'base64'), limits);
    return { kind: 'json', operations: told(`${at}.data`, status, () => parseJsonPatch(document)) };
  }
  const mend = `A patch is Parameters (FHIRPath Patch), or ${jsonPatch} (in a Bundle: as Binary.data).`;
  throw new Unusable([issueOf('not-supported', at, mend)], status === 400 ? 415 : status);
}

const isError = ({ severity }: Issue): boolean => severity === 'error' || severity === 'fatal';

function wrongWith(current: Resource, result: Resource): Issue[] {
  const same = result.resourceType === current.resourceType && result.id === current.id;
  if (!same)
    return [issueOf('processing', current.resourceType, 'A patch changes neither id nor resourceType.')];
  if (compartmentUsagers(current).length > 0 && compartmentUsagers(result).length === 0)
    return [
      issueOf(
        'processing',
        current.resourceType,
        'Nobody would be named any more: say whose it is by a reference, Patient/<id>.',
      ),
    ];
  return validate(result).filter(isError);
}

/**
 * What a resource becomes by a patch, checked like anything that is sent.
 * @throws Unusable 422, nothing of it applied
 */
export function patched(current: Resource, patch: Patch, at: string): Resource {
  const result = told(at, 422, () =>
    patch.kind === 'json'
      ? applyJsonPatch(current, patch.operations)
      : applyFhirPathPatch(current, patch.operations),
  );
  const issues = wrongWith(current, result);
  if (issues.length > 0) throw new Unusable(issues);
  return result;
}

/** Every text that a patch would write: what may be a NAM among them takes its turn. */
export function textsOf(patch: Patch): string[] {
  const texts: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node === 'string') texts.push(node);
    else if (typeof node === 'object' && node !== null) for (const item of Object.values(node)) visit(item);
  };
  visit(patch.operations);
  return texts;
}
