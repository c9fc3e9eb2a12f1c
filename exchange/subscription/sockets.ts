import { createHash, randomBytes } from 'node:crypto';
import websocket from '@fastify/websocket';
import type { FastifyPluginAsync } from 'fastify';
import type { KeptSubscriptions } from './kept-subscription.ts';
import { NotTaken } from './send-hook.ts';

/** A connection as it is used here. */
interface Socket {
  readonly readyState: number;
  send(text: string, done: (error?: Error) => void): void;
  close(code: number, reason: string): void;
  terminate(): void;
  ping(): void;
  on(event: 'message', heard: (data: Buffer) => void): void;
  on(event: 'close' | 'pong' | 'error', heard: () => void): void;
}

/** The connections of this process, by subscription. */
export interface Sockets {
  /** Subscriptions that somebody here listens to. */
  bound(): string[];
  /** @throws NotTaken when nobody takes it */
  send(id: string, text: string): Promise<void>;
}

export interface SocketDeps {
  kept: KeptSubscriptions;
  clock: () => Date;
  /** What is said first: a handshake. */
  greet(id: string): Promise<string | undefined>;
}

const open = 1;
const bindWithin = 10_000;
const pingEvery = 30_000;
/** RFC 6455, 7.4.1: what was said breaks the rules of this endpoint. */
const policyViolation = 1008;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** A token to bind with; it is kept as its hash. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashOf(token) };
}

const sent = (socket: Socket, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    if (socket.readyState !== open) return reject(new NotTaken('The connection is closed.'));
    socket.send(text, error => (error ? reject(new NotTaken('The connection broke.')) : resolve()));
  });

/** Closes what does not answer a ping. */
function watch(socket: Socket): void {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, pingEvery).unref();
  socket.on('close', () => clearInterval(timer));
}

/** The WebSockets of subscriptions: `bind-with-token: <token>`, then notifications. */
export function createSockets({ kept, clock, greet }: SocketDeps): Sockets & { routes: FastifyPluginAsync } {
  const listening = new Map<string, Set<Socket>>();

  const listen = async (id: string, socket: Socket): Promise<void> => {
    const greeting = await greet(id);
    if (greeting === undefined) return;
    await sent(socket, greeting);
    const sockets = listening.get(id) ?? new Set();
    listening.set(id, sockets.add(socket));
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) listening.delete(id);
    });
  };
  const bind = async (socket: Socket, message: string): Promise<boolean> => {
    const token = /^bind-with-token:?\s+([\w-]{43})\s*$/.exec(message)?.[1];
    const ids = token === undefined ? [] : await kept.takeToken(hashOf(token), clock());
    if (ids.length === 0) {
      socket.close(policyViolation, 'Send bind-with-token: and a token that is not used or expired.');
      return false;
    }
    for (const id of ids) await listen(id, socket);
    return true;
  };
  const connect = (socket: Socket): void => {
    const unbound = setTimeout(() => socket.close(policyViolation, 'Nothing was bound.'), bindWithin).unref();
    watch(socket);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => clearTimeout(unbound));
    socket.on('message', data => {
      bind(socket, data.toString())
        .then(done => done && clearTimeout(unbound))
        .catch(() => socket.close(1011, 'Try again later.'));
    });
  };
  return {
    bound: () => [...listening.keys()],
    async send(id, text) {
      const results = await Promise.allSettled(
        [...(listening.get(id) ?? [])].map(socket => sent(socket, text)),
      );
      if (!results.some(({ status }) => status === 'fulfilled')) throw new NotTaken('Nobody is connected.');
    },
    routes: async app => {
      await app.register(websocket, { options: { maxPayload: 4_096 } });
      app.get('/', { websocket: true }, socket => connect(socket as unknown as Socket));
    },
  };
}
