import { once } from 'node:events';
import { connect } from 'node:net';

/** A request on a connection of its own, whose bytes are counted as they come. */
export interface RawRequest {
  /** Everything received so far, status line and headers included. */
  received(): string;
  /** Resolves with everything received once the server has closed the connection. */
  ended: Promise<string>;
}

/** Sends `GET path` over a bare socket: what a client library would keep for itself is seen too. */
export async function rawGet(url: string, headers: Record<string, string>): Promise<RawRequest> {
  const { hostname, port, pathname, search } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let received = '';
  socket.setEncoding('latin1').on('data', chunk => {
    received += chunk;
  });
  const lines = Object.entries({ Host: `${hostname}:${port}`, Connection: 'close', ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\n${head}\r\n`);
  const ended = once(socket, 'close').then(() => received);
  return { received: () => received, ended };
}
