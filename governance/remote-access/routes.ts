import { answering, forbidden, languageOf } from '@continuum/door';
import { deviceOf, type Signer, signerOf } from '@continuum/registries-credential';
import { toOperationOutcome } from '@continuum/standards-fhir';
import type { Actor } from '@continuum/trust-access';
import type { Assertion } from '@continuum/trust-signature';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import {
  choicesOf,
  type DeclarationRow,
  ownDeclarations,
  prepareDeclaration,
  revokeDeclaration,
  signDeclaration,
  standingDeclaration,
} from './declarations.ts';
import { type Caller, nowOf, type RemoteAccessDeps } from './deps.ts';
import { endNetwork, listDeclarations, listNetworks, registerNetwork } from './register.ts';
import type { Declaring } from './rules/check-declaration.ts';
import { conditions } from './rules/conditions.data.ts';
import type { Refusal } from './rules/refusal.ts';

export interface RemoteAccessRoutesDeps extends RemoteAccessDeps {
  /** The origins of the screens. */
  origins: readonly string[];
  /** The session becomes that of the same person under their authorization, from that home. */
  admit: (signer: Signer, remote: NonNullable<Actor['remote']>, authorization: string) => Promise<boolean>;
}

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const id = { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' };
const uuid = { type: 'string', format: 'uuid' };
const body = (required: Record<string, unknown>, optional: Record<string, unknown> = {}) => ({
  body: {
    type: 'object',
    required: Object.keys(required),
    additionalProperties: false,
    properties: { ...required, ...optional },
  },
});
const one = { params: { type: 'object', required: ['id'], properties: { id: uuid } } };
const page = {
  querystring: { type: 'object', properties: { search: { type: 'string', maxLength: 100 }, cursor: uuid } },
};
const response = {
  type: 'object',
  required: ['clientDataJSON', 'authenticatorData', 'signature'],
  properties: { clientDataJSON: text(4096), authenticatorData: text(4096), signature: text(4096) },
};
const schemas = {
  declare: body(
    {
      ...{ authorization: uuid, place: id, kind: { enum: ['home', 'patient-home'] } },
      ...{ deviceName: text(80), conditions: text(40) },
    },
    { municipality: { type: 'string', maxLength: 120 } },
  ),
  sign: body({
    challenge: { type: 'string', pattern: '^[\\w-]{43}$' },
    assertion: { type: 'object', required: ['id', 'response'], properties: { id: text(1024), response } },
  }),
  network: body({ organization: id, network: text(50), label: text(120) }),
};

const refusals: Record<
  Exclude<Refusal['refused'], 'rule'>,
  [status: number, code: string, fr: string, en: string]
> = {
  'not-yours': [403, 'forbidden', 'Ce n’est pas de votre ressort.', 'This is not yours to do.'],
  unknown: [404, 'not-found', 'Il n’y a rien de tel.', 'There is no such thing.'],
  late: [
    409,
    'conflict',
    'Le délai est passé, ou la déclaration n’a pas été préparée ici: recommencez.',
    'Its time is over, or the declaration was not prepared here: begin again.',
  ],
  'not-signed': [
    403,
    'forbidden',
    'Votre clé n’a pas signé cette déclaration, ou ne compte plus: recommencez.',
    'Your key did not sign this declaration, or no longer counts: begin again.',
  ],
  'no-device': [
    422,
    'business-rule',
    'Ce navigateur n’a pas montré la clé de cet appareil: rechargez la page, hors de la navigation privée.',
    'This browser did not show the key of this device: reload the page, not in private browsing.',
  ],
};

function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal) {
  const [status, code, fr, en] =
    refusal.refused === 'rule'
      ? ([422, 'business-rule', refusal.text.fr, refusal.text.en] as const)
      : refusals[refusal.refused];
  const diagnostics = { fr, en }[languageOf(request)];
  return reply.code(status).send({
    ...toOperationOutcome([{ severity: 'error', code, diagnostics }]),
    ...(refusal.refused === 'rule' && refusal.source && { source: refusal.source }),
  });
}

const answer = answering(refuse);

const by = ({ actor, origin }: FastifyRequest): Caller => ({ actor, origin });

/** Only somebody signed in on a screen of ours with their own key has a part in this. */
const ownKey = 'Sign in on the screen, with your own key.';

/** A handler for whoever is signed in with their own key. */
const forSigner =
  (handle: (signer: Signer, request: FastifyRequest, reply: FastifyReply) => unknown) =>
  async (request: FastifyRequest, reply: FastifyReply) => {
    const signer = signerOf(request);
    return signer ? handle(signer, request, reply) : forbidden(reply, request.actor, ownKey);
  };

const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;

/** What a person reads: no thumbprint, but whether it is this device's. */
const shown = ({ device, practitioner: _, ...row }: DeclarationRow, here: string | undefined) => ({
  ...row,
  here: device === here,
});

async function mine(deps: RemoteAccessRoutesDeps, signer: Signer, request: FastifyRequest) {
  const device = await deviceOf(request, deps.origins, nowOf(deps));
  const [authorizations, declarations, offices] = await Promise.all([
    choicesOf(deps, signer),
    ownDeclarations(deps, signer.actor),
    deps.officesOf(signer),
  ]);
  const inForce = new Set(authorizations.map(({ id: one }) => one));
  return {
    remote: signer.actor.remote ?? null,
    authorizations,
    declarations: declarations.map(row => ({
      ...shown(row, device),
      stands: row.revoked === null && inForce.has(row.authorization),
    })),
    conditions,
    manages: offices,
  };
}

/** The session goes on from that home, once it stands on this device. */
async function use(deps: RemoteAccessRoutesDeps, signer: Signer, request: FastifyRequest, id: string) {
  const device = await deviceOf(request, deps.origins, nowOf(deps));
  const row = await standingDeclaration(deps, signer.actor, id, device);
  if (!row || !signer.actor.remote) return false;
  return deps.admit(signer, { at: row.kind, declaration: row.id }, row.authorization);
}

async function sign(
  deps: RemoteAccessRoutesDeps,
  signer: Signer,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const sent = request.body as { challenge: string; assertion: Assertion };
  const given = await signDeclaration(deps, signer, sent);
  if (!('done' in given)) return refuse(request, reply, given);
  const admitted = await use(deps, signer, request, given.value.id);
  return reply.code(201).send({ ...shown(given.value, given.value.device), admitted });
}

function own(app: Parameters<FastifyPluginAsync>[0], deps: RemoteAccessRoutesDeps): void {
  app.get(
    '/mine',
    forSigner((signer, request) => mine(deps, signer, request)),
  );
  app.post(
    '/declarations',
    { schema: schemas.declare },
    forSigner(async (signer, request, reply) => {
      const device = await deviceOf(request, deps.origins, nowOf(deps));
      return answer(request, reply, prepareDeclaration(deps, signer, request.body as Declaring, device));
    }),
  );
  app.post(
    '/signature',
    { schema: schemas.sign },
    forSigner((signer, request, reply) => sign(deps, signer, request, reply)),
  );
  app.post(
    '/declarations/:id/use',
    { schema: one },
    forSigner(async (signer, request, reply) => {
      const used = await use(deps, signer, request, idOf(request));
      return used ? reply.code(204).send() : refuse(request, reply, { refused: 'unknown' });
    }),
  );
  app.post(
    '/declarations/:id/revocation',
    { schema: one },
    forSigner(async (_, request, reply) => {
      const given = await revokeDeclaration(deps, by(request), idOf(request));
      return 'done' in given ? shown(given.value, undefined) : refuse(request, reply, given);
    }),
  );
}

/**
 * Mounted at `/api/remote-access`, for whoever is signed in on a screen with their own key. One's own: `GET /mine` (where one
 * is, what one declared and may declare, the conditions), `POST /declarations` (prepared, to be signed), `POST /signature`
 * `{challenge, assertion}` (kept; the session goes on from there), `POST /declarations/:id/use`, `/declarations/:id/revocation`.
 * Of who answers for access (GAA at their organization, AGA and operations everywhere): `GET /declarations?search=&cursor=`,
 * `GET /networks?cursor=`, `POST /networks`, `POST /networks/:id/end`.
 */
export function routes(deps: RemoteAccessRoutesDeps): FastifyPluginAsync {
  return async app => {
    own(app, deps);
    app.get(
      '/declarations',
      { schema: page },
      forSigner(async (_, request, reply) => {
        const given = await listDeclarations(deps, by(request), request.query as object);
        if (!('done' in given)) return refuse(request, reply, given);
        return { ...given.value, rows: given.value.rows.map(row => shown(row, undefined)) };
      }),
    );
    app.get(
      '/networks',
      { schema: page },
      forSigner((_, request, reply) =>
        answer(request, reply, listNetworks(deps, by(request), request.query as object)),
      ),
    );
    app.post(
      '/networks',
      { schema: schemas.network },
      forSigner((_, request, reply) => {
        const asked = request.body as { organization: string; network: string; label: string };
        return answer(request, reply, registerNetwork(deps, by(request), asked), 201);
      }),
    );
    app.post(
      '/networks/:id/end',
      { schema: one },
      forSigner((_, request, reply) => answer(request, reply, endNetwork(deps, by(request), idOf(request)))),
    );
  };
}
