import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Gate, Origin } from '@continuum/record-gate';
import { type Issue, toOperationOutcome } from '@continuum/standards-fhir';
import type { Actor, Purpose } from '@continuum/trust-access';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { BulkData } from './bulk-data.ts';
import type { KeptExport } from './kept-export.ts';
import { toNdjson } from './lines.ts';
import { manifest, remarksName, remarksText } from './manifest.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
    origin: Origin;
    purpose: Purpose;
  }
}

const ndjson = 'application/fhir+ndjson';

type Send = Promise<FastifyReply> | FastifyReply;

const outcome = (reply: FastifyReply, status: number, issue: Omit<Issue, 'severity'>): FastifyReply =>
  reply
    .code(status)
    .type('application/fhir+json')
    .send(JSON.stringify(toOperationOutcome([{ severity: 'error', ...issue }])));

/** Whose it is not is told what whoever asks for nothing is told. */
const notThere = (reply: FastifyReply): FastifyReply =>
  outcome(reply, 404, {
    code: 'not-found',
    diagnostics: 'There is no such export; it may have expired or been removed.',
  });

type Params = { id: string; file?: string };

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The export of the caller at an address. */
async function exportOf(
  { kept, clock }: BulkData,
  { actor, params }: FastifyRequest,
): Promise<KeptExport | undefined> {
  const { id } = params as Params;
  const found = uuid.test(id) ? await kept.find(id, clock()) : undefined;
  return found?.client === actor.id ? found : undefined;
}

function status({ address }: BulkData, found: KeptExport, reply: FastifyReply): Send {
  reply.header('Expires', found.expires.toUTCString());
  if (found.state === 'failed')
    return outcome(reply, 500, { code: 'exception', diagnostics: found.problem ?? 'The export failed.' });
  if (found.state === 'ready') return reply.send(manifest(found, address(found.id)));
  const progress = `${found.listed.length} of ${found.plan.types.length} types listed`;
  return reply.code(202).header('X-Progress', progress).header('Retry-After', '2').send();
}

const takesGzip = ({ headers }: FastifyRequest): boolean =>
  /(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)/i.test(
    String(headers['accept-encoding'] ?? ''),
  );

function sendText(request: FastifyRequest, reply: FastifyReply, chunks: Readable): FastifyReply {
  reply.type(ndjson).header('Vary', 'Accept-Encoding');
  if (!takesGzip(request)) return reply.send(chunks);
  const gzip = createGzip();
  chunks.once('error', error => gzip.destroy(error));
  gzip.once('close', () => chunks.destroy());
  return reply.header('Content-Encoding', 'gzip').send(chunks.pipe(gzip));
}

async function file(
  { gate }: BulkData,
  found: KeptExport,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { file: name } = request.params as Params;
  if (name === remarksName && found.remarks.length > 0)
    return sendText(request, reply, Readable.from([remarksText(found)]));
  const wanted = found.state === 'ready' && found.files.find(one => one.name === name);
  if (!wanted) return notThere(reply);
  const { actor, purpose, origin } = request;
  const access = gate.open(actor, purpose, origin);
  const answer = await gate.exports.download(access, wanted.range);
  if (answer.outcome === 'denied')
    return outcome(reply, 403, { code: 'forbidden', diagnostics: answer.decision.text });
  return sendText(request, reply, Readable.from(toNdjson(answer.lines)));
}

/**
 * Where exports are asked how far they are, fetched and removed. Expects `request.actor` and `request.origin`; mounted
 * at `/fhir/bulk`.
 */
export function bulkDataRoutes(bulk: BulkData, { attempt }: Pick<Gate, 'attempt'>): FastifyPluginAsync {
  return async app => {
    app.addHook('onRequest', async (request, reply) => {
      reply.header('Cache-Control', 'no-store');
      const { actor, origin } = request;
      if (actor.kind !== 'unknown') return;
      await attempt({ action: 'attempt', outcome: 'denied', actor, origin, why: 'unidentified' });
      reply.header('WWW-Authenticate', 'Bearer realm="continuum"');
      return outcome(reply, 401, { code: 'login', diagnostics: 'Sign in, or send a valid access token.' });
    });
    app.get('/:id', async (request, reply) => {
      const found = await exportOf(bulk, request);
      return found ? status(bulk, found, reply) : notThere(reply);
    });
    app.get('/:id/:file', async (request, reply) => {
      const found = await exportOf(bulk, request);
      return found ? file(bulk, found, request, reply) : notThere(reply);
    });
    app.delete('/:id', async (request, reply) => {
      const found = await exportOf(bulk, request);
      if (!found) return notThere(reply);
      await bulk.remove(found);
      return reply.code(202).send();
    });
  };
}
