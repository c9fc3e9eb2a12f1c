import { compile } from '../fhirpath/compile.ts';
import type { Evaluate } from '../fhirpath/evaluation.ts';
import { FhirPathError } from '../fhirpath/lexer.ts';
import { isObject, resourceNode } from '../fhirpath/node.ts';
import { patientCompartment } from '../generated/patient-compartment.ts';
import { parseReference } from '../reference.ts';
import type { Resource } from '../resource.ts';
import { searchParameter } from './parameters.ts';

const paths = new Map<string, readonly Evaluate[]>();

/**
 * Ids of the usagers in whose compartment a resource is (R4 CompartmentDefinition `patient`), each once. A Patient
 * is in its own. Only relative references count: an address elsewhere is not a usager of this server.
 */
export function compartmentUsagers(resource: Resource): string[] {
  if (resource.resourceType === 'Patient') return resource.id === undefined ? [] : [resource.id];
  const focus = [resourceNode(resource)];
  const context = { resource: focus[0]!, rootResource: focus[0]!, context: focus };
  const found = new Set<string>();
  for (const find of pathsOf(resource.resourceType)) {
    try {
      for (const { value } of find(focus, context)) addPatient(value, found);
    } catch (error) {
      if (!(error instanceof FhirPathError)) throw error;
    }
  }
  return [...found];
}

function addPatient(value: unknown, into: Set<string>) {
  const reference =
    isObject(value) && typeof value.reference === 'string' ? parseReference(value.reference) : undefined;
  if (reference?.type === 'Patient' && !reference.absolute) into.add(reference.id);
}

function pathsOf(type: string): readonly Evaluate[] {
  const known = paths.get(type);
  if (known) return known;
  if (!Object.hasOwn(patientCompartment, type)) return [];
  const codes = JSON.parse(patientCompartment[type]!) as string[];
  const made = codes.flatMap(code => searchParameter(type, code)?.expression ?? []).map(compile);
  paths.set(type, made);
  return made;
}
