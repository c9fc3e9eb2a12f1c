import { denied, tell } from '@continuum/door';
import type { Access, Gate } from '@continuum/record-gate';
import {
  type PrepareOutcome,
  refuseAct,
  refuseSigner,
  type SignedActs,
  type Signer,
  signerOf,
} from '@continuum/registries-credential';
import { displayUsager } from '@continuum/registries-patient';
import type { Resource } from '@continuum/standards-fhir';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import {
  type CancelInput,
  checkCancel,
  checkPrescription,
  type PrescriptionInput,
} from './check-prescription.ts';
import { dinSystem, readPrescription, toMedicationRequest } from './prescription-facts.ts';

interface NamedCode {
  code: string;
  display: string;
}

export interface PrescribeRoutesDeps {
  gate: Pick<Gate, 'open'>;
  acts: SignedActs;
  /** The register of drugs. */
  drugs: {
    find(system: string, words: string, most: number): Promise<readonly NamedCode[]>;
    named(system: string, code: string): Promise<NamedCode | undefined>;
  };
  clock?: () => Date;
}

const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' } as const;
const text = { type: 'string', maxLength: 1000 } as const;
const number = { type: 'number' } as const;
const object = (properties: Record<string, unknown>, optional: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter(name => !optional.includes(name)),
  properties,
});
const measure = object({ value: number, unit: text });
const schemas = {
  drugs: { querystring: object({ text }) },
  prescribe: {
    params: object({ patient: id }),
    body: object(
      {
        ...{ din: text, dose: measure, frequency: text, asNeeded: { type: 'boolean' }, route: text },
        ...{ days: number, quantity: measure, repeats: number, note: text },
      },
      ['note'],
    ),
  },
  cancel: { params: object({ patient: id, id }), body: object({ reason: text, comment: text }, ['comment']) },
};

const invalid = (reply: FastifyReply, sentences: readonly string[]): FastifyReply =>
  tell(
    reply,
    422,
    sentences.map(diagnostics => ({ severity: 'error', code: 'value', diagnostics })),
  );

const notFound = (reply: FastifyReply): FastifyReply =>
  tell(reply, 404, 'not-found', 'No usager, or no prescription of theirs, answers to that here.');

const answer = (reply: FastifyReply, outcome: PrepareOutcome) =>
  outcome.ok ? reply.code(201).send(outcome.prepared) : refuseAct(reply, outcome);

async function readResource(access: Access, type: string, resource: string): Promise<Resource | undefined> {
  const found = await access.read(type, resource);
  return found.outcome === 'found' ? (JSON.parse(found.stored.body) as Resource) : undefined;
}

const drugsAtOnce = 20;

async function findDrugs({ gate, drugs }: PrescribeRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { actor, purpose, origin } = request;
  const words = (request.query as { text: string }).text.trim();
  const asked = { interaction: 'lookup', type: 'CodeSystem', text: 'drugs', domains: ['registry'] } as const;
  const allowed = await gate.open(actor, purpose, origin).consult(asked);
  if (allowed.outcome === 'denied') return denied(reply, allowed);
  const exact = /^\d{8}$/.test(words) ? await drugs.named(dinSystem, words) : undefined;
  const found = exact ? [exact] : await drugs.find(dinSystem, words, drugsAtOnce);
  return { drugs: found.map(({ code, display }) => ({ din: code, name: display })) };
}

/** Who the prescription is for, as its reader identifies them. */
function usagerOf(patient: Resource) {
  const { given, family, birthDate } = displayUsager(patient);
  const name = `${given} ${family}`.trim();
  return { reference: `Patient/${patient.id}`, name: birthDate ? `${name}, ${birthDate}` : name };
}

const isDead = ({ deceasedBoolean, deceasedDateTime }: Resource): boolean =>
  deceasedBoolean === true || deceasedDateTime !== undefined;

interface Asked {
  signer: Signer;
  access: Access;
  patient: string;
}

async function prescribe(
  deps: PrescribeRoutesDeps,
  asked: Asked,
  input: PrescriptionInput,
  reply: FastifyReply,
) {
  const { signer, access } = asked;
  const problems = checkPrescription(input);
  if (problems.length > 0)
    return invalid(
      reply,
      problems.map(({ text: sentence }) => sentence),
    );
  const patient = await readResource(access, 'Patient', asked.patient);
  if (!patient) return notFound(reply);
  if (isDead(patient)) return invalid(reply, ['patient: nothing is prescribed to somebody who has died.']);
  const drug = await deps.drugs.named(dinSystem, input.din);
  if (!drug)
    return invalid(reply, [`din: ${input.din} is not in the register of drugs; choose one of the list.`]);
  const { din: _, note, ...taken } = input;
  const resource = toMedicationRequest({
    ...{ ...taken, drug: { din: drug.code, name: drug.display }, usager: usagerOf(patient) },
    prescriber: { reference: signer.actor.id, name: signer.actor.name },
    authoredOn: (deps.clock?.() ?? new Date()).toISOString(),
    ...(note !== undefined && { note: note.trim() }),
  });
  return answer(reply, await deps.acts.prepare(signer, { code: 'prescribe', resource }));
}

const notTheirs = 'This prescription was not signed by you: only who signed it cancels it.';

async function cancel(
  deps: PrescribeRoutesDeps,
  { signer, access, patient }: Asked,
  prescription: string,
  input: CancelInput,
  reply: FastifyReply,
) {
  const problems = checkCancel(input);
  if (problems.length > 0) return invalid(reply, problems);
  const current = await readResource(access, 'MedicationRequest', prescription);
  const facts = current && readPrescription(current);
  const isOf = (current?.subject as { reference?: string } | undefined)?.reference === `Patient/${patient}`;
  if (!current || !isOf) return notFound(reply);
  const [signed] = await access.signedVersions('MedicationRequest', [prescription]);
  if (!facts || signed?.signer !== signer.actor.id) return tell(reply, 403, 'forbidden', notTheirs);
  if (facts.cancelled) return tell(reply, 409, 'conflict', 'This prescription is cancelled already.');
  const { reason, comment } = input;
  const cancelled = { reason, ...(comment !== undefined && { comment: comment.trim() }) };
  const resource = { ...toMedicationRequest({ ...facts, cancelled }), id: prescription };
  const proposal = { code: 'cancel-prescription', resource, replaces: signed.version } as const;
  return answer(reply, await deps.acts.prepare(signer, proposal));
}

/**
 * Mounted at `/api/medication`, for who prescribes. `GET /drugs?text=`: drugs of the register, by words or DIN.
 * `POST /:patient/prescriptions`, `POST /:patient/prescriptions/:id/cancellation`: what is to be signed (`PreparedAct`; 403, 404, 409, 422);
 * nothing is written before `POST /api/act/signature`.
 */
export function prescribeRoutes(deps: PrescribeRoutesDeps): FastifyPluginAsync {
  const asSigner = async (
    request: FastifyRequest,
    reply: FastifyReply,
    work: (asked: Asked) => Promise<FastifyReply>,
  ) => {
    const signer = signerOf(request);
    if (!signer) return refuseSigner(request, reply);
    const access = deps.gate.open(signer.actor, signer.purpose, signer.origin);
    return work({ signer, access, patient: (request.params as { patient: string }).patient });
  };
  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    app.get('/drugs', { schema: schemas.drugs }, (request, reply) => findDrugs(deps, request, reply));
    app.post('/:patient/prescriptions', { schema: schemas.prescribe }, (request, reply) =>
      asSigner(request, reply, asked => prescribe(deps, asked, request.body as PrescriptionInput, reply)),
    );
    app.post('/:patient/prescriptions/:id/cancellation', { schema: schemas.cancel }, (request, reply) =>
      asSigner(request, reply, asked =>
        cancel(deps, asked, (request.params as { id: string }).id, request.body as CancelInput, reply),
      ),
    );
  };
}
