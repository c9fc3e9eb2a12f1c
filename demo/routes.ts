import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify';
import type { DemoIdentity } from './identities/identity.ts';
import { demoPage } from './page.ts';

export interface DemoRoutesDeps {
  identities: readonly DemoIdentity[];
}

interface Answer {
  statusCode: number;
  body: string;
  cookies: { name: string }[];
  headers: Record<string, unknown>;
}

const failure = (answer: Answer) =>
  Object.assign(new Error('The demonstration sign-in failed.'), { statusCode: answer.statusCode });

/** The whole ceremony, through the same doors as a screen: challenge, key and PIN, assertion. */
async function signInPractitioner(app: FastifyInstance, { userName, pin }: DemoIdentity): Promise<Answer> {
  const challenge = await app.inject({
    method: 'POST',
    url: '/api/session/challenge',
    payload: { userName },
  });
  const signed = await app.inject({
    method: 'POST',
    url: `/demo/keys/${userName}/assertions`,
    payload: { challenge: challenge.json().challenge, pin },
  });
  if (signed.statusCode !== 200) throw failure(signed as unknown as Answer);
  const answer = await app.inject({
    method: 'POST',
    url: '/api/session/clinician',
    payload: { assertion: signed.json() },
  });
  return answer as unknown as Answer;
}

async function signInCitizen(app: FastifyInstance, { userName, password }: DemoIdentity): Promise<Answer> {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/session/citizen',
    payload: { userName, password },
  });
  return answer as unknown as Answer;
}

async function signIn(app: FastifyInstance, identity: DemoIdentity, reply: FastifyReply) {
  const answer = await (identity.kind === 'citizen'
    ? signInCitizen(app, identity)
    : signInPractitioner(app, identity));
  if (answer.statusCode !== 200) throw failure(answer);
  return reply.header('Set-Cookie', answer.headers['set-cookie'] as string).redirect(`${identity.app}/`, 303);
}

/**
 * The demonstration's page: who there is to be, one click each. `GET /`, `GET /identities.json`,
 * `POST /sign-in/:userName`. Not registered at all when CONTINUUM_DEMO is 0.
 */
export function demoRoutes({ identities }: DemoRoutesDeps): FastifyPluginAsync {
  return async app => {
    app.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
      payload.resume();
      done(null, {});
    });
    app.get<{ Querystring: { lang?: unknown } }>('/', ({ query }, reply) =>
      reply.type('text/html; charset=utf-8').send(demoPage(identities, query.lang === 'en' ? 'en' : 'fr')),
    );
    app.get('/identities.json', async () => identities);
    app.post<{ Params: { userName: string } }>('/sign-in/:userName', async ({ params, headers }, reply) => {
      const identity = identities.find(
        ({ userName, pin, password }) => userName === params.userName && (pin || password),
      );
      if (!identity) return reply.callNotFound();
      // Another site may not sign the visitor in.
      if (headers['sec-fetch-site'] && headers['sec-fetch-site'] !== 'same-origin')
        return reply.code(403).send();
      return signIn(app, identity, reply);
    });
  };
}
