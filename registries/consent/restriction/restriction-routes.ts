import type { Access, Origin } from '@continuum/record-gate';
import type { Actor, Purpose } from '@continuum/trust-access';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { answer, denied, isTheirs, notTheirs, refuse } from '../answers.ts';
import type { ChoiceOutcome } from '../register.ts';
import { listItems } from './items.ts';
import { previewOf } from './preview.ts';
import {
  cancelRestriction,
  changeRestriction,
  findNamed,
  mayRegister,
  readRestrictions,
  setRestriction,
} from './restriction-register.ts';
import { checkRestriction } from './restriction-terms.ts';
import { parts, professions, type RestrictionTerms } from './restriction-view.ts';

export interface RestrictionRoutesDeps {
  gate: { open(actor: Actor, purpose: Purpose, origin: Origin): Access };
  clock: () => Date;
}

type Params = { patient: string; id: string };

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const params = { type: 'object', properties: { patient: id, id } };
const listOf = (items: object) => ({ type: 'array', maxItems: 30, uniqueItems: true, items });
const body = {
  type: 'object',
  additionalProperties: false,
  required: ['practitioners', 'profiles', 'everything', 'domains', 'resources'],
  properties: {
    practitioners: listOf(id),
    profiles: listOf({ type: 'string', enum: professions }),
    everything: { type: 'boolean' },
    domains: listOf({ type: 'string', enum: parts }),
    resources: listOf({ type: 'string', pattern: '^[A-Z][A-Za-z]{1,40}/[A-Za-z0-9.-]{1,64}$' }),
    end: { type: 'string', maxLength: 10 },
  },
};

type Act = (access: Access, params: Params, terms: RestrictionTerms) => Promise<ChoiceOutcome>;

/**
 * Of the restrictions, for whoever decides for that person: `GET /:patient/restriction` → `RestrictionAnswer`;
 * `POST` registers one, `PUT …/:id` changes it, `DELETE …/:id` cancels it, and answer like the first;
 * `POST …/preview` → `{lines}` says what each kind of provider will see, and writes nothing; `GET …/items` → `{items}`
 * lists what may be named. Providers are refused.
 */
export function restrictionRoutes({ gate, clock }: RestrictionRoutesDeps): FastifyPluginAsync {
  const openFor = ({ actor, purpose, origin }: FastifyRequest) => gate.open(actor, purpose, origin);
  const patientOf = ({ params: given }: FastifyRequest) => (given as Params).patient;

  async function show(access: Access, usager: string, reply: FastifyReply) {
    const found = await readRestrictions(access, usager, clock());
    if ('outcome' in found) return denied(reply, found);
    return isTheirs(access, usager) ? found : notTheirs(reply);
  }

  async function choose(request: FastifyRequest, reply: FastifyReply, act: Act) {
    const access = openFor(request);
    const no = await mayRegister(access);
    if (no) return denied(reply, no);
    const terms = request.body as RestrictionTerms;
    const issues = request.method === 'DELETE' ? [] : checkRestriction(terms, clock());
    if (issues.length > 0) return answer(reply, 422, issues);
    const outcome = await act(access, request.params as Params, terms);
    return outcome.outcome === 'registered'
      ? show(access, patientOf(request), reply)
      : refuse(reply, outcome);
  }

  async function preview(request: FastifyRequest, reply: FastifyReply) {
    const access = openFor(request);
    if (!isTheirs(access, patientOf(request))) return notTheirs(reply);
    const terms = request.body as RestrictionTerms;
    const { names, parts: known, issues } = await findNamed(access, terms);
    if (issues.length > 0) return answer(reply, 422, issues);
    return { lines: previewOf(access.matrix, terms, names, reference => known.get(reference)) };
  }

  async function items(request: FastifyRequest, reply: FastifyReply) {
    const access = openFor(request);
    const usager = patientOf(request);
    return isTheirs(access, usager) ? { items: await listItems(access, usager) } : notTheirs(reply);
  }

  const set: Act = (access, { patient }, terms) => setRestriction(access, patient, terms, clock());
  const change: Act = (access, { patient, id }, terms) =>
    changeRestriction(access, { usager: patient, id }, terms, clock());
  const cancel: Act = (access, { patient, id }) =>
    cancelRestriction(access, { usager: patient, id }, clock());

  const base = '/:patient/restriction';
  return async app => {
    app.get(base, { schema: { params } }, (request, reply) =>
      show(openFor(request), patientOf(request), reply),
    );
    app.get(`${base}/items`, { schema: { params } }, items);
    app.post(`${base}/preview`, { schema: { params, body } }, preview);
    app.post(base, { schema: { params, body } }, (request, reply) => choose(request, reply, set));
    app.put(`${base}/:id`, { schema: { params, body } }, (request, reply) => choose(request, reply, change));
    app.delete(`${base}/:id`, { schema: { params } }, (request, reply) => choose(request, reply, cancel));
  };
}
