import { denied, tell } from '@continuum/door';
import type { Access, Origin } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import { type Actor, isAccessGrant, type Purpose } from '@continuum/trust-access';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { displayPractitioner } from './practitioner.ts';

export interface PractitionerRoutesDeps {
  gate: { open(actor: Actor, purpose: Purpose, origin: Origin): Access };
}

interface Query {
  name?: string;
  cursor?: string;
}

const text = { type: 'string', maxLength: 2000 };
const listSchema = { querystring: { type: 'object', properties: { name: text, cursor: text } } };

const toParameters = ({ name, cursor }: Query): [string, string][] => [
  ...(name ? [['name', name.replace(/[\\,|$]/g, '\\$&')] as [string, string]] : []),
  ['_sort', 'family'],
  ['_revinclude', 'PractitionerRole:practitioner'],
  ['_count', '50'],
  ...(cursor ? [['_cursor', cursor] as [string, string]] : []),
];

async function list(deps: PractitionerRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { actor, purpose, origin } = request;
  const access = deps.gate.open(actor, purpose, origin);
  const outcome = await access.search('Practitioner', toParameters(request.query as Query));
  if (outcome.outcome === 'denied') return denied(reply, outcome);
  if (outcome.outcome === 'invalid') return tell(reply, 422, outcome.issues);
  const found = outcome.entries.map(({ body }) => JSON.parse(body) as Resource);
  const roles = found.filter(
    resource => resource.resourceType === 'PractitionerRole' && !isAccessGrant(resource),
  );
  const practitioners = found
    .filter(({ resourceType }) => resourceType === 'Practitioner')
    .map(practitioner => displayPractitioner(practitioner, roles));
  return { practitioners, next: outcome.next };
}

/**
 * Mounted at `/api/practitioner`. `GET /?name=&cursor=` lists intervenants by family name, each with where
 * they practise and as what: `{practitioners, next}`.
 */
export function routes(deps: PractitionerRoutesDeps): FastifyPluginAsync {
  return async app => {
    app.get('/', { schema: listSchema }, (request, reply) => list(deps, request, reply));
  };
}
