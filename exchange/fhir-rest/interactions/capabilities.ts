import type { Keeper, Operation } from '@continuum/record-gate';
import { compartmentParts, knownProfiles, resourceTypes, searchParameters } from '@continuum/standards-fhir';
import { purposeHeader, purposes } from '@continuum/trust-access';
import { keeperOf } from '../kept-elsewhere.ts';
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

const referencesOf = (type: string) =>
  searchParameters(type).filter(parameter => parameter.type === 'reference');

/** What may come along with a search: by each reference parameter of the type. */
const includesOf = (type: string): string[] => referencesOf(type).map(({ code }) => `${type}:${code}`);

let reverse: Map<string, string[]> | undefined;

/** By which parameters of which types what refers to a type may come along. */
function revIncludesOf(type: string): string[] {
  if (!reverse) {
    reverse = new Map(resourceTypes.map(each => [each, []]));
    for (const source of resourceTypes)
      for (const { code, target } of referencesOf(source))
        for (const each of target ?? resourceTypes) reverse.get(each)?.push(`${source}:${code}`);
  }
  return reverse.get(type) ?? [];
}

/** `rest.operation` and `rest.resource.operation`, from the table that answers them. */
function operationsOf(operations: readonly Operation[], type?: string): { operation?: object[] } {
  const levels = type === undefined ? (['system'] as const) : (['type', 'instance'] as const);
  const there = new Set(levels.flatMap(level => operationsAt(operations, { level, type })));
  if (there.size === 0) return {};
  return { operation: [...there].map(({ name, definition }) => ({ name, definition })) };
}

const definitions = 'http://hl7.org/fhir';

const profilesOf = (type: string): string[] =>
  knownProfiles()
    .filter(profile => profile.type === type)
    .map(({ url }) => url);

/** The compartments that are addresses here (R4 CompartmentDefinition). */
const compartments = (): string[] =>
  resourceTypes
    .filter(type => compartmentParts(type) !== undefined)
    .map(type => `${definitions}/CompartmentDefinition/${type[0]!.toLowerCase()}${type.slice(1)}`);

const lists = (name: string, values: readonly string[]) => (values.length > 0 ? { [name]: values } : {});

const toResource = (operations: readonly Operation[]) => (type: string) => ({
  type,
  profile: `${definitions}/StructureDefinition/${type}`,
  ...lists('supportedProfile', profilesOf(type)),
  interaction: codes('type'),
  versioning: 'versioned-update',
  readHistory: true,
  updateCreate: true,
  conditionalCreate: true,
  conditionalRead: 'full-support',
  conditionalUpdate: true,
  conditionalDelete: 'single',
  ...lists('searchInclude', includesOf(type)),
  ...lists('searchRevInclude', revIncludesOf(type)),
  // `near`, the one special parameter of R4, is not there.
  searchParam: searchParameters(type)
    .filter(parameter => parameter.type !== 'special')
    .map(toParameter),
  ...operationsOf(operations, type),
});

/** A type that the record does not keep has what its keeper gives, and no versions. */
const toKept = (
  operations: readonly Operation[],
  { type, interactions, searchParameters: codes, extension }: Keeper,
) => ({
  ...(extension && { extension }),
  type,
  profile: `${definitions}/StructureDefinition/${type}`,
  interaction: Object.keys(interactions).map(code => ({ code })),
  versioning: 'versioned',
  readHistory: false,
  updateCreate: false,
  searchParam: searchParameters(type)
    .filter(({ code }) => codes.includes(code))
    .map(toParameter),
  ...operationsOf(operations, type),
});

const service = {
  coding: [
    { system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' },
  ],
};

const purposeOfUse =
  `The header ${purposeHeader} states the purpose of use, one of: ${Object.keys(purposes).join(', ')}. ` +
  'Without it, the usual purpose of the caller’s profile. A token with purpose_of_use (IHE IUA) bounds it.';

/**
 * The CapabilityStatement (R4 3.1.0.6), made from the route table and the definitions that are compiled: it
 * says what is there, nothing that is planned.
 */
export function capabilityStatement(
  baseUrl: string,
  date: Date,
  operations: readonly Operation[] = [],
  keepers: readonly Keeper[] = [],
): string {
  const ofRecord = toResource(operations);
  const resourceOf = (type: string) => {
    const keeper = keeperOf(keepers, type);
    return keeper ? toKept(operations, keeper) : ofRecord(type);
  };
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
        security: { cors: true, service: [service], description: purposeOfUse },
        resource: resourceTypes.map(resourceOf),
        interaction: [...codes('system'), { code: 'transaction' }, { code: 'batch' }],
        ...operationsOf(operations),
        compartment: compartments(),
      },
    ],
  });
}
