import { parseCookie, stringifySetCookie } from 'cookie';
import type { SessionKind } from './session-kind.ts';

const names: Record<SessionKind, string> = { clinician: 'continuum_clinician', citizen: 'continuum_citizen' };

const isSessionKind = (text: unknown): text is SessionKind => text === 'clinician' || text === 'citizen';

export interface CookieRequest {
  headers: Record<string, string | string[] | undefined>;
}

/** Which session a screen's request names, by header: a page elsewhere cannot send it (no CSRF). */
export function namedSession(request: CookieRequest): SessionKind | undefined {
  const named = request.headers['continuum-session'];
  return isSessionKind(named) ? named : undefined;
}

/** The token of that session's cookie, when the request carries one. */
export function readSessionCookie(request: CookieRequest, kind: SessionKind): string | undefined {
  const header = request.headers.cookie;
  return typeof header === 'string' ? parseCookie(header)[names[kind]] : undefined;
}

const passOf = (kind: SessionKind): string => `${names[kind]}_pass`;

/** The pass of that session, on a page that the browser was sent to. */
export function readPassCookie(request: CookieRequest, kind: SessionKind): string | undefined {
  const header = request.headers.cookie;
  return typeof header === 'string' ? parseCookie(header)[passOf(kind)] : undefined;
}

/** `Set-Cookie` of a pass: sent to the pages of the authorization server alone, until the browser forgets it. */
export const toPassCookie = (kind: SessionKind, pass: string, secure: boolean): string =>
  stringifySetCookie({
    ...{ name: passOf(kind), value: pass, httpOnly: true, sameSite: 'strict', path: '/oauth', secure },
    maxAge: 600,
  });

/** `Set-Cookie` of a session; without a token it erases the cookie. */
export function toSessionCookie(kind: SessionKind, token: string | undefined, secure: boolean): string {
  const attributes = { httpOnly: true, sameSite: 'strict', path: '/', secure } as const;
  const name = names[kind];
  if (token === undefined) return stringifySetCookie({ name, value: '', ...attributes, maxAge: 0 });
  return stringifySetCookie({ name, value: token, ...attributes });
}
