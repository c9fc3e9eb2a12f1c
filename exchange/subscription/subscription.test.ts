import { cast } from '@continuum/exchange-fhir-rest/testing';
import { validate } from '@continuum/standards-fhir';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, readNotified, receiver } from './testing/receiver.ts';
import {
  glucose,
  patient,
  refusal,
  type SubscriptionDoor,
  subscription,
  subscriptionDoor,
  type Wanted,
} from './testing/subscription-door.ts';

let at: SubscriptionDoor;
let hook: Receiver;
const stops: (() => Promise<unknown>)[] = [];

/** Both processes send. */
const start = () => stops.push(...at.subscriptions.map(one => one.start()));
const stop = async () => {
  for (const one of stops.splice(0)) await one();
};
const numbers = (received = hook) =>
  received.events().flatMap(({ events }) => events.map(({ number }) => number));
const foci = (received = hook) => received.events().flatMap(({ events }) => events.map(({ focus }) => focus));

beforeAll(async () => {
  at = await subscriptionDoor();
  for (const id of ['u1', 'u2', 'u3']) await at.door.put(patient(id));
});
afterAll(() => at?.door.close());
afterEach(async () => {
  await stop();
  for (const { resource } of (await at.door.ask('hospital', '/Subscription')).json().entry)
    await at.door.ask('hospital', `/Subscription/${resource.id}`, 'DELETE');
  await hook?.close();
});

/** A subscription that has been greeted. */
async function subscribed(wanted: Wanted = {}, actor = 'hospital'): Promise<string> {
  hook = await receiver();
  const id = await at.post({ endpoint: hook.url, ...wanted }, actor);
  start();
  await at.becomes(id, 'active', actor);
  return id;
}

describe('R4 backport 1.1: a rest-hook', () => {
  it('is greeted, then told of what is new and changed, in order, with the headers that it asked for', async () => {
    const id = await subscribed({ content: 'full-resource', header: ['Authorization: Bearer secret-1'] });
    expect(hook.notified[0]).toMatchObject({ type: 'handshake', count: 0, events: [] });
    await at.door.put(glucose('o1', 'u1', 5.5));
    await hook.until(() => numbers().length === 1);
    await at.door.put(glucose('o1', 'u1', 6.25));
    await at.door.put(glucose('o2', 'u2'));
    await hook.until(() => numbers().length === 3);
    expect(numbers()).toEqual([1, 2, 3]);
    expect(foci()).toEqual(['Observation/o1', 'Observation/o1', 'Observation/o2']);
    expect(hook.events()[0]!.headers).toMatchObject({
      authorization: 'Bearer secret-1',
      'content-type': 'application/fhir+json; charset=utf-8',
    });
    expect(hook.events().flatMap(({ resources }) => resources)[1]).toMatchObject({
      valueQuantity: { value: 6.25 },
    });
    const issues = validate(hook.events()[0]!.bundle);
    expect(issues.filter(({ severity }) => severity !== 'information')).toEqual([]);
    const status = (await at.door.ask('hospital', `/Subscription/${id}/$status`)).json();
    expect(JSON.stringify(status)).toContain('"events-since-subscription-start","valueString":"3"');
  });

  it.each([
    ['empty', undefined, 0],
    ['id-only', 'Observation/c1', 0],
    ['full-resource', 'Observation/c1', 1],
  ])('of content %s says focus %s and sends %i resources', async (content, focus, resources) => {
    await subscribed({ content });
    await at.door.put(glucose('c1', 'u1', Math.random()));
    await hook.until(() => numbers().length === 1);
    expect(foci()).toEqual([focus]);
    expect(hook.events()[0]!.resources).toHaveLength(resources);
    expect(hook.events()[0]!.bundle.type).toBe('history');
  });

  it('is told of what its criteria select, and of nothing else', async () => {
    await subscribed({
      filters: ['Observation?patient=Patient/u1', 'Observation?code=http://loinc.org|2345-7'],
    });
    await at.door.put(glucose('f1', 'u2'));
    await at.door.put({
      ...glucose('f2', 'u1'),
      code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }] },
    } as never);
    await at.door.put({ ...glucose('f3', 'u1'), category: [{ coding: [{ code: 'vital-signs' }] }] } as never);
    await at.door.put(glucose('f4', 'u1'));
    await hook.until(() => numbers().length === 1);
    expect(foci()).toEqual(['Observation/f4']);
  });

  it('gets so many events at once at most, and a heartbeat when nothing happens', async () => {
    await subscribed({ maxCount: 2, heartbeat: 1 });
    await stop();
    for (let n = 0; n < 5; n++) await at.door.put(glucose(`m${n}`, 'u1', Math.random()));
    start();
    await hook.until(() => hook.notified.some(({ type }) => type === 'heartbeat'));
    expect(hook.events().map(({ events }) => events.length)).toEqual([2, 2, 1]);
    expect(numbers()).toEqual([1, 2, 3, 4, 5]);
    expect(hook.notified.at(-1)).toMatchObject({ type: 'heartbeat', count: 5, events: [] });
  });

  it('that does not answer is tried again, later and later, then is in error; the client puts it right, and nothing is lost', async () => {
    const id = await subscribed();
    hook.state.status = 503;
    await at.door.put(glucose('e1', 'u1', Math.random()));
    const failed = await at.becomes(id, 'error');
    expect(failed.error).toBe('The endpoint answered 503.');
    expect(numbers()).toEqual([1, 1, 1, 1]);
    await at.door.put(glucose('e2', 'u1', Math.random()));
    hook.state.status = 200;
    await at.door.send('hospital', 'PUT', `/Subscription/${id}`, { ...failed, status: 'requested' });
    await at.becomes(id, 'active');
    await hook.until(() => numbers().includes(2));
    expect(numbers().slice(4)).toEqual([1, 2]);
  });

  it('that redirects is not followed', async () => {
    hook = await receiver();
    hook.state.status = 302;
    const id = await at.post({ endpoint: hook.url });
    start();
    expect((await at.becomes(id, 'error')).error).toMatch(/answered 302; redirects are not followed/);
    expect(hook.notified.every(({ type }) => type === 'handshake')).toBe(true);
  });

  it('ends at its end, and when its client may not connect any more', async () => {
    const id = await subscribed();
    const found = (await at.door.ask('hospital', `/Subscription/${id}`)).json();
    await at.door.send('hospital', 'PUT', `/Subscription/${id}`, {
      ...found,
      status: 'requested',
      end: '2020-01-01T00:00:00Z',
    });
    await at.becomes(id, 'off');
    at.systems.set('hopital-demo', undefined);
    const other = await at.post({ endpoint: hook.url });
    expect((await at.becomes(other, 'error')).error).toMatch(/may not connect any more/);
    at.systems.set('hopital-demo', cast.hospital);
  });
});

describe('telling is a disclosure', () => {
  it('a refusal between the write and the sending: no event, and no gap', async () => {
    const id = await subscribed();
    await stop();
    await at.door.put(glucose('r1', 'u2', Math.random()));
    await at.door.put(glucose('r2', 'u1', Math.random()));
    await at.door.put(refusal('u2') as never);
    start();
    await hook.until(() => numbers().length === 1);
    expect([numbers(), foci()]).toEqual([[1], ['Observation/r2']]);
    await at.door.put(glucose('r3', 'u2', Math.random()));
    await at.door.put(glucose('r4', 'u1', Math.random()));
    await hook.until(() => numbers().length === 2);
    expect([numbers(), foci()]).toEqual([
      [1, 2],
      ['Observation/r2', 'Observation/r4'],
    ]);
    const status = await at.door.ask('hospital', `/Subscription/${id}/$status`);
    expect(status.body).toContain('"valueString":"2"');
    await at.door.put({ ...refusal('u2'), status: 'inactive' } as never);
  });

  it('a refusal between an attempt and the next one: the number that may have been heard comes without what it was about', async () => {
    await subscribed({ content: 'full-resource' });
    hook.state.status = 500;
    await at.door.put(glucose('a1', 'u3', Math.random()));
    await hook.until(() => numbers().length === 1);
    await stop();
    await at.door.put(refusal('u3') as never);
    hook.state.status = 200;
    const before = hook.events().length;
    start();
    await hook.until(() => hook.events().length > before);
    expect(hook.events().at(-1)).toMatchObject({ events: [{ number: 1 }], resources: [] });
    expect(hook.events().at(-1)!.events[0]!.focus).toBeUndefined();
    await at.door.put({ ...refusal('u3'), status: 'inactive' } as never);
  });

  it('the usager reads in the journal of each notification, written before it left', async () => {
    await subscribed();
    const before = (await at.door.journal()).length;
    await at.door.put(glucose('j1', 'u1', Math.random()));
    await hook.until(() => numbers().length === 1);
    const entries = (await at.door.journal())
      .slice(before)
      .filter(({ interaction }) => interaction === 'notification');
    expect(entries.map(({ usager }) => usager)).toEqual(['u1']);
    expect(JSON.parse(entries[0]!.entry)).toMatchObject({
      channel: 'subscription',
      purpose: { of: 'TREAT' },
      domains: ['laboratory'],
      counts: { Observation: 1 },
    });
  });

  it('a profile that has become narrower is told nothing more', async () => {
    const id = await subscribed({ topic: 'imaging-study' });
    at.systems.set('hopital-demo', { ...at.systems.get('labo-demo')!, id: 'Device/hopital-demo' });
    expect((await at.becomes(id, 'error')).error).toMatch(/no access to that part/);
    at.systems.set('hopital-demo', cast.hospital);
  });
});

describe('$events', () => {
  it('tells again what was told, by number; what is refused since comes without what it was about', async () => {
    const id = await subscribed();
    for (const usager of ['u1', 'u2', 'u3']) await at.door.put(glucose(`v-${usager}`, usager, Math.random()));
    await hook.until(() => numbers().length === 3);
    await at.door.put(refusal('u2') as never);
    const ask = async (query: string) =>
      readNotified((await at.door.ask('hospital', `/Subscription/${id}/$events?${query}`)).body);
    const all = await ask('');
    expect(all).toMatchObject({ type: 'query-event', count: 3 });
    expect(all.events).toEqual([
      { number: 1, focus: 'Observation/v-u1' },
      { number: 2 },
      { number: 3, focus: 'Observation/v-u3' },
    ]);
    const some = await ask('eventsSinceNumber=3&eventsUntilNumber=3&content=full-resource');
    expect(some.events.map(({ number }) => number)).toEqual([3]);
    expect(some.resources).toMatchObject([{ id: 'v-u3' }]);
    expect((await at.door.ask('other', `/Subscription/${id}/$events`)).statusCode).toBe(404);
    await at.door.put({ ...refusal('u2'), status: 'inactive' } as never);
  });
});

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
    hook = await receiver();
    const id = await at.post({ type: 'websocket', content: 'id-only' });
    start();
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
    hook = await receiver();
    const { closed } = await connected(token);
    expect((await closed).code).toBe(1008);
  });
});

describe('what is refused', () => {
  it.each<[string, object, RegExp]>([
    [
      'no topic',
      { ...subscription(), criteria: 'Observation?code=x' },
      /is not a topic of this server; write one of/,
    ],
    [
      'a filter of another type',
      subscription({ filters: ['Patient?_id=x'] }),
      /write Observation\?parameter=value/,
    ],
    [
      'a filter that the topic has not',
      subscription({ filters: ['Observation?subject.name=x'] }),
      /it can by patient, category, code, status/,
    ],
    ['e-mail', subscription({ type: 'email' }), /rest-hook and websocket/],
    ['no endpoint', subscription(), /needs an endpoint/],
    ['plain http', subscription({ endpoint: 'http://example.org/' }), /sent over https/],
    [
      'a private address',
      subscription({ endpoint: 'https://10.0.0.1/' }),
      /10\.0\.0\.1 is not an address that may be reached/,
    ],
    ['a metadata service', subscription({ endpoint: 'https://169.254.169.254/' }), /may be reached/],
    ['an address in other words', subscription({ endpoint: 'https://[::ffff:10.0.0.1]/' }), /may be reached/],
    ['a password in the address', subscription({ endpoint: 'https://a:b@example.org/' }), /channel\.header/],
    [
      'a header that is the connection’s',
      subscription({ endpoint: 'https://example.org/', header: ['Host: x'] }),
      /Name: value, not Host/,
    ],
    [
      'content of another name',
      subscription({ endpoint: 'https://example.org/', content: 'all' }),
      /empty, id-only, full-resource/,
    ],
    ['not a Subscription of R4', { resourceType: 'Subscription', status: 'requested' }, /./],
  ])('%s', async (_, resource, text) => {
    hook = await receiver();
    const answer = await at.door.send('hospital', 'POST', '/Subscription', resource);
    expect(answer.statusCode, answer.body).toBe(422);
    expect(answer.body).toMatch(text);
  });

  it.each([
    ['unknown', 401],
    ['physician', 403],
    ['owner', 403],
    ['narrow', 403],
  ])('%s subscribes: %i', async (actor, status) => {
    hook = await receiver();
    const answer = await at.door.send(actor, 'POST', '/Subscription', subscription({ endpoint: hook.url }));
    expect(answer.statusCode, answer.body).toBe(status);
  });

  it('another client’s subscription is not there, and no transaction writes one', async () => {
    const id = await subscribed();
    for (const path of [
      `/Subscription/${id}`,
      `/Subscription/${id}/$status`,
      `/Subscription/${id}/$get-ws-binding-token`,
    ])
      expect((await at.door.ask('other', path)).statusCode).toBe(404);
    expect((await at.door.ask('other', '/Subscription')).json().total).toBe(0);
    expect((await at.door.ask('other', `/Subscription/${id}`, 'DELETE')).statusCode).toBe(404);
    expect((await at.door.ask('unknown', '/Subscription')).statusCode).toBe(401);
    const entry = [{ resource: subscription(), request: { method: 'POST', url: 'Subscription' } }];
    const answer = await at.door.send('hospital', 'POST', '/', {
      resourceType: 'Bundle',
      type: 'transaction',
      entry,
    });
    expect([answer.statusCode, answer.body]).toEqual([
      422,
      expect.stringContaining('not kept in the record'),
    ]);
  });
});

describe('what there is', () => {
  it('topics are listed, in the CapabilityStatement too', async () => {
    hook = await receiver();
    const topics = (await at.door.ask('hospital', '/Subscription/$topics')).json();
    expect(topics.entry.map(({ fullUrl }: { fullUrl: string }) => fullUrl)).toContain(
      subscription().criteria,
    );
    const { rest } = (await at.door.ask('unknown', '/metadata')).json();
    const ours = rest[0].resource.find(({ type }: { type: string }) => type === 'Subscription');
    expect(ours.extension).toContainEqual(
      expect.objectContaining({ valueCanonical: subscription().criteria }),
    );
    expect(ours.operation.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['status', 'events', 'get-ws-binding-token', 'topics']),
    );
    expect(ours.interaction).not.toContainEqual({ code: 'vread' });
  });

  it('a Subscription in XML is one too', async () => {
    hook = await receiver();
    const url = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content';
    const xml = `<Subscription xmlns="http://hl7.org/fhir"><status value="requested"/><reason value="x"/>
      <criteria value="${subscription().criteria}"/><channel><type value="rest-hook"/><endpoint value="${hook.url}"/>
      <payload value="application/fhir+json"><extension url="${url}"><valueCode value="empty"/></extension></payload>
      </channel></Subscription>`;
    const answer = await at.door.app.inject({
      method: 'POST',
      url: '/fhir/R4/Subscription',
      headers: {
        'x-actor': 'hospital',
        'content-type': 'application/fhir+xml',
        accept: 'application/fhir+json',
      },
      payload: xml,
    });
    expect(answer.statusCode, answer.body).toBe(201);
    expect(answer.json().channel).toMatchObject({ endpoint: hook.url });
  });

  it('subscriptions are searched, and changed at their version alone', async () => {
    const id = await subscribed();
    const search = async (query: string) =>
      (await at.door.ask('hospital', `/Subscription?${query}`)).json().total;
    expect([await search(`_id=${id}&status=active`), await search('status=off')]).toEqual([1, 0]);
    const found = await at.door.ask('hospital', `/Subscription/${id}`);
    const off = { ...found.json(), status: 'off' };
    const late = await at.door.send('hospital', 'PUT', `/Subscription/${id}`, off, { 'if-match': 'W/"7"' });
    expect(late.statusCode).toBe(412);
    const now = await at.door.send('hospital', 'PUT', `/Subscription/${id}`, off, {
      'if-match': String(found.headers.etag),
    });
    expect([now.statusCode, now.json().status]).toEqual([200, 'off']);
  });
});
