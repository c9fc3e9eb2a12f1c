import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@continuum/record-database/testing';
import { migrations as gateMigrations, type OpenedGate, openGate } from '@continuum/record-gate';
import {
  createSessions,
  createStillStands,
  createTokenVerifier,
  migrations as credentialMigrations,
  identifyCallers,
  registerCredential,
  type SessionKind,
  type SignInEvent,
  signedIn,
} from '@continuum/registries-credential';
import { anyAuthorization, testAuthority } from '@continuum/registries-credential/testing';
import {
  type Application,
  createPartners,
  type Partner,
  migrations as partnerMigrations,
  toActor,
} from '@continuum/registries-partner';
import { type Actor, usualPurpose } from '@continuum/trust-access';
import fastify, { type FastifyInstance } from 'fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { pino } from 'pino';
import {
  authorizationServer,
  createTokenHolders,
  loadSigningKeys,
  migrations,
  toPublicKeys,
} from '../index.ts';

export const issuer = 'https://exchange.example';
export const fhir = `${issuer}/fhir/R4`;
export const nam = 'TREM04121925';

/** One cast: a physician with a key, a mother with a child, and the persons of whom there are records. */
export const physician: Actor = {
  ...{ kind: 'practitioner', id: 'Practitioner/p1', name: 'Dre Démo', profile: 'physician' },
  credential: { kind: 'key', id: 'key-1' },
};
export const mother: Actor = {
  ...{ kind: 'citizen', id: 'Patient/mere', name: 'Mère Démo', profile: 'citizen' },
  usagers: ['mere', 'enfant'],
  readsOnly: [],
  credential: { kind: 'password', id: 'mere-demo' },
};
const hospital: Actor = {
  ...{ kind: 'system', id: 'Device/hopital', name: 'Hôpital', profile: 'hospital-system' },
  source: { id: 'hopital', registersUsagers: true },
  credential: { kind: 'client-assertion', id: 'hopital' },
};

const namSystem = 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id';
const usager = (id: string, given: string, number?: string) => ({
  ...{ resourceType: 'Patient', id, name: [{ family: 'Tremblay', given: [given] }] },
  ...{ gender: 'male', birthDate: '2004-12-19' },
  ...(number && { identifier: [{ system: namSystem, value: number }] }),
});
const result = (id: string, patient: string, category: string) => ({
  ...{ resourceType: 'Observation', id, status: 'final', code: { text: 'Glucose' } },
  category: [{ coding: [{ code: category }] }],
  subject: { reference: `Patient/${patient}` },
  // So long ago that its person sees it.
  issued: '2026-01-02T09:00:00Z',
});

export const application = (more: Partial<Application> = {}): Application => ({
  kind: 'smart-public',
  grantTypes: ['authorization_code', 'refresh_token'],
  scopes: [
    ...['openid', 'fhirUser', 'launch', 'launch/patient', 'offline_access', 'online_access'],
    ...['patient/*.rs', 'user/*.rs'],
  ],
  launchUrl: 'https://app.example/launch',
  tokenBinding: 'bearer',
  ...more,
});

export const partner = (clientId: string, more: Partial<Partner> = {}): Partner => ({
  ...{ clientId, name: `Application ${clientId}`, organization: { id: 'o', name: 'Organisme' } },
  ...{ profile: 'none', jwks: { keys: [] }, registersUsagers: false, state: 'active', senders: [] },
  redirectUris: ['https://app.example/back'],
  application: application(),
  ...more,
});

export type World = Awaited<ReturnType<typeof createWorld>>;

/** A database with its record, and as many processes of the server over it as are asked for. */
export async function createWorld() {
  const database: TestDatabase = await testDatabase([
    ...gateMigrations,
    ...[credentialMigrations, partnerMigrations, migrations],
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'continuum-oauth-'));
  const gate: OpenedGate = openGate({ database, data: folder, log: pino({ level: 'silent' }) });
  const { service } = database;
  const sessions = createSessions(service, anyAuthorization);
  const partners = createPartners({ service, demonstration: true });
  const keys = await loadSigningKeys(folder, { create: true });
  const events: SignInEvent[] = [];
  const registers = new Map([physician, mother].map(actor => [actor.id, actor]));
  const key = { id: 'key-1', userName: 'medecin', holder: physician.id, kind: 'software' } as const;
  const issuing = await testAuthority(service);
  const certificate = await issuing.certify(physician.id);
  await registerCredential(service, { ...key, publicKey: {}, certificate });
  const access = gate.open(hospital, { of: 'TREAT' }, { request: 'r', address: 'a', channel: 'fhir' });
  const origin = { request: 'r', address: 'a', channel: 'fhir' };
  const kept = await gate.deposits.keep(
    { format: 'fhir', contentType: 'x', original: Buffer.from(''), actor: hospital, origin },
    '',
  );
  const resources = [
    ...[usager('u1', 'Luc', nam), usager('mere', 'Mère'), usager('enfant', 'Enfant')],
    ...[result('u1-lab', 'u1', 'laboratory'), result('u1-vital', 'u1', 'vital-signs')],
    ...[result('mere-lab', 'mere', 'laboratory'), result('enfant-lab', 'enfant', 'laboratory')],
  ];
  await access.write(
    resources.map(resource => ({ verb: 'upsert', resource })),
    { deposit: kept.id },
  );
  const journal = async (event: SignInEvent) => void events.push(event);
  const findPartner = (id: string) => partners.find(id);
  const stands = createStillStands(service, anyAuthorization);
  const apps: FastifyInstance[] = [];

  async function serve(demonstration = true): Promise<FastifyInstance> {
    const app = fastify();
    const origins = [issuer];
    identifyCallers(app, {
      ...{ sessions, origins, journal, plainBearer: demonstration },
      verifyToken: createTokenVerifier({ issuer, audience: fhir, keys: toPublicKeys(keys) }),
      findSystem: async (id, token) => {
        const found = await partners.find(id);
        return found?.state === 'active' && !found.revokedTokens?.includes(token ?? '')
          ? toActor(found, { kind: 'client-assertion', id })
          : undefined;
      },
      ...createTokenHolders({ pool: service, findPartner, stands }),
    });
    await app.register(
      authorizationServer({
        ...{ pool: service, issuer, keys, findPartner, journal, demonstration },
        revokeToken: partners.revokeToken,
        persons: {
          ...{ gate, origins, stands },
          signedIn: request => signedIn(sessions, request),
          signInPage: (kind, back) => `/${kind}/?return=${encodeURIComponent(back)}`,
          personNow: async actor => registers.get(actor.id),
        },
      }),
    );
    app.get('/fhir/R4/whoami', async request => request.actor);
    app.get('/api/whoami', async request => request.actor);
    app.get<{ Params: { type: string } }>('/fhir/R4/of/:type', async ({ actor, origin: from, params }) => {
      const found = await gate.open(actor, usualPurpose(actor.profile), from).search(params.type, []);
      return { ids: found.outcome === 'found' ? found.entries.map(({ id }) => id).sort() : found.outcome };
    });
    apps.push(app);
    return app;
  }

  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const { application: _, ...dme } = partner('dme', { profile: 'emr-system', redirectUris: [] });
  await partners.register({ ...dme, jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] } });

  /** How the DMÉ proves itself, once. */
  async function assertion() {
    const client_assertion = await new SignJWT({ iss: 'dme', sub: 'dme', aud: `${issuer}/oauth/token` })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setJti(randomBytes(8).toString('hex'))
      .setExpirationTime('1m')
      .sign(privateKey);
    return {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
    };
  }

  /** A DMÉ's own token, as its header. */
  async function asSystem(app: FastifyInstance): Promise<{ authorization: string }> {
    const answer = await app.inject({
      ...{ method: 'POST', url: '/oauth/token' },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        grant_type: 'client_credentials',
        ...(await assertion()),
      }).toString(),
    });
    return { authorization: `Bearer ${answer.json().access_token}` };
  }

  return {
    ...{ asSystem, assertion },
    ...{ database, gate, sessions, partners, events, registers, serve },
    setCertificate: (change: 'revoked' | 'restored') =>
      service.query(
        `UPDATE service.certificate SET revoked = CASE WHEN $2 THEN now() END,
          reason = CASE WHEN $2 THEN 'keyCompromise' END WHERE serial = $1`,
        [certificate, change === 'revoked'],
      ),
    setKey: (state: 'active' | 'suspended') =>
      service.query(`UPDATE service.credential SET state = $1 WHERE id = 'key-1'`, [state]),
    /** The cookie that a browser comes with, once its screen was signed in and let it. */
    async signIn(kind: SessionKind, actor: Actor): Promise<[string, string]> {
      const token = await sessions.open(kind, actor, { thumbprint: 'of-a-browser' });
      return [`continuum_${kind}_pass`, (await sessions.allowNavigation(kind, token))!];
    },
    async close(): Promise<void> {
      await Promise.all(apps.map(app => app.close()));
      await gate.close();
      await database.drop();
      await issuing.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What an application keeps of one request (RFC 7636). */
export function proofKey() {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
