import type { Origin } from '@continuum/record-gate';
import { toOperationOutcome } from '@continuum/standards-fhir';
import { type Actor, unknownActor } from '@continuum/trust-access';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type Authenticate,
  type AuthenticateDeps,
  type Caller,
  CallerChanged,
  createAuthenticate,
  InvalidToken,
  NotAdmitted,
} from './authenticate.ts';
import type { ReadCertificate, ShownCertificate } from './connection-certificate.ts';
import { countedAs } from './limit/caller.ts';
import type { CallerLimits } from './limit/caller-limits.ts';
import { tellWhenNear, tooMany } from './limit/too-many.ts';
import { givePurpose } from './request-purpose.ts';
import type { SignInEvent } from './sign-in-event.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking. */
    actor: Actor;
    /** From where, through which door. */
    origin: Origin;
    /** The client's certificate, when the connection has one. */
    certificate: ShownCertificate;
    /** There while it is still being asked whether the actor is who they were: see `Caller`. */
    confirmed?: Promise<void> | undefined;
  }
  interface FastifyContextConfig {
    /**
     * The route keeps nothing and answers nothing before `request.confirmed`: it may begin while that is being asked.
     * Any other route is entered once it is known who asks.
     */
    awaitsConfirmation?: boolean;
  }
}

const channels = new Set(['fhir', 'api', 'dicomweb', 'demo', 'oauth', 'pki']);

const toOrigin = (request: FastifyRequest): Origin => {
  const [, first = ''] = request.url.split(/[/?]/);
  return { request: request.id, address: request.ip, channel: channels.has(first) ? first : 'web' };
};

const outcomeOf = (code: string, { message }: Error): string =>
  JSON.stringify(toOperationOutcome([{ severity: 'error', code, diagnostics: message }]));

const invalidToken = 'Bearer realm="continuum", error="invalid_token"';

const refuse = (reply: FastifyReply, error: InvalidToken) =>
  reply
    .code(401)
    .header('WWW-Authenticate', invalidToken)
    .type('application/fhir+json')
    .send(outcomeOf('login', error));

/** Doors whose answers are of the record: each is one purpose's, and nothing keeps it for another. */
const doors = new Set(['fhir', 'api', 'dicomweb']);

/** Where tokens of persons' applications count: the record. The screens' own data is for the screens (RFC 9068, `aud`). */
const forApplications = new Set(['fhir', 'dicomweb']);

interface IdentifyDeps extends AuthenticateDeps {
  journal: (event: SignInEvent) => Promise<void>;
  /** Absent: nobody shows a certificate here. */
  readCertificate?: ReadCertificate;
  /** Absent: requests are not counted here. */
  limits?: CallerLimits;
}

/** Somebody who could be somebody: identified before they are counted. Anybody else is counted first. */
const showsWho = ({ headers, certificate }: FastifyRequest): boolean =>
  headers.authorization !== undefined ||
  headers['continuum-session'] !== undefined ||
  certificate !== undefined;

/** Counts a request. True when it was one too many, and was answered; of each window the first is journalled. */
async function isTooMany(deps: IdentifyDeps, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  if (!deps.limits) return false;
  const { actor, origin, certificate } = request;
  const turn = await deps.limits.take(countedAs(actor, origin, certificate));
  if (turn.permitted) {
    tellWhenNear(reply, turn);
    return false;
  }
  if (turn.first)
    await deps.journal({ action: 'attempt', outcome: 'denied', actor, origin, why: 'too-many-requests' });
  tooMany(request, reply, turn);
  return true;
}

async function identify(
  authenticate: Authenticate,
  request: FastifyRequest,
): Promise<InvalidToken | NotAdmitted | undefined> {
  try {
    const { awaitsConfirmation } = request.routeOptions.config;
    const caller: Caller = awaitsConfirmation
      ? await authenticate.meanwhile(request)
      : { actor: await authenticate.now(request) };
    if (caller.actor.application && !forApplications.has(request.origin.channel)) return new InvalidToken();
    request.actor = caller.actor;
    request.confirmed = caller.confirmed;
    return undefined;
  } catch (error) {
    if (error instanceof InvalidToken || error instanceof NotAdmitted) return error;
    throw error;
  }
}

const journalInvalid = ({ journal }: IdentifyDeps, { origin }: FastifyRequest): Promise<void> =>
  journal({ action: 'attempt', outcome: 'denied', actor: unknownActor, origin, why: 'invalid-token' });

const journalRefused = ({ journal }: IdentifyDeps, { origin }: FastifyRequest, { actor, why }: NotAdmitted) =>
  journal({ action: 'attempt', outcome: 'denied', actor, origin, why });

/** Says to a system why it may not connect, once the attempt is in the journal. */
async function refuseSystem(
  deps: IdentifyDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  error: NotAdmitted,
): Promise<FastifyReply> {
  await journalRefused(deps, request, error);
  return reply.code(403).type('application/fhir+json').send(outcomeOf('forbidden', error));
}

/** What was answered meanwhile, instead of which the caller learns this. */
function replaced(reply: FastifyReply, status: number, code: string, error: Error): string {
  const text = outcomeOf(code, error);
  for (const name of Object.keys(reply.getHeaders()))
    if (/^(etag|last-modified|location|content-|link)/i.test(name)) reply.removeHeader(name);
  reply.code(status).type('application/fhir+json').header('content-length', Buffer.byteLength(text));
  return text;
}

const unconfirmed = new Error('Who asks could not be confirmed: send the request again.');

/** Nothing leaves before it is confirmed who asks, whatever the route did. */
async function withhold(
  deps: IdentifyDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  try {
    await request.confirmed;
    return payload;
  } catch (error) {
    if (error instanceof InvalidToken) {
      await journalInvalid(deps, request);
      reply.header('WWW-Authenticate', invalidToken);
      return replaced(reply, 401, 'login', error);
    }
    if (error instanceof NotAdmitted) {
      await journalRefused(deps, request, error);
      return replaced(reply, 403, 'forbidden', error);
    }
    const changed = error instanceof CallerChanged;
    // What else went wrong is the log's to know, not the caller's.
    if (!changed) request.log.warn({ err: error }, 'who asks could not be confirmed');
    reply.header('Retry-After', changed ? '0' : '5');
    return replaced(reply, 503, 'transient', changed ? error : unconfirmed);
  }
}

/**
 * Puts `actor`, `origin` and `purpose` on every request of the application, before any handler, and counts it for whom
 * it is. A token that does not count is answered here (401) and journalled as an attempt; so is what comes too often
 * (429), and a purpose that this caller may not have (403). Whoever is identified is counted by who they are, so that a
 * flood from their address does not stop them.
 */
export function identifyCallers(app: FastifyInstance, deps: IdentifyDeps): void {
  const authenticate = createAuthenticate(deps);
  app.decorateRequest('actor');
  app.decorateRequest('origin');
  app.decorateRequest('purpose');
  app.decorateRequest('certificate');
  app.decorateRequest('confirmed');
  app.addHook('onRequest', async (request, reply) => {
    request.origin = toOrigin(request);
    request.actor = unknownActor;
    if (doors.has(request.origin.channel)) reply.header('Cache-Control', 'no-store');
    request.certificate = await deps.readCertificate?.(request.raw.socket);
    const invalid = showsWho(request) ? await identify(authenticate, request) : undefined;
    if (await isTooMany(deps, request, reply)) return reply;
    if (invalid === undefined) return givePurpose(request, reply, deps);
    if (invalid instanceof NotAdmitted) return refuseSystem(deps, request, reply, invalid);
    await journalInvalid(deps, request);
    return refuse(reply, invalid);
  });
  app.addHook('onSend', async (request, reply, payload) =>
    request.confirmed ? withhold(deps, request, reply, payload) : payload,
  );
}
