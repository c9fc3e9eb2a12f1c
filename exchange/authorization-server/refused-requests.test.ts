import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { answerOf, authorizationRequest, authorize, createProver, tokenFor } from './testing/client.ts';
import { fhir, issuer, physician } from './testing/server.ts';
import { stage, whole } from './testing/stage.ts';

const { here, clinician, citizen } = stage();

describe('OAuth 2.1 and RFC 9700: requests that are refused', () => {
  test.each([
    ['another address of return', { redirect_uri: 'https://here.app.example/back/more' }],
    ['the address with a query', { redirect_uri: 'https://here.app.example/back?x=1' }],
    ['an address elsewhere', { redirect_uri: 'https://evil.example/back' }],
    ['no address', { redirect_uri: undefined }],
    ['nobody', { client_id: 'personne' }],
  ])('%s: nobody is sent there', async (_title, more) => {
    const answer = await here.app.inject(authorizationRequest('app', whole, more).address);
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
    const answer = await here.app.inject(authorizationRequest('app', whole, more).address);
    expect(answer.statusCode, answer.body).toBe(303);
    expect(Object.fromEntries(answerOf(answer))).toMatchObject({ error, iss: issuer, state: 'state-1' });
  });

  test('a screen of the project’s own that did not push its request (RFC 9126)', async () => {
    const answer = await here.app.inject(authorizationRequest('ecran', 'user/*.rs').address);
    expect(answerOf(answer).get('error')).toBe('invalid_request');
  });

  test('passwords are for nobody’s application', async () => {
    const fields = { grant_type: 'password', client_id: 'app', username: 'mere-demo', password: 'x' };
    expect((await tokenFor(here.app, fields)).json()).toMatchObject({ error: 'unsupported_grant_type' });
  });
});

describe('RFC 9126: a pushed request', () => {
  const push = async (client: string, scope: string, headers: Record<string, string> = {}) => {
    const { query, verifier } = authorizationRequest(client, scope);
    const answer = await here.app.inject({
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
    const token = await tokenFor(here.app, fields, { dpop: await prove('POST', '/oauth/token') });
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
    const token = await tokenFor(here.app, fields, { dpop: await stolen.prove('POST', '/oauth/token') });
    expect(token.json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('carries a proof that serves once, as long as it lives: also one whose clock is ahead', async () => {
    const { prove } = await createProver();
    const ahead = await prove('POST', '/oauth/par', undefined, undefined, 29);
    expect((await push('ecran', 'user/*.rs', { dpop: ahead })).answer.statusCode).toBe(201);
    // As five and a half minutes later, when the provider would have forgotten it.
    await here.world.database.asOwner(
      `UPDATE service.oidc_model SET expires_at = expires_at - interval '330 seconds',
              payload = jsonb_set(payload, '{exp}', to_jsonb((payload ->> 'exp')::int - 331))
        WHERE model = 'ReplayDetection'`,
    );
    const { query } = authorizationRequest('ecran', 'user/*.rs');
    const again = await here.other.inject({
      ...{ method: 'POST', url: '/oauth/par', payload: query.toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded', dpop: ahead },
    });
    expect(again.statusCode, again.body).toBe(401);
    for (const seconds of [-62, 32]) {
      const dpop = await prove('POST', '/oauth/par', undefined, undefined, seconds);
      const { answer } = await push('ecran', 'user/*.rs', { dpop });
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ error: 'invalid_dpop_proof' });
    }
  });

  test('keeps the scope of going on alone, and aud', async () => {
    const { answer, verifier } = await push('app', whole);
    const address = addressOf('app', answer.json().request_uri);
    const code = (await authorize(await citizen(), address, { patient: 'mere' })).get('code')!;
    const fields = { grant_type: 'authorization_code', client_id: 'app', code, code_verifier: verifier };
    expect((await tokenFor(here.app, fields)).json()).toMatchObject({ refresh_token: expect.any(String) });
  });

  test('for another server is refused where it is pushed', async () => {
    const { query } = authorizationRequest('app', whole, { aud: 'https://elsewhere.example' });
    const answer = await here.app.inject({
      ...{ method: 'POST', url: '/oauth/par', payload: query.toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.json()).toMatchObject({ error: 'invalid_target' });
  });
});
