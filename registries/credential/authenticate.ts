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

export interface AuthenticateDeps extends TokenHolderDeps {
  sessions: Sessions;
  /** Origins whose pages are the platform's own. */
  origins: readonly string[];
  clock?: () => Date;
  verifyToken: TokenVerifier;
  /**
   * The system behind a client id, from the partner registry; undefined when it may not connect, or has revoked the token
   * of that id.
   */
  findSystem: (clientId: string, token: string | undefined) => Promise<Actor | undefined>;
  /**
   * The person whose authorization a token was made from, as they are now, with the application; undefined when it was
   * withdrawn. Where it is absent, tokens of persons open nothing.
   */
  findHolder?: (token: AccessToken) => Promise<Actor | undefined>;
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
  return (proof && (await deps.sessions.find(kind, token, proof))) ?? unknownActor;
}

/** A system, or a person through an application: never both. */
const holderOf = (deps: AuthenticateDeps, token: AccessToken): Promise<Actor | undefined> | undefined =>
  token.grant === undefined ? deps.findSystem(token.clientId, token.id) : deps.findHolder?.(token);

/** A system's token, over the connection of another system. */
const isAnothers = ({ certificate }: TokenRequest, { kind, id }: Actor): boolean =>
  kind === 'system' && typeof certificate === 'object' && (certificate.subject ?? id) !== id;

async function byToken(deps: AuthenticateDeps, request: TokenRequest): Promise<Actor> {
  const [, scheme, text] =
    /^(Bearer|DPoP) ([\w~+/.-]+=*)$/i.exec(String(request.headers.authorization)) ?? [];
  const token = text === undefined ? undefined : await deps.verifyToken(text);
  if (!scheme || !text || !token || !(await isHeldBy(deps, request, scheme, text, token)))
    throw new InvalidToken();
  const actor = await holderOf(deps, token);
  if (!actor || isAnothers(request, actor)) throw new InvalidToken();
  const { scopes, patient, purposes } = token;
  return {
    ...{ ...actor, scopes },
    ...(patient !== undefined && { patient }),
    ...(purposes !== undefined && { purposes }),
  };
}

/**
 * Who is asking: the holder of a session (cookie, header and a proof by the browser's key, together), the system or the
 * person's application that a token was given to, or nobody known.
 * @throws InvalidToken when an `Authorization` header is there and does not count.
 */
export function createAuthenticate(deps: AuthenticateDeps): (request: TokenRequest) => Promise<Actor> {
  return request =>
    typeof request.headers.authorization === 'string' ? byToken(deps, request) : bySession(deps, request);
}
