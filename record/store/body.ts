import { isDeepStrictEqual } from 'node:util';
import { formatJson, type Meta, parseJson, type Resource } from '@continuum/standards-fhir';

/** `meta` as received, but for what the server says of the version. */
const metaOf = (meta: Meta | undefined, version: number, updated: Date): Meta => {
  const { versionId: _, lastUpdated: __, ...kept } = meta ?? {};
  return { versionId: String(version), lastUpdated: updated.toISOString(), ...kept };
};

/**
 * The canonical JSON of a version: type, id and meta first, the rest in the order received. These bytes are
 * stored once and sent as they are (R4 3.1.0.1).
 */
export function bodyOf(resource: Resource, id: string, version: number, updated: Date): string {
  const { resourceType, id: _, meta, ...content } = resource;
  return formatJson({ resourceType, id, meta: metaOf(meta, version, updated), ...content });
}

const contentOf = ({ id: _, meta, ...content }: Resource): unknown => {
  const { versionId: __, lastUpdated: ___, ...kept } = meta ?? {};
  return { ...content, meta: kept };
};

/** Is it the same content, whatever the order of its properties and what the server says of the version? */
export function sameContent(body: string, resource: Resource): boolean {
  const plain = parseJson(formatJson(resource)) as Resource;
  return isDeepStrictEqual(contentOf(parseJson(body) as Resource), contentOf(plain));
}
