import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions, type Server as TlsServer } from 'node:tls';
import { answersTo, type ExchangeDeps, tooLong } from './exchange.ts';
import { createDeframer, type Frame, frame } from './framing.ts';

export interface MllpSettings extends Omit<ExchangeDeps, 'now'> {
  /** 0: any free port. */
  port: number;
  host?: string;
  /** Longest message taken, in bytes. */
  limit?: number;
  /** Connections at once; more are closed as they come. */
  connections?: number;
  /** Milliseconds of silence after which a connection is closed. */
  idle?: number;
  now?(): Date;
  /** Over TLS: senders need a certificate of an authority that these options trust. Absent: plain. */
  tls?: {
    options: TlsOptions;
    /** Told of the listener, so that it takes a renewed certificate. */
    follow?(listener: TlsServer): void;
  };
}

export interface MllpServer {
  port: number;
  /** Takes no more messages, answers the ones in hand, and resolves when all connections are closed. */
  close(): Promise<void>;
}

interface Connection {
  socket: Socket;
  /** A message is in hand. */
  busy: boolean;
}

interface Room {
  deps: ExchangeDeps;
  limit: number;
  stopping: boolean;
  connections: Set<Connection>;
}

const megabyte = 1024 * 1024;

async function send(socket: Socket, bytes: Uint8Array): Promise<void> {
  if (socket.destroyed || socket.write(frame(bytes))) return;
  await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
}

async function handle(found: Frame, socket: Socket, { deps, limit }: Room): Promise<void> {
  const address = socket.remoteAddress ?? 'unknown';
  if (found.kind === 'noise') {
    deps.log.warn({ address, bytes: found.length }, 'bytes outside of an MLLP block were skipped');
    return;
  }
  if (found.kind === 'too-long') {
    await send(socket, tooLong(found.beginning, limit, deps.now()));
    return;
  }
  for (const answer of await answersTo(found.bytes, socket, deps)) await send(socket, answer);
}

/** Reads no further packet while a message is in hand: answers keep the order, and a fast sender waits. */
async function converse(connection: Connection, room: Room): Promise<void> {
  const { socket } = connection;
  const deframe = createDeframer(room.limit);
  // Left in place on return: the last answer may still be on its way.
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    for (const found of deframe(chunk as Buffer)) {
      if (room.stopping) return;
      connection.busy = true;
      await handle(found, socket, room);
      connection.busy = false;
    }
    if (room.stopping) return;
  }
}

async function accept(socket: Socket, idle: number, room: Room): Promise<void> {
  const connection: Connection = { socket, busy: false };
  room.connections.add(connection);
  socket.setNoDelay(true);
  socket.setTimeout(idle, () => {
    if (!connection.busy) socket.destroy();
  });
  try {
    await converse(connection, room);
  } catch (error) {
    room.deps.log.warn({ err: error, address: socket.remoteAddress }, 'connection lost');
  } finally {
    room.connections.delete(connection);
    socket.destroySoon();
  }
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function close(server: Server, room: Room): Promise<void> {
  room.stopping = true;
  const closed = new Promise<void>(resolve => server.close(() => resolve()));
  for (const { socket, busy } of room.connections) if (!busy) socket.destroy();
  await closed;
}

/** Half open: a sender that closes its side after its last message still gets the answer. */
const allowHalfOpen = true;

function serverFor({ tls, log }: MllpSettings, take: (socket: Socket) => void): Server {
  if (tls === undefined) return createServer({ allowHalfOpen }, take);
  const required = { requestCert: true, rejectUnauthorized: true, allowHalfOpen };
  const server = createTlsServer({ ...tls.options, ...required }, take);
  server.on('tlsClientError', ({ message }, { remoteAddress }) => {
    log.warn(
      { address: remoteAddress, reason: message },
      'a TLS connection without a certificate that counts',
    );
  });
  tls.follow?.(server);
  return server;
}

/**
 * HL7 v2 over MLLP: each message is deposited through intake and answered with a true acknowledgment, in the
 * order of arrival. Rejects when the port cannot be had (`EADDRINUSE`).
 */
export async function startMllp(settings: MllpSettings): Promise<MllpServer> {
  const {
    port,
    host = '127.0.0.1',
    limit = 32 * megabyte,
    connections = 1000,
    idle = 10 * 60_000,
    now = () => new Date(),
  } = settings;
  const { intake, senderToActor, pace, log } = settings;
  const room: Room = {
    deps: { intake, senderToActor, log, now, ...(pace && { pace }) },
    limit,
    stopping: false,
    connections: new Set(),
  };
  const server = serverFor(settings, socket => void accept(socket, idle, room));
  server.maxConnections = connections;
  const bound = await listen(server, port, host);
  return { port: bound, close: () => close(server, room) };
}
