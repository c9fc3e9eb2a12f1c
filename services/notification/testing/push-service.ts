import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { decrypt } from 'http_ece';
import { selfSigned } from './self-signed.ts';

/** What a push service was handed, as the browser that it is for reads it. */
export interface ReceivedPush {
  path: string;
  /** As it came: nobody but the browser reads it. */
  octets: Buffer;
  text: string;
  ttl: string | undefined;
  /** What the token of RFC 8292 claims; undefined when it is not signed by the key that comes with it. */
  claims: { aud: string; sub: string; exp: number } | undefined;
  key: string | undefined;
}

/** A browser's half of a subscription: it alone can read what is sent to it. */
export function browserKeys() {
  const ecdh = createECDH('prime256v1');
  const p256dh = ecdh.generateKeys().toString('base64url');
  return { ecdh, p256dh, auth: randomBytes(16).toString('base64url') };
}

/** The claims of `vapid t=…, k=…` (RFC 8292, 3), when the signature is that key's. */
function readVapid(header = '') {
  const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(header) ?? [];
  const [head = '', body = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  if (point.length !== 65) return { claims: undefined, key: undefined };
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map(half => half.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const signed = verify(
    ...(['sha256', Buffer.from(`${head}.${body}`)] as const),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  return { claims: signed ? claims : undefined, key };
}

/**
 * A real push service on the loopback, over TLS, and one browser that reads what comes to it.
 * @param answer the status for a path; 201 when undefined
 */
export async function pushService(answer: (path: string) => number | undefined = () => undefined) {
  const tls = await selfSigned();
  const { ecdh, p256dh, auth } = browserKeys();
  const received: ReceivedPush[] = [];
  const server = createServer(tls, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', part => parts.push(part));
    request.on('end', () => {
      const path = request.url ?? '';
      const status = answer(path);
      if (status !== undefined) {
        response.writeHead(status, status === 302 ? { Location: 'https://localhost:1/elsewhere' } : {}).end();
        return;
      }
      const octets = Buffer.concat(parts);
      const text = decrypt(octets, { version: 'aes128gcm', privateKey: ecdh, authSecret: auth }).toString();
      const ttl = request.headers.ttl as string | undefined;
      received.push({ path, octets, text, ttl, ...readVapid(request.headers.authorization) });
      response.writeHead(201, { Location: `${path}/m/1` }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    /** As the operator names it. */
    name: `localhost:${port}`,
    ca: tls.cert,
    received,
    /** What the browser gives of a subscription. */
    subscription: (path: string) => ({ endpoint: `https://localhost:${port}${path}`, p256dh, auth }),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
