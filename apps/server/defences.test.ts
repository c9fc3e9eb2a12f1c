import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Actor } from '@continuum/trust-access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RealApplication, realApplication } from './testing/real-application.ts';

let world: RealApplication;
beforeAll(async () => {
  world = await realApplication({ RATE_UNKNOWN: '100000', RATE_PAGE: '100000' });
  await world.app.ready();
});
afterAll(() => world?.close());

interface Route {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** As the router has it. */
  path: string;
  /** With something in the place of each parameter. */
  url: string;
}

const fill = (path: string): string =>
  path
    .replaceAll(/:operation\([^)]*\)+/g, '$x')
    .replaceAll(/:\w+/g, 'x')
    .replaceAll('*', 'x');

/** What the authorization server answers by itself, behind one address of the router. */
const behind = ['authorize', 'token', 'par', 'jwks', 'introspect', 'revoke', 'nowhere'].flatMap(name =>
  (['GET', 'POST'] as const).map(method => ({ method, path: `/oauth/${name}`, url: `/oauth/${name}` })),
);

/** Every address and method that the router knows: a door that is added later is tested too. */
function routes(): Route[] {
  return [...routed(), ...behind];
}

function routed(): Route[] {
  const parents: string[] = [];
  return world.app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap(line => {
      const [, indent = '', segment = '', methods] = /^([│ ]*[├└]── )(.+?) \(([A-Z, ]+)\)$/.exec(line) ?? [];
      if (methods === undefined) return [];
      const depth = indent.length / 4;
      const path = `${depth > 1 ? parents[depth - 1] : ''}${segment}`.replace(/^(?!\/)/, '/');
      parents[depth] = path === '/' ? '' : path;
      const url = fill(path);
      return methods.split(', ').map(method => ({ method: method as Route['method'], path, url }));
    });
}

const send = ({ method, url }: Route, headers: Record<string, string> = {}) =>
  world.app.inject({ method, url, headers });

/** Those that say themselves that they may be kept. */
const kept = /^\/pki\/|^\/oauth\/jwks|^\/\.well-known|^\/(visualiseur|carnet|console)\/assets\//;

/** Where the screens are built, and the guides: pages and files that are the same for everybody. */
const screen = /^GET \/(visualiseur|carnet|console|guides)(\/|$)/;

describe('every door', () => {
  it('is known to this test', () => {
    const paths = routes().map(({ path }) => path);
    expect(paths.length).toBeGreaterThan(150);
    for (const one of ['/fhir/R4/:type/:id', '/dicomweb/studies/:study', '/api/patient/search', '/pki/crl'])
      expect(
        paths.some(path => path === one || `${path}/` === one),
        one,
      ).toBe(true);
  });

  it('answers with strict headers, whatever it answers', async () => {
    for (const route of routes()) {
      const { headers, statusCode, body } = await send(route);
      const where = `${route.method} ${route.path} ${statusCode}`;
      const policy = String(headers['content-security-policy']);
      expect(policy, where).toMatch(/default-src '(self|none)'/);
      expect(policy, where).toContain("frame-ancestors 'none'");
      expect(policy, where).toContain("base-uri 'none'");
      expect(policy, where).not.toContain('unsafe-inline');
      expect(headers, where).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': expect.stringMatching(/^(no-referrer|same-origin)$/),
        'x-frame-options': 'DENY',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'x-request-id': expect.any(String),
      });
      if (!kept.test(route.url) || statusCode >= 400)
        expect(headers['cache-control'], where).toMatch(/no-(store|cache)/);
      expect(headers.server ?? headers['x-powered-by'], where).toBeUndefined();
      expect(statusCode, where).not.toBe(500);
      expect(body, where).not.toMatch(/\bat .+\.ts:\d+|node_modules|SELECT /);
      if (body.length > 0) expect(headers['content-type'], where).toBeDefined();
    }
  });

  it('is closed until it is opened: to nobody known, to a cookie alone, to a cookie without its proof', async () => {
    const { sessions } = world.rooms;
    const actor: Actor = {
      kind: 'citizen',
      id: 'Patient/u1',
      name: 'Usager',
      profile: 'citizen',
      usagers: ['u1'],
      credential: { kind: 'password', id: 'usager' },
    };
    const token = await sessions.open('citizen', actor, { thumbprint: 'of-a-browser' });
    const cookie = `continuum_citizen=${token}`;
    const callers = [{}, { cookie }, { cookie, 'continuum-session': 'citizen' }] as Record<string, string>[];
    const open = new Set<string>();
    for (const route of routes())
      for (const headers of callers) {
        const { statusCode } = await send(route, headers);
        if (statusCode < 400) open.add(`${route.method.replace('HEAD', 'GET')} ${route.path}`);
      }
    expect([...open].filter(door => !screen.test(door)).sort()).toEqual([
      'GET /',
      'GET /.well-known/openid-configuration',
      'GET /fhir/R4/.well-known/smart-configuration',
      'GET /fhir/R4/metadata',
      'GET /healthz',
      'GET /metrics',
      'GET /oauth/applications',
      'GET /oauth/jwks',
      'GET /pki/chain.pem',
      'GET /pki/crl',
      'GET /pki/issuing.cer',
      'GET /pki/root.pem',
      'GET /readyz',
      'POST /pki/ocsp',
    ]);
  });

  it('knows no TRACE', async () => {
    for (const url of ['/', '/oauth/token', '/fhir/R4/Patient', '/api/session'])
      expect((await world.app.inject({ method: 'TRACE' as never, url })).statusCode).toBeGreaterThanOrEqual(
        400,
      );
  });

  it('what the server does is read on its machine alone, by no proxy', async () => {
    const ask = async (remoteAddress: string, headers: Record<string, string> = {}) =>
      (await world.app.inject({ url: '/metrics', remoteAddress, headers })).statusCode;
    expect(await ask('127.0.0.1')).toBe(200);
    expect(await ask('192.0.2.1')).toBe(404);
    expect(await ask('127.0.0.1', { 'x-forwarded-for': '192.0.2.1' })).toBe(404);
  });
});

const post = (url: string, payload: string | Buffer, headers: Record<string, string> = {}) =>
  world.app.inject({
    ...{ method: 'POST', url, payload },
    headers: { 'content-type': 'application/json', ...headers },
  });
const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const asHospital = () => ({ authorization: world.authorization, 'content-type': 'application/fhir+json' });

describe('what is too large, too deep, or more than it looks', () => {
  it.each([
    ['the screens’ data', '/api/session/challenge', 2 ** 20 + 1, {}],
    ['an OCSP request', '/pki/ocsp', 5000, { 'content-type': 'application/ocsp-request' }],
    [
      'a form of the page of consent',
      '/oauth/applications',
      9000,
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    ['a launch', '/oauth/launch', 5000, {}],
  ])('%s: 413', async (_what, url, length, headers) => {
    const answer = await post(url, ' '.repeat(length), headers);
    expect(answer.statusCode, answer.body).toBe(413);
  });

  it('a token request: 400', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await post('/oauth/token', `grant_type=${'x'.repeat(100_000)}`, form);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ error_description: 'failed to parse the request body' });
  });

  it('a body that grows when it is unpacked counts as what it becomes', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 2 ** 20, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    const headers = { ...asHospital(), 'content-encoding': 'gzip' };
    for (const url of ['/fhir/R4/Observation', '/api/session/challenge']) {
      const { statusCode } = await post(url, bomb, {
        ...(url.startsWith('/fhir') ? headers : { 'content-encoding': 'gzip' }),
      });
      expect(statusCode, url).toBe(413);
    }
  });

  it.each([
    ['/fhir/R4/Observation', 100_000],
    ['/fhir/R4', 100_000],
  ])('JSON of many levels is refused and nothing falls: %s', async (url, levels) => {
    const answer = await post(url, deep(levels), asHospital());
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ resourceType: 'OperationOutcome' });
    expect((await post('/api/session/challenge', deep(levels))).statusCode).toBe(400);
  });

  it('members that would change what every object inherits are refused', async () => {
    for (const body of ['{"__proto__":{"a":1},"userName":"x"}', '{"constructor":{"prototype":{"a":1}}}'])
      expect((await post('/api/session/challenge', body)).statusCode).toBe(400);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it('entities are not expanded', async () => {
    const xml =
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Observation xmlns="http://hl7.org/fhir">&b;</Observation>';
    const headers = { ...asHospital(), 'content-type': 'application/fhir+xml' };
    expect((await post('/fhir/R4/Observation', xml, headers)).statusCode).toBe(400);
  });
});

describe('over a connection', () => {
  /** The first line of the answer to what is written as it is. */
  async function heard(text: string): Promise<string> {
    if (!world.app.server.listening) await world.app.listen({ port: 0, host: '127.0.0.1' });
    const socket = connect((world.app.server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(text);
    const [data] = await Promise.race([once(socket, 'data'), once(socket, 'close')]);
    socket.destroy();
    return String(data).split('\r\n')[0]!;
  }

  it.each([
    [
      'a head that is too large: 431',
      `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
      /431/,
    ],
    [
      'two lengths of one body (RFC 9112, §6.3): 400',
      'POST /api/session/challenge HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}',
      /400/,
    ],
    ['no host (RFC 9112, §3.2): 400', 'GET /healthz HTTP/1.1\r\n\r\n', /400/],
    [
      'a header folded over two lines: 400',
      'GET /healthz HTTP/1.1\r\nHost: x\r\nA: b\r\n c: d\r\n\r\n',
      /400/,
    ],
  ])('%s', async (_what, text, status) => {
    expect(await heard(text)).toMatch(status);
  });

  it('nobody keeps one open by saying nothing', () => {
    const { server } = world.app;
    expect(server.headersTimeout).toBe(20_000);
    expect(server.requestTimeout).toBe(3_600_000);
    expect(server.keepAliveTimeout).toBe(72_000);
  });
});

describe('where the server is reached over https', () => {
  let secure: RealApplication;
  beforeAll(async () => {
    secure = await realApplication({ PUBLIC_URL: 'https://sante.example' });
  });
  afterAll(() => secure?.close());

  it.each([
    '/',
    '/console/',
    '/fhir/R4/metadata',
    '/api/session',
    '/oauth/jwks',
    '/pki/root.pem',
    '/nowhere',
  ])(
    '%s tells browsers to come by nothing else for a year, nor to the names under it (RFC 6797)',
    async url => {
      const { headers } = await secure.app.inject({ url, headers: { host: 'sante.example' } });
      const [, seconds = '0'] = /max-age=(\d+)/.exec(String(headers['strict-transport-security'])) ?? [];
      expect(Number(seconds)).toBeGreaterThanOrEqual(31_536_000);
      expect(headers['strict-transport-security']).toContain('includeSubDomains');
    },
  );

  it('over plain http it does not, for no browser believes it there', async () => {
    const { headers } = await world.app.inject({ url: '/' });
    expect(headers['strict-transport-security']).toBeUndefined();
  });
});
