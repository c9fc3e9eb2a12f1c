import {
  type Operation,
  type OperationCall,
  operationDenied,
  operationProblem,
} from '@continuum/record-gate';
import { type Issue, type Resource, toOperationOutcome, validate } from '@continuum/standards-fhir';
import { type Action, decide, domainOf, domainsNamedBy, domainWrittenBy } from '@continuum/trust-access';

const modes = ['create', 'update', 'delete', 'profile'] as const;
type Mode = (typeof modes)[number];

const error = (code: string, diagnostics: string): Issue => ({ severity: 'error', code, diagnostics });

function modeOf({ input, level }: OperationCall): Mode {
  const given = input.value<string>('mode');
  if (given === undefined)
    return level === 'instance' ? (input.value('resource') ? 'update' : 'profile') : 'create';
  if (modes.includes(given as Mode)) return given as Mode;
  throw operationProblem(400, 'value', `mode=${given}: give ${modes.join(', ')}.`);
}

/** The resource in place, as the caller sees it: what is hidden is not there. Journalled as the read it is. */
async function standing({ access, type, id }: OperationCall): Promise<Resource | undefined> {
  const outcome = await access.read(type!, id!);
  if (outcome.outcome === 'denied') throw operationDenied(outcome);
  return outcome.outcome === 'found' ? (JSON.parse(outcome.stored.body) as Resource) : undefined;
}

const missing = ({ type, id }: OperationCall): Issue => error('not-found', `There is no ${type}/${id} here.`);

/** Whether the decision would let the caller do it. */
function permission(
  { access: { actor, purpose, matrix } }: OperationCall,
  action: Action,
  resource: Resource,
): Issue[] {
  const decision = decide(matrix, actor, purpose, action, [domainOf(resource, domainWrittenBy(actor))]);
  return decision.permit ? [] : [error('forbidden', decision.text)];
}

/** The type and the id that the address says (R4 3.1.0.4). */
function addressed({ type, id, level }: OperationCall, mode: Mode, resource: Resource): Issue[] {
  const issues: Issue[] = [];
  if (type !== undefined && resource.resourceType !== type)
    issues.push(error('invalid', `A ${resource.resourceType} was sent to ${type}; send it to its own type.`));
  if (mode === 'update' && level === 'instance' && resource.id !== id)
    issues.push(error('invalid', `The id of the resource must be ${id}, as in the address.`));
  if (mode === 'update' && resource.id === undefined && level !== 'instance')
    issues.push(error('required', 'An update needs the id of the resource.'));
  return issues;
}

function given({ input }: OperationCall): Resource {
  const resource = input.value<Resource>('resource');
  if (!resource)
    throw operationProblem(400, 'required', 'resource is required, but to validate what is stored.');
  return resource;
}

/** Also against the profile that is named; one that is not known here is an error. */
function checked({ input }: OperationCall, resource: Resource): Issue[] {
  const profile = input.value<string>('profile');
  return validate(resource, profile === undefined ? {} : { profiles: [profile] });
}

async function ofDeletion(call: OperationCall): Promise<Issue[]> {
  if (call.level !== 'instance')
    throw operationProblem(400, 'required', 'mode=delete is asked of one resource.');
  const resource = await standing(call);
  return resource ? permission(call, 'write', resource) : [missing(call)];
}

async function ofUpdate(call: OperationCall): Promise<Issue[]> {
  const resource = given(call);
  // A source brings ids of its own: what is not there is created under them.
  const absent = call.level === 'instance' && !call.access.actor.source && !(await standing(call));
  const issues = [...checked(call, resource), ...addressed(call, 'update', resource)];
  return [...issues, ...(absent ? [missing(call)] : permission(call, 'write', resource))];
}

const byMode: Record<Mode, (call: OperationCall) => Promise<Issue[]>> = {
  async create(call) {
    const resource = given(call);
    return [
      ...checked(call, resource),
      ...addressed(call, 'create', resource),
      ...permission(call, 'create', resource),
    ];
  },
  update: ofUpdate,
  delete: ofDeletion,
  async profile(call) {
    const resource = call.level === 'instance' ? await standing(call) : given(call);
    return resource ? checked(call, resource) : [missing(call)];
  },
};

const fine: Issue = { severity: 'information', code: 'informational', diagnostics: 'No problem was found.' };

/**
 * R4 Resource `$validate`: every problem that the resource, or the act that `mode` names, would meet. The answer is
 * an OperationOutcome whether it is valid or not; nothing is written.
 */
export const validateResource: Operation = {
  name: 'validate',
  definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate',
  levels: ['type', 'instance'],
  types: 'any',
  affectsState: false,
  parameters: [
    { name: 'resource', min: 0, max: 1, type: 'Resource' },
    { name: 'mode', min: 0, max: 1, type: 'code' },
    { name: 'profile', min: 0, max: 1, type: 'uri' },
  ],
  scopes: [],
  async handler(call) {
    const mode = modeOf(call);
    const domains = call.level === 'instance' ? domainsNamedBy(call.type!) : [];
    const text = `${call.type}${call.id ? `/${call.id}` : ''}/$validate?mode=${mode}`;
    const consulted = await call.access.consult({ interaction: 'validate', type: call.type!, text, domains });
    if (consulted.outcome === 'denied') throw operationDenied(consulted);
    const issues = await byMode[mode](call);
    return { resource: toOperationOutcome(issues.length > 0 ? issues : [fine]) };
  },
};
