import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { authorizationRequest, authorize, tokenFor } from './testing/client.ts';
import { application, issuer, partner } from './testing/server.ts';
import { stage, whole } from './testing/stage.ts';

const { here, citizen, given, seen, opens } = stage();

describe('codes and refresh tokens that were stolen', () => {
  test('a code without its verifier, or with another, gives nothing', async () => {
    const { address } = authorizationRequest('app', whole);
    const code = (await authorize(await citizen(), address, { patient: 'mere' })).get('code')!;
    const fields = { grant_type: 'authorization_code', client_id: 'app', code };
    expect((await tokenFor(here.app, fields)).json()).toMatchObject({ error: 'invalid_grant' });
    const another = authorizationRequest('app', whole).verifier;
    expect((await tokenFor(here.app, { ...fields, code_verifier: another })).json()).toMatchObject({
      error: 'invalid_grant',
    });
    expect(
      (await tokenFor(here.app, { ...fields, client_id: 'autre', code_verifier: another })).json(),
    ).toMatchObject({
      error: 'invalid_grant',
    });
  });

  test('a code that is replayed revokes what it gave', async () => {
    const { body, fields } = await given();
    expect(await opens(body.access_token)).toBe(200);
    expect((await tokenFor(here.other, fields)).json()).toMatchObject({ error: 'invalid_grant' });
    expect(await opens(body.access_token)).toBe(401);
    const renewal = { grant_type: 'refresh_token', client_id: 'app', refresh_token: body.refresh_token };
    expect((await tokenFor(here.app, renewal)).json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('a code sent twice at the same moment gives one token at most, which then counts no more', async () => {
    const { address, verifier } = authorizationRequest('app', whole);
    const code = (await authorize(await citizen(), address, { patient: 'mere' })).get('code')!;
    const fields = { grant_type: 'authorization_code', client_id: 'app', code, code_verifier: verifier };
    const answers = await Promise.all([
      tokenFor(here.app, fields),
      tokenFor(here.other, fields),
      tokenFor(here.app, fields),
    ]);
    const tokens = answers.map(answer => answer.json().access_token).filter(Boolean);
    expect(tokens.length).toBeLessThanOrEqual(1);
    for (const token of tokens) expect(await opens(token)).toBe(401);
  });

  test('a refresh token serves once; one that comes back revokes its whole family', async () => {
    const { body } = await given();
    const renew = (refresh_token: string, more = {}) =>
      tokenFor(here.app, { grant_type: 'refresh_token', client_id: 'app', refresh_token, ...more });
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
      expect((await tokenFor(here.app, renewal)).json()).toMatchObject({ error: 'invalid_scope' });
    },
  );

  test('nor for another client', async () => {
    const { body } = await given();
    const renewal = { grant_type: 'refresh_token', client_id: 'autre', refresh_token: body.refresh_token };
    expect((await tokenFor(here.app, renewal)).json()).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('SMART App Launch 2.2, confidential clients', () => {
  test('prove themselves by their key, at each exchange', async () => {
    const [own, stranger] = [await generateKeyPair('ES384'), await generateKeyPair('ES384')];
    await here.world.partners.register(
      partner('confidentielle', {
        jwks: { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'one' }] },
        application: application({ kind: 'smart-confidential' }),
      }),
    );
    const assertion = async (key: CryptoKey) => ({
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await new SignJWT({
        iss: 'confidentielle',
        sub: 'confidentielle',
        aud: `${issuer}/oauth/token`,
      })
        .setProtectedHeader({ alg: 'ES384', kid: 'one' })
        .setJti(randomUUID())
        .setExpirationTime('1m')
        .sign(key),
    });
    const { address, verifier } = authorizationRequest('confidentielle', whole);
    const code = (await authorize(await citizen(), address, { patient: 'mere' })).get('code')!;
    const fields = { grant_type: 'authorization_code', code, code_verifier: verifier };
    expect((await tokenFor(here.app, { ...fields, client_id: 'confidentielle' })).statusCode).toBe(401);
    expect(
      (await tokenFor(here.app, { ...fields, ...(await assertion(stranger.privateKey)) })).statusCode,
    ).toBe(401);
    const { refresh_token, patient } = (
      await tokenFor(here.app, { ...fields, ...(await assertion(own.privateKey)) })
    ).json();
    expect(patient).toBe('mere');
    const renewal = { grant_type: 'refresh_token', refresh_token };
    expect((await tokenFor(here.app, { ...renewal, client_id: 'confidentielle' })).statusCode).toBe(401);
    expect((await tokenFor(here.app, { ...renewal, ...(await assertion(own.privateKey)) })).statusCode).toBe(
      200,
    );
  });
});
