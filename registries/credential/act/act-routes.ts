import { denied, forbidden, tell } from '@continuum/door';
import type { Gate } from '@continuum/record-gate';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Authority } from '../authority/authority.ts';
import { type ActExport, exportAct, verdictOf } from './export-act.ts';
import type { ActRefusal, SignedActs, SignedRequest } from './signed-acts.ts';
import { signerOf } from './signer.ts';

export interface ActRoutesDeps {
  acts: SignedActs;
  gate: Pick<Gate, 'open'>;
  authority: Pick<Authority, 'root' | 'journalCertificates' | 'statusOf'>;
}

const text = { type: 'string', minLength: 1, maxLength: 4096 };
const object = (properties: Record<string, unknown>) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
});
const response = object({ clientDataJSON: text, authenticatorData: text, signature: text });
const schemas = {
  sign: {
    body: object({
      act: { type: 'string', minLength: 2, maxLength: 65_536 },
      assertion: object({ id: text, response }),
    }),
  },
  act: {
    params: object({
      type: { type: 'string', pattern: '^[A-Z][A-Za-z]{1,40}$' },
      id: { type: 'string', pattern: '^[A-Za-z0-9.-]{1,64}$' },
    }),
    querystring: {
      type: 'object',
      properties: { version: { type: 'integer', minimum: 1, maximum: 1_000_000 } },
    },
  },
};

const statuses: Record<ActRefusal['why'], [status: number, code: string]> = {
  'not-allowed': [403, 'forbidden'],
  invalid: [422, 'invalid'],
  'not-prepared': [409, 'conflict'],
  'not-signed': [403, 'forbidden'],
  overtaken: [409, 'conflict'],
  unavailable: [503, 'transient'],
};

/** Tells a refusal: its sentence first, then what is wrong with the content. */
export function refuseAct(
  reply: FastifyReply,
  { why, text: diagnostics, issues = [] }: ActRefusal,
): FastifyReply {
  const [status, code] = statuses[why];
  return tell(reply, status, [{ severity: 'error', code, diagnostics }, ...issues]);
}

/** Only who is signed in on a screen, with a key of theirs, signs. */
export function refuseSigner(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return forbidden(reply, request.actor, 'Sign in on the screen, with your own key, to sign.');
}

async function sign({ acts }: ActRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const signer = signerOf(request);
  if (!signer) return refuseSigner(request, reply);
  const done = await acts.sign(signer, request.body as SignedRequest);
  if (!done.ok) return refuseAct(reply, done);
  const { act, version, code } = done;
  return reply.code(201).send({ act, version, code });
}

interface Named {
  type: string;
  id: string;
}

function read({ gate, authority }: ActRoutesDeps, { actor, purpose, origin, params, query }: FastifyRequest) {
  const { version } = query as { version?: number };
  const access = gate.open(actor, purpose, origin);
  return exportAct(access, authority, { ...(params as Named), ...(version && { version }) });
}

function missing(reply: FastifyReply, found: Exclude<ActExport, { outcome: 'found' }>) {
  if (found.outcome === 'denied') return denied(reply, found);
  if (found.outcome !== 'pending')
    return tell(reply, 404, 'not-found', 'There is no signed act here that answers to that.');
  const later = 'The journal has not numbered this act yet: ask again in some seconds.';
  return tell(reply.header('Retry-After', 5), 503, 'transient', later);
}

async function download(deps: ActRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const found = await read(deps, request);
  if (found.outcome !== 'found') return missing(reply, found);
  const { type, id } = request.params as Named;
  return reply
    .type('application/fhir+json')
    .header('Content-Disposition', `attachment; filename="${type}-${id}-${found.version}.json"`)
    .send(found.text);
}

async function verify(deps: ActRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const found = await read(deps, request);
  if (found.outcome === 'pending') return { state: 'pending' };
  if (found.outcome !== 'found') return missing(reply, found);
  const verdict = verdictOf(found.text, deps.authority);
  const { version, activity } = found;
  if (!verdict.ok) return { state: 'broken', version, activity, why: verdict.why };
  const { name, serial, recorded, countedAt, provenBy, revokedLater } = verdict.act;
  return { state: 'holds', version, activity, name, serial, recorded, countedAt, provenBy, revokedLater };
}

/**
 * Signed acts, mounted at `/api/act`. `POST /signature {act, assertion}`: what `SignedActs.prepare` gave, signed (201; 403, 409, 422).
 * `GET /:type/:id/export?version=`: the act with all that proves it; `GET /:type/:id/verification?version=`: what that proves, now.
 * Both for whoever may read the act; 503 while the journal has not numbered it.
 */
export function actRoutes(deps: ActRoutesDeps): FastifyPluginAsync {
  return async app => {
    app.addHook('onSend', async (_, reply) => {
      reply.header('Cache-Control', 'no-store');
    });
    app.post('/signature', { schema: schemas.sign }, (request, reply) => sign(deps, request, reply));
    app.get('/:type/:id/export', { schema: schemas.act }, (request, reply) => download(deps, request, reply));
    app.get('/:type/:id/verification', { schema: schemas.act }, (request, reply) =>
      verify(deps, request, reply),
    );
  };
}
