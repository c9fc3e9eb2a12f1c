import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@continuum/record-database/testing';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createApp } from '../app.ts';
import { readSettings } from '../settings.ts';
import { migrations, openRooms } from '../start.ts';

const clientId = 'hopital-demo';

/** The application as it is served, over a real record, and one hospital with its token: what it says is asked of it. */
export async function realApplication(environment: Record<string, string> = {}) {
  const database = await testDatabase(migrations);
  const data = await mkdtemp(join(tmpdir(), 'continuum-application-'));
  const settings = readSettings({ CONTINUUM_DATA: data, LOG_LEVEL: 'silent', ...environment });
  const { rooms, close } = await openRooms({ ...settings, databaseUrl: database.url });
  const routes: { method: string; url: string }[] = [];
  const app = await createApp(rooms, ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, url });
  });
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  await rooms.partners.register({
    clientId,
    name: 'Hôpital',
    organization: { id: 'hopital', name: 'Hôpital' },
    profile: 'hospital-system',
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] },
    registersUsagers: true,
    redirectUris: [],
    state: 'active',
    senders: [],
  });
  const assertion = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(`${settings.publicUrl}/oauth/token`)
    .setExpirationTime('1 minute')
    .sign(privateKey);
  const given = await app.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope: 'system/*.cruds',
    }).toString(),
  });
  if (given.statusCode !== 200) throw new Error(given.body);
  const authorization = `Bearer ${given.json().access_token}`;
  return {
    ...{ app, rooms, database, authorization },
    /** Every route that the application has. */
    routes,
    /** Asks the FHIR door as the hospital; `body` is JSON. */
    ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object, headers = {}) {
      const sent = body && { 'content-type': 'application/fhir+json' };
      return app.inject({
        method,
        url: `/fhir/R4${path}`,
        headers: { authorization, ...sent, ...headers },
        ...(body && { payload: JSON.stringify(body) }),
      });
    },
    async close() {
      await app.close();
      await rooms.intake.idle();
      await close();
      await database.drop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

export type RealApplication = Awaited<ReturnType<typeof realApplication>>;
export type Answered = Awaited<ReturnType<RealApplication['ask']>>;
