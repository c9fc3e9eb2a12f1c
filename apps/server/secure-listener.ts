import { constants } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContextOptions, TlsOptions } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import type { Rooms } from './rooms.ts';
import { readClientAuthorities, serverCertificate } from './server-certificate.ts';
import { timeouts } from './slow-clients.ts';

/** Forward secrecy and authenticated encryption alone (RFC 9325, §4.2). */
const ciphers = [
  ...['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256'],
  ...['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
  ...['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ...['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'],
].join(':');

const refreshEvery = 3_600_000;

type Secured = Pick<Rooms, 'settings' | 'authority' | 'database' | 'log'>;

async function contextOf(rooms: Secured): Promise<SecureContextOptions> {
  const { cert, key } = await serverCertificate(rooms);
  const others = await readClientAuthorities(rooms.settings);
  return {
    ...{ cert, key, ciphers, minVersion: 'TLSv1.2', honorCipherOrder: true },
    ca: [rooms.authority.chain, ...(others === undefined ? [] : [others])],
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  };
}

/** What every TLS listener of this server is made with. Clients are asked for a certificate. */
export interface Security {
  options: TlsOptions;
  /** Has a listener take the server's certificate again when it changed: a renewed one counts without a restart. */
  follow(listener: { setSecureContext(options: SecureContextOptions): void }): void;
  stop(): void;
}

/**
 * Opens what TLS listeners need.
 * @throws BadSetting
 */
export async function openSecurity(rooms: Secured): Promise<Security> {
  let current = await contextOf(rooms);
  const listeners: { setSecureContext(options: SecureContextOptions): void }[] = [];
  const refresh = async () => {
    const now = await contextOf(rooms);
    if (now.cert === current.cert && String(now.ca) === String(current.ca)) return;
    current = now;
    for (const listener of listeners) listener.setSecureContext(now);
  };
  const timer = setInterval(() => {
    refresh().catch(error => rooms.log.error({ err: error }, 'the TLS certificate could not be read again'));
  }, refreshEvery).unref();
  return {
    options: { ...current, requestCert: true, rejectUnauthorized: false, handshakeTimeout: 10_000 },
    follow: listener => void listeners.push(listener),
    stop: () => clearInterval(timer),
  };
}

/** The listener of HTTPS: closed after the application, which ends its WebSockets and answers what is in hand. */
interface SecureListener {
  listen(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The same application over HTTPS, upgrades to WebSockets included. A client's certificate is asked for and not
 * required: who needs one is decided where it counts.
 */
export function createSecureListener(
  app: FastifyInstance,
  { settings: { tlsPort, tlsHost } }: Pick<Rooms, 'settings'>,
  security: Security,
): SecureListener {
  const answering = new Set<ServerResponse>();
  const server = createServer({ ...security.options, ...timeouts }, (request, response) => {
    answering.add(response);
    response.once('close', () => answering.delete(response));
    app.routing(request, response);
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => app.server.emit('upgrade', request, socket, head));
  security.follow(server);
  return {
    async listen() {
      await app.ready();
      await once(server.listen(tlsPort, tlsHost), 'listening');
    },
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      await Promise.all([...answering].map(response => once(response, 'close')));
      // Those that never asked for anything, or did not even finish their handshake, would hold the stop.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
