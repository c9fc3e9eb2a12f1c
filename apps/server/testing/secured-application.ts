import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@continuum/record-database/testing';
import { toPem } from '@continuum/registries-credential';
import type { Partner } from '@continuum/registries-partner';
import { platformActor } from '@continuum/trust-access';
import { SignJWT } from 'jose';
import { createApp } from '../app.ts';
import { listenMllp } from '../mllp-listener.ts';
import { createSecureListener, openSecurity } from '../secure-listener.ts';
import { readSettings } from '../settings.ts';
import { migrations, openRooms } from '../start.ts';

type Rooms = Awaited<ReturnType<typeof openRooms>>['rooms'];

const by = { actor: platformActor, origin: { request: 'test', address: 'local', channel: 'cli' } };

/** What a client of TLS shows: its certificate with the chain, and its key, PEM. */
export interface Shown {
  cert: string;
  key: string;
  /** Hexadecimal; of the authority's own. */
  serial: string;
}

interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  json(): Record<string, unknown> & { [name: string]: never };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }) as string;

/** One process of the server, over HTTPS and MLLP. */
async function serve(data: string, databaseUrl: string, environment: Record<string, string>) {
  const ports = {
    PORT: '1',
    TLS_PORT: String(await freePort()),
    MLLP_PORT: String(await freePort()),
    MLLP_TLS: '1',
  };
  const pki = { CONTINUUM_CA_PASSPHRASE: 'a passphrase of a test', PUBLIC_URL: 'http://localhost:8080' };
  const settings = readSettings({
    CONTINUUM_DATA: data,
    LOG_LEVEL: 'silent',
    ...ports,
    ...pki,
    ...environment,
  });
  const { rooms, close } = await openRooms({ ...settings, databaseUrl });
  const app = await createApp(rooms);
  const security = await openSecurity(rooms);
  const secure = createSecureListener(app, rooms, security);
  await secure.listen();
  const mllp = await listenMllp(rooms, security);
  return {
    ...{ rooms, app, url: settings.tlsUrl, mllpPort: mllp.port },
    async close() {
      security.stop();
      await mllp.close();
      await app.close();
      await secure.close();
      await rooms.intake.idle();
      await close();
    },
  };
}

/** The application over TLS, on a real record, with systems that have keys and certificates. */
export async function securedApplication() {
  const database = await testDatabase(migrations);
  const data = await mkdtemp(join(tmpdir(), 'continuum-tls-'));
  const stops: (() => Promise<unknown>)[] = [];
  const start = async (environment: Record<string, string> = {}) => {
    const server = await serve(data, database.url, environment);
    let closing: Promise<void> | undefined;
    const close = () => {
      closing ??= server.close();
      return closing;
    };
    stops.push(close);
    return { ...server, close };
  };
  const server = await start();
  const { rooms } = server;
  const { root } = rooms.authority;

  /** Registers a system with a key, and has its certificate issued over the same. */
  async function enrol(clientId: string, more: Partial<Partner> = {}) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one' };
    await rooms.partners.register({
      ...{
        clientId,
        name: clientId,
        organization: { id: 'o', name: 'Organisme' },
        profile: 'hospital-system',
      },
      ...{ registersUsagers: true, redirectUris: [], state: 'active', senders: [] },
      jwks: { keys: [jwk] },
      ...more,
    });
    const issued = await rooms.authority.issue(
      {
        ...{ profile: 'system', subject: `Device/${clientId}`, name: clientId },
        publicKey: publicKey.export({ type: 'spki', format: 'der' }),
      },
      by,
    );
    const shown: Shown = { cert: toPem(issued), key: pemOf(privateKey), serial: issued.serial };
    const assertion = () =>
      new SignJWT({ jti: randomUUID() })
        .setProtectedHeader({ alg: 'ES256', kid: 'one' })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setAudience('http://localhost:8080')
        .setExpirationTime('1 minute')
        .sign(privateKey);
    return { clientId, shown, assertion, key: privateKey.export({ format: 'jwk' }) };
  }

  /** One connection, kept alive, that shows a certificate or none. */
  function connect(shown?: Omit<Shown, 'serial'>, at = server) {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: root, ...shown });
    stops.unshift(async () => agent.destroy());
    const send = (
      method: string,
      path: string,
      headers: Record<string, string> = {},
      body?: string | Uint8Array,
    ): Promise<Answered & { reused: boolean }> =>
      new Promise((resolve, reject) => {
        const sent = request(`${at.url}${path}`, { method, agent, headers }, async answer => {
          const chunks: Buffer[] = [];
          for await (const chunk of answer) chunks.push(chunk as Buffer);
          const text = Buffer.concat(chunks).toString('utf8');
          const { statusCode: status = 0, headers: told } = answer;
          resolve({
            status,
            headers: told,
            body: text,
            json: () => JSON.parse(text),
            reused: sent.reusedSocket,
          });
        });
        sent.on('error', reject);
        sent.end(body);
      });
    return {
      send,
      /** Asks for a token; by the assertion, or by the certificate when there is none. */
      token: (fields: Record<string, string>, headers: Record<string, string> = {}) =>
        send(
          'POST',
          '/oauth/token',
          { 'content-type': 'application/x-www-form-urlencoded', ...headers },
          new URLSearchParams({
            grant_type: 'client_credentials',
            ...(fields.client_assertion && {
              client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            }),
            ...fields,
          }).toString(),
        ),
    };
  }

  return {
    ...{ server, start, database, enrol, connect, root },
    revoke: (serial: string, on: Rooms = rooms) => on.authority.revoke(serial, 'keyCompromise', by),
    async close() {
      for (const stop of stops.reverse()) await stop();
      await database.drop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
