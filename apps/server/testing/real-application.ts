import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@continuum/record-database/testing';
import type { Profile } from '@continuum/trust-access';
import type { RouteOptions } from 'fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createApp } from '../app.ts';
import type { Rooms } from '../rooms.ts';
import { readSettings } from '../settings.ts';
import { migrations, openRooms } from '../start.ts';

const clientId = 'hopital-demo';

/** A system, as the register of partners has it, and the token that it asks for. */
interface System {
  clientId: string;
  name: string;
  profile: Profile;
  registersUsagers?: boolean;
  /** SMART v2, separated by spaces; everything unless told. */
  scope?: string;
}

/**
 * The application as it is served, over a real record, and one hospital with its token: what it says is asked of it.
 * @param change what a test needs otherwise of the rooms.
 */
export async function realApplication(
  environment: Record<string, string> = {},
  change: (rooms: Rooms) => Rooms = rooms => rooms,
) {
  const database = await testDatabase(migrations);
  const data = await mkdtemp(join(tmpdir(), 'continuum-application-'));
  const settings = readSettings({ CONTINUUM_DATA: data, LOG_LEVEL: 'silent', ...environment });
  const { rooms: opened, close } = await openRooms({ ...settings, databaseUrl: database.url });
  const rooms = change(opened);
  const routes: { method: string; url: string; route: RouteOptions }[] = [];
  const app = await createApp(rooms, route => {
    for (const one of [route.method].flat()) routes.push({ method: one, url: route.url, route });
  });
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one' };

  /** Registers a system, and gives the header `Authorization` of its requests. */
  async function admit(system: System): Promise<string> {
    const { scope, registersUsagers = false, ...named } = system;
    await rooms.partners.register({
      ...named,
      organization: { id: 'hopital', name: 'Hôpital' },
      jwks: { keys: [jwk] },
      registersUsagers,
      redirectUris: [],
      state: 'active',
      senders: [],
    });
    return signIn(system.clientId, scope);
  }

  /** The header `Authorization` of a registered system, with a new token. */
  async function signIn(clientId: string, scope = 'system/*.cruds'): Promise<string> {
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
        scope,
      }).toString(),
    });
    if (given.statusCode !== 200) throw new Error(given.body);
    return `Bearer ${given.json().access_token}`;
  }

  const authorization = await admit({
    ...{ clientId, name: 'Hôpital', profile: 'hospital-system', registersUsagers: true },
  });
  return {
    ...{ app, rooms, database, authorization, admit, signIn },
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
