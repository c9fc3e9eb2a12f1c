import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listening } from './testing/listening.ts';
import { readNotified } from './testing/receiver.ts';
import { glucose } from './testing/subscription-door.ts';

let at: Listening;

beforeAll(async () => {
  at = await listening();
});
afterEach(() => at.calm());
afterAll(() => at?.door.close());

describe('a WebSocket', () => {
  const connected = async (token: string) => {
    const address = await at.door.app
      .listen({ port: 0, host: '127.0.0.1' })
      .catch(() => at.door.app.listeningOrigin);
    const socket = new WebSocket(`${address.replace('http', 'ws')}/fhir/ws`);
    const heard: ReturnType<typeof readNotified>[] = [];
    const closed = new Promise<CloseEvent>(resolve => socket.addEventListener('close', resolve));
    socket.addEventListener('message', ({ data }) => heard.push(readNotified(String(data))));
    await new Promise(resolve => socket.addEventListener('open', resolve));
    socket.send(`bind-with-token: ${token}`);
    const until = async (wanted: () => boolean) => {
      while (!wanted())
        await new Promise(resolve => socket.addEventListener('message', resolve, { once: true }));
    };
    return { socket, heard, closed, until };
  };
  const tokenFor = async (id: string) => {
    const answer = (await at.door.ask('hospital', `/Subscription/${id}/$get-ws-binding-token`)).json();
    return answer.parameter.find(({ name }: { name: string }) => name === 'token').valueString as string;
  };

  it('bound with a token, hears what happened before and what happens', async () => {
    await at.listen();
    const id = await at.post({ type: 'websocket', content: 'id-only' });
    at.start();
    await at.door.put(glucose('w1', 'u1', Math.random()));
    const token = await tokenFor(id);
    const { socket, heard, until } = await connected(token);
    await until(() => heard.length >= 2);
    await at.door.put(glucose('w2', 'u1', Math.random()));
    await until(() => heard.length >= 3);
    expect(heard.map(({ type }) => type)).toEqual(['handshake', 'event-notification', 'event-notification']);
    expect(heard.flatMap(({ events }) => events)).toEqual([
      { number: 1, focus: 'Observation/w1' },
      { number: 2, focus: 'Observation/w2' },
    ]);
    const again = await connected(token);
    expect((await again.closed).code).toBe(1008);
    socket.close();
  });

  it.each(['x'.repeat(43), 'nothing'])('with the token %s is closed', async token => {
    await at.listen();
    const { closed } = await connected(token);
    expect((await closed).code).toBe(1008);
  });
});
