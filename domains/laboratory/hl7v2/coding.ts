import type { CodeableConcept, Coding } from '@continuum/standards-fhir';
import { read, type Segment } from '@continuum/standards-hl7v2';
import type { Context } from './context.ts';

/** Coding systems of HL7 table 0396 that have a URI of their own. */
const known: Record<string, string> = {
  LN: 'http://loinc.org',
  LOINC: 'http://loinc.org',
  '2.16.840.1.113883.6.1': 'http://loinc.org',
  PCLOCD: 'https://fhir.infoway-inforoute.ca/CodeSystem/pCLOCD',
  SCT: 'http://snomed.info/sct',
  SNOMED: 'http://snomed.info/sct',
  'SNOMED-CT': 'http://snomed.info/sct',
  '2.16.840.1.113883.6.96': 'http://snomed.info/sct',
  UCUM: 'http://unitsofmeasure.org',
  I9CDX: 'http://hl7.org/fhir/sid/icd-9-cm',
  I9C: 'http://hl7.org/fhir/sid/icd-9-cm',
  I10: 'http://hl7.org/fhir/sid/icd-10',
  I10C: 'http://hl7.org/fhir/sid/icd-10-cm',
  I10CA: 'http://hl7.org/fhir/sid/icd-10-ca',
};

const base = 'https://continuum.health/fhir';

/** URI of a code system that only the source knows; it names the source, so that two never mix. */
function localSystem(context: Context, name: string): string {
  const path = [context.source, ...(name === '' ? [] : [name])].map(encodeURIComponent).join('/');
  return `${base}/CodeSystem/local/${path}`;
}

/** URI of a coding system as HL7 v2 names it (table 0396, an OID, or a local name). */
export function codeSystem(context: Context, name: string | undefined): string {
  const trimmed = name?.trim() ?? '';
  const uri = known[trimmed.toUpperCase()];
  if (uri) return uri;
  const table = /^HL7(\d{4})$/.exec(trimmed)?.[1];
  if (table) return `http://terminology.hl7.org/CodeSystem/v2-${table}`;
  if (/^[0-2](?:\.(?:0|[1-9]\d*)){2,}$/.test(trimmed)) return `urn:oid:${trimmed}`;
  return localSystem(context, trimmed);
}

/** URI under which an assigning authority's identifiers are kept: HD as namespace, universal id, type. */
export function namingSystem(
  context: Context,
  namespace?: string,
  universal?: string,
  kind?: string,
): string {
  const id = universal?.trim() ?? '';
  if (/^[0-2](?:\.(?:0|[1-9]\d*)){2,}$/.test(id)) return `urn:oid:${id}`;
  if (kind === 'URI' && /^[a-z][a-z0-9+.-]*:\S+$/i.test(id)) return id;
  const name = (namespace?.trim() || id || context.facility).trim();
  const path = [context.source, ...(name === '' ? [] : [name])].map(encodeURIComponent).join('/');
  return `${base}/NamingSystem/local/${path}`;
}

/** A code as FHIR allows it: no white space at the ends, none doubled. */
const code = (text: string | undefined): string | undefined =>
  text?.trim().replaceAll(/\s+/g, ' ') || undefined;

function codingAt(segment: Segment, path: string, context: Context, at: number, version: number): Coding[] {
  const value = code(read(segment, `${path}.${at}`));
  if (value === undefined) return [];
  const system = codeSystem(context, read(segment, `${path}.${at + 2}`));
  const display = read(segment, `${path}.${at + 1}`);
  return [{ system, version: read(segment, `${path}.${version}`), code: value, display }];
}

/**
 * CE, CWE or CNE to CodeableConcept: the code, its alternate, the second alternate (v2.7), and the words that
 * the sender used. A code without a coding system belongs to the source.
 */
export function conceptAt(
  segment: Segment | undefined,
  path: string,
  context: Context,
): CodeableConcept | undefined {
  if (!segment || read(segment, path) === undefined) return undefined;
  const coding = [
    ...codingAt(segment, path, context, 1, 7),
    ...codingAt(segment, path, context, 4, 8),
    ...codingAt(segment, path, context, 10, 13),
  ];
  const texts = [9, 2, 5, 1].map(n => read(segment, `${path}.${n}`));
  const text = texts.find(found => found !== undefined);
  return coding.length === 0 && text === undefined ? undefined : { coding, text };
}
