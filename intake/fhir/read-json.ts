import { type Issue, parseJson, type Resource } from '@continuum/standards-fhir';
import { parseXml, XmlError } from '@continuum/standards-fhir/xml';
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
    throw new Unusable([issue('structure', 'Not UTF-8: FHIR is sent in UTF-8.')], 400, { cause });
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

function checkSize(bytes: Uint8Array, limits: Limits): void {
  if (bytes.byteLength <= limits.bytes) return;
  const text = `Larger than ${limits.bytes} bytes: send it in several Bundles.`;
  throw new Unusable([issue('too-long', text)], 413);
}

/**
 * Reads bytes as JSON.
 * @throws Unusable 400 (not UTF-8, not JSON, too deep), 413 (too large)
 */
export function readJson(bytes: Uint8Array, limits: Limits): unknown {
  checkSize(bytes, limits);
  const value = parse(decode(bytes));
  if (isDeeperThan(value, limits.depth))
    throw new Unusable([issue('too-costly', `Nested deeper than ${limits.depth} levels.`)], 400);
  return value;
}

function readXml(bytes: Uint8Array, limits: Limits): Resource {
  checkSize(bytes, limits);
  try {
    return parseXml(decode(bytes), { depth: limits.depth });
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause;
    throw new Unusable([issue('structure', `Not FHIR XML: ${cause.message}`)], 400, { cause });
  }
}

/**
 * Reads the bytes of a FHIR deposit as a resource, from JSON or, as the content type says, from XML.
 * @throws Unusable 400 (not UTF-8, not JSON or XML, not a resource, too deep), 413 (too large).
 */
export function readResource(bytes: Uint8Array, contentType: string, limits: Limits): Resource {
  if (/\bxml\b/i.test(contentType)) return readXml(bytes, limits);
  const value = readJson(bytes, limits);
  if (typeof (value as Resource | null)?.resourceType !== 'string')
    throw new Unusable([issue('structure', 'Not a FHIR resource: resourceType is missing.')], 400);
  return value as Resource;
}
