import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenFor } from '../testing/client.ts';
import { application, createWorld, issuer, partner, type World } from '../testing/server.ts';

let world: World;
let demonstration: FastifyInstance;
let strict: FastifyInstance;
let keys: Server;
let root: string;
const asked: string[] = [];
const pair = await generateKeyPair('ES256');
const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one' }] });

const answers: Record<string, [number, string, Record<string, string>]> = {
  '/keys': [200, jwks, { 'cache-control': 'max-age=999999999' }],
  '/moved': [302, '', { location: '/keys' }],
  '/large': [200, `${' '.repeat(70_000)}${jwks}`, {}],
  '/gone': [404, jwks, {}],
};

beforeAll(async () => {
  keys = createServer((request, response) => {
    asked.push(request.url!);
    const [status, body, headers] = answers[request.url!]!;
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>(resolve => keys.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(keys.address() as AddressInfo).port}`;
  world = await createWorld();
  demonstration = await world.serve();
  strict = await world.serve(false);
});
afterAll(async () => {
  keys?.close();
  await world?.close();
});

async function ask(path: string, server = demonstration) {
  const client = `systeme${path.replace('/', '-')}`;
  await world.partners.register(
    partner(client, {
      profile: 'laboratory-system',
      redirectUris: [],
      application: application({
        ...{ kind: 'backend-service', grantTypes: ['client_credentials'] },
        ...{ scopes: ['system/*.rs'], jwksUri: `${root}${path}` },
      }),
    }),
  );
  const client_assertion = await new SignJWT({ iss: client, sub: client, aud: `${issuer}/oauth/token` })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .setJti(randomUUID())
    .setExpirationTime('1m')
    .sign(pair.privateKey);
  return tokenFor(server, {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion,
  });
}

describe('SMART App Launch 2.2, Backend Services: keys by address', () => {
  test('are fetched once for a while', async () => {
    expect((await ask('/keys')).json()).toMatchObject({ scope: 'system/*.rs' });
    expect((await ask('/keys')).statusCode).toBe(200);
    expect(asked.filter(path => path === '/keys')).toHaveLength(1);
  });

  test.each(['/moved', '/large', '/gone'])('not %s', async path => {
    expect((await ask(path)).statusCode).toBe(401);
    expect(asked.filter(one => one === path)).toHaveLength(1);
    if (path === '/moved') expect(asked.filter(one => one === '/keys').length).toBeLessThan(2);
  });

  test('from this machine in the demonstration only', async () => {
    const before = asked.length;
    expect((await ask('/keys', strict)).statusCode).toBe(401);
    expect(asked.length).toBe(before);
  });
});
