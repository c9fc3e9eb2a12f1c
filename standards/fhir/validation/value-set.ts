import { valueSets } from '../generated/value-sets.ts';

/** Codes of an enumerable value set. */
export interface ValueSet {
  url: string;
  codes: ReadonlySet<string>;
  bySystem: ReadonlyMap<string, ReadonlySet<string>>;
}

const loaded = new Map<string, ValueSet | undefined>();

/** A required value set of R4 by its address, if its codes can be enumerated. */
export function valueSet(url: string): ValueSet | undefined {
  if (!loaded.has(url)) loaded.set(url, load(url));
  return loaded.get(url);
}

function load(url: string): ValueSet | undefined {
  if (!Object.hasOwn(valueSets, url)) return undefined;
  const codes = JSON.parse(valueSets[url]!) as Record<string, string[]> | null;
  if (!codes) return undefined;
  return {
    url,
    codes: new Set(Object.values(codes).flat()),
    bySystem: new Map(Object.entries(codes).map(([system, list]) => [system, new Set(list)])),
  };
}

/** Required value sets whose codes cannot be listed, with how codes are checked instead. */
export const openValueSets: Readonly<Record<string, { form?: RegExp; reason: string }>> = {
  'http://hl7.org/fhir/ValueSet/mimetypes': {
    form: /^(xml|json|ttl|[\w!#$&^.+-]+\/[\w!#$&^.+*-]+(\s*;.*)?)$/s,
    reason: 'media types (BCP 13) are checked by form',
  },
  'http://hl7.org/fhir/ValueSet/currencies': {
    form: /^[A-Z]{3}$/,
    reason: 'ISO 4217 codes are checked by form',
  },
  'http://hl7.org/fhir/ValueSet/ucum-units': { reason: 'UCUM is a grammar; units have their own room' },
  'http://loinc.org/vs/LL379-9': { reason: 'the LOINC answer list is not part of the definitions' },
};

/** Is a code, Coding or CodeableConcept in a value set? Undefined when that cannot be told. */
export function contains(url: string, value: unknown): boolean | undefined {
  const set = valueSet(url.split('|')[0]!);
  if (!set) return undefined;
  if (typeof value === 'string') return set.codes.has(value);
  const { coding } = value as { coding?: unknown };
  const codings = Array.isArray(coding) ? coding : [value];
  return codings.some(each => containsCoding(set, each));
}

function containsCoding(set: ValueSet, coding: unknown): boolean {
  const { system, code } = (coding ?? {}) as { system?: string; code?: string };
  return code !== undefined && system !== undefined && (set.bySystem.get(system)?.has(code) ?? false);
}
