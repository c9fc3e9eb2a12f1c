import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listening } from './testing/listening.ts';
import { subscription } from './testing/subscription-door.ts';

let at: Listening;

beforeAll(async () => {
  at = await listening();
});
afterEach(() => at.calm());
afterAll(() => at?.door.close());

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
    await at.listen();
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
    await at.listen();
    const answer = await at.door.send(
      actor,
      'POST',
      '/Subscription',
      subscription({ endpoint: at.hook.url }),
    );
    expect(answer.statusCode, answer.body).toBe(status);
  });

  it('another client’s subscription is not there, and no transaction writes one', async () => {
    const id = await at.subscribed();
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
    await at.listen();
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
    await at.listen();
    const url = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content';
    const xml = `<Subscription xmlns="http://hl7.org/fhir"><status value="requested"/><reason value="x"/>
      <criteria value="${subscription().criteria}"/><channel><type value="rest-hook"/><endpoint value="${at.hook.url}"/>
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
    expect(answer.json().channel).toMatchObject({ endpoint: at.hook.url });
  });

  it('whoever would give one an id of their own is told how one is made', async () => {
    const own = { ...subscription({ endpoint: 'https://localhost/' }), id: 'mine' };
    const answer = await at.door.send('hospital', 'PUT', '/Subscription/mine', own);
    expect(answer.statusCode).toBe(404);
    expect(answer.json().issue[0].diagnostics).toContain('made by POST');
  });

  it('subscriptions are searched, and changed at their version alone', async () => {
    const id = await at.subscribed();
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
