import { describe, expect, test } from 'vitest';
import { authorizationRequest, authorize, createProver, tokenFor } from './testing/client.ts';
import { stage } from './testing/stage.ts';

const { here, clinician, given } = stage();

describe('RFC 9449: a token bound to a key', () => {
  const token = async () => {
    const prover = await createProver();
    const proof = await prover.prove('POST', '/oauth/token');
    const { body } = await given('liee', 'launch/patient patient/*.rs', 'mere', { dpop: proof });
    return { prover, access: body.access_token as string, proof };
  };
  const whoami = (headers: Record<string, string>, server = here.app) =>
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
      whoami({ authorization, dpop: once }, here.other),
    ]);
    expect(both.map(answer => answer.statusCode).sort()).toEqual([200, 401]);
  });

  test('outside the demonstration nobody gets another kind', async () => {
    const strict = await here.world.serve(false);
    const { address, verifier } = authorizationRequest('app', 'user/*.rs');
    const code = (await authorize(await clinician(), address)).get('code')!;
    const fields = { grant_type: 'authorization_code', client_id: 'app', code, code_verifier: verifier };
    expect((await tokenFor(strict, fields)).json()).toMatchObject({ error: 'invalid_grant' });
  });
});
