import { denied, ownRecord, refused } from '@continuum/door';
import type { Access, Denied } from '@continuum/record-gate';
import type { Resource } from '@continuum/standards-fhir';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../answers.ts';
import type { ConsentRoutesDeps, Door } from '../door.ts';
import { atCounter } from '../made-known.ts';
import { personName } from '../person-name.ts';
import { mayRegister } from '../register.ts';
import { ageOn, checkRequest, decidersAt } from './check-request.ts';
import {
  type CounterAnswer,
  type CounterRequest,
  counterMeans,
  identityKinds,
  incapacityProofs,
  relationshipProofs,
  relationships,
  seenAs,
} from './counter-view.ts';
import { pieces } from './deciders.data.ts';

const oneOf = (some: readonly string[]) => ({ type: 'string', enum: some });
const day = { type: 'string', maxLength: 10 };
const object = (properties: Record<string, object>, required: readonly string[]) => ({
  ...{ type: 'object', additionalProperties: false, required, properties },
});

/** As JSON Schema: the shape of a `CounterRequest`; what its values may be together, `checkRequest` says. */
const requestSchema = object(
  {
    means: oneOf(counterMeans),
    received: day,
    decider: object(
      {
        relationship: oneOf(relationships),
        name: { type: 'string', maxLength: 120 },
        proof: oneOf(relationshipProofs),
        incapacity: oneOf(incapacityProofs),
      },
      ['relationship'],
    ),
    identity: {
      ...{ type: 'array', maxItems: 4 },
      items: object({ kind: oneOf(identityKinds), seen: oneOf(seenAs) }, ['kind', 'seen']),
    },
  },
  ['means', 'received', 'decider', 'identity'],
);

/** The person whom the request is about, from the register; a denial is journalled in their list. */
async function personOf(
  access: Access,
  usager: string,
): Promise<{ outcome: 'found'; person: Resource } | { outcome: 'not-found' } | Denied> {
  const no = await mayRegister(access);
  if (no) return no;
  const read = await access.read('Patient', usager);
  if (read.outcome === 'denied') return read;
  if (read.outcome !== 'found') return { outcome: 'not-found' };
  return { outcome: 'found', person: JSON.parse(read.stored.body) as Resource };
}

const openAt = ({ gate }: ConsentRoutesDeps, { actor, purpose, origin, params }: FastifyRequest): Access =>
  gate.open({ ...actor, atRequestOf: (params as { patient: string }).patient }, purpose, origin);

/**
 * Whether what is asked at the counter is about whoever stands behind it, or decided by them: a colleague registers it, as
 * nobody verifies their own identity.
 */
const isOwn = (access: Access, usager: string, request?: CounterRequest): Promise<boolean> =>
  access.isAboutSelf({
    ...{ interaction: 'counter', text: `counter of Patient/${usager}`, usager },
    decider: request?.decider.name,
  });

/** Where staff registers what a person who comes in or writes asks for, or whoever decides for them. */
export const counterDoor = (deps: ConsentRoutesDeps): Door => ({
  base: '/counter',
  open: request => openAt(deps, request),
  properties: { request: requestSchema },
  async hear(access, usager, { request }, now) {
    const found = await personOf(access, usager);
    if (found.outcome !== 'found') return found;
    const { person } = found;
    const issues = checkRequest(request!, ageOn(person.birthDate, now), now);
    if (issues.length > 0) return { outcome: 'invalid', issues };
    const name = personName(person);
    return { outcome: 'heard', how: atCounter({ request: request!, usager, name, by: access.actor }) };
  },
  isClosed: (access, usager, given) => isOwn(access, usager, given?.request),
  cancellation: { method: 'POST', under: '/cancellation' },
});

/** `GET /counter/:patient` → `CounterAnswer`: who may decide for that person today, and what proves it. */
export function counterRoutes(deps: ConsentRoutesDeps & { clock: () => Date }): FastifyPluginAsync {
  const params = {
    type: 'object',
    properties: { patient: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' } },
  };
  async function show(request: FastifyRequest, reply: FastifyReply) {
    const { patient } = request.params as { patient: string };
    const access = openAt(deps, request);
    const found = await personOf(access, patient);
    if (found.outcome === 'denied') return denied(reply, found);
    if (found.outcome !== 'found') return notFound(reply, 'No usager of the register answers to that.');
    if (await isOwn(access, patient)) return refused(request, reply, ownRecord);
    const age = ageOn(found.person.birthDate, deps.clock());
    const answer: CounterAnswer = {
      name: personName(found.person),
      ...(age !== undefined && { age }),
      deciders: decidersAt(age),
      pieces,
    };
    return answer;
  }
  return async app => {
    app.get('/counter/:patient', { schema: { params } }, show);
  };
}
