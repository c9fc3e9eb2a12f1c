import { openScreen } from '@continuum/registries-credential/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, type Visitor, visit } from './browser.ts';
import { expectGoodScreen } from './good-screen.ts';
import { openDomain, openRecord, openSection, signInWithKey, signInWithPassword } from './screens.ts';
import { SecurityKeys } from './security-keys.ts';
import { type RunningServer, startContinuum } from './server.ts';

/** Behind a proxy that says where each browser is: the clinic is this machine, a home is elsewhere. */
const settings = { TRUSTED_PROXIES: '127.0.0.1' };
const home = { 'x-forwarded-for': '203.0.113.7' };

describe.skipIf(!hasBrowser)('access from a home (skipped when Chromium is not installed)', () => {
  let server: RunningServer;
  let browser: Browser;
  const visitors: Visitor[] = [];
  let atHome: Page;

  async function browserAt(headers: Record<string, string> = {}): Promise<Page> {
    const visitor = await visit(browser, server.url);
    visitors.push(visitor);
    await visitor.page.context().setExtraHTTPHeaders(headers);
    return visitor.page;
  }
  const asked = (page: Page) =>
    page.getByRole('heading', { name: 'Cet appareil n’est pas déclaré' }).waitFor();
  const nam = () => server.identity('usager-demo').nam!;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startContinuum(settings), launchBrowser()]);
    atHome = await browserAt(home);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  it('on a device that nobody declared: the record is closed, the screen asks, one’s own pages are open', async () => {
    await signInWithKey(atHome, 'visualiseur', server.identity('medecin-demo'));
    await asked(atHome);
    await expectGoodScreen(atHome);
    await atHome.goto('/visualiseur/dossier/laboratoire');
    await asked(atHome);
    await atHome.goto('/visualiseur/mes-sessions');
    await atHome.getByRole('heading', { level: 1, name: 'Mes sessions' }).waitFor();
  });

  it('once it is declared and signed, the record opens from there', async () => {
    await atHome.goto('/visualiseur/');
    await asked(atHome);
    await atHome.getByLabel('Municipalité de mon domicile').fill('Rimouski');
    await atHome.getByLabel('Nom de cet appareil').fill('Portable de la maison');
    await atHome.getByLabel('J’ai lu ces conditions et je les accepte').check();
    await atHome.getByRole('button', { name: 'Relire et signer' }).click();
    await atHome.getByText('De mon domicile · Rimouski').waitFor();
    await expectGoodScreen(atHome);
    await atHome.getByLabel('NIP de votre clé').fill(server.identity('medecin-demo').pin!);
    await atHome.getByRole('button', { name: 'Signer', exact: true }).click();
    await openRecord(atHome, nam());
    await openDomain(atHome, 'Laboratoire');
    await atHome.getByRole('table').first().waitFor();
  });

  it('the person reads that it was looked at from a home', async () => {
    const page = await browserAt();
    await signInWithPassword(page, server.identity('usager-demo'));
    await openSection(page, 'Accès à mon dossier');
    await page.getByText('À distance, de son domicile').first().waitFor();
    const text = await page.locator('main').innerText();
    expect(text).not.toContain('Rimouski');
  });

  it('another device is asked, and the same one is let in again', async () => {
    const other = await browserAt(home);
    await signInWithKey(other, 'visualiseur', server.identity('medecin-demo'));
    await asked(other);
    await atHome.context().clearCookies();
    await signInWithKey(atHome, 'visualiseur', server.identity('medecin-demo'));
    await openRecord(atHome, nam());
  });

  it('at the clinic nothing is asked; what was declared is seen, and revoked while the record is read at home', async () => {
    const clinic = await browserAt();
    await signInWithKey(clinic, 'visualiseur', server.identity('medecin-demo'));
    await clinic.getByLabel('Numéro d’assurance maladie (NAM)').waitFor();
    await clinic.goto('/visualiseur/mon-acces-a-distance');
    await clinic.getByText('D’un lieu de pratique habituel.').waitFor();
    await expectGoodScreen(clinic);
    await clinic.getByRole('button', { name: /^Révoquer la déclaration : Portable de la maison/ }).click();
    await clinic.getByRole('dialog').getByRole('button', { name: 'Révoquer', exact: true }).click();
    await clinic.getByText(/^Révoquée le /).waitFor();
    await openDomain(atHome, 'Laboratoire');
    await atHome.getByText('Votre session est terminée').waitFor();
    await signInWithKey(atHome, 'visualiseur', server.identity('medecin-demo'));
    await asked(atHome);
  });

  it('a GAA registers the clinic’s network, sees who declared what, and a network that ends is no usual place', async () => {
    const gaa = await browserAt();
    await signInWithKey(gaa, 'console', server.identity('gaa-demo'));
    await openSection(gaa, 'Accès à distance');
    await gaa.getByText('Aucun réseau inscrit').waitFor();
    await expectGoodScreen(gaa);
    await gaa.getByRole('button', { name: 'Inscrire un réseau' }).click();
    const dialog = gaa.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Réseau' }).fill('0.0.0.0/0');
    await dialog.getByLabel('Ce que c’est').fill('Clinique, étage 2');
    await dialog.getByRole('button', { name: 'Inscrire un réseau' }).click();
    await dialog.getByText(/donnez un réseau comme/).waitFor();
    await dialog.getByRole('textbox', { name: 'Réseau' }).fill('203.0.113.0/24');
    await dialog.getByRole('button', { name: 'Inscrire un réseau' }).click();
    await gaa.getByRole('rowheader', { name: '203.0.113.0/24' }).waitFor();
    const colleague = await browserAt(home);
    await signInWithKey(colleague, 'visualiseur', server.identity('gaa-demo'));
    await colleague.getByLabel('Numéro d’assurance maladie (NAM)').waitFor();
    await gaa.getByRole('button', { name: 'Retirer le réseau 203.0.113.0/24' }).click();
    await dialog.getByRole('button', { name: 'Retirer', exact: true }).click();
    await gaa.getByText('Aucun réseau inscrit').waitFor();
    await colleague.getByLabel('Numéro d’assurance maladie (NAM)').fill(nam());
    await colleague.getByRole('button', { name: 'Rechercher' }).click();
    await colleague.getByText('Votre session est terminée').waitFor();
  });

  describe('the home kit', () => {
    let page: Page;
    let keys: Awaited<ReturnType<SecurityKeys['port']>>;

    /** The staff invites, the key is enrolled here, another of the staff activates it. */
    async function enrol(): Promise<void> {
      const json = (body: object) => ({
        ...{ method: 'POST', body: JSON.stringify(body) },
        headers: { 'content-type': 'application/json' },
      });
      const staff = await openScreen(server.url, server.identity('tvi-demo'));
      const physician = await openScreen(server.url, server.identity('medecin-demo'));
      const listed = async () =>
        (await (await physician.fetch('/api/credential/keys')).json()) as {
          id: string;
          kind: string;
          holder: string;
        }[];
      const [own] = await listed();
      const whom = { practitioner: own!.holder.split('/')[1], userName: 'medecin-demo' };
      const invited = await staff.fetch('/api/credential/enrolments', json(whom));
      const { code } = (await invited.json()) as { code: string };
      await page.goto('/visualiseur/');
      await page.getByRole('button', { name: 'Enrôler une clé' }).click();
      await page.getByLabel('Code d’enrôlement').fill(code);
      await page.getByRole('button', { name: 'Enrôler', exact: true }).click();
      await page.getByText('Votre clé est enrôlée').waitFor();
      const key = (await listed()).find(({ kind }) => kind === 'fido2')!;
      const avi = await openScreen(server.url, server.identity('avi-demo'));
      const done = await avi.fetch(`/api/credential/keys/${key.id}/events`, json({ event: 'activate' }));
      expect(done.status).toBe(200);
    }
    const check = async (userName: string) => {
      await page.getByLabel('Nom d’utilisateur').fill(userName);
      await page.getByRole('button', { name: 'Vérifier ma clé' }).click();
      return page.getByRole('status').innerText();
    };

    beforeAll(async () => {
      page = await browserAt(home);
      keys = await new SecurityKeys().port(page);
      await keys.plug('mine');
      await enrol();
    });

    it('says what is ready and what to mend, before anybody signs in', async () => {
      await page.goto('/visualiseur/trousse');
      await page.getByText(/^Le serveur répond en \d+ ms/).waitFor();
      await page.getByText(/^Elle est à l’heure/).waitFor();
      await page.getByText(/^Il est assez grand/).waitFor();
      await expectGoodScreen(page);
      await page.setViewportSize({ width: 400, height: 800 });
      await page.getByRole('button', { name: 'Vérifier de nouveau' }).click();
      await page.getByText(/^La fenêtre est petite \(400 pixels/).waitFor();
      await page.route('**/healthz', route => route.abort());
      await page.getByRole('button', { name: 'Vérifier de nouveau' }).click();
      await page.getByText(/^Le serveur ne répond pas/).waitFor();
      await page.unroute('**/healthz');
      await page.setViewportSize({ width: 1280, height: 800 });
    });

    it('knows one’s own key, and another; nothing that a key signed leaves the page', async () => {
      const sent: string[] = [];
      page.on('request', request => {
        if (request.method() !== 'GET') sent.push(`${new URL(request.url()).pathname} ${request.postData()}`);
      });
      expect(await check('medecin-demo')).toMatch(/^C’est bien une clé/);
      await keys.plug('another');
      expect(await check('medecin-demo')).toMatch(/^La clé fonctionne, mais/);
      expect(sent).toHaveLength(2);
      for (const one of sent)
        expect(one).toMatch(
          /^\/api\/session\/challenge \{"userName":"medecin-demo","thumbprint":"[\w-]{43}"\}$/,
        );
    });
  });

  it('no browser complained', () => {
    const known = /\/api\/(session|remote-access|patient|laboratory)|healthz/;
    expect(visitors.flatMap(({ complaints }) => complaints).filter(text => !known.test(text))).toEqual([]);
  });
});
