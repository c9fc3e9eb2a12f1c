import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Shown, securedApplication } from './testing/secured-application.ts';

type World = Awaited<ReturnType<typeof securedApplication>>;
type System = Awaited<ReturnType<World['enrol']>>;
let world: World;
let hospital: System;
let laboratory: System;

beforeAll(async () => {
  world = await securedApplication();
  hospital = await world.enrol('hopital');
  laboratory = await world.enrol('labo');
});
afterAll(() => world?.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
const ask = '/fhir/R4/Patient?_count=1';

/** A token over a connection that shows the system's certificate. */
async function boundToken(system: System) {
  const connection = world.connect(system.shown);
  const answer = await connection.token({ client_id: system.clientId });
  expect(answer.status).toBe(200);
  return { connection, token: String(answer.json().access_token) };
}

/** A certificate that no authority of ours issued, for the same name; by the openssl of the machine. */
function foreignCertificate(): Omit<Shown, 'serial'> {
  const folder = mkdtempSync(join(tmpdir(), 'continuum-foreign-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=hopital'];
  execFileSync('openssl', ['req', '-x509', '-days', '2', '-keyout', key, '-out', cert, ...made], {
    stdio: 'pipe',
  });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

describe('the TLS port', () => {
  it('serves the same application, under a certificate of the platform’s authority for localhost', async () => {
    const answer = await world.connect().send('GET', '/fhir/R4/metadata');
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ resourceType: 'CapabilityStatement' });
  });

  it.each([
    ['TLS 1.1', { maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }],
    ['a suite without forward secrecy', { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256' }],
    [
      'a suite without authenticated encryption',
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA256' },
    ],
  ] as const)('refuses %s', async (_, options) => {
    const port = Number(new URL(world.server.url).port);
    const socket = connectTls({ port, host: 'localhost', ca: world.root, ...options });
    const failed = await new Promise<boolean>(resolve => {
      socket.once('secureConnect', () => resolve(false)).once('error', () => resolve(true));
    });
    socket.destroy();
    expect(failed).toBe(true);
  });

  it('stops while somebody is connected and says nothing', async () => {
    const own = await world.start();
    const port = Number(new URL(own.url).port);
    const [silent, shaking] = [
      connectTls({ port, host: 'localhost', ca: world.root }),
      connect(port, 'localhost'),
    ];
    await Promise.all([once(silent, 'secureConnect'), once(shaking, 'connect')]);
    // A connection that is reset has ended too.
    const closed = (socket: Socket) =>
      new Promise(resolve =>
        socket
          .on('error', () => undefined)
          .resume()
          .once('close', resolve),
      );
    const ended = Promise.all([silent, shaking].map(closed));
    await own.close();
    await ended;
  });

  it('passes upgrades on: a WebSocket opens over it', async () => {
    const port = Number(new URL(world.server.url).port);
    const socket = connectTls({ port, host: 'localhost', ca: world.root });
    const lines = [
      'GET /fhir/ws HTTP/1.1',
      `Host: localhost:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
    ];
    const key = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='];
    socket.write([...lines, ...key, '', ''].join('\r\n'));
    const first = await new Promise<string>(resolve => socket.once('data', data => resolve(data.toString())));
    socket.destroy();
    expect(first).toMatch(/^HTTP\/1\.1 101 /);
  });
});

describe('a token for a system that comes by its certificate (RFC 8705)', () => {
  it('is given for the certificate alone, is bound to it, and opens the record over that connection', async () => {
    const { connection, token } = await boundToken(hospital);
    expect(claimsOf(token)).toMatchObject({ client_id: 'hopital', cnf: { 'x5t#S256': expect.any(String) } });
    expect((await connection.send('GET', ask, bearer(token))).status).toBe(200);
  });

  it('is bound too when the client signs an assertion', async () => {
    const answer = await world
      .connect(hospital.shown)
      .token({ client_assertion: await hospital.assertion() });
    expect(answer.status).toBe(200);
    expect(claimsOf(String(answer.json().access_token)).cnf).toBeDefined();
  });

  it('stolen, opens nothing: without a certificate, over another system’s, or on the plain port', async () => {
    const { token } = await boundToken(hospital);
    expect((await world.connect().send('GET', ask, bearer(token))).status).toBe(401);
    expect((await world.connect(laboratory.shown).send('GET', ask, bearer(token))).status).toBe(401);
    const plain = await world.server.app.inject({ url: ask, headers: bearer(token) });
    expect(plain.statusCode).toBe(401);
  });

  it('is not given for another system’s certificate', async () => {
    const connection = world.connect(laboratory.shown);
    expect((await connection.token({ client_id: 'hopital' })).status).toBe(401);
    // Signed by the hospital, over the laboratory's connection: in the demonstration a plain one, of no use there.
    const plain = await connection.token({ client_assertion: await hospital.assertion() });
    const token = String(plain.json().access_token);
    expect(claimsOf(token).cnf).toBeUndefined();
    expect((await connection.send('GET', ask, bearer(token))).status).toBe(401);
  });

  it('is not given for a certificate of an authority that nobody trusts', async () => {
    const connection = world.connect(foreignCertificate());
    expect((await connection.token({ client_id: 'hopital' })).status).toBe(401);
    const plain = await connection.token({ client_assertion: await hospital.assertion() });
    expect((await connection.send('GET', ask, bearer(String(plain.json().access_token)))).status).toBe(401);
  });

  it('opens nothing from the moment of the revocation, on the connection that is open, also when another process revoked', async () => {
    const clinic = await world.enrol('clinique');
    const { connection, token } = await boundToken(clinic);
    expect((await connection.send('GET', ask, bearer(token))).status).toBe(200);
    const other = await world.start();
    await world.revoke(clinic.shown.serial, other.rooms);
    const after = await connection.send('GET', ask, bearer(token));
    expect(after).toMatchObject({ status: 401, reused: true });
    expect((await connection.token({ client_id: 'clinique' })).status).toBe(401);
  });

  it('opens nothing once the certificate has expired, on the connection that is open', async () => {
    const clinic = await world.enrol('clinique-2');
    const { connection, token } = await boundToken(clinic);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 399 * 86_400_000 });
    try {
      const other = await connection.send('GET', ask, bearer(token));
      expect(other).toMatchObject({ status: 401, reused: true });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a certificate of another authority that TLS_CLIENT_CA names', () => {
  it('counts for the system that registered its key, and for no other', async () => {
    const foreign = foreignCertificate();
    const key = createPublicKey(foreign.cert).export({ format: 'jwk' });
    await world.enrol('etranger', { jwks: { keys: [{ ...key, kid: 'one' }] } });
    const folder = mkdtempSync(join(tmpdir(), 'continuum-ca-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const TLS_CLIENT_CA = join(folder, 'ca.pem');
    writeFileSync(TLS_CLIENT_CA, foreign.cert);
    const open = await world.start({ TLS_CLIENT_CA });
    const connection = world.connect(foreign, open);
    const answer = await connection.token({ client_id: 'etranger' });
    expect(answer.status).toBe(200);
    const token = bearer(String(answer.json().access_token));
    expect((await connection.send('GET', ask, token)).status).toBe(200);
    expect((await connection.token({ client_id: 'hopital' })).status).toBe(401);
    // Where that authority is not trusted, the same certificate counts for nobody.
    expect((await world.connect(foreign).send('GET', ask, token)).status).toBe(401);
  });
});

describe('outside the demonstration', () => {
  const settled = () => world.start({ CONTINUUM_DEMO: '0', ...files() });
  let folder: string;
  const files = () => ({ TLS_CERT: join(folder, 'cert.pem'), TLS_KEY: join(folder, 'key.pem') });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'continuum-tls-files-'));
    const kept = JSON.parse(
      readFileSync(join(world.server.rooms.settings.data, 'tls', 'server.json'), 'utf8'),
    );
    writeFileSync(files().TLS_CERT, kept.cert);
    writeFileSync(files().TLS_KEY, kept.key);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('a system’s plain bearer token opens nothing, nor is one given', async () => {
    const strict = await settled();
    const demonstration = await world.connect().token({ client_assertion: await hospital.assertion() });
    const plain = String(demonstration.json().access_token);
    expect((await world.connect().send('GET', ask, bearer(plain))).status).toBe(200);
    const connection = world.connect(undefined, strict);
    expect((await connection.send('GET', ask, bearer(plain))).status).toBe(401);
    expect((await connection.token({ client_assertion: await hospital.assertion() })).status).toBe(400);
    const own = world.connect(hospital.shown, strict);
    const bound = String((await own.token({ client_id: 'hopital' })).json().access_token);
    expect((await own.send('GET', ask, bearer(bound))).status).toBe(200);
  });
});
