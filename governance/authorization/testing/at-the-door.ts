import type { Actor } from '@continuum/trust-access';
import Fastify from 'fastify';
import { routes } from '../routes.ts';
import { cast, origin, type Who, type Workplace } from './workplace.ts';

/** The room’s addresses over a workplace; who asks is named, of the cast or of those given. */
export async function atTheDoor(at: Workplace, others: Record<string, Actor> = {}) {
  const app = Fastify();
  app.addHook('onRequest', async request => {
    const who = String(request.headers['x-who']);
    Object.assign(request, { actor: others[who] ?? cast[who as Who], origin });
  });
  const { authorizations, pool, gate, journal, now: clock } = at;
  await app.register(routes({ authorizations, pool, gate, journal, clock }));
  return {
    /** Those who may ask too: add to it. */
    others,
    ask: (who: string, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) =>
      app.inject({ method, url, payload, headers: { 'x-who': who, 'accept-language': 'fr-CA' } }),
    close: () => app.close(),
  };
}

export type Door = Awaited<ReturnType<typeof atTheDoor>>;
