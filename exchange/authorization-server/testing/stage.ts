import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll } from 'vitest';
import { createBrowser } from './browser.ts';
import { authorizationRequest, authorize, tokenFor } from './client.ts';
import { application, createWorld, mother, partner, physician, type World } from './server.ts';

export const whole = 'openid fhirUser launch/patient patient/*.rs offline_access';

/** Applications of each kind, by client id. */
const applications = [
  partner('app'),
  partner('autre'),
  partner('liee', { application: application({ tokenBinding: 'dpop' }) }),
  partner('ecran', { application: application({ kind: 'own-screen', tokenBinding: 'dpop' }) }),
  partner('etroite', {
    application: application({
      scopes: ['launch/patient', 'patient/Observation.rs?category=laboratory', 'openid'],
    }),
  }),
];

/** Two processes over one world, made before the tests of a file; what their persons and applications do. */
export function stage() {
  const here = {} as { world: World; app: FastifyInstance; other: FastifyInstance };
  beforeAll(async () => {
    here.world = await createWorld();
    for (const one of applications) await here.world.partners.register(one);
    here.app = await here.world.serve();
    here.other = await here.world.serve();
  });
  afterAll(() => here.world?.close());

  async function clinician() {
    const browser = createBrowser(here.app);
    browser.set(...(await here.world.signIn('clinician', physician)));
    return browser;
  }
  async function citizen() {
    const browser = createBrowser(here.app);
    browser.set(...(await here.world.signIn('citizen', mother)));
    return browser;
  }

  /** A mother authorizes, for herself or for her child, and the application exchanges its code. */
  async function given(client = 'app', scope = whole, patient = 'mere', headers = {}) {
    const { verifier, address } = authorizationRequest(client, scope);
    const answer = await authorize(await citizen(), address, { patient });
    const code = { grant_type: 'authorization_code', code: answer.get('code')!, code_verifier: verifier };
    const fields = { client_id: client, ...code };
    const token = await tokenFor(here.app, fields, headers);
    return { answer, fields, token, body: token.json() };
  }

  const asked = (token: string, url: string, server = here.app) =>
    server.inject({ url, headers: { authorization: `Bearer ${token}` } });
  return {
    ...{ here, clinician, citizen, given },
    /** Ids of what a token lets be found. */
    seen: async (token: string, type = 'Observation', server = here.app) =>
      (await asked(token, `/fhir/R4/of/${type}`, server)).json().ids,
    /** The status that a token meets at a door. */
    opens: async (token: string, url = '/fhir/R4/whoami', server = here.app) =>
      (await asked(token, url, server)).statusCode,
  };
}
