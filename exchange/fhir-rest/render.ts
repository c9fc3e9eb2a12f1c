import { parseJson, type Resource } from '@continuum/standards-fhir';
import { formatXml } from '@continuum/standards-fhir/xml';
import { formatPretty } from './format-pretty.ts';
import type { Format } from './media-type.ts';

/** A body in the form that is asked for. JSON is sent as it stands. */
export function render(json: string, format: Format, pretty: boolean): string {
  if (format === 'xml') return formatXml(parseJson(json) as Resource, { pretty });
  return pretty ? formatPretty(json) : json;
}
