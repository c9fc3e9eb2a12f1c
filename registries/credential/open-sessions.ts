import { nobody, tell } from '@continuum/door';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Sessions } from './session.ts';
import { namedSession, readSessionCookie, toPassCookie, toSessionCookie } from './session-cookie.ts';
import type { SessionKind } from './session-kind.ts';
import type { SignInEvent } from './sign-in-event.ts';
import './identify-callers.ts';

interface OpenSessionsDeps {
  sessions: Sessions;
  /** Cookies travel over TLS only. */
  secure: boolean;
  journal: (event: SignInEvent) => Promise<void>;
}

const one = {
  params: { type: 'object', required: ['id'], properties: { id: { type: 'string', format: 'uuid' } } },
};

/**
 * Of which kind the session is that a request proved to be of. Whoever is known by a token proved nothing of the cookie
 * that came along.
 */
export const signedInKind = (request: FastifyRequest): SessionKind | undefined =>
  request.actor.kind === 'unknown' || request.headers.authorization !== undefined
    ? undefined
    : namedSession(request);

async function allowNavigation(deps: OpenSessionsDeps, request: FastifyRequest, reply: FastifyReply) {
  const kind = signedInKind(request);
  const token = kind && readSessionCookie(request, kind);
  const pass = token && (await deps.sessions.allowNavigation(kind, token));
  if (!pass) return nobody(reply);
  return reply
    .header('Set-Cookie', toPassCookie(kind, pass, deps.secure))
    .code(204)
    .send();
}

/**
 * The sessions of who asks, under `/api/session`: `GET /open` (the list), `DELETE /open` (all of them), `DELETE /open/:id`,
 * `POST /navigation` (a pass for the authorization server's pages).
 */
export function openSessions(app: FastifyInstance, deps: OpenSessionsDeps): void {
  app.post('/navigation', (request, reply) => allowNavigation(deps, request, reply));
  app.get('/open', async (request, reply) => {
    const kind = signedInKind(request);
    const token = kind && readSessionCookie(request, kind);
    return token ? deps.sessions.listOf(request.actor.id, token) : nobody(reply);
  });
  app.delete('/open', async (request, reply) => {
    const kind = signedInKind(request);
    if (!kind) return nobody(reply);
    const { actor, origin } = request;
    const ended = await deps.sessions.endAllOf(actor.id, actor.id);
    await deps.journal({ action: 'sign-out', outcome: 'success', actor, origin, why: 'everywhere' });
    reply.header('Set-Cookie', toSessionCookie(kind, undefined, deps.secure));
    return { ended };
  });
  app.delete('/open/:id', { schema: one }, async (request, reply) => {
    if (!signedInKind(request)) return nobody(reply);
    const { actor, origin } = request;
    const { id } = request.params as { id: string };
    if (!(await deps.sessions.endOneOf(actor.id, id, actor.id)))
      return tell(reply, 404, 'login', 'You have no open session of that id.');
    await deps.journal({ action: 'sign-out', outcome: 'success', actor, origin, why: 'elsewhere' });
    return reply.code(204).send();
  });
}
