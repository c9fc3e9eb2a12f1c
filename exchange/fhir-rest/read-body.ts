import { parseJson } from '@continuum/standards-fhir';
import { parseXml } from '@continuum/standards-fhir/xml';
import { readAs } from './media-type.ts';

/**
 * A body as JSON has it, whichever of the two forms it came in; undefined when it is neither.
 * @throws SyntaxError, XmlError
 */
export function readBody(body: Uint8Array, contentType: string): unknown {
  const format = readAs(contentType);
  if (!format) return undefined;
  const text = Buffer.from(body).toString('utf8');
  return format === 'json' ? parseJson(text) : parseXml(text);
}
