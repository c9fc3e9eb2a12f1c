import type { FastifyInstance } from 'fastify';

/** What an application on another origin may ask: the record, and how to be authorized. Never with cookies. */
const open = /^\/(fhir\/R4|\.well-known)(\/|$|\?)/;

const headers = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'Content-Location, DPoP-Nonce, ETag, Last-Modified, Location, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate',
};

const preflight = {
  ...headers,
  'Access-Control-Allow-Methods': 'GET, HEAD, POST',
  // Not `Continuum-Session`: a session is of the platform's own pages.
  'Access-Control-Allow-Headers':
    'Accept, Authorization, Content-Type, DPoP, If-None-Match, If-Modified-Since, Prefer, Purpose-Of-Use',
  'Access-Control-Max-Age': '600',
};

/**
 * Applications in a browser (SMART App Launch 2.2) read the record from their own origin, with their token: answers are
 * open to any origin, without credentials, so that no cookie is ever sent along.
 */
export function openToApplications(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers.origin === undefined || !open.test(request.url)) return;
    const asks = request.method === 'OPTIONS' && request.headers['access-control-request-method'];
    reply.headers(asks ? preflight : headers);
    if (asks) return reply.code(204).send();
  });
}
