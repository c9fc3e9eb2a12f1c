import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { verifyAccessToken } from './access-token.ts';

const now = new Date('2026-11-02T12:00:00Z');
const seconds = now.getTime() / 1000;
const pair = await generateKeyPair('ES256');
const stranger = await generateKeyPair('ES256');
const rules = {
  issuer: 'https://exchange.example',
  audience: 'https://exchange.example/fhir/R4',
  keys: { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256' }] },
};
const claims: JWTPayload = {
  iss: rules.issuer,
  aud: rules.audience,
  iat: seconds,
  exp: seconds + 300,
  client_id: 'labo-demo',
  scope: 'system/*.cruds',
};
const sign = (payload: JWTPayload, typ = 'at+jwt', key = pair.privateKey) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ, kid: 'one' }).sign(key);

describe('RFC 9068, §4: validating JWT access tokens', () => {
  test('a token of the authorization server says whose it is, what it allows and until when', async () => {
    expect(await verifyAccessToken(await sign(claims), rules, now)).toEqual({
      clientId: 'labo-demo',
      scopes: ['system/*.cruds'],
      expires: (seconds + 300) * 1000,
    });
  });

  test.each([
    ['for one usager', { grant: 'g', patient: 'p' }, ['patient/*.rs', 'user/*.rs']],
    ['of a person', { grant: 'g' }, ['user/*.rs']],
    ['of a system', {}, ['system/*.rs']],
    ['of a system that says a patient', { patient: 'p' }, ['system/*.rs']],
  ])('scopes of another authority do not count in a token %s', async (_title, more, scopes) => {
    const scope = 'openid patient/*.rs user/*.rs system/*.rs';
    const token = await verifyAccessToken(await sign({ ...claims, ...more, scope }), rules, now);
    expect(token?.scopes).toEqual(scopes);
  });

  const v3 = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
  test.each([
    ['none', undefined, undefined],
    ['an empty extension', { ihe_iua: {} }, undefined],
    ['one', { ihe_iua: { purpose_of_use: [{ system: v3, code: 'TREAT' }] } }, ['TREAT']],
    ['one that nobody knows', { ihe_iua: { purpose_of_use: [{ system: v3, code: 'CARE' }] } }, []],
    ['one of another system', { ihe_iua: { purpose_of_use: [{ system: 'urn:x', code: 'TREAT' }] } }, []],
    ['what is no coding', { ihe_iua: { purpose_of_use: [null, 'TREAT', 7] } }, []],
    ['what is no list', { ihe_iua: { purpose_of_use: 'TREAT' } }, []],
  ])('and the purposes that it is for (IHE IUA 3.71): %s', async (_, extensions, purposes) => {
    const token = await verifyAccessToken(await sign({ ...claims, extensions }), rules, now);
    expect(token?.purposes).toEqual(purposes);
  });

  test('and the key that it is bound to', async () => {
    const token = await sign({ ...claims, jti: 'one', cnf: { jkt: 'k' } });
    expect(await verifyAccessToken(token, rules, now)).toMatchObject({
      id: 'one',
      confirmation: { jkt: 'k' },
    });
  });

  test.each([
    ['another issuer', { ...claims, iss: 'https://elsewhere.example' }],
    ['another audience', { ...claims, aud: 'https://exchange.example/dicomweb' }],
    ['expired', { ...claims, exp: seconds - 1 }],
    ['without expiry', { ...claims, exp: undefined }],
    ['without a client', { ...claims, client_id: undefined }],
    ['of a client that is no text', { ...claims, client_id: 7 }],
    ['that does not say when it was made', { ...claims, iat: undefined }],
    ['made later than clocks may differ', { ...claims, iat: seconds + 31 }],
    ['not valid yet', { ...claims, nbf: seconds + 31 }],
    ['that would live longer than any of ours', { ...claims, exp: seconds + 3601 }],
    ['whose times are texts', { ...claims, exp: String(seconds + 300) as never }],
  ])('a token is refused: %s', async (_why, payload) => {
    expect(await verifyAccessToken(await sign(payload), rules, now)).toBeUndefined();
  });

  test.each([
    [
      'made by a process whose clock is half a minute ahead',
      { ...claims, iat: seconds + 30, nbf: seconds + 30 },
    ],
    ['for several resources, ours among them', { ...claims, aud: ['https://e.example', rules.audience] }],
    ['of an hour', { ...claims, exp: seconds + 3600 }],
  ])('a token is taken: %s', async (_why, payload) => {
    expect(await verifyAccessToken(await sign(payload), rules, now)).toBeDefined();
  });

  test('a token has one text: the same bytes written in a second way are another’s', async () => {
    const token = await sign(claims);
    expect(await verifyAccessToken(`${token}=`, rules, now)).toBeUndefined();
    expect(await verifyAccessToken(`${token}.`, rules, now)).toBeUndefined();
  });

  test('a token is refused: another type, another signer, not a token', async () => {
    expect(await verifyAccessToken(await sign(claims, 'JWT'), rules, now)).toBeUndefined();
    const forged = await sign(claims, 'at+jwt', stranger.privateKey);
    expect(await verifyAccessToken(forged, rules, now)).toBeUndefined();
    expect(await verifyAccessToken('not.a.token', rules, now)).toBeUndefined();
  });
});
