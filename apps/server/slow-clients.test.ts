import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { limitSlowBodies, timeouts } from './slow-clients.ts';

async function serve() {
  const app = fastify({ forceCloseConnections: true });
  limitSlowBodies(app, 200);
  app.post('/api/x', async ({ body }) => body);
  app.post('/dicomweb/studies', async ({ body }) => body);
  await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => app.close());
  return (app.server.address() as AddressInfo).port;
}

/** Sends the head and one byte, then the rest after the limit. Resolves to what was heard. */
async function drip(port: number, path: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.on('data', data => {
    heard += String(data);
  });
  socket.on('error', () => undefined);
  const head = [`POST ${path} HTTP/1.1`, 'Host: x', 'Content-Type: application/json', 'Content-Length: 4'];
  socket.write(`${[...head, 'Connection: close', '', ''].join('\r\n')}t`);
  const rest = setTimeout(() => socket.write('rue'), 400);
  await once(socket, 'close');
  clearTimeout(rest);
  return heard;
}

it('whoever sends a body drop by drop is hung up on; a study may take its time', async () => {
  const port = await serve();
  const [slow, study] = await Promise.all([drip(port, '/api/x'), drip(port, '/dicomweb/studies')]);
  expect(slow).not.toContain('200 OK');
  expect(study).toContain('200 OK');
});

it('a body in time is read, and the connection stays for the next request', async () => {
  const port = await serve();
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' };
  for (let i = 0; i < 2; i++) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/x`, sent);
    expect(await answer.json()).toEqual({ a: 1 });
  }
});

it('a head has less time than a request, and none is without end', () => {
  expect(timeouts.headersTimeout).toBeLessThan(timeouts.requestTimeout);
  expect(Object.values(timeouts).every(ms => ms > 0 && Number.isFinite(ms))).toBe(true);
});
