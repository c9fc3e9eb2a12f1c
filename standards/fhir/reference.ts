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

/**
 * Takes apart a literal reference of RESTful form: `Patient/1`, `http://base/Patient/1/_history/2`.
 * Undefined for `#contained`, `urn:uuid:…`, conditional references and other addresses.
 */
export function parseReference(reference: string): ReferenceParts | undefined {
  const match = restful.exec(reference);
  if (!match || !isResourceType(match[2]!)) return undefined;
  const [, base, type, id, version] = match;
  return { absolute: base !== undefined, type: type!, id: id!, ...(version ? { version } : {}) };
}
