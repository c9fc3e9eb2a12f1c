import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  authorizationServer,
  loadSigningKeys,
  migrations as oauthMigrations,
  toPublicKeys,
} from '@continuum/exchange-authorization-server';
import { createIntake } from '@continuum/intake';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { migrations as gateMigrations, type OpenedGate, openGate } from '@continuum/record-gate';
import {
  createSessions,
  createTokenVerifier,
  migrations as credentialMigrations,
  identifyCallers,
  registerCredential,
  type SessionKind,
  type Sessions,
} from '@continuum/registries-credential';
import { anyAuthorization, sessionKey, testAuthority, toAth } from '@continuum/registries-credential/testing';
import { createPartners, migrations as partnerMigrations, toActor } from '@continuum/registries-partner';
import { createPatients } from '@continuum/registries-patient';
import type { Actor, Profile } from '@continuum/trust-access';
import fastify, { type FastifyInstance } from 'fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fhirRest } from './index.ts';

const issuer = 'https://exchange.example';
const fhir = `${issuer}/fhir/R4`;
let database: TestDatabase;
let folder: string;
let gate: OpenedGate;
let issuing: Awaited<ReturnType<typeof testAuthority>>;
let sessions: Sessions;
let app: FastifyInstance;
let hospital: Awaited<ReturnType<typeof generateKeyPair>>;
let partners: ReturnType<typeof createPartners>;

async function registerHospital(
  state: 'active' | 'suspended',
  profile: Profile = 'hospital-system',
): Promise<void> {
  await partners.register({
    clientId: 'hopital-demo',
    name: 'Hôpital de démonstration',
    organization: { id: 'hopital', name: 'Hôpital' },
    profile,
    jwks: { keys: [{ ...(await exportJWK(hospital.publicKey)), kid: 'one' }] },
    registersUsagers: true,
    redirectUris: [],
    state,
    senders: [],
  });
}

async function serve(): Promise<FastifyInstance> {
  const keys = await loadSigningKeys(folder, { create: true });
  const journal = gate.attempt;
  const server = fastify();
  identifyCallers(server, {
    sessions,
    origins: [issuer],
    verifyToken: createTokenVerifier({ issuer, audience: fhir, keys: toPublicKeys(keys) }),
    findSystem: async id => {
      const partner = await partners.find(id);
      return partner?.state === 'active' ? toActor(partner, { kind: 'client-assertion', id }) : undefined;
    },
    journal,
    plainBearer: true,
  });
  const findPartner = partners.find;
  const { revokeToken } = partners;
  const deps = {
    pool: database.service,
    issuer,
    keys,
    findPartner,
    revokeToken,
    journal,
    demonstration: true,
  };
  await server.register(authorizationServer(deps));
  const intake = createIntake({
    gate,
    patients: createPatients({ gate, service: database.service }),
    mappers: [],
  });
  await server.register(fhirRest({ gate, intake, baseUrl: fhir }), { prefix: '/fhir/R4' });
  return server;
}

beforeAll(async () => {
  const rooms = [credentialMigrations, partnerMigrations, oauthMigrations];
  database = await testDatabase([...gateMigrations, ...rooms]);
  folder = await mkdtemp(join(tmpdir(), 'continuum-callers-'));
  gate = openGate({ database, data: folder, log: pino({ level: 'error' }) });
  sessions = createSessions(database.service, anyAuthorization);
  partners = createPartners({ service: database.service });
  hospital = await generateKeyPair('ES256');
  await registerHospital('active');
  const key = { id: 'key-1', userName: 'medecin-demo', holder: 'Practitioner/p1', kind: 'software' } as const;
  issuing = await testAuthority(database.service);
  const certificate = await issuing.certify(key.holder);
  await registerCredential(database.service, { ...key, publicKey: {}, certificate });
  app = await serve();
});
afterAll(async () => {
  await app?.close();
  await issuing?.close();
  await gate?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

async function token(): Promise<string> {
  const client_assertion = await new SignJWT({
    iss: 'hopital-demo',
    sub: 'hopital-demo',
    aud: `${issuer}/oauth/token`,
    jti: randomUUID(),
    exp: Math.floor(Date.now() / 1000) + 60,
  })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .sign(hospital.privateKey);
  const answer = await app.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
      scope: 'system/*.cruds',
    }).toString(),
  });
  return answer.json().access_token;
}

const physician: Actor = {
  kind: 'practitioner',
  id: 'Practitioner/p1',
  name: 'Dre Démo',
  profile: 'physician',
  credential: { kind: 'key', id: 'key-1' },
};
const owner: Actor = {
  kind: 'citizen',
  id: 'Patient/u1',
  name: 'Usager Démo',
  profile: 'citizen',
  usagers: ['u1'],
  credential: { kind: 'password', id: 'usager-demo' },
};
const browser = sessionKey();
const signedIn = async (kind: SessionKind, actor: Actor): Promise<Record<string, string>> => ({
  cookie: `continuum_${kind}=${await sessions.open(kind, actor, browser)}`,
  'continuum-session': kind,
});
/** The proof of the browser's key, when there is a session to prove. */
const proven = ({ cookie }: Record<string, string>, url: string): Record<string, string> =>
  cookie ? { dpop: browser.prove('GET', `${issuer}${url}`, toAth(cookie.split('=')[1]!)) } : {};
const read = (headers: Record<string, string>, url = '/fhir/R4/Patient/u1') =>
  app.inject({ url, headers: { ...proven(headers, url), ...headers } });

describe('the same record through each way of being known', () => {
  let bearer: Record<string, string>;

  test('a system deposits with the token that its key got', async () => {
    bearer = { authorization: `Bearer ${await token()}` };
    const answer = await app.inject({
      method: 'PUT',
      url: '/fhir/R4/Patient/u1',
      headers: { ...bearer, 'content-type': 'application/fhir+json' },
      payload: JSON.stringify({
        resourceType: 'Patient',
        id: 'u1',
        name: [{ family: 'Tremblay', given: ['Marie'] }],
        gender: 'female',
        birthDate: '1980-05-06',
      }),
    });
    expect(answer.statusCode, answer.body).toBe(201);
    expect((await read(bearer)).statusCode).toBe(200);
  });

  test('a clinician and the citizen read it from their screens', async () => {
    expect((await read(await signedIn('clinician', physician))).json()).toMatchObject({ id: 'u1' });
    expect((await read(await signedIn('citizen', owner))).json()).toMatchObject({ id: 'u1' });
  });

  test('a cookie alone, as a page elsewhere would have it sent, opens nothing', async () => {
    const { cookie } = await signedIn('clinician', physician);
    expect((await read({ cookie: cookie! })).statusCode).toBe(401);
  });

  test('a session that was ended opens nothing', async () => {
    const headers = await signedIn('clinician', physician);
    await sessions.endAllOf(physician.id, 'Practitioner/gaa');
    expect((await read(headers)).statusCode).toBe(401);
  });

  test('what a system may do is found before anybody is known', async () => {
    const { token_endpoint } = (await read({}, '/fhir/R4/.well-known/smart-configuration')).json();
    expect(token_endpoint).toBe(`${issuer}/oauth/token`);
    expect((await read({}, '/fhir/R4/metadata')).statusCode).toBe(200);
  });

  test('a suspended system is refused at once, with the token it still holds', async () => {
    await registerHospital('suspended');
    expect((await read(bearer)).statusCode).toBe(401);
    await registerHospital('active');
    expect((await read(bearer)).statusCode).toBe(200);
  });
});

describe('a system that is suspended between two requests, whatever it asks for next', () => {
  let bearer: Record<string, string>;
  const patient = { resourceType: 'Patient', name: [{ family: 'Gagnon' }], birthDate: '1981-01-02' };
  const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' } };
  const bundle = (type: string, entry: object[]) => ({ resourceType: 'Bundle', type, entry });
  const put = (id: string) => ({
    resource: { ...patient, id },
    request: { method: 'PUT', url: `Patient/${id}` },
  });
  const asked: readonly (readonly [string, string, object?])[] = [
    ['GET', '/Patient/u1'],
    ['HEAD', '/Patient/u1'],
    ['GET', '/Patient/absent'],
    ['GET', '/Patient/u1/_history'],
    ['GET', '/Patient/u1/_history/1'],
    ['GET', '/Patient?_id=u1'],
    ['GET', '/Patient?unheard=of'],
    ['GET', '/?_type=Patient'],
    ['GET', '/Patient/u1/Observation'],
    ['GET', '/_history'],
    ['GET', '/Patient/u1/$everything'],
    ['GET', '/nothing/of/the/kind/here'],
    ['POST', '/Patient', patient],
    ['POST', '/Patient', { resourceType: 'Patient', birthDate: 'never' }],
    ['POST', '/Observation', { ...observation, subject: { reference: 'Patient/nobody' } }],
    ['PUT', '/Patient/u1', { ...patient, id: 'u1' }],
    ['PUT', '/Patient/u9', { ...patient, id: 'u9' }],
    ['PUT', '/Patient?_id=u1', patient],
    ['DELETE', '/Patient/u1'],
    ['POST', '/', bundle('transaction', [put('u1'), put('u8')])],
    ['POST', '/', bundle('batch', [{ request: { method: 'GET', url: 'Patient/u1' } }, put('u7')])],
  ];
  /** Everything that may be kept, but for attempts in nobody's name. */
  const kept = () =>
    database.asOwner(`SELECT (SELECT count(*) FROM record.resource) AS resources, (SELECT count(*) FROM record.version) AS versions,
      (SELECT count(*) FROM record.deposit) AS deposits,
      (SELECT count(*) FROM record.journal WHERE entry::jsonb->>'action' <> 'attempt') AS entries`);

  beforeAll(async () => {
    bearer = { authorization: `Bearer ${await token()}` };
  });

  test.each(asked)(
    '%s %s is answered 401, discloses nothing, and leaves nothing',
    async (method, url, sent) => {
      expect((await read(bearer)).statusCode).toBe(200);
      await registerHospital('suspended');
      const before = await kept();
      const answer = await app.inject({
        method: method as 'GET',
        url: `/fhir/R4${url}`,
        headers: { ...bearer, ...(sent && { 'content-type': 'application/fhir+json' }) },
        ...(sent && { payload: JSON.stringify(sent) }),
      });
      expect(answer.statusCode, answer.body).toBe(401);
      expect(answer.body).not.toMatch(/Tremblay|u1/);
      expect(
        answer.headers.etag ?? answer.headers.location ?? answer.headers['last-modified'],
      ).toBeUndefined();
      expect(answer.headers['www-authenticate']).toContain('invalid_token');
      expect(await kept()).toEqual(before);
      await registerHospital('active');
    },
  );

  test('one whose profile became narrower is told to ask again, and then has the new one', async () => {
    expect((await read(bearer)).statusCode).toBe(200);
    await registerHospital('active', 'laboratory-system');
    const answer = await read(bearer);
    expect(answer.statusCode, answer.body).toBe(503);
    expect(answer.headers['retry-after']).toBe('0');
    expect(answer.body).not.toContain('Tremblay');
    expect((await read(bearer)).statusCode).not.toBe(503);
    await registerHospital('active');
    await read(bearer);
  });
});

describe('no journal entry, no disclosure', () => {
  test('when the journal takes no entry, an error and not a byte of the resource', async () => {
    const headers = await signedIn('clinician', physician);
    await database.asOwner('REVOKE INSERT ON record.journal FROM continuum_record');
    const answer = await read(headers);
    await database.asOwner('GRANT INSERT ON record.journal TO continuum_record');
    expect(answer.statusCode, answer.body).toBeGreaterThanOrEqual(500);
    expect(answer.json()).toMatchObject({ resourceType: 'OperationOutcome' });
    expect(answer.body).not.toContain('Tremblay');
    expect((await read(headers)).statusCode).toBe(200);
  });
});
