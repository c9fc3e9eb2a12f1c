import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowser } from '../testing/browser.ts';
import { answerOf, authorizationRequest } from '../testing/client.ts';
import {
  application,
  createWorld,
  issuer,
  mother,
  partner,
  physician,
  type World,
} from '../testing/server.ts';

let world: World;
let app: FastifyInstance;

beforeAll(async () => {
  world = await createWorld();
  await world.partners.register(partner('app', { name: '<b>App</b> & "Cie"' }));
  await world.partners.register(
    partner('soins', {
      application: application({ persons: 'clinician' }),
      redirectUris: ['example.app:/back'],
    }),
  );
  app = await world.serve();
});
afterAll(() => world?.close());

const scope = 'launch/patient patient/*.rs patient/Observation.rs?category=laboratory offline_access';

/** The page that a browser with these sessions is shown, and where. */
async function shown(sessions: [string, string][], client = 'app', more = {}) {
  const browser = createBrowser(app);
  for (const session of sessions) browser.set(...session);
  const start = await browser.get(authorizationRequest(client, scope, more).address);
  const where = String(start.headers.location);
  return { browser, where, page: await browser.open(where) };
}
const asMother = () => world.signIn('citizen', mother);
const asPhysician = () => world.signIn('clinician', physician);

describe('the page on which a person authorizes', () => {
  test('is in no frame, runs nothing, is kept nowhere, and leads only to the application’s own address', async () => {
    const { page } = await shown([await asMother()]);
    expect(page.headers['x-frame-options']).toBe('DENY');
    expect(page.headers['cache-control']).toBe('no-store');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self' https://app.example");
    expect(policy).not.toContain('unsafe-inline');
    expect(page.body).not.toMatch(/<script|style="|onclick/);
  });

  test('says who asks for what, as text', async () => {
    const { page, where, browser } = await shown([await asMother()]);
    expect(page.body).toContain('&lt;b&gt;App&lt;/b&gt; &amp; &quot;Cie&quot;');
    expect(page.body).toContain('Mère Démo');
    expect(page.body).toContain('toute l’information du dossier');
    expect(page.body).toContain('seulement\u00a0: category=laboratory');
    expect(page.body).toContain('lang="fr-CA"');
    expect((await browser.get(`${where}?lang=en`)).body).toContain('The application will be able to see');
    expect((await browser.get(where, { 'accept-language': 'en-CA' })).body).toContain('lang="en-CA"');
  });

  test('to a browser that comes from elsewhere, without its strict cookie, first sends it here again', async () => {
    const { page, browser, where } = await shown([]);
    expect(page.body).toContain('http-equiv="refresh" content="0;url=?here=1"');
    const door = await browser.get(`${where}?here=1`);
    const back = encodeURIComponent(where.replace(issuer, ''));
    expect(door.body).toContain(`/clinician/?return=${back}`);
    expect(door.body).toContain(`/citizen/?return=${back}`);
  });

  test('of an application for clinicians is nothing for a citizen', async () => {
    const { page, browser, where } = await shown([await asMother()], 'soins', {
      redirect_uri: 'example.app:/back',
    });
    expect(page.body).not.toContain('Mère Démo');
    expect((await browser.get(`${where}?here=1`)).body).not.toContain('/citizen/');
    const clinician = await shown([await asPhysician()], 'soins', { redirect_uri: 'example.app:/back' });
    expect(clinician.page.headers['content-security-policy']).toContain("form-action 'self' example.app:");
  });

  test('asks as whom, when two are signed in', async () => {
    const { page, browser, where } = await shown([await asMother(), await asPhysician()]);
    expect(page.body).toContain('as=clinician');
    const chosen = await browser.get(`${where}?here=1&as=citizen`);
    expect(chosen.body).toContain('Vous êtes Mère Démo');
    const given = await browser.submit(chosen, where, { decision: 'authorize', patient: 'mere' });
    expect(answerOf(given).get('code')).toBeTruthy();
  });
});

describe('a clinician who looks persons up', () => {
  test('may a few times; trying numbers out ends on every process, and is in the journal once', async () => {
    const { browser, where, page } = await shown([await asPhysician()]);
    const look = async () => browser.submit(page, where, { decision: 'find', nam: 'TREM04121925' });
    expect((await look()).body).toContain('Luc');
    for (let i = 1; i < 30; i++) await look();
    expect((await look()).body).toContain('Trop de recherches');
    const other = await world.serve();
    const elsewhere = createBrowser(other);
    for (const { name, value, path } of browser.cookies()) elsewhere.set(name, value, path);
    const refused = await elsewhere.submit(page, where, { decision: 'find', nam: 'TREM04121925' });
    expect(refused.body).toContain('Trop de recherches');
    expect(refused.body).not.toContain('Luc');
    const entries = await world.database.asOwner(
      `SELECT entry FROM record.journal WHERE entry LIKE '%too-many-lookups%'`,
    );
    expect(entries).toHaveLength(1);
  });
});

describe('what other pages and other persons try', () => {
  test('session fixation: the link to an interaction that another browser started opens nothing', async () => {
    const { where } = await shown([]);
    const victim = createBrowser(app);
    victim.set(...(await asMother()));
    const page = await victim.get(`${where}?here=1`);
    expect(page.statusCode).toBe(400);
    expect(page.body).not.toContain('Mère');
    const planted = createBrowser(app);
    planted.set(...(await asMother()));
    planted.set('_interaction', where.split('/').at(-1)!);
    expect((await planted.get(`${where}?here=1`)).statusCode).toBe(400);
  });

  test('a session of the provider that somebody planted is not read', async () => {
    const { browser, where, page } = await shown([await asMother()]);
    browser.set('_session', 'planted');
    const answer = await browser.submit(page, where, { decision: 'authorize', patient: 'mere' });
    expect(answerOf(answer).get('code')).toBeTruthy();
    const [before] = browser
      .cookies()
      .filter(({ name, value }) => name === '_session' && value !== 'planted');
    expect(before?.value).not.toBe('planted');
  });

  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['another site’s form', {}, { origin: 'https://evil.example' }],
    ['a form that says not from where', {}, { origin: 'null' }],
    ['a page that the browser calls another site', {}, { 'sec-fetch-site': 'cross-site' }],
    ['a form without its seal', { csrf: '' }, {}],
    ['a seal of somebody else’s', { csrf: 'x'.repeat(43) }, {}],
  ])('%s authorizes nothing', async (_title, fields, headers) => {
    const { browser, where, page } = await shown([await asMother()]);
    const answer = await browser.submit(
      page,
      where,
      { decision: 'authorize', patient: 'mere', ...fields },
      headers,
    );
    expect(answer.statusCode).toBe(400);
    expect(answer.headers.location).toBeUndefined();
  });

  test('a page shown to one session is not answered by another', async () => {
    const { browser, where, page } = await shown([await asMother()]);
    const next = createBrowser(app);
    for (const { name, value, path } of browser.cookies())
      if (name !== 'continuum_citizen_pass') next.set(name, value, path);
    next.set(...(await world.signIn('citizen', { ...mother, id: 'Patient/enfant', usagers: ['enfant'] })));
    const answer = await next.submit(page, where, { decision: 'authorize', patient: 'mere' });
    expect(answer.statusCode).toBe(400);
  });

  test('the list of applications is withdrawn from by its own page alone', async () => {
    const browser = createBrowser(app);
    browser.set(...(await asMother()));
    const form = { client: 'app', as: 'citizen', csrf: 'x' };
    expect((await browser.post('/oauth/applications', form)).statusCode).toBe(400);
    const list = await browser.get('/oauth/applications?here=1');
    expect(list.headers['x-frame-options']).toBe('DENY');
  });
});
