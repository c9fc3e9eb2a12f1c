import type { Deposit, Receipt, WhyMissing } from '@continuum/intake';
import type { Gate, Keeper, Operation, Origin } from '@continuum/record-gate';
import type { Actor, Purpose, ScopeAction } from '@continuum/trust-access';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { denialError } from './answer.ts';
import { checkScope } from './check-scope.ts';
import { errorAnswer } from './error-answer.ts';
import type { Answer, Exchange, Interaction } from './exchange.ts';
import { fhirError } from './fhir-error.ts';
import { bundle } from './interactions/bundle.ts';
import { capabilityStatement } from './interactions/capabilities.ts';
import { performerOf } from './kept-elsewhere.ts';
import { acceptedFormat, bodyTypes, contentTypes, type Format } from './media-type.ts';
import { invokedAt } from './operations/find-operation.ts';
import { ownOperations } from './operations/own-operations.ts';
import { performOperation } from './operations/perform-operation.ts';
import { checkAsync, parsePreference } from './preference.ts';
import { render } from './render.ts';
import { type Address, checkAddress, methodsAt, noRoute, routes } from './route-table.ts';
import { type CheckSignature, signatureOf } from './signature.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
    origin: Origin;
    purpose: Purpose;
  }
}

export interface FhirRestDeps {
  gate: Pick<Gate, 'open' | 'attempt'>;
  intake: { receive: (deposit: Deposit) => Promise<Receipt> };
  /** `PUBLIC_URL/fhir/R4`. */
  baseUrl: string;
  /** What the domains and registries answer by operations (R4 3.2.0). */
  operations?: readonly Operation[];
  /** Types whose resources are a room's own, not the record's. */
  keepers?: readonly Keeper[];
  /** Largest body, in bytes. */
  bodyLimit?: number;
  /** Why a usager's record may have nothing of a domain: said in answers that are empty. Absent: it is not. */
  whyMissing?: WhyMissing;
  /** Checks what systems sign (RFC 9421), and refuses where they must. Absent: signatures are not read. */
  checkSignature?: CheckSignature;
}

/** The same with nothing left out, its own operations among them: made once. */
type Door = Required<Omit<FhirRestDeps, 'whyMissing'>> & Pick<FhirRestDeps, 'whyMissing'>;

const form = 'application/x-www-form-urlencoded';
const formLimit = 1024 * 1024;
const defaultLimit = 64 * 1024 * 1024;
const presentation = new Set(['_format', '_pretty']);

const queryOf = (request: FastifyRequest): URLSearchParams =>
  new URLSearchParams(request.url.split('?', 2)[1] ?? '');

/** `_format` and `_pretty`: of the address, or of a form. */
function presentationOf(request: FastifyRequest, name: string): string | undefined {
  const query = request.url.includes(name) ? queryOf(request).get(name) : undefined;
  if (query || !request.headers['content-type']?.startsWith(form)) return query ?? undefined;
  const body = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
  return new URLSearchParams(body).get(name) ?? undefined;
}

/** @throws FhirError 406 */
const formatOf = (request: FastifyRequest): Format =>
  acceptedFormat(presentationOf(request, '_format'), request.headers.accept);

/** An error is told in JSON to whoever takes neither form. */
function formatOfAnswer(request: FastifyRequest): Format {
  try {
    return formatOf(request);
  } catch {
    return 'json';
  }
}

/** Parameters of the address, then those of a form, each in the order they were sent. */
function parametersOf(request: FastifyRequest, contentType: string, body: Uint8Array): [string, string][] {
  const sent = contentType.startsWith(form) ? new URLSearchParams(Buffer.from(body).toString('utf8')) : [];
  return [...queryOf(request), ...sent].filter(([name]) => !presentation.has(name));
}

/** Aborted when the connection closes before the answer is sent: nobody waits for it any more. */
function hangUpOf({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

function toExchange(deps: Door, request: FastifyRequest, reply: FastifyReply): Exchange {
  const { actor, purpose, origin, confirmed } = request;
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const contentType = request.headers['content-type'] ?? '';
  return {
    actor,
    origin,
    access: deps.gate.open(actor, purpose, origin, { signal: hangUpOf(reply), confirmed }),
    async attempt(why) {
      await confirmed;
      await deps.gate.attempt({ action: 'attempt', outcome: 'denied', actor, purpose, origin, why });
    },
    whyMissing: deps.whyMissing,
    receive: deposit => deps.intake.receive(confirmed ? { ...deposit, confirmed } : deposit),
    baseUrl: deps.baseUrl,
    operations: deps.operations,
    keepers: deps.keepers,
    ...(request.params as Address),
    parameters: parametersOf(request, contentType, body),
    headers: request.headers as Record<string, string | undefined>,
    preference: parsePreference(request.headers.prefer as string | undefined),
    body,
    contentType,
  };
}

/** One character beyond Latin-1 makes a whole text twice as long and slow to encode: each piece is encoded by itself. */
function encode(pieces: readonly string[]): Buffer {
  const bytes = Buffer.allocUnsafe(pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0));
  let at = 0;
  for (const piece of pieces) at += bytes.write(piece, at);
  return bytes;
}

function send(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  const { status, headers, pieces } = answer;
  reply.code(status).headers(headers).header('Cache-Control', 'no-store');
  if (!pieces && answer.body === '') return reply.send();
  const format = formatOfAnswer(request);
  const pretty = presentationOf(request, '_pretty') === 'true';
  reply.type(contentTypes[format]);
  if (pieces && format === 'json' && !pretty) return reply.send(encode(pieces));
  return reply.send(render(answer.body, format, pretty));
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

const handler =
  (deps: Door, interaction: Interaction, scope?: ScopeAction): Handler =>
  async (request, reply) => {
    formatOf(request);
    checkAddress(request.params as Address);
    const signature = await signatureOf(deps, request);
    const exchange = { ...toExchange(deps, request, reply), ...(signature && { signature }) };
    if (scope) {
      checkAsync(exchange.preference);
      await checkScope(exchange, scope);
    }
    return send(request, reply, await interaction(exchange));
  };

/** Whoever is unknown sends nothing: refused, and journalled, before the body is read. */
async function refuseUnknownWriter(deps: Door, request: FastifyRequest): Promise<void> {
  const { actor, purpose, origin, method, url } = request;
  const isRead = method === 'GET' || method === 'HEAD' || /\/_search($|\?)/.test(url);
  if (actor.kind !== 'unknown' || isRead) return;
  const access = deps.gate.open(actor, purpose, origin);
  const { type = 'Bundle' } = (request.params ?? {}) as Address;
  const outcome = await access.write([{ verb: 'create', resource: { resourceType: type } }]);
  if (outcome.outcome === 'denied') throw denialError(outcome);
}

function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([...bodyTypes, form], { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
}

const unidentified = fhirError(401, 'login', 'Sign in, or send a valid access token.', {
  'WWW-Authenticate': 'Bearer realm="continuum"',
});

const isUnconfirmed = async ({ confirmed }: FastifyRequest): Promise<boolean> => {
  const [outcome] = await Promise.allSettled([confirmed]);
  return outcome.status === 'rejected';
};

/**
 * The answer to a problem. Callers whom nobody identified learn nothing of what is here, not even that an
 * address is wrong: 401, and the attempt is journalled, unless the gate did both already.
 */
async function answerTo(deps: Door, request: FastifyRequest, problem: unknown): Promise<Answer> {
  // Whoever identifies callers answers in place of this.
  if (await isUnconfirmed(request)) return errorAnswer(unidentified, () => undefined);
  const unexpected = (error: unknown) => request.log.error({ err: error }, 'unexpected error');
  const answer = errorAnswer(problem, unexpected);
  const { actor, origin } = request;
  const isOpen = request.routeOptions.url?.endsWith('/metadata');
  if (actor.kind !== 'unknown' || isOpen || answer.status === 401 || answer.status >= 500) return answer;
  await deps.gate.attempt({ action: 'attempt', outcome: 'denied', actor, origin, why: 'unidentified' });
  return errorAnswer(unidentified, unexpected);
}

function renderErrors(app: FastifyInstance, deps: Door): void {
  const render = async (problem: unknown, request: FastifyRequest, reply: FastifyReply) =>
    send(
      request,
      reply,
      await answerTo(deps, request, problem).catch(error => errorAnswer(error, () => undefined)),
    );
  app.setErrorHandler(render);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]!.slice(app.prefix.length) || '/';
    const allowed = request.method === 'OPTIONS' && request.actor.kind !== 'unknown' ? methodsAt(path) : [];
    if (allowed.length === 0) return render(noRoute(request.method, path), request, reply);
    return reply
      .code(204)
      .header('Allow', [...allowed, 'OPTIONS'].join(', '))
      .send();
  });
}

// The gate and intake keep nothing before it is confirmed, and nothing is sent before.
const config = { awaitsConfirmation: true };

function addRoutes(app: FastifyInstance, deps: Door): void {
  const { bodyLimit } = deps;
  for (const route of routes) {
    const { method, path, scope } = route;
    const interaction: Interaction = exchange => performerOf(route, exchange)(exchange);
    const limit = path.endsWith('_search') ? formLimit : bodyLimit;
    app.route({ method, url: path, bodyLimit: limit, config, handler: handler(deps, interaction, scope) });
  }
  const system: Handler = (request, reply) =>
    handler(deps, exchange => bundle(exchange, error => request.log.error({ err: error })))(request, reply);
  app.post('/', { bodyLimit, config }, system);
}

const operation = ':operation(^\\$.*$)';

/** Every address that has a dollar sign: what is not an operation is told which ones there are. */
function addOperations(app: FastifyInstance, deps: Door): void {
  const perform: Handler = (request, reply) => {
    const path = decodeURIComponent(request.url.split('?')[0]!.slice(app.prefix.length));
    const invoked = invokedAt(path);
    if (!invoked) throw noRoute(request.method, path);
    return handler(deps, exchange =>
      performOperation(exchange.operations, invoked, request.method, exchange),
    )(request, reply);
  };
  for (const path of [`/${operation}`, `/:type/${operation}`, `/:type/:id/${operation}`])
    app.route({
      method: ['GET', 'POST', 'PUT', 'DELETE'],
      url: path,
      bodyLimit: deps.bodyLimit,
      handler: perform,
    });
}

function addCapabilities(app: FastifyInstance, { baseUrl, operations, keepers }: Door): void {
  let statement: string | undefined;
  app.get('/metadata', async (request, reply) => {
    formatOf(request);
    statement ??= capabilityStatement(baseUrl, new Date(), operations, keepers);
    return send(request, reply, { status: 200, headers: {}, body: statement });
  });
}

/**
 * The FHIR R4 RESTful API, mounted at `/fhir/R4`. Expects `request.actor` and `request.origin` to be there.
 * Every error is an OperationOutcome.
 */
export function fhirRest(given: FhirRestDeps): FastifyPluginAsync {
  const { keepers = [], operations = [], bodyLimit = defaultLimit } = given;
  const checkSignature: CheckSignature = given.checkSignature ?? (async () => ({ ok: true }));
  const deps: Door = {
    ...{ ...given, keepers, bodyLimit, checkSignature },
    operations: [...ownOperations(keepers), ...operations],
  };
  return async app => {
    readBodies(app);
    renderErrors(app, deps);
    app.addHook('onRequest', request => refuseUnknownWriter(deps, request));
    addRoutes(app, deps);
    addOperations(app, deps);
    addCapabilities(app, deps);
  };
}
