import { subsetJson, type View } from '@continuum/standards-fhir/subset';
import { fhirError } from './fhir-error.ts';

type Parameters = readonly (readonly [string, string])[];

const summaries = ['true', 'text', 'data', 'count', 'false'];

/**
 * Which part of each resource is asked for by `_summary` and `_elements` (R4 3.1.1.5.8, 3.1.1.5.9); undefined: all of it.
 * @throws FhirError 400
 */
export function viewOf(parameters: Parameters): View | undefined {
  const last = (name: string) => parameters.findLast(([code]) => code === name)?.[1];
  const summary = last('_summary');
  const elements = last('_elements')?.split(',');
  if (summary !== undefined && !summaries.includes(summary))
    throw fhirError(400, 'value', `_summary=${summary}: give ${summaries.join(', ')}.`);
  if (elements?.includes(''))
    throw fhirError(400, 'value', '_elements: names of elements, separated by commas.');
  const cuts = summary === 'true' || summary === 'text' || summary === 'data';
  if (elements && cuts) throw fhirError(400, 'invalid', 'Give _summary or _elements, not both.');
  if (elements) return { elements };
  return cuts ? { summary } : undefined;
}

/** A resource as the view has it; without a view its bytes are not touched. */
export const seen = (body: string, view: View | undefined): string =>
  view && body ? subsetJson(body, view) : body;
