import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RealApplication, realApplication } from './testing/real-application.ts';

const rates = { RATE_UNKNOWN: '20', RATE_PAGE: '30', RATE_SYSTEM: '50', TRUSTED_PROXIES: '10.0.0.0/8' };
let world: RealApplication;
let callers = 0;
beforeAll(async () => {
  world = await realApplication(rates);
});
afterAll(() => world?.close());

interface Sent {
  method?: 'GET' | 'POST';
  url: string;
  from: string;
  headers?: Record<string, string>;
}

const send = ({ method = 'GET', url, from, headers = {} }: Sent) =>
  world.app.inject({ method, url, remoteAddress: from, headers });

/** Sends so many, and counts the answers by their status. */
async function flood(times: number, sent: Sent): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (let i = 0; i < times; i++) {
    const { statusCode } = await send(sent);
    counts[statusCode] = (counts[statusCode] ?? 0) + 1;
  }
  return counts;
}

const journalled = async (address: string) => {
  const rows = await world.database.asOwner('SELECT entry FROM record.journal');
  return rows.map(({ entry }) => JSON.parse(String(entry))).filter(entry => entry.address === address);
};

const readOf = (token: string) => ({ url: '/fhir/R4/Patient?_count=1', headers: { authorization: token } });

describe('too many requests (RFC 6585, §4)', () => {
  it.each([
    ['FHIR', 'GET', '/fhir/R4/Patient', 20],
    ['FHIR, writing', 'POST', '/fhir/R4/Patient', 20],
    ['DICOMweb', 'GET', '/dicomweb/studies', 20],
    ['the screens’ data', 'POST', '/api/patient/search', 20],
    ['signing in', 'POST', '/api/session/challenge', 20],
    ['tokens', 'POST', '/oauth/token', 20],
    ['pushed requests', 'POST', '/oauth/par', 20],
    ['the page of consent', 'POST', '/oauth/interaction/abc', 20],
    ['OCSP', 'GET', '/pki/ocsp/AAAA', 20],
    ['what is nowhere', 'GET', '/nowhere', 30],
    ['what watches the server', 'GET', '/readyz', 30],
  ] as const)('nobody known is refused at %s, and one entry says so', async (_door, method, url, limit) => {
    const from = `192.0.2.${++callers}`;
    const headers: Record<string, string> = method === 'POST' ? { 'content-type': 'application/json' } : {};
    const sent = { method, url, from, headers };
    const counts = await flood(limit + 10, sent);
    expect(counts[429]).toBe(10);
    const refused = await send(sent);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.headers['ratelimit-policy']).toMatch(/^"(unknown|page)";q=\d+;w=60$/);
    expect(refused.headers.ratelimit).toMatch(/^"(unknown|page)";r=0;t=\d+$/);
    expect(refused.headers['cache-control']).toBe('no-store');
    const body = refused.json();
    if (url.startsWith('/oauth')) expect(body).toMatchObject({ error: 'temporarily_unavailable' });
    else expect(body).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'throttled' }] });
    const entries = (await journalled(from)).filter(({ reason }) => reason === 'too-many-requests');
    expect(entries).toHaveLength(1);
  });

  it('whoever is identified is answered while their address is flooded, at that door and at others', async () => {
    const from = '198.51.100.1';
    await flood(25, { url: '/fhir/R4/Patient', from });
    expect((await send({ ...readOf(world.authorization), from })).statusCode).toBe(200);
    expect((await send({ method: 'POST', url: '/oauth/token', from })).statusCode).not.toBe(429);
  });

  it('tokens that do not count are nobody’s: they count for their address, and leave bounded traces', async () => {
    const from = '198.51.100.2';
    expect(await flood(40, { ...readOf('Bearer not.a.token'), from })).toEqual({ 401: 20, 429: 20 });
    expect(await journalled(from)).toHaveLength(21);
    expect((await send({ ...readOf(world.authorization), from })).statusCode).toBe(200);
  });

  it('one system has one limit, wherever it comes from, and is told when it comes near', async () => {
    const told: unknown[] = [];
    const counts: Record<number, number> = {};
    for (let i = 0; i < 60; i++) {
      const answer = await send({ ...readOf(world.authorization), from: `203.0.113.${i}` });
      counts[answer.statusCode] = (counts[answer.statusCode] ?? 0) + 1;
      told.push(answer.headers.ratelimit);
    }
    expect(counts[429]).toBeGreaterThanOrEqual(10);
    expect(counts[200]).toBeGreaterThan(30);
    expect(told[0]).toBeUndefined();
    expect(told).toContainEqual(expect.stringMatching(/^"system";r=1;t=/));
  });

  it('an address that the caller says itself is believed of trusted proxies alone', async () => {
    const forwarded = (proxy: string, at: number) => ({
      ...{ url: '/pki/ocsp/AAAA', from: proxy },
      headers: { 'x-forwarded-for': `172.16.0.${at}` },
    });
    const statuses = async (proxy: string) => {
      const answers: number[] = [];
      for (let i = 0; i < 22; i++) answers.push((await send(forwarded(proxy, i))).statusCode);
      return answers.filter(status => status === 429).length;
    };
    expect(await statuses('198.51.100.9')).toBe(2);
    expect(await statuses('10.1.2.3')).toBe(0);
  });
});
