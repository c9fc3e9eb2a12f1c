import { extract, type SearchValue } from '@continuum/standards-fhir';
import type { Identified } from './population.ts';

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
const escaped = (text: string): string => text.replace(/[\\,$|]/g, '\\$&');

/** A value as a search is asked for it (R4 3.1.1.4); undefined when it cannot be said so. */
function written(value: SearchValue): string | undefined {
  switch (value.kind) {
    case 'token':
      return value.code === undefined
        ? undefined
        : `${value.system ?? ''}${value.system ? '|' : ''}${escaped(value.code)}`;
    case 'string':
      return escaped(value.value);
    case 'reference':
      return value.id ? `${value.type}/${value.id}` : undefined;
    case 'date':
      return `ge${iso(value.low)}`;
    case 'number':
    case 'quantity':
      return `${value.low}`;
    case 'uri':
      return value.value;
    default:
      return undefined;
  }
}

/** What a resource says for each search parameter, as one would ask for it: `[code, 2345-7]`. */
export function askedFor(resource: Identified): [string, string][] {
  const pairs = extract(resource).flatMap((value): [string, string][] => {
    const text = written(value);
    return text === undefined ? [] : [[value.param, text]];
  });
  return [...new Map(pairs.map(pair => [pair.join('='), pair])).values()];
}
