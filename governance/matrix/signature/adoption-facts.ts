import type { Resource } from '@continuum/standards-fhir';
import { readWhole } from '@continuum/standards-fhir/same-json';

/** Everything that the putting in force of a version says; nothing else is in its resource. */
export interface AdoptionFacts {
  /** The uuid of the version. */
  version: string;
  /** The number of the version that it was made from: what it changes is told against that one. */
  base: number;
  reason: string;
  /** The day from which it is wanted, `2026-11-28`; absent: as soon as it is put in force. */
  starts?: string;
  /** The rows that may be edited, by profile. */
  rows: Record<string, unknown>;
}

const versionSystem = 'https://continuum.health/fhir/NamingSystem/matrix-version';
const libraryType = 'http://terminology.hl7.org/CodeSystem/library-type';

const toBase64 = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), byte => String.fromCharCode(byte)).join(''));
const fromBase64 = (data: string): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(data), one => one.charCodeAt(0)));

/**
 * The Library of a version that is put in force (FHIR R4), without `id` and `meta`: a definition, of nobody. Made alike by the server,
 * which writes it, and by the screen, which looks whether what it shows is all there is. The number that it will have is left out: it is
 * given when it is put in force.
 */
export function toAdoption({ version, base, reason, starts, rows }: AdoptionFacts): Resource {
  return {
    resourceType: 'Library',
    identifier: [{ system: versionSystem, value: version }],
    status: 'active',
    type: { coding: [{ system: libraryType, code: 'asset-collection' }] },
    description: reason,
    ...(starts !== undefined && { effectivePeriod: { start: starts } }),
    relatedArtifact: [{ type: 'predecessor', display: String(base) }],
    content: [{ contentType: 'application/json', data: toBase64(JSON.stringify(rows)) }],
  };
}

interface Read {
  identifier: { value: string }[];
  description: string;
  effectivePeriod?: { start: string };
  relatedArtifact: { display: string }[];
  content: { data: string }[];
}

function read({ identifier, description, effectivePeriod, relatedArtifact, content }: Read): AdoptionFacts {
  return {
    version: identifier[0]!.value,
    base: Number(relatedArtifact[0]!.display),
    reason: description,
    ...(effectivePeriod && { starts: effectivePeriod.start }),
    rows: JSON.parse(fromBase64(content[0]!.data)),
  };
}

/** What a Library puts in force, when it says nothing but what such an act does; undefined otherwise: it is then not shown, nor signed. */
export const readAdoption = (act: unknown): AdoptionFacts | undefined => readWhole(act, read, toAdoption);
