import { type Actor, unknownActor } from '@continuum/trust-access';
import type { Sessions } from './session.ts';
import { type CookieRequest, namedSession, readSessionCookie } from './session-cookie.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** The caller sent a token that does not count: 401 (RFC 6750, §3.1). */
export class InvalidToken extends Error {
  readonly statusCode = 401;
  constructor() {
    super('The access token is invalid, has expired, or its holder may no longer connect. Get a new one.');
    this.name = 'InvalidToken';
  }
}

export interface AuthenticateDeps {
  sessions: Sessions;
  /** Origins whose pages are the platform's own. */
  origins: readonly string[];
  verifyToken: TokenVerifier;
  /** The system behind a client id, from the partner registry; undefined when it may not connect. */
  findSystem: (clientId: string) => Promise<Actor | undefined>;
}

const isForeign = (request: CookieRequest, origins: readonly string[]): boolean => {
  const origin = request.headers.origin;
  return origin !== undefined && !origins.includes(String(origin));
};

async function bySession(deps: AuthenticateDeps, request: CookieRequest): Promise<Actor> {
  const kind = namedSession(request);
  const token = kind && readSessionCookie(request, kind);
  if (!kind || !token || isForeign(request, deps.origins)) return unknownActor;
  return (await deps.sessions.find(kind, token)) ?? unknownActor;
}

async function byToken(deps: AuthenticateDeps, authorization: string): Promise<Actor> {
  const token = /^Bearer ([\w~+/.-]+=*)$/i.exec(authorization)?.[1];
  const verified = token && (await deps.verifyToken(token));
  const system = verified && (await deps.findSystem(verified.clientId));
  if (!verified || !system) throw new InvalidToken();
  return { ...system, scopes: verified.scopes };
}

/**
 * Who is asking: the holder of a session (cookie and header together), the system that a bearer token was
 * given to, or nobody known.
 * @throws InvalidToken when an `Authorization` header is there and does not count.
 */
export function createAuthenticate(deps: AuthenticateDeps): (request: CookieRequest) => Promise<Actor> {
  return request => {
    const authorization = request.headers.authorization;
    return typeof authorization === 'string' ? byToken(deps, authorization) : bySession(deps, request);
  };
}
