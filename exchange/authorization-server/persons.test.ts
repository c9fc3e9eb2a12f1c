import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { answerOf, authorizationRequest, authorize, tokenFor } from './testing/client.ts';
import { fhir, issuer, mother } from './testing/server.ts';
import { stage, whole } from './testing/stage.ts';

const { here, clinician, citizen, given, seen, opens } = stage();

describe('a citizen authorizes an application', () => {
  test('discovery says what is there', async () => {
    const smart = (await here.app.inject('/fhir/R4/.well-known/smart-configuration')).json();
    const { capabilities, authorization_endpoint } = smart;
    expect(authorization_endpoint).toBe(`${issuer}/oauth/authorize`);
    expect(capabilities).toEqual(
      expect.arrayContaining(['launch-ehr', 'launch-standalone', 'client-public']),
    );
    const discovery = (await here.app.inject('/.well-known/openid-configuration')).json();
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
    expect(await seen(body.access_token, 'Patient', here.other)).toEqual(['enfant']);
    expect(here.world.events.at(-1)).toMatchObject({
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
    expect(await opens(body.access_token, '/fhir/R4/whoami', here.other)).toBe(401);
    const renewal = { grant_type: 'refresh_token', client_id: 'app', refresh_token: body.refresh_token };
    expect((await tokenFor(here.app, renewal)).json()).toMatchObject({ error: 'invalid_grant' });
    expect((await tokenFor(here.app, fields)).json()).toMatchObject({ error: 'invalid_grant' });
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
    const token = await tokenFor(here.app, {
      ...{ grant_type: 'authorization_code', client_id: 'app', code, code_verifier: verifier },
    });
    expect(token.json()).toMatchObject({ patient: 'u1' });
    expect(await seen(token.json().access_token)).toEqual(['u1-lab', 'u1-vital']);
    const owner = { ...mother, id: 'Patient/u1', usagers: ['u1'] };
    const origin = { request: 'r', address: 'a', channel: 'api' };
    const lines = await here.world.gate.open(owner, { of: 'PATRQT' }, origin).journalOf('u1', {});
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
