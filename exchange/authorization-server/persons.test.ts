import type { FastifyInstance } from 'fastify';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowser } from './testing/browser.ts';
import { answerOf, authorizationRequest, authorize, createProver, tokenFor } from './testing/client.ts';
import {
  application,
  createWorld,
  fhir,
  issuer,
  mother,
  partner,
  physician,
  type World,
} from './testing/server.ts';

let world: World;
let app: FastifyInstance;
let other: FastifyInstance;

beforeAll(async () => {
  world = await createWorld();
  await world.partners.register(partner('app'));
  await world.partners.register(partner('autre'));
  await world.partners.register(partner('liee', { application: application({ tokenBinding: 'dpop' }) }));
  await world.partners.register(
    partner('ecran', { application: application({ kind: 'own-screen', tokenBinding: 'dpop' }) }),
  );
  await world.partners.register(
    partner('etroite', {
      application: application({
        scopes: ['launch/patient', 'patient/Observation.rs?category=laboratory', 'openid'],
      }),
    }),
  );
  app = await world.serve();
  other = await world.serve();
});
afterAll(() => world?.close());

async function clinician() {
  const browser = createBrowser(app);
  browser.set(...(await world.signIn('clinician', physician)));
  return browser;
}
async function citizen() {
  const browser = createBrowser(app);
  browser.set(...(await world.signIn('citizen', mother)));
  return browser;
}

const whole = 'openid fhirUser launch/patient patient/*.rs offline_access';

/** A mother authorizes, for herself or for her child, and the application exchanges its code. */
async function given(client = 'app', scope = whole, patient = 'mere', headers = {}) {
  const { verifier, address } = authorizationRequest(client, scope);
  const answer = await authorize(await citizen(), address, { patient });
  const fields = {
    grant_type: 'authorization_code',
    client_id: client,
    code: answer.get('code')!,
    code_verifier: verifier,
  };
  const token = await tokenFor(app, fields, headers);
  return { answer, fields, token, body: token.json() };
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const seen = async (token: string, type = 'Observation', server = app) =>
  (await server.inject({ url: `/fhir/R4/of/${type}`, headers: bearer(token) })).json().ids;
const opens = async (token: string, url = '/fhir/R4/whoami', server = app) =>
  (await server.inject({ url, headers: bearer(token) })).statusCode;

describe('a citizen authorizes an application', () => {
  test('discovery says what is there', async () => {
    const smart = (await app.inject('/fhir/R4/.well-known/smart-configuration')).json();
    const { capabilities, authorization_endpoint } = smart;
    expect(authorization_endpoint).toBe(`${issuer}/oauth/authorize`);
    expect(capabilities).toEqual(
      expect.arrayContaining(['launch-ehr', 'launch-standalone', 'client-public']),
    );
    const discovery = (await app.inject('/.well-known/openid-configuration')).json();
    expect(discovery).toMatchObject({
      ...{ response_types_supported: ['code'], code_challenge_methods_supported: ['S256'] },
      authorization_response_iss_parameter_supported: true,
      pushed_authorization_request_endpoint: `${issuer}/oauth/par`,
    });
    expect(discovery.grant_types_supported.sort()).toEqual([
      'authorization_code',
      'client_credentials',
      'refresh_token',
    ]);
  });

  test('for their child, and the application reads the child’s record, not theirs', async () => {
    const { answer, body, token } = await given('app', whole, 'enfant');
    expect(Object.fromEntries(answer)).toEqual({ code: expect.any(String), state: 'state-1', iss: issuer });
    expect(token.statusCode, token.body).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 300,
      patient: 'enfant',
      need_patient_banner: true,
    });
    expect(body.scope.split(' ').sort()).toEqual(whole.split(' ').sort());
    expect(decodeJwt(body.access_token)).toMatchObject({
      ...{ sub: mother.id, aud: fhir, client_id: 'app', patient: 'enfant' },
      fhirUser: `${fhir}/Patient/mere`,
    });
    expect(decodeJwt(body.id_token)).toMatchObject({
      sub: mother.id,
      fhirUser: `${fhir}/Patient/mere`,
      aud: 'app',
    });
    expect(await seen(body.access_token)).toEqual(['enfant-lab']);
    expect(await seen(body.access_token, 'Patient', other)).toEqual(['enfant']);
    expect(world.events.at(-1)).toMatchObject({
      ...{ action: 'sign-in', outcome: 'success' },
      actor: { id: mother.id, application: { id: 'app' } },
    });
  });

  test('with scopes of the first version, in the words of the second', async () => {
    const { body } = await given('app', 'launch/patient patient/Observation.read');
    expect(body.scope).toBe('launch/patient patient/Observation.rs');
    expect(await seen(body.access_token, 'Patient')).toBe('denied');
  });

  test('is given no more than it registered, and the search of a scope holds', async () => {
    const labs = 'patient/Observation.rs?category=laboratory';
    const { body } = await given('etroite', `launch/patient patient/Patient.rs ${labs} offline_access`);
    expect(body.scope).toBe(`launch/patient ${labs}`);
    expect(body.refresh_token).toBeUndefined();
    const clinicianLike = await seen(body.access_token);
    expect(clinicianLike).toEqual(['mere-lab']);
  });

  test('a token of an application opens the record, and none of the screens’ own data', async () => {
    const { body } = await given();
    expect(await opens(body.access_token)).toBe(200);
    expect(await opens(body.access_token, '/api/whoami')).toBe(401);
  });

  test('is asked once for the same, again for more, and always when the application wants it', async () => {
    await given('autre', 'launch/patient patient/Observation.rs');
    const browser = await citizen();
    const again = authorizationRequest('autre', 'launch/patient patient/Observation.rs');
    const page = await browser.open(again.address);
    // Whose record is asked each time when there are several.
    expect(page.body).toContain('name="patient"');
    const more = await browser.open(authorizationRequest('autre', 'launch/patient patient/*.rs').address);
    expect(more.statusCode).toBe(200);
    const physicianBrowser = await clinician();
    const user = authorizationRequest('autre', 'user/*.rs');
    expect((await authorize(physicianBrowser, user.address)).get('code')).toBeTruthy();
    const silent = await physicianBrowser.open(authorizationRequest('autre', 'user/*.rs').address);
    expect(answerOf(silent).get('code')).toBeTruthy();
    const asked = await physicianBrowser.open(
      authorizationRequest('autre', 'user/*.rs', { prompt: 'consent' }).address,
    );
    expect(asked.statusCode).toBe(200);
  });

  test('or refuses, and the application learns that alone', async () => {
    const browser = await citizen();
    const start = await browser.get(authorizationRequest('app', whole).address);
    const where = String(start.headers.location);
    const refused = await browser.submit(await browser.open(where), where, { decision: 'refuse' });
    expect(Object.fromEntries(answerOf(refused))).toEqual({
      ...{ error: 'access_denied', error_description: 'refused', state: 'state-1', iss: issuer },
    });
  });

  test('and withdraws it: every token stops, on every process', async () => {
    const { body, fields } = await given('app');
    const browser = await citizen();
    const list = await browser.get('/oauth/applications?here=1');
    expect(list.body).toContain('Application app');
    const form = { client: 'app', as: 'citizen' };
    const csrf = /name="csrf" value="([^"]+)"/.exec(list.body)![1]!;
    const done = await browser.post('/oauth/applications', { ...form, csrf });
    expect(done.body).not.toContain('Application app');
    expect(await opens(body.access_token, '/fhir/R4/whoami', other)).toBe(401);
    const renewal = { grant_type: 'refresh_token', client_id: 'app', refresh_token: body.refresh_token };
    expect((await tokenFor(app, renewal)).json()).toMatchObject({ error: 'invalid_grant' });
    expect((await tokenFor(app, fields)).json()).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('SMART App Launch 2.2, standalone launch: a clinician says whose record', () => {
  test('by NAM, through the gate and its journal', async () => {
    const browser = await clinician();
    const { address, verifier } = authorizationRequest('app', 'launch/patient patient/*.rs');
    const start = await browser.get(address);
    const where = String(start.headers.location);
    const first = await browser.open(where);
    expect(first.body).not.toContain('Tremblay');
    const wrong = await browser.submit(first, where, { decision: 'find', nam: 'TREM04121935' });
    expect(wrong.body).toContain('role="alert"');
    const found = await browser.submit(first, where, { decision: 'find', nam: 'trem 0412 1925' });
    expect(found.body).toContain('Luc Tremblay');
    const code = answerOf(await browser.submit(found, where, { decision: 'authorize' })).get('code')!;
    const token = await tokenFor(app, {
      ...{ grant_type: 'authorization_code', client_id: 'app', code, code_verifier: verifier },
    });
    expect(token.json()).toMatchObject({ patient: 'u1' });
    expect(await seen(token.json().access_token)).toEqual(['u1-lab', 'u1-vital']);
    const owner = { ...mother, id: 'Patient/u1', usagers: ['u1'] };
    const origin = { request: 'r', address: 'a', channel: 'api' };
    const lines = await world.gate.open(owner, { of: 'PATRQT' }, origin).journalOf('u1', {});
    const searches = lines.outcome === 'found' ? lines.lines.filter(line => line.action === 'search') : [];
    expect(searches.at(-1)).toMatchObject({ outcome: 'success', actor: { name: 'Dre Démo' } });
  });

  test('an id that the page did not show is nobody’s', async () => {
    const browser = await clinician();
    const start = await browser.get(authorizationRequest('app', 'launch/patient patient/*.rs').address);
    const where = String(start.headers.location);
    const page = await browser.open(where);
    const forged = await browser.submit(page, where, { decision: 'authorize', patient: 'mere', proof: 'x' });
    expect(forged.statusCode).toBe(200);
    expect(forged.body).toContain('name="nam"');
    expect(forged.body).not.toContain('Mère Tremblay');
  });

  test('a citizen opens nobody else’s', async () => {
    const browser = await citizen();
    const { address } = authorizationRequest('app', 'launch/patient patient/*.rs');
    const start = await browser.get(address);
    const where = String(start.headers.location);
    const page = await browser.submit(await browser.open(where), where, {
      decision: 'authorize',
      patient: 'u1',
    });
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toContain('Luc');
  });
});

describe('OAuth 2.1 and RFC 9700: requests that are refused', () => {
  test.each([
    ['another address of return', { redirect_uri: 'https://app.example/back/more' }],
    ['the address with a query', { redirect_uri: 'https://app.example/back?x=1' }],
    ['an address elsewhere', { redirect_uri: 'https://evil.example/back' }],
    ['no address', { redirect_uri: undefined }],
    ['nobody', { client_id: 'personne' }],
  ])('%s: nobody is sent there', async (_title, more) => {
    const answer = await app.inject(authorizationRequest('app', whole, more).address);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers.location).toBeUndefined();
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['x-frame-options']).toBe('DENY');
    expect(answer.body).not.toContain('evil.example');
  });

  test.each([
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['PKCE whose method is not said', { code_challenge_method: undefined }, 'invalid_request'],
    ['the implicit grant', { response_type: 'token' }, 'unsupported_response_type'],
    ['an ID token by the front', { response_type: 'code id_token', nonce: 'n' }, 'unsupported_response_type'],
    ['another server’s aud', { aud: 'https://elsewhere.example/fhir' }, 'invalid_target'],
    ['no aud', { aud: undefined }, 'invalid_request'],
    ['another resource', { aud: undefined, resource: 'https://elsewhere.example' }, 'invalid_target'],
    ['aud and resource that differ', { aud: 'https://e.example', resource: fhir }, 'invalid_target'],
    ['a launch that nothing asked for', { launch: 'x' }, 'invalid_request'],
    ['the scope launch without a launch', { scope: 'launch patient/*.rs' }, 'invalid_request'],
    ['no scope that it may have', { scope: 'patient/*.cruds system/*.rs' }, 'invalid_scope'],
    ['a search that cannot be enforced', { scope: 'patient/Observation.rs?patient.name=x' }, 'invalid_scope'],
    ['a search of every type', { scope: 'patient/*.rs?_tag=x' }, 'invalid_scope'],
    ['silence', { prompt: 'none' }, 'login_required'],
  ])('%s', async (_title, more, error) => {
    const answer = await app.inject(authorizationRequest('app', whole, more).address);
    expect(answer.statusCode, answer.body).toBe(303);
    expect(Object.fromEntries(answerOf(answer))).toMatchObject({ error, iss: issuer, state: 'state-1' });
  });

  test('a screen of the project’s own that did not push its request (RFC 9126)', async () => {
    const answer = await app.inject(authorizationRequest('ecran', 'user/*.rs').address);
    expect(answerOf(answer).get('error')).toBe('invalid_request');
  });

  test('passwords are for nobody’s application', async () => {
    const fields = { grant_type: 'password', client_id: 'app', username: 'mere-demo', password: 'x' };
    expect((await tokenFor(app, fields)).json()).toMatchObject({ error: 'unsupported_grant_type' });
  });
});

describe('RFC 9126: a pushed request', () => {
  const push = async (client: string, scope: string, headers: Record<string, string> = {}) => {
    const { query, verifier } = authorizationRequest(client, scope);
    const answer = await app.inject({
      ...{ method: 'POST', url: '/oauth/par', payload: query.toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
    return { answer, verifier };
  };
  const addressOf = (client: string, request_uri: string) =>
    `/oauth/authorize?${new URLSearchParams({ client_id: client, request_uri })}`;

  test('of a screen needs no page, gives a token bound to its key, and serves once', async () => {
    const { prove, thumbprint } = await createProver();
    const { answer, verifier } = await push('ecran', 'openid user/*.rs', {
      dpop: await prove('POST', '/oauth/par'),
    });
    expect(answer.statusCode, answer.body).toBe(201);
    const address = addressOf('ecran', answer.json().request_uri);
    const browser = await clinician();
    const code = answerOf(await browser.open(address)).get('code')!;
    const again = await browser.open(address);
    expect(again.headers.location ?? '').not.toContain('code=');
    const fields = { grant_type: 'authorization_code', client_id: 'ecran', code, code_verifier: verifier };
    const token = await tokenFor(app, fields, { dpop: await prove('POST', '/oauth/token') });
    expect(token.json()).toMatchObject({ token_type: 'DPoP' });
    expect(decodeJwt(token.json().access_token)).toMatchObject({
      cnf: { jkt: thumbprint },
      sub: physician.id,
    });
  });

  test('bound to a key when it was pushed is not exchanged with another', async () => {
    const [mine, stolen] = [await createProver(), await createProver()];
    const { answer, verifier } = await push('liee', 'user/*.rs', {
      dpop: await mine.prove('POST', '/oauth/par'),
    });
    const code = (await authorize(await clinician(), addressOf('liee', answer.json().request_uri))).get(
      'code',
    )!;
    const fields = { grant_type: 'authorization_code', client_id: 'liee', code, code_verifier: verifier };
    const token = await tokenFor(app, fields, { dpop: await stolen.prove('POST', '/oauth/token') });
    expect(token.json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('keeps the scope of going on alone, and aud', async () => {
    const { answer, verifier } = await push('app', whole);
    const address = addressOf('app', answer.json().request_uri);
    const code = (await authorize(await citizen(), address, { patient: 'mere' })).get('code')!;
    const fields = { grant_type: 'authorization_code', client_id: 'app', code, code_verifier: verifier };
    expect((await tokenFor(app, fields)).json()).toMatchObject({ refresh_token: expect.any(String) });
  });

  test('for another server is refused where it is pushed', async () => {
    const { query } = authorizationRequest('app', whole, { aud: 'https://elsewhere.example' });
    const answer = await app.inject({
      ...{ method: 'POST', url: '/oauth/par', payload: query.toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.json()).toMatchObject({ error: 'invalid_target' });
  });
});

describe('codes and refresh tokens that were stolen', () => {
  test('a code without its verifier, or with another, gives nothing', async () => {
    const { address } = authorizationRequest('app', whole);
    const code = (await authorize(await citizen(), address, { patient: 'mere' })).get('code')!;
    const fields = { grant_type: 'authorization_code', client_id: 'app', code };
    expect((await tokenFor(app, fields)).json()).toMatchObject({ error: 'invalid_grant' });
    const other = authorizationRequest('app', whole).verifier;
    expect((await tokenFor(app, { ...fields, code_verifier: other })).json()).toMatchObject({
      error: 'invalid_grant',
    });
    expect(
      (await tokenFor(app, { ...fields, client_id: 'autre', code_verifier: other })).json(),
    ).toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('a code that is replayed revokes what it gave', async () => {
    const { body, fields } = await given();
    expect(await opens(body.access_token)).toBe(200);
    expect((await tokenFor(other, fields)).json()).toMatchObject({ error: 'invalid_grant' });
    expect(await opens(body.access_token)).toBe(401);
    const renewal = { grant_type: 'refresh_token', client_id: 'app', refresh_token: body.refresh_token };
    expect((await tokenFor(app, renewal)).json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('a code sent twice at the same moment gives one token at most, which then counts no more', async () => {
    const { address, verifier } = authorizationRequest('app', whole);
    const code = (await authorize(await citizen(), address, { patient: 'mere' })).get('code')!;
    const fields = { grant_type: 'authorization_code', client_id: 'app', code, code_verifier: verifier };
    const answers = await Promise.all([
      tokenFor(app, fields),
      tokenFor(other, fields),
      tokenFor(app, fields),
    ]);
    const tokens = answers.map(answer => answer.json().access_token).filter(Boolean);
    expect(tokens.length).toBeLessThanOrEqual(1);
    for (const token of tokens) expect(await opens(token)).toBe(401);
  });

  test('a refresh token serves once; one that comes back revokes its whole family', async () => {
    const { body } = await given();
    const renew = (refresh_token: string, more = {}) =>
      tokenFor(app, { grant_type: 'refresh_token', client_id: 'app', refresh_token, ...more });
    const second = (await renew(body.refresh_token)).json();
    expect(second).toMatchObject({ patient: 'mere', refresh_token: expect.any(String) });
    expect(second.refresh_token).not.toBe(body.refresh_token);
    expect(await seen(second.access_token)).toEqual(['mere-lab']);
    expect((await renew(body.refresh_token)).json()).toMatchObject({ error: 'invalid_grant' });
    expect(await opens(second.access_token)).toBe(401);
    expect((await renew(second.refresh_token)).json()).toMatchObject({ error: 'invalid_grant' });
  });

  test.each(['user/*.rs', 'patient/*.cruds', 'system/*.rs', 'patient/*.rs fhirUser user/Patient.r'])(
    'a renewal asks for no more: %s',
    async scope => {
      const { body } = await given();
      const renewal = {
        grant_type: 'refresh_token',
        client_id: 'app',
        refresh_token: body.refresh_token,
        scope,
      };
      expect((await tokenFor(app, renewal)).json()).toMatchObject({ error: 'invalid_scope' });
    },
  );

  test('nor for another client', async () => {
    const { body } = await given();
    const renewal = { grant_type: 'refresh_token', client_id: 'autre', refresh_token: body.refresh_token };
    expect((await tokenFor(app, renewal)).json()).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('what ends a token at once', () => {
  test('the person signs out: without offline_access everything ends with the session', async () => {
    const browser = createBrowser(app);
    const [name, value] = await world.signIn('citizen', mother);
    browser.set(name, value);
    const { address, verifier } = authorizationRequest('app', 'launch/patient patient/*.rs online_access');
    const code = (await authorize(browser, address, { patient: 'mere' })).get('code')!;
    const token = await tokenFor(app, {
      ...{ grant_type: 'authorization_code', client_id: 'app', code, code_verifier: verifier },
    });
    const { access_token, refresh_token } = token.json();
    expect(await opens(access_token)).toBe(200);
    await world.sessions.end('citizen', value, mother.id);
    expect(await opens(access_token)).toBe(401);
    const renewal = { grant_type: 'refresh_token', client_id: 'app', refresh_token };
    expect((await tokenFor(app, renewal)).json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('the key is suspended; the application is suspended; the register knows them no more', async () => {
    const { address, verifier } = authorizationRequest('app', 'user/*.rs offline_access');
    const code = (await authorize(await clinician(), address)).get('code')!;
    const fields = { grant_type: 'authorization_code', client_id: 'app', code, code_verifier: verifier };
    const { access_token, refresh_token } = (await tokenFor(app, fields)).json();
    expect(await opens(access_token)).toBe(200);
    await world.setKey('suspended');
    expect(await opens(access_token, '/fhir/R4/whoami', other)).toBe(401);
    await world.setKey('active');
    await world.setCertificate('revoked');
    expect(await opens(access_token)).toBe(401);
    await world.setCertificate('restored');
    expect(await opens(access_token)).toBe(200);
    await world.partners.setState('app', 'suspended');
    expect(await opens(access_token)).toBe(401);
    await world.partners.setState('app', 'active');
    world.registers.delete(physician.id);
    const renewal = { grant_type: 'refresh_token', client_id: 'app', refresh_token };
    expect((await tokenFor(app, renewal)).json()).toMatchObject({ error: 'invalid_grant' });
    world.registers.set(physician.id, physician);
  });

  test('it is revoked by its application (RFC 7009); introspection (RFC 7662) says so, to nobody else', async () => {
    const { body } = await given();
    const ask = async (path: string, token: string, client_id = 'app') =>
      app.inject({
        ...{ method: 'POST', url: path },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ token, client_id }).toString(),
      });
    const active = (await ask('/oauth/introspect', body.access_token)).json();
    expect(active).toMatchObject({ active: true, sub: mother.id, patient: 'mere', client_id: 'app' });
    expect((await ask('/oauth/introspect', body.access_token, 'autre')).json()).toEqual({ active: false });
    await ask('/oauth/revoke', body.access_token, 'autre');
    expect(await opens(body.access_token)).toBe(200);
    expect((await ask('/oauth/revoke', body.access_token)).statusCode).toBe(200);
    expect(await opens(body.access_token, '/fhir/R4/whoami', other)).toBe(401);
    expect((await ask('/oauth/introspect', body.access_token)).json()).toEqual({ active: false });
    const renewal = { grant_type: 'refresh_token', client_id: 'app', refresh_token: body.refresh_token };
    const renewed = (await tokenFor(app, renewal)).json();
    expect(await opens(renewed.access_token)).toBe(200);
    await ask('/oauth/revoke', renewed.refresh_token);
    expect(await opens(renewed.access_token)).toBe(401);
  });
});

describe('RFC 9449: a token bound to a key', () => {
  const token = async () => {
    const prover = await createProver();
    const proof = await prover.prove('POST', '/oauth/token');
    const { body } = await given('liee', 'launch/patient patient/*.rs', 'mere', { dpop: proof });
    return { prover, access: body.access_token as string, proof };
  };
  const whoami = (headers: Record<string, string>, server = app) =>
    server.inject({ url: '/fhir/R4/whoami', headers });

  test('is not given without a proof', async () => {
    const { body } = await given('liee', 'launch/patient patient/*.rs');
    expect(body).toMatchObject({ error: 'invalid_grant' });
  });

  test('opens with a new proof for each request, and in no other way', async () => {
    const { prover, access } = await token();
    const stranger = await createProver();
    const path = '/fhir/R4/whoami';
    const authorization = `DPoP ${access}`;
    const proof = await prover.prove('GET', path, access);
    expect((await whoami({ authorization, dpop: proof })).statusCode).toBe(200);
    const refused: Record<string, string>[] = [
      { authorization, dpop: proof },
      { authorization },
      { authorization: `Bearer ${access}` },
      { authorization: `Bearer ${access}`, dpop: await prover.prove('GET', path, access) },
      { authorization, dpop: await stranger.prove('GET', path, access) },
      { authorization, dpop: await prover.prove('POST', path, access) },
      { authorization, dpop: await prover.prove('GET', '/fhir/R4/Patient', access) },
      { authorization, dpop: await prover.prove('GET', path) },
      { authorization, dpop: await prover.prove('GET', path, `${access}x`) },
    ];
    for (const headers of refused) expect((await whoami(headers)).statusCode).toBe(401);
    const once = await prover.prove('GET', path, access);
    const both = await Promise.all([
      whoami({ authorization, dpop: once }),
      whoami({ authorization, dpop: once }, other),
    ]);
    expect(both.map(answer => answer.statusCode).sort()).toEqual([200, 401]);
  });

  test('outside the demonstration nobody gets another kind', async () => {
    const strict = await world.serve(false);
    const { address, verifier } = authorizationRequest('app', 'user/*.rs');
    const code = (await authorize(await clinician(), address)).get('code')!;
    const fields = { grant_type: 'authorization_code', client_id: 'app', code, code_verifier: verifier };
    expect((await tokenFor(strict, fields)).json()).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('SMART App Launch 2.2, EHR launch: a DMÉ starts an application', () => {
  const launchOf = async (payload: object) =>
    app.inject({ ...{ method: 'POST', url: '/oauth/launch' }, payload, headers: await world.asSystem(app) });
  const start = async (more = {}) => (await launchOf({ client_id: 'app', patient: 'u1', ...more })).json();
  const scope = 'launch openid fhirUser patient/*.rs';

  test('in the usager’s context, once', async () => {
    const prepared = await launchOf({
      client_id: 'app',
      patient: 'u1',
      encounter: 'e1',
      need_patient_banner: false,
    });
    expect(prepared.statusCode, prepared.body).toBe(201);
    const { launch, launch_url } = prepared.json();
    expect(new URL(launch_url).searchParams.get('iss')).toBe(fhir);
    const { address, verifier } = authorizationRequest('app', scope, { launch });
    const code = (await authorize(await clinician(), address)).get('code')!;
    const fields = { grant_type: 'authorization_code', client_id: 'app', code, code_verifier: verifier };
    const body = (await tokenFor(app, fields)).json();
    expect(body).toMatchObject({ patient: 'u1', encounter: 'e1', need_patient_banner: false });
    expect(await seen(body.access_token)).toEqual(['u1-lab', 'u1-vital']);
    const again = await (await clinician()).open(authorizationRequest('app', scope, { launch }).address);
    expect(again.statusCode).toBe(400);
    expect(again.body).not.toContain('Luc');
  });

  test('not another application, not another person, not somebody whom they may not open', async () => {
    const { launch } = await start();
    const elsewhere = await (await clinician()).open(
      authorizationRequest('autre', scope, { launch }).address,
    );
    expect(elsewhere.statusCode).toBe(400);
    const named = await start({ fhirUser: 'Practitioner/somebody-else' });
    const refused = await (await clinician()).open(
      authorizationRequest('app', scope, { launch: named.launch }).address,
    );
    expect(refused.statusCode).toBe(400);
    const asCitizen = await (await citizen()).open(
      authorizationRequest('app', scope, { launch: (await start()).launch }).address,
    );
    expect(asCitizen.statusCode).toBe(400);
    expect(asCitizen.body).not.toContain('Luc');
    const invented = await (await clinician()).open(
      authorizationRequest('app', scope, { launch: 'x' }).address,
    );
    expect(invented.statusCode).toBe(400);
  });

  test('only a system prepares one, for whom it may open and an application that can be launched', async () => {
    const anonymous = await app.inject({
      method: 'POST',
      url: '/oauth/launch',
      payload: { client_id: 'app', patient: 'u1' },
    });
    expect(anonymous.statusCode).toBe(401);
    expect((await launchOf({ client_id: 'app', patient: 'nobody' })).statusCode).toBe(400);
    expect((await launchOf({ client_id: 'etroite', patient: 'u1' })).statusCode).toBe(400);
    expect((await launchOf({ client_id: 'personne', patient: 'u1' })).statusCode).toBe(400);
    const { body } = await given();
    const person = await app.inject({
      ...{ method: 'POST', url: '/oauth/launch', headers: bearer(body.access_token) },
      payload: { client_id: 'app', patient: 'mere' },
    });
    expect(person.statusCode).toBe(401);
  });
});
