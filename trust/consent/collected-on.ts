import { parseDateInterval, type Resource } from '@continuum/standards-fhir';
import { collectionElements } from './collected-on.data.ts';

type Element = Record<string, unknown>;

const isElement = (value: unknown): value is Element => typeof value === 'object' && value !== null;

/** `effective[x]`: the value under whichever name its type gave it. */
function elementAt(element: unknown, name: string): unknown {
  if (!isElement(element)) return undefined;
  if (!name.endsWith('[x]')) return element[name];
  const stem = name.slice(0, -3);
  const key = Object.keys(element).find(k => k.startsWith(stem) && /^[A-Z]/.test(k.slice(stem.length)));
  return key === undefined ? undefined : element[key];
}

const earliest = (values: unknown): number | undefined => {
  const known = (Array.isArray(values) ? values : []).map(startOf);
  return known.length === 0 || known.includes(undefined) ? undefined : Math.min(...(known as number[]));
};

/** The first moment of a dateTime, instant, Period (its start) or Timing (its first event). */
function startOf(value: unknown): number | undefined {
  if (typeof value === 'string') return parseDateInterval(value)?.low;
  if (!isElement(value)) return undefined;
  return startOf(value.start) ?? earliest(value.event);
}

/**
 * When the information of a resource was collected from or about the usager: the date that a refusal is
 * evaluated on. The earliest moment of what is written. Undefined when the type or the resource does not say.
 */
export function collectedOn(resource: Resource): Date | undefined {
  for (const path of collectionElements[resource.resourceType] ?? []) {
    const moment = startOf(path.split('.').reduce<unknown>(elementAt, resource));
    if (moment !== undefined) return new Date(moment);
  }
  return undefined;
}
