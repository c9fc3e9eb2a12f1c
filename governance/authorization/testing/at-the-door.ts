import { keepToSchemas } from '@continuum/door';
import { type Actor, usualPurpose } from '@continuum/trust-access';
import Fastify from 'fastify';
import { routes } from '../routes.ts';
import { cast, origin, type Who, type Workplace } from './workplace.ts';

export const support = {
  ...{ keysPhone: '1 800 555-0101', keysEmail: 'cles@example.org' },
  ...{ centrePhone: '1 800 555-0100', centreEmail: 'soutien@example.org' },
};

/** A key is as good as its holder says: `{ holder }` instead of an assertion. */
export const provesKey = async (holder: string, assertion: unknown): Promise<boolean> =>
  (assertion as { id: string }).id === holder;

/** The room’s addresses over a workplace; who asks is named, of the cast or of those given. */
export async function atTheDoor(at: Workplace, others: Record<string, Actor> = {}) {
  const app = Fastify();
  keepToSchemas(app);
  app.addHook('onRequest', async request => {
    const who = String(request.headers['x-who']);
    const actor = others[who] ?? cast[who as Who];
    Object.assign(request, { actor, origin, purpose: usualPurpose(actor.profile) });
  });
  const { authorizations, pool, gate, journal, acts, now: clock } = at;
  await app.register(routes({ authorizations, pool, gate, journal, acts, clock, provesKey, support }));
  return {
    /** Those who may ask too: add to it. */
    others,
    ask: (who: string, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) =>
      app.inject({ method, url, payload, headers: { 'x-who': who, 'accept-language': 'fr-CA' } }),
    close: () => app.close(),
  };
}

export type Door = Awaited<ReturnType<typeof atTheDoor>>;
