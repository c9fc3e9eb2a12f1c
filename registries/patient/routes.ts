import { denied, tell } from '@continuum/door';
import type { Access, Origin } from '@continuum/record-gate';
import type { Issue, Resource } from '@continuum/standards-fhir';
import { parseNam } from '@continuum/standards-nam';
import type { Actor, Purpose } from '@continuum/trust-access';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { byNamParameters, searchText } from './candidates.ts';
import { displayUsager } from './display.ts';

export interface PatientRoutesDeps {
  gate: { open(actor: Actor, purpose: Purpose, origin: Origin): Access };
}

interface SearchBody {
  nam?: string;
  family?: string;
  given?: string;
  birthDate?: string;
}

const text = { type: 'string', maxLength: 200 };
const searchSchema = {
  body: {
    type: 'object',
    additionalProperties: false,
    properties: { nam: text, family: text, given: text, birthDate: { type: 'string', format: 'date' } },
  },
};

const one = {
  params: { type: 'object', properties: { id: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' } } },
};

const openFor = ({ gate }: PatientRoutesDeps, { actor, purpose, origin }: FastifyRequest): Access =>
  gate.open(actor, purpose, origin);

const error = (code: string, expression: string, diagnostics: string): Issue => ({
  severity: 'error',
  code,
  expression,
  diagnostics,
});

/** The search that a body asks for, or what is wrong with it. */
function toParameters(body: SearchBody): { parameters: [string, string][] } | { issues: Issue[] } {
  if (body.nam) {
    const parsed = parseNam(body.nam);
    if (parsed.valid) return { parameters: byNamParameters(parsed.nam.value) };
    return { issues: parsed.problems.map(problem => error('value', 'nam', problem.text)) };
  }
  if (!body.family || !body.birthDate)
    return { issues: [error('required', 'nam', 'Give a NAM, or a family name and a birth date.')] };
  const given: [string, string][] = body.given ? [['given', searchText(body.given)]] : [];
  return { parameters: [['family', searchText(body.family)], ['birthdate', body.birthDate], ...given] };
}

async function search(deps: PatientRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const asked = toParameters(request.body as SearchBody);
  if ('issues' in asked) return tell(reply, 422, asked.issues);
  const outcome = await openFor(deps, request).search('Patient', [...asked.parameters, ['_count', '25']]);
  if (outcome.outcome === 'denied') return denied(reply, outcome);
  if (outcome.outcome === 'invalid') return tell(reply, 422, outcome.issues);
  const usagers = outcome.entries.map(({ body }) => displayUsager(JSON.parse(body) as Resource));
  return { usagers, more: outcome.next !== undefined };
}

async function banner(deps: PatientRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { id } = request.params as { id: string };
  const outcome = await openFor(deps, request).read('Patient', id);
  if (outcome.outcome === 'denied') return denied(reply, outcome);
  if (outcome.outcome === 'found') return displayUsager(JSON.parse(outcome.stored.body) as Resource);
  return tell(reply, 404, [error('not-found', 'id', 'No usager of the register answers to that.')]);
}

/**
 * Mounted at `/api/patient`. `POST /search` with `{nam}` or `{family, birthDate, given?}` gives
 * `{usagers: UsagerDisplay[], more}`: a POST, so that no NAM lies in an address, a log or a history.
 * `GET /:id` gives the banner of one usager. Both are journalled; neither ever says the NIU.
 */
export function routes(deps: PatientRoutesDeps): FastifyPluginAsync {
  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    app.post('/search', { schema: searchSchema }, (request, reply) => search(deps, request, reply));
    app.get('/:id', { schema: one }, (request, reply) => banner(deps, request, reply));
  };
}
