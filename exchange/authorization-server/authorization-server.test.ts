import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import {
  createSessions,
  createTokenVerifier,
  migrations as credentialMigrations,
  identifyCallers,
  type SignInEvent,
} from '@continuum/registries-credential';
import { anyAuthorization } from '@continuum/registries-credential/testing';
import {
  createPartners,
  type Partner,
  migrations as partnerMigrations,
  toActor,
} from '@continuum/registries-partner';
import fastify, { type FastifyInstance } from 'fastify';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorizationServer, loadSigningKeys, migrations, toPublicKeys } from './index.ts';

const issuer = 'https://exchange.example';
const audience = `${issuer}/fhir/R4`;
const events: SignInEvent[] = [];
let database: TestDatabase;
let folder: string;
let apps: FastifyInstance[];
let app: FastifyInstance;
let laboratory: Awaited<ReturnType<typeof generateKeyPair>>;
let partners: ReturnType<typeof createPartners>;

const partner = async (changes: Partial<Partner> = {}): Promise<Partner> => ({
  clientId: 'labo-demo',
  name: 'Laboratoire de démonstration',
  organization: { id: 'labo', name: 'Laboratoire' },
  profile: 'laboratory-system',
  jwks: { keys: [{ ...(await exportJWK(laboratory.publicKey)), kid: 'one' }] },
  registersUsagers: false,
  redirectUris: [],
  state: 'active',
  senders: [],
  ...changes,
});

/** One process of the server; two of them share the database and the keys. */
async function serve(): Promise<FastifyInstance> {
  const keys = await loadSigningKeys(folder, { create: true });
  const journal = async (event: SignInEvent) => void events.push(event);
  const server = fastify();
  identifyCallers(server, {
    sessions: createSessions(database.service, anyAuthorization),
    origins: [issuer],
    verifyToken: createTokenVerifier({ issuer, audience, keys: toPublicKeys(keys) }),
    findSystem: async id => {
      const found = await partners.find(id);
      return found && toActor(found, { kind: 'client-assertion', id });
    },
    journal,
    plainBearer: true,
  });
  const findPartner = (id: string) => partners.find(id);
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
  server.get('/whoami', async request => request.actor);
  return server;
}

beforeAll(async () => {
  database = await testDatabase([credentialMigrations, partnerMigrations, migrations]);
  folder = await mkdtemp(join(tmpdir(), 'continuum-keys-'));
  laboratory = await generateKeyPair('ES384');
  partners = createPartners({ service: database.service });
  await partners.register(await partner());
  await partners.register(await partner({ clientId: 'suspendu', state: 'suspended' }));
  await partners.register(await partner({ clientId: 'lecteur', profile: 'certification' }));
  apps = [await serve(), await serve()];
  app = apps[0]!;
});
afterAll(async () => {
  await Promise.all((apps ?? []).map(server => server.close()));
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const now = () => Math.floor(Date.now() / 1000);
const assertion = (
  claims: JWTPayload = {},
  header = {},
  key = laboratory.privateKey,
  clientId = 'labo-demo',
) =>
  new SignJWT({
    iss: clientId,
    sub: clientId,
    aud: `${issuer}/oauth/token`,
    jti: randomUUID(),
    exp: now() + 120,
    ...claims,
  })
    .setProtectedHeader({ alg: 'ES384', kid: 'one', ...header })
    .sign(key);

const ask = (client_assertion: string, more: Record<string, string> = {}, server = app) =>
  server.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
      ...more,
    }).toString(),
  });

describe('SMART App Launch 2.2, Backend Services: a system gets a token', () => {
  test('discovery names the issuer and its own addresses, whatever address was used', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    const { body } = await app.inject({ url: '/.well-known/openid-configuration', headers });
    expect(JSON.parse(body)).toMatchObject({
      issuer,
      token_endpoint: `${issuer}/oauth/token`,
      jwks_uri: `${issuer}/oauth/jwks`,
      token_endpoint_auth_methods_supported: ['private_key_jwt', 'tls_client_auth', 'none'],
    });
    expect(body).not.toContain('evil');
    const smart = await app.inject('/fhir/R4/.well-known/smart-configuration');
    expect(smart.json()).toMatchObject({ token_endpoint: `${issuer}/oauth/token` });
  });

  test('the keys served are the public halves alone', async () => {
    const { keys } = (await app.inject('/oauth/jwks')).json();
    expect(keys).toHaveLength(1);
    expect(keys[0]).not.toHaveProperty('d');
  });

  const purposeOf = (named: unknown, key: 'ihe_iua' | 'hl7-b2b' = 'hl7-b2b') => ({
    extensions: { [key]: { version: '1', purpose_of_use: named } },
  });

  test.each<[string, JWTPayload, string[] | undefined]>([
    ['in the words of UDAP B2B', purposeOf(['urn:oid:2.16.840.1.113883.5.8#TREAT']), ['TREAT']],
    ['as IHE IUA writes them', purposeOf([{ code: 'TREAT' }], 'ihe_iua'), ['TREAT']],
    ['not at all', {}, undefined],
  ])('names in its assertion what its token is for, %s', async (_, claims, purposes) => {
    const answer = await ask(await assertion(claims), { scope: 'system/*.rs' });
    const headers = { authorization: `Bearer ${answer.json().access_token}` };
    expect((await app.inject({ url: '/whoami', headers })).json().purposes).toEqual(purposes);
    const elsewhere = { ...headers, 'purpose-of-use': 'HOPERAT' };
    expect((await app.inject({ url: '/whoami', headers: elsewhere })).statusCode).toBe(403);
  });

  test('a purpose that nobody knows gives no token', async () => {
    const answer = await ask(await assertion(purposeOf(['CARE'])), { scope: 'system/*.rs' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      error: 'invalid_request',
      error_description: expect.stringContaining('TREAT'),
    });
  });

  test('its token opens the door as that system, with its scopes, and the journal says so', async () => {
    const answer = await ask(await assertion(), { scope: 'system/*.cruds' });
    expect(answer.statusCode).toBe(200);
    const { access_token, expires_in, scope, token_type } = answer.json();
    expect({ expires_in, scope, token_type }).toEqual({
      expires_in: 600,
      scope: 'system/*.cruds',
      token_type: 'Bearer',
    });
    expect(events.at(-1)).toMatchObject({ action: 'sign-in', actor: { id: 'Device/labo-demo' } });
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await apps[1]!.inject({ url: '/whoami', headers })).json()).toMatchObject({
      id: 'Device/labo-demo',
      scopes: ['system/*.cruds'],
    });
  });

  test.each([
    ['nothing asked: its whole grant', 'labo-demo', undefined, 'system/*.cruds'],
    ['a narrower scope', 'labo-demo', 'system/Observation.rs', 'system/Observation.rs'],
    ['what it may not have is left out', 'labo-demo', 'system/*.rs user/*.rs', 'system/*.rs'],
    ['a reader reads', 'lecteur', undefined, 'system/*.rs'],
  ])('%s', async (_title, client, scope, given) => {
    const answer = await ask(await assertion({}, {}, undefined, client), scope ? { scope } : {});
    expect(answer.json()).toMatchObject({ scope: given });
  });

  test.each([
    ['no scope of its own', 'lecteur', { scope: 'system/*.cruds' }, 'invalid_scope'],
    ['another resource', 'labo-demo', { resource: 'https://elsewhere.example' }, 'invalid_target'],
  ])('refused: %s', async (_title, client, more, error) => {
    const answer = await ask(await assertion({}, {}, undefined, client), more);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ error });
  });

  test('an assertion serves once, also on another process, also at the same moment', async () => {
    const once = await assertion();
    const answers = await Promise.all([ask(once), ask(once, {}, apps[1]), ask(once), ask(once, {}, apps[1])]);
    expect(answers.map(answer => answer.statusCode).sort()).toEqual([200, 401, 401, 401]);
    expect((await ask(once)).json()).toMatchObject({ error: 'invalid_client' });
    expect(events.at(-1)).toMatchObject({
      action: 'attempt',
      actor: { kind: 'unknown' },
      why: 'invalid_client',
    });
  });

  test.each<[string, () => Promise<string>]>([
    ['expired', () => assertion({ exp: now() - 60 })],
    ['longer than five minutes', () => assertion({ exp: now() + 3600 })],
    ['not valid yet', () => assertion({ nbf: now() + 60 })],
    ['made later than clocks may differ', () => assertion({ iat: now() + 60 })],
    ['for another server', () => assertion({ aud: 'https://elsewhere.example/token' })],
    ['without an identifier', () => assertion({ jti: undefined })],
    ['of a suspended client', () => assertion({}, {}, undefined, 'suspendu')],
    ['of nobody', () => assertion({}, {}, undefined, 'personne')],
    ['signed by another key', async () => assertion({}, {}, (await generateKeyPair('ES384')).privateKey)],
  ])('an assertion is refused: %s', async (_title, make) => {
    const answer = await ask(await make());
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ error: 'invalid_client' });
  });

  test('a forged, foreign or malformed token is 401 with an OperationOutcome, and journalled', async () => {
    for (const authorization of ['Bearer a.b.c', 'Bearer', 'Basic bGFibzpsYWJv']) {
      const answer = await app.inject({ url: '/whoami', headers: { authorization } });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('invalid_token');
      expect(answer.json()).toMatchObject({ resourceType: 'OperationOutcome' });
      expect(events.at(-1)).toMatchObject({ action: 'attempt', why: 'invalid-token' });
    }
  });
});

describe('the signing key', () => {
  test('is kept for its owner alone, and the same at the next start', async () => {
    const first = await loadSigningKeys(folder, { create: true });
    expect(await loadSigningKeys(folder, { create: false })).toEqual(first);
    expect((await stat(join(folder, 'authorization-server.json'))).mode & 0o777).toBe(0o600);
  });

  test('is not invented where it must be given', async () => {
    const empty = join(folder, 'empty');
    await expect(loadSigningKeys(empty, { create: false })).rejects.toThrow(
      /authorization-server\.json is missing/,
    );
  });
});
