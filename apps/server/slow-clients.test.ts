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

/** Sends the head and one byte of four, and the rest when it is told to. `heard` resolves once hung up on. */
function begin(port: number, path: string) {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', data => {
    text += String(data);
  });
  socket.on('error', () => undefined);
  const head = [`POST ${path} HTTP/1.1`, 'Host: x', 'Content-Type: application/json', 'Content-Length: 4'];
  socket.write(`${[...head, 'Connection: close', '', ''].join('\r\n')}t`);
  return { end: () => socket.write('rue'), heard: once(socket, 'close').then(() => text) };
}

it('whoever sends a body drop by drop is hung up on; a study may take its time', async () => {
  const port = await serve();
  const study = begin(port, '/dicomweb/studies');
  const slow = begin(port, '/api/x');
  // Begun before the one that is hung up on, the study has taken longer than that one may.
  expect(await slow.heard).not.toContain('200 OK');
  study.end();
  expect(await study.heard).toContain('200 OK');
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
