import { purposes } from '@continuum/trust-access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RealApplication, realApplication } from './testing/real-application.ts';

let world: RealApplication;

/** What a route's parameters are asked with; `here` is somebody. */
const values: Record<string, string> = {
  type: 'Patient',
  operation: '$meta',
  study: '1.2',
  series: '1.2.3',
  instance: '1.2.4',
};
const addressOf = (url: string): string =>
  url
    .replaceAll(/:(\w+)(\((?:[^()]|\([^)]*\))*\))?\??/g, (_, name) =>
      encodeURIComponent(values[name] ?? 'here'),
    )
    .replace('*', 'index.html');

const doors = /^\/(fhir|dicomweb|api)(\/|$)/;
type Route = RealApplication['routes'][number];

const ask = ({ method, url }: Route, purpose: string, more = {}) =>
  world.app.inject({
    method: method as 'GET',
    url: addressOf(url),
    headers: { authorization: world.authorization, 'purpose-of-use': purpose, ...more },
  });

interface Line {
  action: string;
  purpose: { of: string };
  outcome: string;
  reason?: string;
  usager?: string;
  request: string;
  query?: { text: string };
}

async function journal(): Promise<Line[]> {
  const rows = await world.database.asOwner('SELECT entry FROM record.journal');
  return rows.map(({ entry }) => JSON.parse(String(entry)) as Line);
}

async function becomes(profile: 'hospital-system' | 'patient-registry-feed'): Promise<void> {
  const partner = (await world.rooms.partners.find('hopital-demo'))!;
  await world.rooms.partners.register({ ...partner, profile });
  // The first request after a change is told to come again: who asks was found before it.
  await world.ask('GET', '/Patient/here');
}

beforeAll(async () => {
  world = await realApplication();
  const put = await world.ask('PUT', '/Patient/here', { resourceType: 'Patient', id: 'here' });
  expect(put.statusCode).toBe(201);
}, 60_000);
afterAll(() => world?.close());

describe('the purpose of a request, at every door that the router has', () => {
  it('there are doors, and their parameters are understood', () => {
    const urls = new Set(world.routes.map(({ url }) => url).filter(url => doors.test(url)));
    expect(urls.size).toBeGreaterThan(60);
    for (const part of [
      '/fhir/R4/:type/:id',
      '/dicomweb/studies',
      '/fhir/bulk/:id',
      '/fhir/ws',
      '/api/patient/search',
    ])
      expect([...urls]).toContain(part);
    for (const url of urls) expect(addressOf(url)).not.toMatch(/[:(*]/);
  });

  it('one that the caller may not use is refused before anything else, and journalled', async () => {
    const before = (await journal()).length;
    const asked: { address: string; status: number; request: string }[] = [];
    for (const route of world.routes) {
      const { statusCode, headers } = await ask(route, 'HOPERAT');
      const { method, url } = route;
      asked.push({
        address: `${method} ${url}`,
        status: statusCode,
        request: String(headers['x-request-id']),
      });
    }
    expect(asked.filter(({ status }) => status !== 403)).toEqual([]);
    const lines = (await journal()).slice(before);
    const denied = new Set(
      lines
        .filter(
          ({ outcome, reason, purpose }) =>
            outcome === 'denied' && reason === 'purpose-not-allowed' && purpose.of === 'HOPERAT',
        )
        .map(({ request }) => request),
    );
    expect(asked.filter(({ request }) => !denied.has(request))).toEqual([]);
    // Whom an address names reads of it.
    const theirs = lines.filter(({ usager }) => usager === 'here').map(({ query }) => query?.text);
    for (const text of [
      'GET /fhir/R4/Patient/here',
      'GET /api/imaging/here/studies',
      'GET /fhir/R4/Patient/here/_history',
    ])
      expect(theirs).toContain(text);
  }, 120_000);

  it('one that nobody knows is told which there are', async () => {
    const wrong = [];
    for (const route of world.routes) {
      const answer = await ask(route, 'CARE');
      const told = route.method === 'HEAD' || answer.body.includes(Object.keys(purposes).join(', '));
      if (answer.statusCode !== 400 || !told)
        wrong.push(`${route.method} ${route.url}: ${answer.statusCode}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('one that is given and not the usual is that of every line of the journal', async () => {
    await becomes('patient-registry-feed');
    const at = world.routes.filter(({ url }) => doors.test(url) && !url.startsWith('/api/session'));
    const requests = new Set<string>();
    for (const route of at) {
      const { statusCode, headers, body } = await ask(route, 'HOPERAT');
      requests.add(String(headers['x-request-id']));
      expect(statusCode, `${route.method} ${route.url}: ${body.slice(0, 200)}`).not.toBe(500);
    }
    await becomes('hospital-system');
    const lines = (await journal()).filter(({ request }) => requests.has(request));
    // What is refused before anything is asked of the record may be the platform's own line.
    const ofRecord = lines.filter(({ action, query }) => action !== 'attempt' || query);
    const others = ofRecord.filter(({ purpose }) => purpose.of !== 'HOPERAT');
    expect(others.map(({ query, reason, purpose }) => [query?.text, reason, purpose.of])).toEqual([]);
    expect(new Set(ofRecord.map(({ request }) => request)).size).toBeGreaterThan(20);
  }, 120_000);

  it('without the header it is the usual one; nothing keeps an answer for another purpose', async () => {
    for (const url of ['/fhir/R4/Patient/here', '/dicomweb/studies', '/api/organization']) {
      const { authorization } = world;
      const answer = await world.app.inject({ url, headers: { authorization } });
      expect(answer.headers['cache-control']).toBe('no-store');
      const line = (await journal()).find(({ request }) => request === answer.headers['x-request-id']);
      expect(line?.purpose).toEqual({ of: 'TREAT' });
    }
  });

  it('of somebody unknown is not read: they are told to sign in', async () => {
    for (const purpose of ['CARE', 'ETREAT', 'TREAT']) {
      const headers = { 'purpose-of-use': purpose };
      const answer = await world.app.inject({ url: '/fhir/R4/Patient/here', headers });
      expect([answer.statusCode, answer.body.includes(purpose)]).toEqual([401, false]);
    }
  });

  it('is in the CapabilityStatement', async () => {
    const { rest } = (await world.ask('GET', '/metadata')).json();
    expect(rest[0].security.description).toContain('Purpose-Of-Use');
    expect(rest[0].security.description).toContain('INTERPRET');
  });

  it('an application of another origin may state it', async () => {
    const { headers } = await world.app.inject({
      method: 'OPTIONS',
      url: '/fhir/R4/Patient',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'GET' },
    });
    expect(headers['access-control-allow-headers']).toContain('Purpose-Of-Use');
  });
});
