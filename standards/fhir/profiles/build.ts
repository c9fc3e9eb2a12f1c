import type { ElementDefinition, ProfileDefinition } from '../validation/profile/definition.ts';

export const base = 'https://continuum.health/fhir/StructureDefinition/';

interface Draft {
  id: string;
  name: string;
  title: string;
  description: string;
  type: string;
  element: (Omit<ElementDefinition, 'path'> & { id: string })[];
}

/** A profile of this project, from its differential; a path follows from the id of an element. */
export function profile({ element, type, ...draft }: Draft): ProfileDefinition {
  return {
    resourceType: 'StructureDefinition',
    ...draft,
    url: base + draft.id,
    version: '1.0.0',
    status: 'active',
    publisher: 'Continuum',
    fhirVersion: '4.0.1',
    kind: 'resource',
    abstract: false,
    type,
    baseDefinition: `http://hl7.org/fhir/StructureDefinition/${type}`,
    derivation: 'constraint',
    differential: {
      element: [{ id: type, path: type }, ...element.map(each => ({ path: pathOf(each.id), ...each }))],
    },
  };
}

function pathOf(id: string): string {
  return id.replace(/:[^.]*/g, '');
}

/** A reference that leads to nothing but these types. */
export function referenceTo(...types: string[]): ElementDefinition['type'] {
  const targetProfile = types.map(each => `http://hl7.org/fhir/StructureDefinition/${each}`);
  return [{ code: 'Reference', targetProfile }];
}
