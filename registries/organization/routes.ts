import { denied, tell } from '@continuum/door';
import type { Gate } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Gaps } from './gap/gaps.ts';
import { addGapRoutes } from './gap/routes.ts';
import { displayOrganization } from './organization.ts';

/** A system that sends for an organisme, and when it last did. */
export interface OrganizationSource {
  /** id of the Organization. */
  organization: string;
  organizationName: string;
  clientId: string;
  name: string;
  profile: string;
  state: string;
  lastReceived?: Date;
}

export interface OrganizationRoutesDeps {
  gate: Pick<Gate, 'open' | 'attempt'>;
  gaps: Gaps;
  /** Every source, from the registry of partners and the originals that were kept. */
  sources(): Promise<OrganizationSource[]>;
}

interface Query {
  name?: string;
  cursor?: string;
}

const text = { type: 'string', maxLength: 2000 };
const listSchema = { querystring: { type: 'object', properties: { name: text, cursor: text } } };

const toParameters = ({ name, cursor }: Query): [string, string][] => [
  ...(name ? [['name', name.replace(/[\\,|$]/g, '\\$&')] as [string, string]] : []),
  ['_sort', 'name'],
  ['_count', '50'],
  ...(cursor ? [['_cursor', cursor] as [string, string]] : []),
];

async function list(deps: OrganizationRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { actor, purpose, origin } = request;
  const access = deps.gate.open(actor, purpose, origin);
  const outcome = await access.search('Organization', toParameters(request.query as Query));
  if (outcome.outcome === 'denied') return denied(reply, outcome);
  if (outcome.outcome === 'invalid') return tell(reply, 422, outcome.issues);
  const sources = Map.groupBy(await deps.sources(), source => source.organization);
  const organizations = outcome.entries.map(({ id, body }) => ({
    ...displayOrganization(JSON.parse(body) as Resource),
    sources: (sources.get(id) ?? []).map(({ organization: _, organizationName: __, ...source }) => source),
  }));
  return { organizations, next: outcome.next };
}

/**
 * Mounted at `/api/organization`. `GET /?name=&cursor=` lists organismes by name, each with its kind, the
 * systems that send for it, and when each last sent: `{organizations, next}`. `/gaps` is what they do not send.
 */
export function routes(deps: OrganizationRoutesDeps): FastifyPluginAsync {
  return async app => {
    app.get('/', { schema: listSchema }, (request, reply) => list(deps, request, reply));
    addGapRoutes(app, deps);
  };
}
