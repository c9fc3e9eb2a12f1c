import { shapeOf } from '../../definition/shape.ts';
import type { Resource } from '../../resource.ts';

/** What is read of a StructureDefinition that constrains a type (R4 5.3). */
export interface ProfileDefinition extends Resource {
  url: string;
  name: string;
  title?: string;
  type: string;
  baseDefinition: string;
  differential?: { element: ElementDefinition[] };
  snapshot?: { element: ElementDefinition[] };
}

export interface ElementDefinition {
  id?: string;
  path: string;
  sliceName?: string;
  slicing?: Slicing;
  min?: number;
  max?: string;
  type?: { code: string; profile?: string[]; targetProfile?: string[] }[];
  binding?: { strength: string; valueSet?: string };
  constraint?: { key: string; severity: string; human: string; expression?: string }[];
  maxLength?: number;
  [element: string]: unknown;
}

export interface Slicing {
  discriminator?: { type: string; path: string }[];
  ordered?: boolean;
  rules: string;
}

const prefix = 'http://hl7.org/fhir/StructureDefinition/';

/** The name of a type of R4 by its canonical address; undefined for a profile. */
export function coreType(canonical: string): string | undefined {
  const name = canonical.startsWith(prefix) ? canonical.slice(prefix.length) : '';
  return shapeOf(name)?.name;
}
