import { describe, expect, test } from 'vitest';
import { createBrowser } from './testing/browser.ts';
import { authorizationRequest, authorize, tokenFor } from './testing/client.ts';
import { mother, physician } from './testing/server.ts';
import { stage } from './testing/stage.ts';

const { here, clinician, given, opens } = stage();

describe('what ends a token at once', () => {
  test('the person signs out: without offline_access everything ends with the session', async () => {
    const browser = createBrowser(here.app);
    browser.set(...(await here.world.signIn('citizen', mother)));
    const { address, verifier } = authorizationRequest('app', 'launch/patient patient/*.rs online_access');
    const code = (await authorize(browser, address, { patient: 'mere' })).get('code')!;
    const token = await tokenFor(here.app, {
      ...{ grant_type: 'authorization_code', client_id: 'app', code, code_verifier: verifier },
    });
    const { access_token, refresh_token } = token.json();
    expect(await opens(access_token)).toBe(200);
    await here.world.sessions.endAllOf(mother.id, mother.id);
    expect(await opens(access_token)).toBe(401);
    const renewal = { grant_type: 'refresh_token', client_id: 'app', refresh_token };
    expect((await tokenFor(here.app, renewal)).json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('the key is suspended; the application is suspended; the register knows them no more', async () => {
    const { address, verifier } = authorizationRequest('app', 'user/*.rs offline_access');
    const code = (await authorize(await clinician(), address)).get('code')!;
    const fields = { grant_type: 'authorization_code', client_id: 'app', code, code_verifier: verifier };
    const { access_token, refresh_token } = (await tokenFor(here.app, fields)).json();
    expect(await opens(access_token)).toBe(200);
    await here.world.setKey('suspended');
    expect(await opens(access_token, '/fhir/R4/whoami', here.other)).toBe(401);
    await here.world.setKey('active');
    await here.world.setCertificate('revoked');
    expect(await opens(access_token)).toBe(401);
    await here.world.setCertificate('restored');
    expect(await opens(access_token)).toBe(200);
    await here.world.partners.setState('app', 'suspended');
    expect(await opens(access_token)).toBe(401);
    await here.world.partners.setState('app', 'active');
    here.world.registers.delete(physician.id);
    const renewal = { grant_type: 'refresh_token', client_id: 'app', refresh_token };
    expect((await tokenFor(here.app, renewal)).json()).toMatchObject({ error: 'invalid_grant' });
    here.world.registers.set(physician.id, physician);
  });

  test('it is revoked by its application (RFC 7009); introspection (RFC 7662) says so, to nobody else', async () => {
    const { body } = await given();
    const ask = async (path: string, token: string, client_id = 'app') =>
      here.app.inject({
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
    expect(await opens(body.access_token, '/fhir/R4/whoami', here.other)).toBe(401);
    expect((await ask('/oauth/introspect', body.access_token)).json()).toEqual({ active: false });
    const renewal = { grant_type: 'refresh_token', client_id: 'app', refresh_token: body.refresh_token };
    const renewed = (await tokenFor(here.app, renewal)).json();
    expect(await opens(renewed.access_token)).toBe(200);
    await ask('/oauth/revoke', renewed.refresh_token);
    expect(await opens(renewed.access_token)).toBe(401);
  });

  test('a system takes back one of its tokens: refused on every process, and its others count', async () => {
    const tokens = await Promise.all([here.world.asSystem(here.app), here.world.asSystem(here.app)]);
    const [one, two] = tokens.map(({ authorization }) => authorization.slice('Bearer '.length)) as [
      string,
      string,
    ];
    const send = async (path: string, token: string) =>
      here.app.inject({
        ...{ method: 'POST', url: path },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ token, ...(await here.world.assertion()) }).toString(),
      });
    expect([await opens(one), await opens(two)]).toEqual([200, 200]);
    expect((await send('/oauth/revoke', one)).statusCode).toBe(200);
    expect([await opens(one), await opens(two)]).toEqual([401, 200]);
    expect(await opens(one, '/fhir/R4/whoami', here.other)).toBe(401);
    expect((await send('/oauth/introspect', one)).json()).toEqual({ active: false });
    expect((await send('/oauth/introspect', two)).json()).toMatchObject({ active: true, client_id: 'dme' });
    await here.world.database.asOwner(
      `UPDATE service.partner SET revoked_tokens = (SELECT jsonb_object_agg('t' || i, 9e15) FROM generate_series(1, 1000) i)
        WHERE client_id = 'dme'`,
    );
    expect((await send('/oauth/revoke', two)).statusCode).toBe(503);
    expect(await opens(two)).toBe(200);
  });
});
