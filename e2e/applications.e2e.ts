import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { namSystem } from '@continuum/standards-nam';
import { MedplumClient } from '@medplum/core';
import { Client as KitClient } from 'fhir-kit-client';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, violations, visit } from './browser.ts';
import { continuum, token } from './command-line.ts';
import { type About, doors } from './doors.ts';
import { personAt } from './person.ts';
import { freePort } from './ports.ts';
import { signInWithKey, signInWithPassword } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';
import { startApplication } from './smart-application.ts';

interface Found {
  resourceType: string;
  id: string;
  subject?: { reference: string };
  identifier?: { value?: string }[];
}

interface Bundle {
  resourceType: string;
  total?: number;
  entry?: { resource: Found }[];
}

let server: RunningServer;
let fhir: string;
let port: number;
/** Tokens of the hospital and of the clinic, as anyone gets one. */
let hospital: string;
let clinic: string;

const get = async (path: string, bearer: string): Promise<Response> =>
  fetch(`${fhir}/${path}`, { headers: { authorization: `Bearer ${bearer}` } });

/** Id of a person of the demonstration. */
async function idOf(userName: string): Promise<string> {
  const nam = server.identity(userName).nam!.replaceAll(' ', '');
  const answer = await get(`Patient?identifier=${namSystem}|${nam}`, hospital);
  return ((await answer.json()) as Bundle).entry![0]!.resource.id;
}

/** How many resources, or matches, an answer has. */
async function countOf(answer: Response): Promise<number> {
  const { resourceType, entry = [], total = 0 } = (await answer.json()) as Bundle;
  return resourceType === 'Bundle' ? Math.max(entry.length, total) : 1;
}

/** Somebody with results, and ids of theirs, as the hospital knows them. */
async function somebodyElse(patient: string): Promise<About> {
  const first = async (query: string): Promise<Found | undefined> => {
    const { entry = [] } = (await (await get(query, hospital)).json()) as Bundle;
    return entry
      .map(({ resource }) => resource)
      .find(({ subject }) => subject?.reference !== `Patient/${patient}`);
  };
  const report = (await first('DiagnosticReport?_count=50&result:missing=false'))!;
  const other = report.subject!.reference.replace('Patient/', '');
  const of = async (type: string) => (await first(`${type}?patient=${other}`))?.id ?? 'none';
  const nam = (await (await get(`Patient/${other}`, hospital)).json()) as Found;
  return {
    ...{ patient: other, report: report.id, nam: nam.identifier?.[0]?.value ?? 'none' },
    filler: report.identifier?.[0]?.value ?? 'none',
    observation: await of('Observation'),
    request: await of('MedicationRequest'),
    study: await of('ImagingStudy'),
  };
}

async function register(clientId: string, scopes: string[]): Promise<void> {
  const file = join(server.data, `${clientId}.json`);
  const partner = {
    ...{ clientId, name: 'Application d’essai', organization: { id: 'essai', name: 'Essai' } },
    redirectUris: [`http://localhost:${port}/back`],
    application: {
      ...{ kind: 'smart-public', grantTypes: ['authorization_code', 'refresh_token'], scopes },
      ...{ launchUrl: `http://localhost:${port}/launch`, tokenBinding: 'bearer' },
    },
  };
  writeFileSync(file, JSON.stringify(partner));
  const { code, stderr } = await continuum(['partner', 'register', file], server.environment);
  if (code !== 0) throw new Error(stderr);
}

beforeAll(async () => {
  server = await startContinuum();
  fhir = `${server.url}/fhir/R4`;
  port = await freePort();
  [hospital, clinic] = [
    await token('hopital-demo', server.environment),
    await token('dme-demo', server.environment),
  ];
  await register('essai', ['openid', 'fhirUser', 'launch', 'launch/patient', 'patient/*.rs', 'user/*.rs']);
});
afterAll(() => server?.end());

const narrow = 'openid fhirUser launch/patient patient/Patient.rs patient/Observation.rs?category=laboratory';

describe('SMART App Launch 2.2 with fhirclient', () => {
  it('a citizen starts an application: it reads with the scopes it was given, and no others', async () => {
    const application = await startApplication('essai', port, narrow);
    try {
      const person = personAt(server.url);
      await person.signIn(server.identity('usager-demo'));
      const back = await person.authorize(await application.start(fhir));
      const client = await application.ready(back);
      const own = await idOf('usager-demo');
      expect(client.patient.id).toBe(own);
      expect(client.getFhirUser()).toContain(`Patient/${own}`);
      expect((await client.patient.read()).id).toBe(own);
      const results: Bundle = await client.request('Observation?_count=100');
      expect(results.entry!.length).toBeGreaterThan(0);
      const categories = JSON.stringify(results.entry);
      expect(categories).toContain('"laboratory"');
      expect(categories).not.toContain('"vital-signs"');
      const other = await idOf('mere-demo');
      await expect(client.request(`Patient/${other}`)).rejects.toThrow(/404|Not Found/i);
      await expect(client.request(`Observation?patient=${other}`)).rejects.toThrow(/403|Forbidden/i);
      await expect(client.request('Condition')).rejects.toThrow(/403|Forbidden/i);
      await expect(client.request(`Patient/${own}/$everything`)).rejects.toThrow(/403|Forbidden/i);
    } finally {
      application.close();
    }
  });

  it('with the whole of one usager’s record, it reaches nobody else’s by any way around', async () => {
    const application = await startApplication('essai', port, 'launch/patient patient/*.rs');
    try {
      const person = personAt(server.url);
      await person.signIn(server.identity('usager-demo'));
      const client = await application.ready(await person.authorize(await application.start(fhir)));
      const bearer = client.state.tokenResponse!.access_token!;
      expect(await countOf(await get('Observation', bearer))).toBeGreaterThan(0);
      const about = await somebodyElse(client.patient.id!);
      expect(await countOf(await get(doors['a search by patient']!(about), hospital))).toBeGreaterThan(0);
      for (const [name, door] of Object.entries(doors)) {
        const answer = await get(door(about), bearer);
        const reached = answer.ok ? await countOf(answer) : 0;
        expect({ name, status: [200, 403, 404].includes(answer.status), reached }).toEqual({
          ...{ name, status: true, reached: 0 },
        });
      }
    } finally {
      application.close();
    }
  });

  it('a DMÉ starts it for its clinician, in the usager’s context', async () => {
    const application = await startApplication(
      'essai',
      port,
      'launch openid fhirUser patient/Observation.rs',
    );
    try {
      const patient = await idOf('usager-demo');
      const prepared = await fetch(`${server.url}/oauth/launch`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${clinic}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ client_id: 'essai', patient }),
      });
      const { launch_url, launch } = (await prepared.json()) as Record<string, string>;
      expect(launch_url).toContain(`localhost:${port}/launch?iss=`);
      const person = personAt(server.url);
      await person.signIn(server.identity('medecin-demo'));
      const client = await application.ready(await person.authorize(await application.start(fhir, launch)));
      expect(client.patient.id).toBe(patient);
      expect(client.getFhirUser()).toContain('Practitioner/');
      const results: Bundle = await client.request('Observation');
      expect(results.entry!.length).toBeGreaterThan(0);
    } finally {
      application.close();
    }
  });
});

describe('an application in a browser, on its own origin', () => {
  const origin = 'https://app.example';

  it('reads the record with its token; a session of the screens is not for it', async () => {
    const preflight = await fetch(`${fhir}/Patient`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    const allowed = preflight.headers.get('access-control-allow-headers')!.toLowerCase();
    expect(allowed).toContain('authorization');
    expect(allowed).not.toContain('continuum-session');
    const smart = await fetch(`${fhir}/.well-known/smart-configuration`, { headers: { origin } });
    expect(smart.headers.get('access-control-allow-origin')).toBe('*');
    const screens = await fetch(`${server.url}/api/session`, { headers: { origin } });
    expect(screens.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('other clients of the field', () => {
  it('fhir-kit-client finds its way and reads', async () => {
    const client = new KitClient({ baseUrl: fhir, bearerToken: clinic });
    const metadata = (await client.smartAuthMetadata()) as unknown as { tokenUrl?: URL };
    expect(String(metadata.tokenUrl)).toBe(`${server.url}/oauth/token`);
    const patient = await idOf('usager-demo');
    expect(await client.read({ resourceType: 'Patient', id: patient })).toMatchObject({ id: patient });
    const found = await client.search({ resourceType: 'Observation', searchParams: { patient, _count: 2 } });
    expect((found as Bundle).entry).toHaveLength(2);
  });

  it('so does the client of @medplum/core', async () => {
    const client = new MedplumClient({ baseUrl: `${server.url}/`, fhirUrlPath: 'fhir/R4', fetch });
    client.setAccessToken(clinic);
    const patient = await idOf('usager-demo');
    expect(await client.readResource('Patient', patient)).toMatchObject({ id: patient });
    const found = await client.searchResources('Observation', { patient, _count: 2 });
    expect(found).toHaveLength(2);
  });
});

describe.skipIf(!hasBrowser)(
  'a DMÉ’s clinician opens the Visualiseur from their own screen (skipped without Chromium)',
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser();
    });
    afterAll(() => browser?.close());

    it('nobody is put in context by a launch of another server, or an answer that nobody asked for', async () => {
      const { page, leave } = await visit(browser, server.url);
      await signInWithKey(page, 'visualiseur', server.identity('medecin-demo'));
      const nam = page.getByLabel('Numéro d’assurance maladie (NAM)');
      await nam.waitFor();
      await page.goto(`/visualiseur/?iss=${encodeURIComponent('https://evil.example/fhir/R4')}&launch=x`);
      await nam.waitFor();
      for (const iss of [server.url, 'https://evil.example']) {
        await page.goto(`/visualiseur/retour?code=x&state=y&iss=${encodeURIComponent(iss)}`);
        await page.getByRole('alert').waitFor();
        expect(await page.getByRole('heading', { name: 'Choisissez un domaine' }).count()).toBe(0);
      }
      await leave();
    });

    it('in the usager’s context, after signing in', async () => {
      const patient = await idOf('usager-demo');
      const prepared = await fetch(`${server.url}/oauth/launch`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${clinic}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ client_id: 'visualiseur', patient }),
      });
      expect(prepared.status, await prepared.clone().text()).toBe(201);
      const { launch_url } = (await prepared.json()) as { launch_url: string };
      const visitor = await visit(browser, server.url);
      const { page } = visitor;
      await signInWithKey(page, 'visualiseur', server.identity('medecin-demo'));
      await page.getByLabel('Numéro d’assurance maladie (NAM)').waitFor();
      await page.goto(launch_url);
      await page.getByRole('heading', { name: 'Choisissez un domaine', exact: true }).waitFor();
      const [family = ''] = server.identity('usager-demo').name.split(' ').slice(-1);
      await page.getByText(family).first().waitFor();
      expect(page.url()).not.toContain('code=');
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    });
  },
);

describe.skipIf(!hasBrowser)('the page on which a person authorizes (skipped without Chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  it('is for everybody, in both languages, wherever the browser comes from', async () => {
    const application = await startApplication('essai', port, 'openid launch/patient patient/*.rs');
    const { page, complaints, leave } = await visit(browser, server.url);
    try {
      await signInWithPassword(page, server.identity('mere-demo'));
      // Another site than the server's: the session's strict cookie does not come along at first.
      await page.goto(`http://127.0.0.1:${port}/page?iss=${encodeURIComponent(fhir)}`);
      await page.getByRole('link').click();
      // The screen proves who is signed in, and lets the browser come back.
      await page.getByRole('link', { name: 'Avec mon compte (citoyenne ou citoyen)' }).click();
      await page.getByRole('button', { name: 'Autoriser' }).waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('link', { name: 'English' }).click();
      const authorize = page.getByRole('button', { name: 'Authorize' });
      await authorize.waitFor();
      expect(await violations(page)).toEqual([]);
      await page.getByRole('radio').first().check();
      await authorize.click();
      await page.getByText('ready').waitFor();
      await page.goto('/oauth/applications?lang=fr');
      await page.getByRole('button', { name: /^Retirer l’autorisation/ }).click();
      await page.getByText('L’autorisation est retirée.').waitFor();
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      application.close();
      await leave();
    }
  });
});
