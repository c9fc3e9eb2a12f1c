import { refuseAct, refuseSigner, type SignedActs, signerOf } from '@continuum/registries-credential';
import { dayOf } from '@continuum/standards-calendar';
import type { Resource } from '@continuum/standards-fhir';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import {
  type Asked,
  type Caller,
  type CertificationDeps,
  mayCertify,
  nowOf,
  type Outcome,
  proposeAttestation,
  registerAttestation,
  saysWhatWasSigned,
} from './attest.ts';
import { type Attestation, attestationOf, listProducts, stateOf } from './attestations.ts';
import { refused } from './refusal-answer.ts';
import { schemas } from './schemas.ts';
import { isWithdrawnAsSigned, proposeWithdrawal, registerWithdrawal } from './withdraw.ts';

export interface CertificationRoutesDeps extends CertificationDeps {
  /** The door of signed acts. */
  acts: Pick<SignedActs, 'prepare'>;
  /** Whether a partner connects only while the version that it runs is attested. */
  required: boolean;
}

type Handler = (caller: Caller, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** A handler for those who certify; anybody else is turned away, and the attempt journalled. */
const certifying =
  (deps: CertificationRoutesDeps, handle: Handler) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const { actor, purpose, origin } = request;
    const caller = { actor, purpose, origin };
    if (mayCertify(deps, caller)) return handle(caller, request, reply);
    await deps.journal({ action: 'attempt', outcome: 'denied', why: 'certification', ...caller });
    return refused(request, reply, { refused: 'profile' });
  };

/** A step that an act was signed for. */
interface SignedStep {
  act: string;
  version: number;
}

const idOf = ({ params }: FastifyRequest): string => (params as { id: string }).id;

/** What a screen shows of an attestation. */
const shown = (deps: CertificationDeps, attestation: Attestation) => ({
  ...attestation,
  state: stateOf(attestation, dayOf(nowOf(deps))),
});

async function list(deps: CertificationRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { after } = request.query as { after?: string };
  const today = dayOf(nowOf(deps));
  const page = await listProducts(deps.pool.query, await deps.partners.list(), after, today);
  if (!page) return refused(request, reply, { refused: 'cursor' });
  const products = page.products.map(({ attestations, ...product }) => ({
    ...product,
    attestations: attestations.map(one => shown(deps, one)),
  }));
  return { ...page, products, required: deps.required };
}

/** The act that somebody signs: nothing is written before `POST /api/act/signature`. */
async function propose(
  { acts }: CertificationRoutesDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  code: 'certify' | 'withdraw-certification',
  proposed: Outcome<Resource>,
) {
  if (!('done' in proposed)) return refused(request, reply, proposed);
  const signer = signerOf(request);
  if (!signer) return refuseSigner(request, reply);
  const outcome = await acts.prepare(signer, { code, resource: proposed.value });
  return outcome.ok ? reply.code(201).send(outcome.prepared) : refuseAct(reply, outcome);
}

/**
 * Mounted at `/api/certification`, for those who certify. `GET /products?after=`: products by name, with the version that each
 * runs and what was attested of it, and whether that is `required` to connect; `GET /attestations/:id`: one, and whether it says what was signed. `POST /proposals` with `{client, version, requirements,
 * penetrationTest}` prepares the act (`PreparedAct`); `POST /attestations` with `{act, version}` registers it once it is signed;
 * `POST /attestations/:id/withdrawal-proposals` with `{reason}` and `POST /attestations/:id/withdrawal` with `{act, version}` do the
 * same of what ends one for good.
 */
export function routes(deps: CertificationRoutesDeps): FastifyPluginAsync {
  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    step: Promise<Outcome<Attestation>>,
    status: number,
  ) => {
    const outcome = await step;
    if (!('done' in outcome)) return refused(request, reply, outcome);
    return reply.code(status).send(shown(deps, outcome.value));
  };
  return async app => {
    app.get(
      '/products',
      { schema: schemas.list },
      certifying(deps, (_, request, reply) => list(deps, request, reply)),
    );
    app.get(
      '/attestations/:id',
      { schema: schemas.attestation },
      certifying(deps, async ({ origin }, request, reply) => {
        const attestation = await attestationOf(deps.pool.query, idOf(request));
        if (!attestation) return refused(request, reply, { refused: 'unknown' });
        const holds =
          (await saysWhatWasSigned(deps, origin, attestation)) &&
          (await isWithdrawnAsSigned(deps, origin, attestation));
        return { ...shown(deps, attestation), saysWhatWasSigned: holds };
      }),
    );
    app.post(
      '/proposals',
      { schema: schemas.propose },
      certifying(deps, async (caller, request, reply) => {
        const proposed = await proposeAttestation(deps, caller, request.body as Asked);
        return propose(deps, request, reply, 'certify', proposed);
      }),
    );
    app.post(
      '/attestations',
      { schema: schemas.register },
      certifying(deps, (caller, request, reply) => {
        const signed = request.body as SignedStep;
        return answer(request, reply, registerAttestation(deps, caller, signed), 201);
      }),
    );
    app.post(
      '/attestations/:id/withdrawal-proposals',
      { schema: schemas.proposeWithdrawal },
      certifying(deps, async (caller, request, reply) => {
        const { reason } = request.body as { reason: string };
        const proposed = await proposeWithdrawal(deps, caller, { id: idOf(request), reason });
        return propose(deps, request, reply, 'withdraw-certification', proposed);
      }),
    );
    app.post(
      '/attestations/:id/withdrawal',
      { schema: schemas.withdraw },
      certifying(deps, (caller, request, reply) => {
        const signed = request.body as SignedStep;
        return answer(request, reply, registerWithdrawal(deps, caller, idOf(request), signed), 200);
      }),
    );
  };
}
