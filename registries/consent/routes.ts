import type { Access, Denied, Origin } from '@continuum/record-gate';
import { type Issue, toOperationOutcome } from '@continuum/standards-fhir';
import type { Actor, Purpose } from '@continuum/trust-access';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { RefusalTerms } from './refusal-view.ts';
import { type ChoiceOutcome, cancelRefusal, changeRefusal, readRefusals, setRefusal } from './register.ts';
import { checkTerms } from './terms.ts';

export interface ConsentRoutesDeps {
  gate: { open(actor: Actor, purpose: Purpose, origin: Origin): Access };
  clock?: () => Date;
}

type Params = { patient: string; id: string };

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const params = { type: 'object', properties: { patient: id, id } };
const day = { type: 'string', maxLength: 10 };
const body = { type: 'object', additionalProperties: false, properties: { before: day, end: day } };

const issue = (code: string, diagnostics: string): Issue => ({ severity: 'error', code, diagnostics });

const answer = (reply: FastifyReply, status: number, issues: readonly Issue[]) =>
  reply.code(status).send(toOperationOutcome(issues));

function denied(reply: FastifyReply, { decision }: Denied) {
  const unidentified = decision.denial === 'unidentified';
  if (unidentified) reply.header('WWW-Authenticate', 'Bearer');
  return answer(reply, unidentified ? 401 : 403, [
    issue(unidentified ? 'login' : 'forbidden', decision.text),
  ]);
}

function refuse(reply: FastifyReply, outcome: Exclude<ChoiceOutcome, { outcome: 'registered' }>) {
  if (outcome.outcome === 'denied') return denied(reply, outcome);
  if (outcome.outcome === 'already') return answer(reply, 409, outcome.issues);
  if (outcome.outcome === 'invalid') return answer(reply, 422, outcome.issues);
  return answer(reply, 404, [issue('not-found', 'That refusal is not in the register.')]);
}

/** The person themself or who acts for them; the door is closed to anyone else, whether or not there is something. */
const isTheirs = ({ actor }: Access, usager: string): boolean =>
  actor.kind === 'citizen' && (actor.usagers ?? []).includes(usager);

/**
 * Mounted at `/api/consent`, for the person themself and for the holder of parental authority under 14:
 * `GET /:patient/refusal` → `RefusalAnswer`; `POST /:patient/refusal {before?, end?}` sets one (409 when there
 * is one); `PUT /:patient/refusal/:id` changes it; `DELETE /:patient/refusal/:id` cancels it. The last three
 * answer like the first. Providers are refused: a directive is shown to nobody but its owner.
 */
export function routes(deps: ConsentRoutesDeps): FastifyPluginAsync {
  const clock = deps.clock ?? (() => new Date());
  const openFor = ({ actor, purpose, origin }: FastifyRequest) => deps.gate.open(actor, purpose, origin);

  async function show(access: Access, usager: string, reply: FastifyReply) {
    const found = await readRefusals(access, usager, clock());
    if ('outcome' in found) return denied(reply, found);
    if (isTheirs(access, usager)) return found;
    return answer(reply, 403, [issue('forbidden', 'This account has no access to that person’s record.')]);
  }

  async function choose(request: FastifyRequest, reply: FastifyReply, act: Act) {
    const access = openFor(request);
    const terms = (request.body ?? {}) as RefusalTerms;
    const issues = checkTerms(terms, clock());
    if (issues.length > 0) return answer(reply, 422, issues);
    const { patient } = request.params as Params;
    const outcome = await act(access, request.params as Params, terms);
    return outcome.outcome === 'registered' ? show(access, patient, reply) : refuse(reply, outcome);
  }

  const set: Act = (access, { patient }, terms) => setRefusal(access, patient, terms, clock());
  const change: Act = (access, { patient, id }, terms) =>
    changeRefusal(access, { usager: patient, id }, terms, clock());
  const cancel: Act = (access, { patient, id }) => cancelRefusal(access, { usager: patient, id }, clock());

  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    app.get('/:patient/refusal', { schema: { params } }, (request, reply) =>
      show(openFor(request), (request.params as Params).patient, reply),
    );
    app.post('/:patient/refusal', { schema: { params, body } }, (request, reply) =>
      choose(request, reply, set),
    );
    app.put('/:patient/refusal/:id', { schema: { params, body } }, (request, reply) =>
      choose(request, reply, change),
    );
    app.delete('/:patient/refusal/:id', { schema: { params } }, (request, reply) =>
      choose(request, reply, cancel),
    );
  };
}

type Act = (access: Access, params: Params, terms: RefusalTerms) => Promise<ChoiceOutcome>;
