import { denied, tell } from '@continuum/door';
import type { Access, Gate } from '@continuum/record-gate';
import { mayDecide } from '@continuum/registries-consent';
import {
  refuseAct,
  refuseSigner,
  type SignedActs,
  type Signer,
  signerOf,
} from '@continuum/registries-credential';
import { displayUsager } from '@continuum/registries-patient';
import type { CodeableConcept, Resource } from '@continuum/standards-fhir';
import { maySign, releaseRule } from '@continuum/trust-access';
import { type ReleaseKind, toReleaseTask } from '@continuum/trust-consent';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { readChoice, writeChoice } from './choice.ts';
import type { ChoiceAnswer, ReleasesAnswer } from './release-view.ts';
import { problemOf } from './result-state.ts';

export interface ReleaseRoutesDeps {
  gate: Pick<Gate, 'open'>;
  acts: SignedActs;
  clock?: () => Date;
}

interface Params {
  patient: string;
  report: string;
}

const { days } = releaseRule;
const day = 86_400_000;

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const object = (properties: Record<string, unknown>) => ({
  ...{ type: 'object', additionalProperties: false, required: Object.keys(properties), properties },
});
const patient = { params: object({ patient: id }) };
const report = { params: object({ patient: id, report: id }) };
const schemas = {
  patient,
  // Listed and not typed, so that nothing else is taken for one of them.
  choose: { ...patient, body: object({ asSoonAsPossible: { enum: [true, false] } }) },
  release: report,
  hold: { ...report, body: object({ days: { enum: Array.from({ length: days }, (_, at) => at + 1) } }) },
};

const openFor = ({ gate }: ReleaseRoutesDeps, { actor, purpose, origin }: FastifyRequest): Access =>
  gate.open(actor, purpose, origin);

const paramsOf = ({ params }: FastifyRequest): Params => params as Params;

const notFound = (reply: FastifyReply): FastifyReply =>
  tell(reply, 404, 'not-found', 'No usager, or no report of theirs, answers to that here.');

async function releases(deps: ReleaseRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const access = openFor(deps, request);
  const found = await access.resultStates(paramsOf(request).patient);
  if (found.outcome === 'denied') return denied(reply, found);
  // What is kept from a person is not told to them, nor how much of it there is.
  if (access.actor.kind !== 'practitioner')
    return tell(reply, 403, 'forbidden', 'This is for those who care for the person.');
  const answer: ReleasesAnswer = {
    reports: found.results.map(({ id: one, state, until, decision }) => ({
      ...{ report: one, state, until: until.toISOString() },
      ...(decision && {
        decision: { ...decision, task: `Task/${decision.task}`, signed: decision.signed.toISOString() },
      }),
    })),
    maySign: maySign(access.actor, 'release-result'),
    days,
  };
  return answer;
}

const wordsOf = ({ code }: Resource): string => {
  const { text, coding = [] } = (code ?? {}) as CodeableConcept;
  return text ?? coding.find(({ display }) => display)?.display ?? coding[0]?.code ?? 'Résultat';
};

/** The report, when it is that person's and may be read. */
async function readReport(access: Access, { patient: usager, report: one }: Params) {
  const found = await access.read('DiagnosticReport', one);
  if (found.outcome !== 'found') return found.outcome === 'denied' ? found : undefined;
  const resource = JSON.parse(found.stored.body) as Resource;
  const { reference } = (resource.subject ?? {}) as { reference?: string };
  return reference === `Patient/${usager}` ? { resource, version: found.stored.version } : undefined;
}

async function nameOf(access: Access, usager: string): Promise<string> {
  const found = await access.read('Patient', usager);
  if (found.outcome !== 'found') return '';
  const { given, family, birthDate } = displayUsager(JSON.parse(found.stored.body) as Resource);
  return [`${given} ${family}`.trim(), birthDate].filter(Boolean).join(', ');
}

interface Asked {
  signer: Signer;
  access: Access;
  params: Params;
  kind: ReleaseKind;
  now: Date;
}

/** Until when a hold lasts: as asked, and no longer than the result may be kept. */
function untilOf({ now }: Asked, asked: number, state: { state: string; until: Date }): Date {
  const wanted = now.getTime() + asked * day;
  return new Date(state.state === 'not-final' ? wanted : Math.min(wanted, state.until.getTime()));
}

/** Prepares the act that the clinician signs; nothing changes before it is. */
async function ask(
  { acts }: ReleaseRoutesDeps,
  asked: Asked,
  reply: FastifyReply,
  asks: number | undefined,
): Promise<FastifyReply> {
  const { signer, access, params, kind, now } = asked;
  const read = await readReport(access, params);
  if (read === undefined) return notFound(reply);
  if ('outcome' in read) return denied(reply, read);
  const found = await access.resultStates(params.patient);
  if (found.outcome === 'denied') return denied(reply, found);
  const state = found.results.find(one => one.id === params.report);
  if (!state) return tell(reply, 409, 'business-rule', 'Nothing keeps this report from the person.');
  const problem = problemOf(kind, state.state);
  if (problem) return tell(reply, 409, 'business-rule', problem);
  const resource = toReleaseTask({
    ...{ kind, usager: params.patient, usagerName: await nameOf(access, params.patient) },
    ...{
      result: `DiagnosticReport/${params.report}`,
      version: read.version,
      resultName: wordsOf(read.resource),
    },
    ...{ practitioner: signer.actor.id, name: signer.actor.name, signed: now },
    ...(asks !== undefined && { until: untilOf(asked, asks, state) }),
  });
  const outcome = await acts.prepare(signer, { code: `${kind}-result`, resource });
  return outcome.ok ? reply.code(201).send(outcome.prepared) : refuseAct(reply, outcome);
}

async function choice(deps: ReleaseRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const access = openFor(deps, request);
  const { patient: usager } = paramsOf(request);
  const kept = await readChoice(access, usager);
  if (kept && 'outcome' in kept) return denied(reply, kept);
  if (access.actor.kind !== 'citizen' || !access.actor.usagers?.includes(usager))
    return tell(reply, 403, 'forbidden', 'This account has no access to that person’s record.');
  const { active = false, start } = kept?.choice ?? {};
  const answer: ChoiceAnswer = {
    ...{ asSoonAsPossible: active, mayDecide: mayDecide(access, usager), days },
    ...(active && start && { since: start.toISOString() }),
  };
  return answer;
}

async function choose(deps: ReleaseRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { asSoonAsPossible } = request.body as { asSoonAsPossible: boolean };
  const access = openFor(deps, request);
  const now = deps.clock?.() ?? new Date();
  const written = await writeChoice(access, paramsOf(request).patient, asSoonAsPossible, now);
  if (written.outcome === 'denied') return denied(reply, written);
  if (written.outcome !== 'written')
    return tell(reply, 409, 'conflict', 'It was changed meanwhile: read it again, then decide.');
  return choice(deps, request, reply);
}

/**
 * Mounted at `/api/release`. For who cares for the person: `GET /:patient` → `ReleasesAnswer`; `POST
 * /:patient/reports/:report/release` and `POST /:patient/reports/:report/hold {days}` prepare the act that they sign
 * (`/api/act/signature`; 403, 404, 409). For the person, or who decides for them: `GET /:patient/choice` and `PUT
 * /:patient/choice {asSoonAsPossible}` → `ChoiceAnswer`.
 */
export function routes(deps: ReleaseRoutesDeps): FastifyPluginAsync {
  const preparing = (kind: ReleaseKind) => async (request: FastifyRequest, reply: FastifyReply) => {
    const signer = signerOf(request);
    if (!signer) return refuseSigner(request, reply);
    const { days: asks } = (request.body ?? {}) as { days?: number };
    const now = deps.clock?.() ?? new Date();
    const asked = { signer, access: openFor(deps, request), params: paramsOf(request), kind, now };
    return ask(deps, asked, reply, kind === 'hold' ? asks : undefined);
  };
  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    app.get('/:patient', { schema: schemas.patient }, (request, reply) => releases(deps, request, reply));
    app.get('/:patient/choice', { schema: schemas.patient }, (request, reply) =>
      choice(deps, request, reply),
    );
    app.put('/:patient/choice', { schema: schemas.choose }, (request, reply) => choose(deps, request, reply));
    app.post('/:patient/reports/:report/release', { schema: schemas.release }, preparing('release'));
    app.post('/:patient/reports/:report/hold', { schema: schemas.hold }, preparing('hold'));
  };
}
