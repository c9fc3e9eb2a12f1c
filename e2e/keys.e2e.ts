import { X509Certificate } from 'node:crypto';
import { openScreen, type Screen } from '@continuum/registries-credential/testing';
import type { Browser, CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, type Visitor, visit } from './browser.ts';
import { type RunningServer, startContinuum } from './server.ts';

interface Key {
  id: string;
  kind: string;
  state: string;
}

describe.skipIf(!hasBrowser)('a clinician’s FIDO2 key (skipped when Chromium is not installed)', () => {
  let server: RunningServer;
  let browser: Browser;
  let visitor: Visitor;
  let devices: CDPSession;
  let authenticator: string;
  let tvi: Screen;
  let avi: Screen;

  const screenOf = (userName: string) => openScreen(server.url, server.identity(userName));
  const post = (screen: Screen, path: string, body: object) =>
    screen.fetch(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const keysOf = async (holder: string): Promise<Key[]> =>
    (await tvi.fetch(`/api/credential/keys?holder=${holder}`)).json();
  const practitioner = async (userName: string): Promise<string> => {
    const screen = await screenOf(userName);
    const [key] = (await (await screen.fetch('/api/credential/keys')).json()) as { holder: string }[];
    return key!.holder;
  };
  const verified = (isUserVerified: boolean) =>
    devices.send('WebAuthn.setUserVerified', { authenticatorId: authenticator, isUserVerified });

  beforeAll(async () => {
    [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
    visitor = await visit(browser, server.url);
    devices = await visitor.page.context().newCDPSession(visitor.page);
    await devices.send('WebAuthn.enable');
    ({ authenticatorId: authenticator } = await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'usb', hasUserVerification: true, isUserVerified: true },
        automaticPresenceSimulation: true,
      },
    }));
    [tvi, avi] = [await screenOf('tvi-demo'), await screenOf('avi-demo')];
  });
  afterAll(async () => {
    await visitor?.leave();
    await browser?.close();
    await server?.end();
  });

  let holder: string;
  const invite = async (): Promise<string> => {
    holder ??= await practitioner('medecin-demo');
    const body = { practitioner: holder.split('/')[1], userName: 'medecin-demo' };
    const { code } = (await (await post(tvi, '/api/credential/enrolments', body)).json()) as { code: string };
    return code;
  };
  const enrolWith = async (code: string) => {
    const { page } = visitor;
    await page.goto('/visualiseur/');
    await page.getByRole('button', { name: 'Enrôler une clé' }).click();
    await page.getByLabel('Code d’enrôlement').fill(code);
    await page.getByRole('button', { name: 'Enrôler', exact: true }).click();
  };
  const signIn = async () => {
    const { page } = visitor;
    await page.goto('/visualiseur/');
    await page.getByRole('textbox', { name: 'Nom d’utilisateur' }).fill('medecin-demo');
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.getByRole('button', { name: 'Utiliser une clé FIDO2' }).click();
  };
  const isIn = () => visitor.page.getByLabel('Numéro d’assurance maladie (NAM)').waitFor();
  const isRefused = () => visitor.page.getByRole('alert').getByText('La connexion a échoué').waitFor();
  const fido2 = async () => (await keysOf(holder)).find(({ kind }) => kind === 'fido2');

  it('given a code by the staff, enrols a key, and the authority certifies the key that it made', async () => {
    const code = await invite();
    const finished = visitor.page.waitForResponse(response => response.url().endsWith('/enrolments/finish'));
    await enrolWith(code);
    await visitor.page.getByText('Votre clé est enrôlée').waitFor();
    const { certificate } = (await (await finished).json()) as { certificate: string };
    const { credentials } = await devices.send('WebAuthn.getCredentials', { authenticatorId: authenticator });
    const chain = await (await fetch(`${server.url}/pki/chain.pem`)).text();
    expect(new X509Certificate(certificate).verify(new X509Certificate(chain).publicKey)).toBe(true);
    expect(
      credentials.map(({ credentialId }) => Buffer.from(credentialId, 'base64').toString('base64url')),
    ).toEqual([(await fido2())!.id]);
    expect(await fido2()).toMatchObject({ state: 'enrolled' });
  });

  it('does not sign in with it before another of the staff has activated it', async () => {
    await signIn();
    await isRefused();
    const path = `/api/credential/keys/${(await fido2())!.id}/events`;
    expect((await post(tvi, path, { event: 'activate' })).status).toBe(409);
    expect((await post(avi, path, { event: 'activate' })).status).toBe(200);
    await signIn();
    await isIn();
  });

  it('stays signed in when the page is loaded again: the browser kept the session’s key', async () => {
    await visitor.page.reload();
    await isIn();
  });

  it('does nothing with the cookie elsewhere: it is this browser’s', async () => {
    const cookies = await visitor.page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const stolen = await fetch(`${server.url}/api/session`, {
      headers: { cookie, 'continuum-session': 'clinician' },
    });
    expect(cookie).toContain('continuum_clinician=');
    expect(stolen.status).toBe(401);
  });

  it('is out at the next request when the key is lost, in the middle of a session', async () => {
    await post(tvi, `/api/credential/keys/${(await fido2())!.id}/events`, { event: 'lost' });
    await visitor.page.getByLabel('Numéro d’assurance maladie (NAM)').fill('TREM04121914');
    await visitor.page.getByRole('button', { name: 'Rechercher' }).click();
    await visitor.page.getByText('Votre session est terminée').waitFor();
    await signIn();
    await isRefused();
  });

  it('does not sign in without the key’s PIN', async () => {
    await post(tvi, `/api/credential/keys/${(await fido2())!.id}/events`, { event: 'restore' });
    await verified(false);
    await signIn();
    await isRefused();
    await verified(true);
    await signIn();
    await isIn();
  });

  it('is signed in by one click on the page of the demonstration, also in place of somebody else', async () => {
    const { page } = visitor;
    for (const userName of ['infirmiere-demo', 'pharmacien-demo']) {
      const { name } = server.identity(userName);
      await page.goto('/demo');
      await page.getByRole('button', { name: `Entrer comme ${name}` }).click();
      await isIn();
      await page.getByText(name).first().waitFor();
    }
  });

  it('goes to the authorization server’s pages by way of the screen, not by the cookie alone', async () => {
    const { page } = visitor;
    await page.goto('/oauth/applications?here=1');
    await page.getByRole('link', { name: 'Avec ma clé (personnel de la santé)' }).click();
    await page.getByRole('heading', { name: 'Vos applications' }).waitFor();
  });
});
