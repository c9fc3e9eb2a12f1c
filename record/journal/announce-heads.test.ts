import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SignedTreeHead } from '@continuum/trust-audit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announceHeads } from './index.ts';
import { access, type Bench, openBench } from './testing.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.drop());

/** A witness outside, which answers as it is told. */
async function witness() {
  const heads: SignedTreeHead[] = [];
  const state = { status: 200, heard: (): void => undefined };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    heads.push(JSON.parse(Buffer.concat(chunks).toString()));
    response.statusCode = state.status;
    response.end();
    state.heard();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    ...{ heads, state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` },
    until: (wanted: () => boolean) =>
      new Promise<void>(resolve => {
        const look = () => (wanted() ? resolve() : undefined);
        state.heard = look;
        look();
      }),
    close: () => server.close(),
  };
}

describe('signed heads, told outside', () => {
  it('the newest is sent, again until it is taken, and then no more until there is a newer one', async () => {
    const { heads, state, url, until, close } = await witness();
    const warned: unknown[] = [];
    await bench.journal.append([access('u1')]);
    const { head: first } = await bench.sequenceAll();
    state.status = 500;
    const log = { warn: (...said: unknown[]) => warned.push(said) };
    const announcer = announceHeads({ pool: bench.database.journal, url, everyMs: 20, log: log as never });
    await until(() => heads.length >= 2);
    expect(heads).toEqual(heads.map(() => first));
    state.status = 204;
    const before = heads.length;
    await until(() => heads.length > before);
    expect(warned.length).toBeGreaterThan(0);
    const taken = heads.length;
    await bench.journal.append([access('u2')]);
    const { head: second } = await bench.sequenceAll();
    await until(() => heads.length > taken);
    expect(heads.slice(taken)).toEqual([second]);
    await announcer.stop();
    close();
  });
});
