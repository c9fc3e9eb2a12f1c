import { randomUUID } from 'node:crypto';
import {
  type Access,
  type ExportOrder,
  type Operation,
  type OperationAnswer,
  type OperationCall,
  type OperationParameter,
  OperationProblem,
  operationDenied,
  operationProblem,
} from '@continuum/record-gate';
import { resourceTypes, toOperationOutcome } from '@continuum/standards-fhir';
import type { BulkData } from './bulk-data.ts';
import { type ExportParameters, readParameters } from './parameters.ts';

const guide = 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition';

const inputs: readonly OperationParameter[] = [
  { name: '_outputFormat', min: 0, max: 1, type: 'string' },
  { name: '_since', min: 0, max: 1, type: 'instant' },
  { name: '_type', min: 0, max: '*', type: 'string' },
  { name: '_typeFilter', min: 0, max: '*', type: 'string' },
  { name: '_elements', min: 0, max: '*', type: 'string' },
  { name: 'includeAssociatedData', min: 0, max: '*', type: 'string' },
];
const patient: OperationParameter = { name: 'patient', min: 0, max: '*', type: 'Reference' };

/** Where a request reaches beyond the type it names: chains. */
const reachesOn = (search: string): boolean =>
  [...new URLSearchParams(search).keys()].some(name => name.includes('.') || name.startsWith('_has'));

/** The types to take: those asked for, or all that the token allows. */
function typesFor(bulk: BulkData, { actor }: Access, { types, filters }: ExportParameters): string[] {
  const chained = Object.values(filters).flat().some(reachesOn);
  if (chained && !bulk.gate.exports.mayExport(actor, '*'))
    throw operationProblem(403, 'forbidden', 'A chain in _typeFilter needs a token that allows system/*.rs.');
  const allowed = (types ?? resourceTypes).filter(type => types || bulk.gate.exports.mayExport(actor, type));
  // With no type that may be taken, the first one asked says why.
  return allowed.length > 0 ? [...allowed].sort() : [resourceTypes[0]!];
}

const addressed = ({ address, query }: OperationCall): string => {
  const text = new URLSearchParams(query as [string, string][]).toString();
  return text === '' ? address : `${address}?${text}`;
};

/** The usagers whose records are taken: members, those named, or both. */
function usagersOf(members: string[] | undefined, { patients }: ExportParameters): string[] | undefined {
  if (!members || !patients) return members ?? patients;
  const stranger = patients.find(id => !members.includes(id));
  if (stranger !== undefined)
    throw operationProblem(400, 'not-found', `patient: Patient/${stranger} is not a member of the Group.`);
  return patients;
}

async function permission(bulk: BulkData, call: OperationCall, asked: ExportParameters, types: string[]) {
  const { access, type, id: group } = call;
  const text = addressed(call).slice(call.baseUrl.length);
  const { filters } = asked;
  const outcome = await bulk.gate.exports.ask(access, { text, types, filters, ...(group && { group }) });
  if (outcome.outcome === 'denied') throw operationDenied(outcome);
  if (outcome.outcome === 'not-found')
    throw operationProblem(404, 'not-found', `There is no ${type}/${group} here.`);
  if (outcome.outcome === 'invalid') throw new OperationProblem(400, outcome.issues);
  return outcome;
}

const tooMany = (limit: number): OperationAnswer => ({
  status: 429,
  headers: { 'Retry-After': '30' },
  resource: toOperationOutcome([
    {
      severity: 'error',
      code: 'throttled',
      diagnostics: `${limit} exports of this client are under way; wait for one, or cancel one with DELETE.`,
    },
  ]),
});

async function kickOff(bulk: BulkData, call: OperationCall): Promise<OperationAnswer> {
  const { access, level } = call;
  const asked = readParameters(call);
  const types = typesFor(bulk, access, asked);
  const { members } = await permission(bulk, call, asked, types);
  const usagers = usagersOf(members, asked);
  const { since, filters, remarks } = asked;
  const now = bulk.clock();
  const id = randomUUID();
  const plan: ExportOrder = {
    id,
    of: level === 'system' ? 'all' : 'usagers',
    types,
    filters,
    until: now.getTime(),
    ...(usagers && { usagers }),
    ...(since !== undefined && { since }),
  };
  const kept = await bulk.keep({
    ...{ id, plan, remarks, asked: now, request: addressed(call), origin: access.origin },
    client: access.actor.id,
    scopes: access.actor.scopes ? [...access.actor.scopes] : null,
    purpose: access.purpose.of,
  });
  if (!kept) return tooMany(bulk.perClient);
  return { status: 202, headers: { 'Content-Location': bulk.address(id) } };
}

/** `$export` at its three levels (Bulk Data Access 2.0), for the FHIR door. */
export function exportOperations(bulk: BulkData): Operation[] {
  const shared = {
    name: 'export',
    affectsState: false,
    // The decision looks at each type that is taken.
    scopes: [],
    handler: (call: OperationCall) => kickOff(bulk, call),
  };
  return [
    { ...shared, definition: `${guide}/export`, levels: ['system'], types: [], parameters: inputs },
    {
      ...shared,
      definition: `${guide}/patient-export`,
      levels: ['type'],
      types: ['Patient'],
      parameters: [...inputs, patient],
    },
    {
      ...shared,
      definition: `${guide}/group-export`,
      levels: ['instance'],
      types: ['Group'],
      parameters: [...inputs, patient],
    },
  ];
}
