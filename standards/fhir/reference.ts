import { isResourceType } from './definition/shape.ts';

/** A literal reference taken apart. */
export interface ReferenceParts {
  /** A relative reference has its server's base; an absolute one names it. */
  absolute: boolean;
  type: string;
  id: string;
  version?: string;
}

/** The form of a RESTful reference (R4 2.3.0.1), types checked afterwards. */
const restful =
  /^((?:https?:\/\/|\/).*\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/([A-Za-z0-9\-.]{1,64}))?$/;

function isIdCode(code: number): boolean {
  if (code >= 97) return code <= 122;
  if (code >= 65) return code <= 90;
  return code >= 48 ? code <= 57 : code === 45 || code === 46;
}

/** Are the characters from here on an id (R4 2.24.0.1)? */
export function isId(value: string, from: number): boolean {
  const { length } = value;
  if (length === from || length - from > 64) return false;
  for (let at = from; at < length; at++) if (!isIdCode(value.charCodeAt(at))) return false;
  return true;
}

/**
 * Takes apart a literal reference of RESTful form: `Patient/1`, `http://base/Patient/1/_history/2`.
 * Undefined for `#contained`, `urn:uuid:…`, conditional references and other addresses.
 */
export function parseReference(reference: string): ReferenceParts | undefined {
  const cut = reference.indexOf('/');
  const plain = reference.slice(0, cut);
  if (isResourceType(plain) && isId(reference, cut + 1))
    return { absolute: false, type: plain, id: reference.slice(cut + 1) };
  const match = restful.exec(reference);
  if (!match || !isResourceType(match[2]!)) return undefined;
  const [, base, type, id, version] = match;
  return { absolute: base !== undefined, type: type!, id: id!, ...(version ? { version } : {}) };
}
