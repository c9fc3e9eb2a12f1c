import { denied, ownRecord, refused, tell } from '@continuum/door';
import type { Access } from '@continuum/record-gate';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { isTheirs, notTheirs, refuse } from '../answers.ts';
import type { CounterRequest } from '../counter/counter-view.ts';
import type { Door } from '../door.ts';
import { type ChoiceOutcome, type Existing, mayRegister } from '../register.ts';
import { listItems } from './items.ts';
import { previewOf } from './preview.ts';
import {
  cancelRestriction,
  changeRestriction,
  findNamed,
  readRestrictions,
  setRestriction,
} from './restriction-register.ts';
import { checkRestriction } from './restriction-terms.ts';
import { parts, professions, type RestrictionTerms } from './restriction-view.ts';

type Params = { patient: string; id: string };

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const params = { type: 'object', properties: { patient: id, id } };
const listOf = (items: object) => ({ type: 'array', maxItems: 30, uniqueItems: true, items });
const terms = {
  practitioners: listOf(id),
  profiles: listOf({ type: 'string', enum: professions }),
  everything: { type: 'boolean' },
  domains: listOf({ type: 'string', enum: parts }),
  resources: listOf({ type: 'string', pattern: '^[A-Z][A-Za-z]{1,40}/[A-Za-z0-9.-]{1,64}$' }),
  end: { type: 'string', maxLength: 10 },
};
const bodyOf = (properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter(name => name !== 'end'),
  properties,
});

/** Whoever may not is told so before anything is read; that they tried is in the list of whose record it is. */
async function turnAway(access: Access, usager: string, reply: FastifyReply) {
  const asked = await access.consult({
    ...{ interaction: 'restriction', type: 'Consent', text: `restriction of Patient/${usager}` },
    ...{ domains: ['directive'], usager },
  });
  return asked.outcome === 'denied' ? denied(reply, asked) : notTheirs(reply);
}

type Act = (access: Access, which: Existing, terms: RestrictionTerms) => Promise<ChoiceOutcome>;

/**
 * Of the restrictions, for whoever decides for that person: `GET /:patient/restriction` → `RestrictionAnswer`;
 * `POST` registers one, `PUT …/:id` changes it, `DELETE …/:id` cancels it, and answer like the first;
 * `POST …/preview` → `{lines}` says what each kind of provider will see, and writes nothing; `GET …/items` → `{items}`
 * lists what may be named. Providers are refused. At the counter there are no `items`: nothing of the record is shown.
 */
export function restrictionRoutes(door: Door, clock: () => Date): FastifyPluginAsync {
  const openFor = door.open;
  const patientOf = ({ params: given }: FastifyRequest) => (given as Params).patient;

  async function show(access: Access, usager: string, reply: FastifyReply) {
    const found = await readRestrictions(access, usager, clock());
    if ('outcome' in found) return denied(reply, found);
    return isTheirs(access, usager) ? found : notTheirs(reply);
  }

  const choose =
    (act: Act, check = checkRestriction) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      const access = openFor(request);
      const no = await mayRegister(access);
      if (no) return denied(reply, no);
      const { request: asked, ...terms } = (request.body ?? {}) as RestrictionTerms & {
        request?: CounterRequest;
      };
      const issues = check(terms, clock());
      if (issues.length > 0) return tell(reply, 422, issues);
      const { patient: usager, id } = request.params as Params;
      if (await door.isClosed(access, usager, { ...(asked && { request: asked }) }))
        return refused(request, reply, ownRecord);
      const heard = await door.hear(access, usager, { ...(asked && { request: asked }) }, clock());
      if (heard.outcome !== 'heard') return refuse(reply, heard);
      const outcome = await act(access, { usager, id, how: heard.how }, terms);
      return outcome.outcome === 'registered' ? show(access, usager, reply) : refuse(reply, outcome);
    };

  async function preview(request: FastifyRequest, reply: FastifyReply) {
    const access = openFor(request);
    const no = await mayRegister(access);
    if (no) return denied(reply, no);
    if (!isTheirs(access, patientOf(request))) return turnAway(access, patientOf(request), reply);
    if (await door.isClosed(access, patientOf(request))) return refused(request, reply, ownRecord);
    const terms = request.body as RestrictionTerms;
    const { names, parts: known, issues } = await findNamed(access, patientOf(request), terms);
    if (issues.length > 0) return tell(reply, 422, issues);
    return { lines: previewOf(access.matrix, terms, names, reference => known.get(reference)) };
  }

  async function items(request: FastifyRequest, reply: FastifyReply) {
    const access = openFor(request);
    const usager = patientOf(request);
    return isTheirs(access, usager)
      ? { items: await listItems(access, usager) }
      : turnAway(access, usager, reply);
  }

  const set = choose((access, { usager, how }, terms) => setRestriction(access, usager, terms, clock(), how));
  const change = choose((access, which, terms) => changeRestriction(access, which, terms, clock()));
  const cancel = choose(
    (access, which) => cancelRestriction(access, which, clock()),
    () => [],
  );
  const base = `${door.base}/:patient/restriction`;
  const body = bodyOf({ ...terms, ...door.properties });
  const { method, under } = door.cancellation;
  return async app => {
    app.get(base, { schema: { params } }, async (request, reply) => {
      const [access, usager] = [openFor(request), patientOf(request)];
      if (await door.isClosed(access, usager)) return refused(request, reply, ownRecord);
      return show(access, usager, reply);
    });
    if (door.base === '') app.get(`${base}/items`, { schema: { params } }, items);
    app.post(`${base}/preview`, { schema: { params, body: bodyOf(terms) } }, preview);
    app.post(base, { schema: { params, body } }, set);
    app.put(`${base}/:id`, { schema: { params, body } }, change);
    app.route({
      ...{ method, url: `${base}/:id${under}`, handler: cancel },
      schema: { params, ...(method === 'POST' && { body: bodyOf(door.properties) }) },
    });
  };
}
