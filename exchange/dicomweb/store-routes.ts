import type { Readable } from 'node:stream';
import { decide, permitsScope } from '@continuum/trust-access';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Door } from './door.ts';
import { denied, fail, notConnected } from './failure.ts';
import { boundaryOf, MultipartProblem, readParts } from './multipart.ts';
import { signedBody } from './signed-body.ts';
import { formatResponse, type Stored, storeAll } from './stow-rs.ts';

const bodyLimit = Number.MAX_SAFE_INTEGER;

async function* single(body: Readable, limit: number): AsyncGenerator<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw new MultipartProblem(413, `The instance is larger than ${limit} bytes.`);
    chunks.push(chunk);
  }
  if (size > 0) yield Buffer.concat(chunks);
}

async function* parts(body: Readable, contentType: string, limit: number): AsyncGenerator<Uint8Array> {
  for await (const part of readParts(body, boundaryOf(contentType), limit)) {
    const type = part.headers['content-type'] ?? 'application/dicom';
    if (!type.startsWith('application/dicom') || type.startsWith('application/dicom+'))
      throw new MultipartProblem(400, `Each part must be application/dicom, not ${type}.`);
    yield part.body;
  }
}

const instancesIn = (
  { headers }: FastifyRequest,
  body: Readable,
  limit: number,
): AsyncIterable<Uint8Array> => {
  const type = headers['content-type'] ?? '';
  return type.startsWith('multipart/') ? parts(body, type, limit) : single(body, limit);
};

/** Of one reason, in characters: ten of them stay well under the 4 KB of headers that a proxy may be set to take. */
const longestReason = 300;

/** A text of a header (RFC 9110 5.6.4): what the file itself says in it may be any bytes. */
const quoted = (text: string): string =>
  `"${text
    .slice(0, longestReason)
    .replaceAll('"', "'")
    .replaceAll(/[^ -[\]-~]/g, '?')}"`;

/** Reasons told in one answer; a sender with more mends these first. */
const mostReasons = 10;

/**
 * How many wait, how many were not stored, and why, in headers that people's tools show (RFC 7234 5.5): the response's
 * own Failure Reason is a number.
 */
function warn(reply: FastifyReply, stored: readonly Stored[]): void {
  const waiting = stored.flatMap(({ result }) => (result.kind === 'waiting' ? result.reason : []));
  const failed = stored.flatMap(({ result }) => (result.kind === 'failed' ? result.why : []));
  const whys = [...new Set(failed)].slice(0, mostReasons);
  const texts = [
    ...(waiting.length > 0
      ? [
          `${waiting.length} kept, waiting for identification of the usager: ${[...new Set(waiting)].join(', ')}`,
        ]
      : []),
    ...whys.map(why => `${failed.filter(one => one === why).length} not stored: ${why}`),
  ];
  if (texts.length > 0)
    reply.header('Warning', texts.map(text => `299 continuum ${quoted(text)}`).join(', '));
}

const beyondToken = {
  permit: false,
  denial: 'scope-not-allowed',
  text: 'The access token does not allow system/ImagingStudy.c.',
} as const;

/** Refuses before the first byte is read, so that nobody fills the archive; the attempt is journalled. */
async function refusal(door: Door, request: FastifyRequest) {
  const { actor, purpose, origin } = request;
  const decision = permitsScope(actor.scopes, 'ImagingStudy', 'c')
    ? decide(door.gate.open(actor, purpose, origin).matrix, actor, purpose, 'create', ['imaging'])
    : beyondToken;
  if (decision.permit) return undefined;
  await door.gate.attempt({
    action: 'attempt',
    outcome: 'denied',
    actor,
    purpose,
    origin,
    why: decision.denial,
  });
  return decision;
}

/** `POST /studies` and `POST /studies/{study}` (STOW-RS, PS3.18 10.5). */
export function storeRoutes(app: FastifyInstance, door: Door): void {
  const raw = (_: FastifyRequest, body: Readable, done: (error: null, body: Readable) => void) =>
    done(null, body);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^multipart\/related/, raw);
  app.addContentTypeParser('application/dicom', raw);
  const store = async (request: FastifyRequest<{ Params: { study?: string } }>, reply: FastifyReply) => {
    const refused = await refusal(door, request);
    if (refused) return denied(reply, refused);
    if (!door.archive) return notConnected(reply);
    if (!request.body)
      return fail(reply, 415, 'Send multipart/related; type="application/dicom", or application/dicom.');
    const { actor, purpose, origin } = request;
    const { study } = request.params;
    const taken = await signedBody(door, request);
    if ('ok' in taken) return fail(reply.headers(taken.headers), taken.status, taken.text, 'security');
    const { body: bytes, signature, done } = taken;
    const from = { actor, purpose, origin, ...(study && { study }), ...(signature && { signature }) };
    const context = { archive: door.archive, intake: door.intake, ...from };
    const stored = await storeAll(context, instancesIn(request, bytes, door.partLimit)).finally(done);
    if (stored.length === 0) return fail(reply, 400, 'The request holds no instance.', 'required');
    warn(reply, stored);
    const { status, body } = formatResponse(stored, door.baseUrl);
    return reply.code(status).type('application/dicom+json').send(JSON.stringify(body));
  };
  app.post('/studies', { bodyLimit }, store);
  app.post('/studies/:study', { bodyLimit }, store);
}
