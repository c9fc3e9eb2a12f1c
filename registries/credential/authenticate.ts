import { isDeepStrictEqual } from 'node:util';
import { firstMatrixInForce, type MatrixInForce } from '@continuum/record-gate';
import { type Actor, unknownActor } from '@continuum/trust-access';
import type { AccessToken } from '@continuum/trust-signature';
import type { Sessions } from './session.ts';
import { type CookieRequest, namedSession, readSessionCookie } from './session-cookie.ts';
import { readSessionProof, type ScreenRequest } from './session-proof.ts';
import { isHeldBy, type TokenHolderDeps, type TokenRequest } from './token-holder.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** The caller sent a token that does not count: 401 (RFC 6750, §3.1). */
export class InvalidToken extends Error {
  readonly statusCode = 401;
  constructor() {
    super('The access token is invalid, has expired, or its holder may no longer connect. Get a new one.');
    this.name = 'InvalidToken';
  }
}

/** What a system may do has changed since its last request, or the access matrix: 503, and the next request is answered. */
export class CallerChanged extends Error {
  readonly statusCode = 503;
  constructor() {
    super('What this system may do has just changed. Send the request again.');
    this.name = 'CallerChanged';
  }
}

/** A system that is who it says it is, and may not connect as it is: 403, with why. */
export class NotAdmitted extends Error {
  readonly statusCode = 403;
  readonly actor: Actor;
  /** A code for the journal. */
  readonly why: string;
  constructor(actor: Actor, why: string, text: string) {
    super(text);
    this.name = 'NotAdmitted';
    this.actor = actor;
    this.why = why;
  }
}

/** Who is asking. */
export interface Caller {
  actor: Actor;
  /**
   * There when the actor is as they were at their last request, and whether they still are is being asked: nothing may
   * be answered, and nothing kept, before it resolves. Rejects with `InvalidToken`, `NotAdmitted` or `CallerChanged`.
   */
  confirmed?: Promise<void>;
}

/** Two ways to ask who is asking. */
export interface Authenticate {
  /** @throws InvalidToken when an `Authorization` header is there and does not count. @throws NotAdmitted */
  now(request: TokenRequest): Promise<Actor>;
  /** For who withholds the answer until it is confirmed. @throws InvalidToken @throws NotAdmitted */
  meanwhile(request: TokenRequest): Promise<Caller>;
}

export interface AuthenticateDeps extends TokenHolderDeps {
  sessions: Sessions;
  /** Origins whose pages are the platform's own. */
  origins: readonly string[];
  clock?: () => Date;
  verifyToken: TokenVerifier;
  /**
   * The system behind a client id, from the partner registry; undefined when it may not connect, or has revoked the token
   * of that id. @throws NotAdmitted when it is to be told why it may not
   */
  findSystem: (clientId: string, token: string | undefined) => Promise<Actor | undefined>;
  /**
   * The person whose authorization a token was made from, as they are now, with the application; undefined when it was
   * withdrawn. Where it is absent, tokens of persons open nothing. @throws NotAdmitted as `findSystem`, of the application
   */
  findHolder?: (token: AccessToken) => Promise<Actor | undefined>;
  /** What `findSystem` and `sessions` are told with who asks; absent: the first table. */
  matrix?: MatrixInForce;
}

const isForeign = (request: CookieRequest, origins: readonly string[]): boolean => {
  const origin = request.headers.origin;
  return origin !== undefined && !origins.includes(String(origin));
};

async function bySession(deps: AuthenticateDeps, request: ScreenRequest): Promise<Actor> {
  const kind = namedSession(request);
  const token = kind && readSessionCookie(request, kind);
  if (!kind || !token || isForeign(request, deps.origins)) return unknownActor;
  const now = deps.clock?.() ?? new Date();
  const proof = await readSessionProof(request, deps.origins, now, token);
  return (proof && (await deps.sessions.find(kind, token, proof, request.ip))) ?? unknownActor;
}

/** A system, or a person through an application: never both. */
const holderOf = (deps: AuthenticateDeps, token: AccessToken): Promise<Actor | undefined> | undefined =>
  token.grant === undefined ? deps.findSystem(token.clientId, token.id) : deps.findHolder?.(token);

/** A system's token, over the connection of another system. */
const isAnothers = ({ certificate }: TokenRequest, { kind, id }: Actor): boolean =>
  kind === 'system' && typeof certificate === 'object' && (certificate.subject ?? id) !== id;

/** The token of a request, held by whom it was given to. @throws InvalidToken */
async function tokenOf(deps: AuthenticateDeps, request: TokenRequest): Promise<AccessToken> {
  const [, scheme, text] =
    /^(Bearer|DPoP) ([\w~+/.-]+=*)$/i.exec(String(request.headers.authorization)) ?? [];
  const token = text === undefined ? undefined : await deps.verifyToken(text);
  if (!scheme || !text || !token || !(await isHeldBy(deps, request, scheme, text, token)))
    throw new InvalidToken();
  return token;
}

/** The holder with what this token allows. */
const bounded = (actor: Actor, { scopes, patient, purposes }: AccessToken): Actor => ({
  ...{ ...actor, scopes },
  ...(patient !== undefined && { patient }),
  ...(purposes !== undefined && { purposes }),
});

const hasToken = ({ headers }: TokenRequest): boolean => typeof headers.authorization === 'string';

/**
 * Who is asking: the holder of a session (cookie, header and a proof by the browser's key, together), the system or the
 * person's application that a token was given to, or nobody known.
 */
export function createAuthenticate(deps: AuthenticateDeps): Authenticate {
  // Systems as they were found last, by client id.
  const known = new Map<string, Actor>();
  const find = async (request: TokenRequest, token: AccessToken): Promise<Actor> => {
    const actor = await holderOf(deps, token)?.catch((error: unknown) => {
      known.delete(token.clientId);
      throw error;
    });
    if (token.grant === undefined && actor) known.set(token.clientId, actor);
    else known.delete(token.clientId);
    if (!actor || isAnothers(request, actor)) throw new InvalidToken();
    return actor;
  };
  const confirm = async (request: TokenRequest, token: AccessToken, believed: Actor): Promise<void> => {
    const { current } = deps.matrix ?? firstMatrixInForce;
    const decidedBy = current();
    const found = await find(request, token);
    if (current() !== decidedBy || !isDeepStrictEqual(found, believed)) throw new CallerChanged();
  };
  return {
    async now(request) {
      if (!hasToken(request)) return bySession(deps, request);
      const token = await tokenOf(deps, request);
      return bounded(await find(request, token), token);
    },
    async meanwhile(request) {
      if (!hasToken(request)) return { actor: await bySession(deps, request) };
      const token = await tokenOf(deps, request);
      const believed = token.grant === undefined ? known.get(token.clientId) : undefined;
      if (!believed) return { actor: bounded(await find(request, token), token) };
      const confirmed = confirm(request, token, believed);
      // Whoever awaits it is told; until then it is nobody's.
      confirmed.catch(() => undefined);
      return { actor: bounded(believed, token), confirmed };
    },
  };
}
