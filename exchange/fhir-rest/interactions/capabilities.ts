import type { Operation } from '@continuum/record-gate';
import { resourceTypes, searchParameters } from '@continuum/standards-fhir';
import { jsonPatch } from '../media-type.ts';
import { operationsAt } from '../operations/find-operation.ts';
import { routes } from '../route-table.ts';

const codes = (level: 'type' | 'system'): { code: string }[] => [
  ...new Map(
    routes.filter(({ says }) => says[0] === level).map(({ says: [, code] }) => [code, { code }]),
  ).values(),
];

const toParameter = ({ code, type, url }: { code: string; type: string; url?: string }) => ({
  name: code,
  type,
  ...(url ? { definition: url } : {}),
});

/** `rest.operation` and `rest.resource.operation`, from the table that answers them. */
function operationsOf(operations: readonly Operation[], type?: string): { operation?: object[] } {
  const levels = type === undefined ? (['system'] as const) : (['type', 'instance'] as const);
  const there = new Set(levels.flatMap(level => operationsAt(operations, { level, type })));
  if (there.size === 0) return {};
  return { operation: [...there].map(({ name, definition }) => ({ name, definition })) };
}

const toResource = (operations: readonly Operation[]) => (type: string) => ({
  type,
  profile: `http://hl7.org/fhir/StructureDefinition/${type}`,
  interaction: codes('type'),
  versioning: 'versioned-update',
  readHistory: true,
  updateCreate: true,
  conditionalCreate: true,
  conditionalRead: 'full-support',
  conditionalUpdate: true,
  conditionalDelete: 'single',
  searchParam: searchParameters(type).map(toParameter),
  ...operationsOf(operations, type),
});

const service = {
  coding: [
    { system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' },
  ],
};

/**
 * The CapabilityStatement (R4 3.1.0.6), made from the route table and the definitions that are compiled: it
 * says what is there, nothing that is planned.
 */
export function capabilityStatement(
  baseUrl: string,
  date: Date,
  operations: readonly Operation[] = [],
): string {
  return JSON.stringify({
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: date.toISOString(),
    kind: 'instance',
    software: { name: 'Continuum' },
    implementation: { description: 'Continuum, FHIR R4', url: baseUrl },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json', 'application/fhir+xml', 'xml'],
    patchFormat: [jsonPatch, 'application/fhir+json', 'application/fhir+xml'],
    rest: [
      {
        mode: 'server',
        security: { cors: false, service: [service] },
        resource: resourceTypes.map(toResource(operations)),
        interaction: [...codes('system'), { code: 'transaction' }, { code: 'batch' }],
        ...operationsOf(operations),
      },
    ],
  });
}
