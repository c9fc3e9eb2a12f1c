import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Milliseconds, of both listeners: for the head of a request; for one whole request (a study over a slow line); of
 * silence between two.
 */
export const timeouts = { headersTimeout: 20_000, requestTimeout: 3_600_000, keepAliveTimeout: 72_000 };

/** For the body of a request that is no study. */
const bodyMs = 120_000;

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * Hangs up on whoever sends a body drop by drop: at every door but that of pictures, it is in within two minutes. Those
 * who are unknown send none: they are refused before it is read.
 */
export function limitSlowBodies(app: FastifyInstance, ms: number = bodyMs): void {
  app.addHook('onRequest', async request => {
    if (!hasBody(request) || request.url.startsWith('/dicomweb')) return;
    const { raw } = request;
    const timer = setTimeout(() => raw.destroy(), ms).unref();
    const stop = () => clearTimeout(timer);
    raw.once('end', stop).once('close', stop);
  });
}
