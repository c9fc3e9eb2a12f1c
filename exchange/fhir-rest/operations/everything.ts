import {
  type Operation,
  type OperationCall,
  operationDenied,
  operationProblem,
} from '@continuum/record-gate';
import { isResourceType, parseDateInterval } from '@continuum/standards-fhir';
import { formatBundle, ofPageSize, remarks, toLink } from '../bundle.ts';

const moment = (call: OperationCall, name: string, edge: 'low' | 'high'): Date | undefined => {
  const text = call.input.value<string>(name);
  const interval = text === undefined ? undefined : parseDateInterval(text);
  return interval && new Date(interval[edge]);
};

function typesOf({ input }: OperationCall): string[] | undefined {
  const types = input.values<string>('_type').flatMap(value => value.split(',').map(type => type.trim()));
  const wrong = types.find(type => !isResourceType(type));
  if (wrong !== undefined)
    throw operationProblem(400, 'value', `_type=${wrong}: give names of resource types.`);
  return types.length > 0 ? types : undefined;
}

/** The inputs as a query, whichever way they came: what `next` continues. */
const asQuery = (call: OperationCall): [string, string][] =>
  everythingParameters
    .filter(({ name }) => name !== '_cursor')
    .flatMap(({ name }) => call.input.values(name).map((value): [string, string] => [name, String(value)]));

async function page(call: OperationCall, type: 'Patient' | 'Encounter') {
  const { access, input, id } = call;
  const outcome = await access.everything({
    type,
    id,
    start: moment(call, 'start', 'low'),
    end: moment(call, 'end', 'high'),
    since: moment(call, '_since', 'low'),
    types: typesOf(call),
    count: input.value<number>('_count'),
    cursor: input.value<string>('_cursor'),
  });
  if (outcome.outcome === 'denied') throw operationDenied(outcome);
  if (outcome.outcome === 'not-found')
    throw operationProblem(404, 'not-found', `There is no ${type}/${id} here.`);
  return outcome;
}

async function everything(call: OperationCall) {
  const { baseUrl, address } = call;
  const { entries, next, count, issues } = await page(call, call.type as 'Patient' | 'Encounter');
  const query = ofPageSize(asQuery(call), count);
  const body = formatBundle({
    type: 'searchset',
    links: [
      toLink('self', address, query),
      ...(next === undefined ? [] : [toLink('next', address, [...query, ['_cursor', next]])]),
    ],
    entries: [
      ...entries.map(({ type, id, body: resource }) => ({
        fullUrl: `${baseUrl}/${type}/${id}`,
        resource,
        search: { mode: type === call.type ? ('match' as const) : ('include' as const) },
      })),
      ...remarks(issues),
    ],
  });
  return { body };
}

const common = [
  { name: '_since', min: 0, max: 1, type: 'instant' },
  { name: '_type', min: 0, max: '*', type: 'code' },
  { name: '_count', min: 0, max: 1, type: 'positiveInt' },
  { name: '_cursor', min: 0, max: 1, type: 'string' },
] as const;

const everythingParameters = [
  { name: 'start', min: 0, max: 1, type: 'date' },
  { name: 'end', min: 0, max: 1, type: 'date' },
  ...common,
] as const;

/** R4 Patient `$everything`: the record of one usager; without an id, a citizen's own and those they act for. */
export const patientEverything: Operation = {
  name: 'everything',
  definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything',
  levels: ['type', 'instance'],
  types: ['Patient'],
  affectsState: false,
  parameters: everythingParameters,
  scopes: [{ type: '*', action: 's' }],
  handler: everything,
};

/** R4 Encounter `$everything`: the encounter, what refers to it, and what those refer to. */
export const encounterEverything: Operation = {
  ...patientEverything,
  definition: 'http://hl7.org/fhir/OperationDefinition/Encounter-everything',
  levels: ['instance'],
  types: ['Encounter'],
  parameters: common,
};
