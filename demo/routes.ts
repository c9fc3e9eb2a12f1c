import type { OutboxMessage } from '@continuum/standards-mail';
import type { FastifyPluginAsync } from 'fastify';
import { hints, plainHint } from './identities/hints.data.ts';
import type { DemoIdentity } from './identities/identity.ts';
import { outboxPage } from './outbox-page.ts';
import { demoPage, pageStyle } from './page.ts';

export interface DemoRoutesDeps {
  identities: readonly DemoIdentity[];
  /** What would have been sent by e-mail, newest first. */
  outbox: () => Promise<OutboxMessage[]>;
}

/**
 * Whom the visitor chose to be, for the application that they are sent to: it signs in with a key of the browser's own,
 * through the same doors as everybody. No secret: the identities are on the page.
 */
const toChoice = ({ userName }: DemoIdentity): string =>
  `continuum_demo=${userName}; Path=/; Max-Age=60; SameSite=Strict`;

/** As if the visitor were at home: read by the sign-in, in the demonstration alone (`apps/server/whereabouts.ts`). */
const home = 'continuum_home=1; Path=/; SameSite=Strict; HttpOnly';
const clinic = 'continuum_home=; Path=/; Max-Age=0; SameSite=Strict; HttpOnly';
const isAtHome = (cookie: string | undefined): boolean => /(^|; )continuum_home=1(;|$)/.test(cookie ?? '');

/**
 * The demonstration's page: who there is to be, one click each. `GET /`, `GET /style.css`, `GET /outbox`, `GET /identities.json`,
 * `POST /sign-in/:userName`, `POST /home?at=home` (or `clinic`). Not registered at all when CONTINUUM_DEMO is 0.
 */
export function demoRoutes({ identities, outbox }: DemoRoutesDeps): FastifyPluginAsync {
  return async app => {
    app.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
      payload.resume();
      done(null, {});
    });
    app.get<{ Querystring: { lang?: unknown } }>('/', ({ query, headers }, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .send(demoPage(identities, query.lang === 'en' ? 'en' : 'fr', isAtHome(headers.cookie))),
    );
    app.post<{ Querystring: { at?: unknown; lang?: unknown } }>('/home', ({ query }, reply) =>
      reply
        .header('Set-Cookie', query.at === 'home' ? home : clinic)
        .redirect(query.lang === 'en' ? '/demo?lang=en' : '/demo', 303),
    );
    app.get('/style.css', (_, reply) => reply.type('text/css; charset=utf-8').send(pageStyle));
    app.get('/identities.json', async () =>
      identities.map(identity => ({ ...identity, hints: hints[identity.userName] ?? plainHint })),
    );
    app.get<{ Querystring: { lang?: unknown } }>('/outbox', async ({ query }, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .send(outboxPage(await outbox(), query.lang === 'en' ? 'en' : 'fr')),
    );
    app.post<{ Params: { userName: string } }>('/sign-in/:userName', async ({ params, headers }, reply) => {
      const identity = identities.find(
        ({ userName, pin, password }) => userName === params.userName && (pin || password),
      );
      if (!identity) return reply.callNotFound();
      // Another site may not sign the visitor in.
      if (headers['sec-fetch-site'] && headers['sec-fetch-site'] !== 'same-origin')
        return reply.code(403).send();
      return reply.header('Set-Cookie', toChoice(identity)).redirect(`${identity.app}/`, 303);
    });
  };
}
