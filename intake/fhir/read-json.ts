import { type Issue, parseJson, type Resource } from '@continuum/standards-fhir';
import { Unusable } from '../deposit.ts';

/** How much one deposit may be: beyond, it is answered with the limit and the mend. */
export interface Limits {
  bytes: number;
  /** Objects and arrays inside one another. */
  depth: number;
  entries: number;
}

export const defaultLimits: Limits = { bytes: 64 * 1024 * 1024, depth: 100, entries: 20_000 };

const issue = (code: string, diagnostics: string): Issue => ({ severity: 'fatal', code, diagnostics });

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Unusable([issue('structure', 'Not UTF-8: FHIR JSON is sent in UTF-8.')], 400, { cause });
  }
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : '';
    throw new Unusable([issue('structure', `Not JSON: ${why}.`)], 400, { cause });
  }
}

/** True when something lies deeper than `limit`; walked level by level, so that depth itself does no harm. */
function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level
      .filter(item => typeof item === 'object' && item !== null)
      .flatMap(item => Object.values(item as object))
      .filter(item => typeof item === 'object' && item !== null);
  }
  return false;
}

/**
 * Reads bytes as JSON.
 * @throws Unusable 400 (not UTF-8, not JSON, too deep), 413 (too large)
 */
export function readJson(bytes: Uint8Array, limits: Limits): unknown {
  if (bytes.byteLength > limits.bytes)
    throw new Unusable(
      [issue('too-long', `Larger than ${limits.bytes} bytes: send it in several Bundles.`)],
      413,
    );
  const value = parse(decode(bytes));
  if (isDeeperThan(value, limits.depth))
    throw new Unusable([issue('too-costly', `Nested deeper than ${limits.depth} levels.`)], 400);
  return value;
}

/**
 * Reads the bytes of a FHIR deposit as a resource.
 * @throws Unusable 400 (not UTF-8, not JSON, not a resource, too deep), 413 (too large), 415 (not JSON FHIR).
 */
export function readResource(bytes: Uint8Array, contentType: string, limits: Limits): Resource {
  if (/\bxml\b/i.test(contentType))
    throw new Unusable([issue('not-supported', 'Send application/fhir+json: XML is not read here.')], 415);
  const value = readJson(bytes, limits);
  if (typeof (value as Resource | null)?.resourceType !== 'string')
    throw new Unusable([issue('structure', 'Not a FHIR resource: resourceType is missing.')], 400);
  return value as Resource;
}
