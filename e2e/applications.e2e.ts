import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { namSystem } from '@continuum/standards-nam';
import { MedplumClient } from '@medplum/core';
import { Client as KitClient } from 'fhir-kit-client';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, visit } from './browser.ts';
import { continuum, token } from './command-line.ts';
import { personAt } from './person.ts';
import { signInWithKey } from './screens.ts';
import { freePort, type RunningServer, startContinuum } from './server.ts';
import { startApplication } from './smart-application.ts';

interface Bundle {
  entry?: { resource: { resourceType: string; id: string } }[];
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
  await register('essai', [
    'openid',
    'fhirUser',
    'launch',
    'launch/patient',
    'patient/Patient.rs',
    'patient/Observation.rs',
    'user/*.rs',
  ]);
});
afterAll(() => server?.end());

const narrow = 'openid fhirUser launch/patient patient/Patient.rs patient/Observation.rs?category=laboratory';

describe('SMART App Launch 2.2 with fhirclient', () => {
  it('a citizen starts an application: it reads with the scopes it was given, and no others', async () => {
    const application = await startApplication('essai', port, narrow);
    try {
      const person = personAt(server.url);
      await person.signInWithPassword(server.identity('usager-demo'));
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
      await person.signInWithKey(server.identity('medecin-demo'));
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
