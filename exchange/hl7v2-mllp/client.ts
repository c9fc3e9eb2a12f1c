import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { createDeframer, frame } from './framing.ts';

export interface MllpClient {
  /** Sends one message and resolves with the acknowledgment's bytes. Calls may overlap: answers keep the order. */
  send(message: Uint8Array | string): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(answer: Uint8Array): void;
  reject(error: Error): void;
}

function dispatch(socket: Socket, waiting: Waiting[]): void {
  const deframe = createDeframer(Number.POSITIVE_INFINITY);
  let failure: Error | undefined;
  socket.on('data', chunk => {
    for (const found of deframe(chunk)) if (found.kind === 'message') waiting.shift()?.resolve(found.bytes);
  });
  socket.on('error', error => {
    failure = error;
  });
  socket.on('close', () => {
    const error = failure ?? new Error('The connection was closed before the answer came.');
    for (const one of waiting.splice(0)) one.reject(error);
  });
}

/**
 * Connects to a server of HL7 v2 over MLLP; over TLS with the authority, certificate and key of `tls`. Rejects when
 * nobody listens there, or when the server is not who it should be.
 */
export async function connectMllp({
  port,
  host = '127.0.0.1',
  tls,
}: {
  port: number;
  host?: string;
  tls?: ConnectionOptions;
}): Promise<MllpClient> {
  const socket = tls ? connectTls({ servername: 'localhost', ...tls, port, host }) : connect({ port, host });
  await once(socket, tls ? 'secureConnect' : 'connect');
  socket.setNoDelay(true);
  const waiting: Waiting[] = [];
  dispatch(socket, waiting);
  return {
    send(message) {
      const bytes = typeof message === 'string' ? Buffer.from(message) : message;
      return new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error('The connection is closed.'));
        waiting.push({ resolve, reject });
        socket.write(frame(bytes));
      });
    },
    async close() {
      if (socket.closed) return;
      socket.end();
      await once(socket, 'close');
    },
  };
}
