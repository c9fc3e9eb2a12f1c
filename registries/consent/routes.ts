import { denied, ownRecord, refused, tell } from '@continuum/door';
import type { Access } from '@continuum/record-gate';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { isTheirs, notTheirs, refuse } from './answers.ts';
import { counterDoor, counterRoutes } from './counter/counter-door.ts';
import type { CounterRequest } from './counter/counter-view.ts';
import { type ConsentRoutesDeps, type Door, portalDoor } from './door.ts';
import type { RefusalTerms } from './refusal-view.ts';
import {
  type ChoiceOutcome,
  cancelRefusal,
  changeRefusal,
  type Existing,
  mayRegister,
  readRefusals,
  setRefusal,
} from './register.ts';
import { restrictionRoutes } from './restriction/restriction-routes.ts';
import { checkTerms } from './terms.ts';

export type { ConsentRoutesDeps } from './door.ts';

type Params = { patient: string; id: string };
interface Body extends RefusalTerms {
  request?: CounterRequest;
}

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const params = { type: 'object', properties: { patient: id, id } };
const day = { type: 'string', maxLength: 10 };
const terms = { before: day, end: day };

/** A choice about a refusal: what is asked for, by whom and how. */
type Act = (access: Access, which: Existing, terms: RefusalTerms) => Promise<ChoiceOutcome>;

/** The refusals, by one door. */
function refusalRoutes(door: Door, clock: () => Date): FastifyPluginAsync {
  const required = Object.keys(door.properties);
  const bodyOf = (more: object) => ({
    ...{ type: 'object', additionalProperties: false, required, properties: { ...more, ...door.properties } },
  });

  async function show(access: Access, usager: string, reply: FastifyReply) {
    const found = await readRefusals(access, usager, clock());
    if ('outcome' in found) return denied(reply, found);
    return isTheirs(access, usager) ? found : notTheirs(reply);
  }

  const choose = (act: Act) => async (request: FastifyRequest, reply: FastifyReply) => {
    const access = door.open(request);
    const no = await mayRegister(access);
    if (no) return denied(reply, no);
    const { patient: usager, id } = request.params as Params;
    const { request: asked, ...terms } = (request.body ?? {}) as Body;
    const issues = checkTerms(terms, clock());
    if (issues.length > 0) return tell(reply, 422, issues);
    if (await door.isClosed(access, usager, { ...(asked && { request: asked }) }))
      return refused(request, reply, ownRecord);
    const heard = await door.hear(access, usager, { ...(asked && { request: asked }) }, clock());
    if (heard.outcome !== 'heard') return refuse(reply, heard);
    const outcome = await act(access, { usager, id, how: heard.how }, terms);
    return outcome.outcome === 'registered' ? show(access, usager, reply) : refuse(reply, outcome);
  };

  const set = choose((access, { usager, how }, terms) => setRefusal(access, usager, terms, clock(), how));
  const change = choose((access, which, terms) => changeRefusal(access, which, terms, clock()));
  const cancel = choose((access, which) => cancelRefusal(access, which, clock()));
  const base = `${door.base}/:patient/refusal`;
  const { method, under } = door.cancellation;
  return async app => {
    app.get(base, { schema: { params } }, async (request, reply) => {
      const [access, { patient }] = [door.open(request), request.params as Params];
      if (await door.isClosed(access, patient)) return refused(request, reply, ownRecord);
      return show(access, patient, reply);
    });
    app.post(base, { schema: { params, body: bodyOf(terms) } }, set);
    app.put(`${base}/:id`, { schema: { params, body: bodyOf(terms) } }, change);
    app.route({
      ...{ method, url: `${base}/:id${under}`, handler: cancel },
      schema: { params, ...(method === 'POST' && { body: bodyOf({}) }) },
    });
  };
}

/**
 * Mounted at `/api/consent`, for the person themself and for the holder of parental authority under 14:
 * `GET /:patient/refusal` → `RefusalAnswer`; `POST /:patient/refusal {before?, end?}` sets one (409 when there
 * is one); `PUT /:patient/refusal/:id` changes it; `DELETE /:patient/refusal/:id` cancels it. The last three
 * answer like the first. `restriction` beside it: see `restrictionRoutes`. Providers are refused: a directive is shown to
 * nobody but its owner.
 *
 * Under `/counter`, the same for staff (archives, for `PATRQT`) at the request of who comes in or writes: each body has a
 * `request` (`CounterRequest`) besides, and `POST …/:id/cancellation {request}` cancels. `GET /counter/:patient` says who
 * may decide.
 */
export function routes(deps: ConsentRoutesDeps): FastifyPluginAsync {
  const clock = deps.clock ?? (() => new Date());
  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    for (const door of [portalDoor(deps), counterDoor(deps)]) {
      await app.register(refusalRoutes(door, clock));
      await app.register(restrictionRoutes(door, clock));
    }
    await app.register(counterRoutes({ ...deps, clock }));
  };
}
