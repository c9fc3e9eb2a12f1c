import { TLSSocket } from 'node:tls';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Rooms } from './rooms.ts';

const forwarding = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/** Asked on this machine, over the plain port, by no proxy: what the server does is nobody else's to read. */
const isLocal = ({ raw: { socket }, headers }: FastifyRequest): boolean =>
  !(socket instanceof TLSSocket) &&
  /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '') &&
  forwarding.every(name => headers[name] === undefined);

/** `/healthz` (the process lives), `/readyz` (it can answer), `/metrics` (Prometheus, on this machine alone). */
export function watch(app: FastifyInstance, { database }: Pick<Rooms, 'database'>): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'continuum_http_request_duration_seconds',
    help: 'Time from request to answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async () => {
    await Promise.all([database.record.query('SELECT 1'), database.service.query('SELECT 1')]);
    return { status: 'ready' };
  });
  app.get('/metrics', async (request, reply) => {
    if (!isLocal(request)) return reply.callNotFound();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
