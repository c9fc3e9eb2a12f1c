import type { Operation, RequestSignature, SignatureVerdict } from '@continuum/record-gate';
import type { FastifyRequest } from 'fastify';
import { fhirError } from './fhir-error.ts';

/** Checks the signature of a request over its body. */
export type CheckSignature = (request: FastifyRequest, body: Uint8Array) => Promise<SignatureVerdict>;

interface SignatureDeps {
  operations: readonly Operation[];
  checkSignature: CheckSignature;
}

/** Whether a request may change something: not a read, a search by POST, or an operation that leaves all as it is. */
function mayChange(operations: readonly Operation[], { method, url, params }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD' || /\/_search($|\?)/.test(url)) return false;
  const { operation } = (params ?? {}) as { operation?: string };
  if (operation === undefined) return true;
  return operations.some(({ name, affectsState }) => affectsState && `$${name}` === operation);
}

/**
 * The signature of a request that may change something, verified; it is kept with the original.
 * @throws FhirError 400, 401
 */
export async function signatureOf(
  { operations, checkSignature }: SignatureDeps,
  request: FastifyRequest,
): Promise<RequestSignature | undefined> {
  if (!mayChange(operations, request)) return undefined;
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const verdict = await checkSignature(request, body);
  if (verdict.ok) return verdict.signature;
  throw fhirError(verdict.status, 'security', verdict.text, { ...verdict.headers });
}
