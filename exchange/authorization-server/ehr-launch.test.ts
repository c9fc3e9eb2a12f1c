import { describe, expect, test } from 'vitest';
import { authorizationRequest, authorize, tokenFor } from './testing/client.ts';
import { fhir } from './testing/server.ts';
import { stage } from './testing/stage.ts';

const { here, clinician, citizen, given, seen } = stage();

describe('SMART App Launch 2.2, EHR launch: a DMÉ starts an application', () => {
  const launchOf = async (payload: object) =>
    here.app.inject({
      ...{ method: 'POST', url: '/oauth/launch' },
      payload,
      headers: await here.world.asSystem(here.app),
    });
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
    const body = (await tokenFor(here.app, fields)).json();
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
    const anonymous = await here.app.inject({
      method: 'POST',
      url: '/oauth/launch',
      payload: { client_id: 'app', patient: 'u1' },
    });
    expect(anonymous.statusCode).toBe(401);
    expect((await launchOf({ client_id: 'app', patient: 'nobody' })).statusCode).toBe(400);
    expect((await launchOf({ client_id: 'etroite', patient: 'u1' })).statusCode).toBe(400);
    expect((await launchOf({ client_id: 'personne', patient: 'u1' })).statusCode).toBe(400);
    const { body } = await given();
    const person = await here.app.inject({
      ...{ method: 'POST', url: '/oauth/launch', headers: { authorization: `Bearer ${body.access_token}` } },
      payload: { client_id: 'app', patient: 'mere' },
    });
    expect(person.statusCode).toBe(401);
  });
});
