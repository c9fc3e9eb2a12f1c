import { denied, tell } from '@continuum/door';
import type { Pool } from '@continuum/record-database';
import type { Access, Denied, Gate, OverrideLine } from '@continuum/record-gate';
import { refuseAct, refuseSigner, type SignedActs, signerOf } from '@continuum/registries-credential';
import { usagersNamed } from '@continuum/registries-patient';
import { maySign } from '@continuum/trust-access';
import { toOverrideEvent } from '@continuum/trust-consent';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { dangers, noConsents, reasonLength } from './grounds.data.ts';
import type {
  OverrideInput,
  OverrideState,
  OverridesAnswer,
  OverrideView,
  ReviewStep,
} from './override-view.ts';
import { addStep, refusalOf, stateOf, stepsOf } from './reviews.ts';

export interface OverrideRoutesDeps {
  gate: Pick<Gate, 'open' | 'attempt'>;
  acts: SignedActs;
  /** Of the service's own tables. */
  pool: Pool;
  /** How long an override lasts, in minutes. */
  minutes: number;
  clock?: () => Date;
}

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const words = { type: 'string', minLength: reasonLength.least, maxLength: reasonLength.most };
const codes = (some: readonly { code: string }[]) => ({ type: 'string', enum: some.map(({ code }) => code) });
const object = (properties: Record<string, unknown>) => ({
  ...{ type: 'object', additionalProperties: false, required: Object.keys(properties), properties },
});
const schemas = {
  patient: { params: object({ patient: id }) },
  ask: {
    params: object({ patient: id }),
    body: object({ danger: codes(dangers), noConsent: codes(noConsents), reason: words }),
  },
  list: { querystring: { type: 'object', properties: { cursor: { type: 'string', maxLength: 400 } } } },
  propose: {
    params: object({ id }),
    body: object({ decision: { type: 'string', enum: ['justified', 'not-justified'] }, reason: words }),
  },
  confirm: { params: object({ id }), body: object({ agrees: { type: 'boolean' }, reason: words }) },
};

const openFor = ({ gate }: OverrideRoutesDeps, { actor, purpose, origin }: FastifyRequest): Access =>
  gate.open(actor, purpose, origin);

const patientOf = ({ params }: FastifyRequest): string => (params as { patient: string }).patient;

const frenchOf = (some: readonly { code: string; fr: string }[], code: string): string =>
  some.find(one => one.code === code)!.fr;

/** Whether something of that person may be open to who asks: who they are may be read, or it is denied. */
async function mayKnow(access: Access, patient: string): Promise<'yes' | 'no' | Denied> {
  // Under an override the looks themselves are journalled; otherwise, that something is told of somebody is.
  const look = access.purpose.of === 'BTG' ? access.peek : access.read;
  const found = await look('Patient', patient);
  if (found.outcome === 'denied') return found;
  return found.outcome === 'found' && access.actor.kind === 'practitioner' ? 'yes' : 'no';
}

const notFound = (reply: FastifyReply): FastifyReply =>
  tell(reply, 404, 'not-found', 'No usager answers to that here.');

async function state(deps: OverrideRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const access = openFor(deps, request);
  const patient = patientOf(request);
  const may = await mayKnow(access, patient);
  if (may === 'no') return notFound(reply);
  if (may !== 'yes') return denied(reply, may);
  const open = (await access.openOverrides()).find(({ usager }) => usager === patient);
  const restricted = await access.restricted(patient);
  const answer: OverrideState = {
    ...{ restricted, minutes: deps.minutes },
    ...(open && { until: open.until.toISOString() }),
  };
  return answer;
}

/** Prepares the act that its author signs; nothing is open before it is. */
async function ask(deps: OverrideRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const signer = signerOf(request);
  const access = openFor(deps, request);
  const patient = patientOf(request);
  const may = await mayKnow(access, patient);
  if (may !== 'yes' && may !== 'no') return denied(reply, may);
  if (!signer) return refuseSigner(request, reply);
  if (!maySign(signer.actor, 'override')) {
    const { actor, origin, purpose } = signer;
    const why = 'act:not-allowed';
    await deps.gate.attempt({ action: 'attempt', outcome: 'denied', actor, origin, purpose, why });
    return tell(reply, 403, 'forbidden', 'Your profile does not override restrictions.');
  }
  if (may === 'no') return notFound(reply);
  if (!(await access.restricted(patient)))
    return tell(reply, 409, 'business-rule', 'No restriction is against you: there is nothing to override.');
  const { danger, noConsent, reason } = request.body as OverrideInput;
  if (reason.trim().length < reasonLength.least)
    return tell(reply, 422, 'value', 'reason: say in a sentence what obliges you.');
  const opened = deps.clock?.() ?? new Date();
  const resource = toOverrideEvent(
    {
      ...{ usager: patient, practitioner: signer.actor.id, name: signer.actor.name },
      ...{ danger, noConsent, reason: reason.trim(), opened },
      until: new Date(opened.getTime() + deps.minutes * 60_000),
    },
    { danger: frenchOf(dangers, danger), noConsent: frenchOf(noConsents, noConsent) },
  );
  const outcome = await deps.acts.prepare(signer, { code: 'override', resource });
  return outcome.ok ? reply.code(201).send(outcome.prepared) : refuseAct(reply, outcome);
}

function toView(line: OverrideLine, steps: readonly ReviewStep[]): OverrideView {
  const { id: of, name, profile, organization, danger, noConsent, reason, opened, until } = line;
  return {
    ...{ id: of, name, profile, danger, noConsent, reason, ...stateOf(steps) },
    ...(organization !== null && { organization }),
    ...{ opened: opened.toISOString(), until: until.toISOString() },
  };
}

/** What the person reads: who, why, until when, and what came of the review; not who reviewed. */
async function ofPerson(deps: OverrideRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const access = openFor(deps, request);
  const found = await access.overridesOf({ usager: patientOf(request) });
  if (found.outcome === 'denied') return denied(reply, found);
  const steps = await stepsOf(
    deps.pool,
    found.overrides.map(one => one.id),
  );
  const answer: OverridesAnswer = {
    overrides: found.overrides.map(one => toView(one, steps.get(one.id) ?? [])),
  };
  return answer;
}

const nameOf = (usager: { given: string; family: string } | undefined): string =>
  usager ? `${usager.given} ${usager.family}`.trim() : '';

/** The work list of surveillance. */
async function reviews(deps: OverrideRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const access = openFor(deps, request);
  const { cursor } = request.query as { cursor?: string };
  const found = await access.overridesOf(cursor === undefined ? {} : { cursor });
  if (found.outcome === 'denied') return denied(reply, found);
  const steps = await stepsOf(
    deps.pool,
    found.overrides.map(one => one.id),
  );
  const names = await usagersNamed(
    access,
    found.overrides.map(one => one.usager),
  );
  const answer: OverridesAnswer = {
    overrides: found.overrides.map(one => ({
      ...toView(one, steps.get(one.id) ?? []),
      usager: nameOf(names.get(one.usager)),
      steps: steps.get(one.id) ?? [],
    })),
    ...(found.next !== undefined && { next: found.next }),
  };
  return answer;
}

type Step = Pick<ReviewStep, 'act' | 'decision' | 'reason'>;

async function take(deps: OverrideRoutesDeps, request: FastifyRequest, reply: FastifyReply, step: Step) {
  const { actor, origin, purpose } = request;
  const { id: of } = request.params as { id: string };
  const found = await openFor(deps, request).overridesOf({ id: of });
  if (found.outcome === 'denied') return denied(reply, found);
  const [override] = found.overrides;
  if (!override) return tell(reply, 404, 'not-found', 'No override answers to that.');
  const steps = (await stepsOf(deps.pool, [of])).get(of) ?? [];
  const refused = refusalOf(steps, step.act, actor.id, override.practitioner);
  const event = { action: `override-review-${step.act}`, actor, origin, purpose, about: of } as const;
  if (refused !== undefined) {
    await deps.gate.attempt({ ...event, outcome: 'denied', why: 'four-eyes' });
    return tell(reply, 409, 'business-rule', refused);
  }
  await deps.gate.attempt({ ...event, outcome: 'success', ...(step.decision && { why: step.decision }) });
  const made = { ...step, reason: step.reason.trim(), by: actor.id, name: actor.name };
  const added = await addStep(deps.pool, of, steps, made, deps.clock?.() ?? new Date());
  if (!added) return tell(reply, 409, 'conflict', 'Somebody took a step meanwhile: read it again.');
  return { state: stateOf([...steps, { ...made, at: '' }]).state };
}

/**
 * Mounted at `/api/override`. For a provider: `GET /:patient` → `OverrideState`; `POST /:patient {danger, noConsent, reason}`
 * prepares the act that they sign (`/api/act/signature`), which opens the window. For the person: `GET /:patient/list` →
 * `OverridesAnswer`. For surveillance: `GET /reviews?cursor=`, `POST /reviews/:id/proposal {decision, reason}` and
 * `POST /reviews/:id/confirmation {agrees, reason}`, by two persons.
 */
export function routes(deps: OverrideRoutesDeps): FastifyPluginAsync {
  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    app.get('/reviews', { schema: schemas.list }, (request, reply) => reviews(deps, request, reply));
    app.post('/reviews/:id/proposal', { schema: schemas.propose }, (request, reply) =>
      take(deps, request, reply, { ...(request.body as Omit<Step, 'act'>), act: 'propose' }),
    );
    app.post('/reviews/:id/confirmation', { schema: schemas.confirm }, (request, reply) => {
      const { agrees, reason } = request.body as { agrees: boolean; reason: string };
      return take(deps, request, reply, { act: agrees ? 'confirm' : 'return', reason });
    });
    app.get('/:patient/list', { schema: schemas.patient }, (request, reply) =>
      ofPerson(deps, request, reply),
    );
    app.get('/:patient', { schema: schemas.patient }, (request, reply) => state(deps, request, reply));
    app.post('/:patient', { schema: schemas.ask }, (request, reply) => ask(deps, request, reply));
  };
}
