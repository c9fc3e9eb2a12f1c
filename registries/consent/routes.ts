import type { Access, Origin } from '@continuum/record-gate';
import type { Actor, Purpose } from '@continuum/trust-access';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { answer, denied, isTheirs, notTheirs, refuse } from './answers.ts';
import type { RefusalTerms } from './refusal-view.ts';
import { type ChoiceOutcome, cancelRefusal, changeRefusal, readRefusals, setRefusal } from './register.ts';
import { restrictionRoutes } from './restriction/restriction-routes.ts';
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

/**
 * Mounted at `/api/consent`, for the person themself and for the holder of parental authority under 14:
 * `GET /:patient/refusal` → `RefusalAnswer`; `POST /:patient/refusal {before?, end?}` sets one (409 when there
 * is one); `PUT /:patient/refusal/:id` changes it; `DELETE /:patient/refusal/:id` cancels it. The last three
 * answer like the first. `restriction` beside it: see `restrictionRoutes`. Providers are refused: a directive is shown to
 * nobody but its owner.
 */
export function routes(deps: ConsentRoutesDeps): FastifyPluginAsync {
  const clock = deps.clock ?? (() => new Date());
  const openFor = ({ actor, purpose, origin }: FastifyRequest) => deps.gate.open(actor, purpose, origin);

  async function show(access: Access, usager: string, reply: FastifyReply) {
    const found = await readRefusals(access, usager, clock());
    if ('outcome' in found) return denied(reply, found);
    return isTheirs(access, usager) ? found : notTheirs(reply);
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
    await app.register(restrictionRoutes({ ...deps, clock }));
  };
}

type Act = (access: Access, params: Params, terms: RefusalTerms) => Promise<ChoiceOutcome>;
