import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, type Visitor, violations, visit } from './browser.ts';
import { expectGoodScreen } from './good-screen.ts';
import { signInWithKey, signInWithPassword } from './screens.ts';
import { SecurityKeys } from './security-keys.ts';
import { type RunningServer, startContinuum } from './server.ts';

type Port = Awaited<ReturnType<SecurityKeys['port']>>;

interface Seat {
  page: Page;
  port: Port;
}

describe.skipIf(!hasBrowser)(
  'keys and sessions on the screens (skipped when Chromium is not installed)',
  () => {
    let server: RunningServer;
    let browser: Browser;
    const visitors: Visitor[] = [];
    const keys = new SecurityKeys();
    let tvi: Page;
    let avi: Page;
    let aga: Page;
    let here: Seat;
    let there: Seat;
    let doctor: string;

    const newPage = async () => {
      const visitor = await visit(browser, server.url);
      visitors.push(visitor);
      return visitor.page;
    };
    const newSeat = async (): Promise<Seat> => {
      const page = await newPage();
      return { page, port: await keys.port(page) };
    };
    const staffPage = async (userName: string) => {
      const page = await newPage();
      await signInWithKey(page, 'console', server.identity(userName));
      await page.getByRole('heading', { name: 'Clés des personnes', level: 1 }).waitFor();
      return page;
    };
    const dialogOf = (page: Page) => page.getByRole('dialog');

    beforeAll(async () => {
      [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
      doctor = server.identity('medecin-demo').name;
      [tvi, avi, aga] = [
        await staffPage('tvi-demo'),
        await staffPage('avi-demo'),
        await staffPage('aga-demo'),
      ];
      [here, there] = [await newSeat(), await newSeat()];
    });
    afterAll(async () => {
      await browser?.close();
      await server?.end();
    });

    /** The staff invites the doctor on the console; resolves to the code, as it is read on the screen. */
    async function invite(): Promise<string> {
      await tvi.getByRole('button', { name: 'Inviter une personne' }).click();
      const family = doctor.split(' ').at(-1)!;
      await dialogOf(tvi).getByLabel('Chercher par nom de famille').fill(family);
      await dialogOf(tvi)
        .getByRole('button', { name: `Inviter ${doctor}` })
        .click();
      await dialogOf(tvi).getByRole('textbox', { name: 'Nom d’utilisateur' }).waitFor();
      expect(await dialogOf(tvi).getByRole('textbox', { name: 'Nom d’utilisateur' }).inputValue()).toBe(
        'medecin-demo',
      );
      await dialogOf(tvi).getByRole('button', { name: 'Créer le code' }).click();
      await dialogOf(tvi).getByText('Ce code ne sera plus affiché').waitFor();
      const groups = await dialogOf(tvi).locator('[aria-hidden] >> text=/^[0-9A-Z]{5}$/').allInnerTexts();
      expect(groups).toHaveLength(4);
      expect(await violations(tvi)).toEqual([]);
      await dialogOf(tvi).getByRole('button', { name: 'J’ai remis le code' }).click();
      return groups.join('-');
    }

    async function enrol({ page, port }: Seat, key: string, code: string) {
      await port.plug(key);
      await page.goto('/visualiseur/');
      await page.getByRole('button', { name: 'Enrôler une clé' }).click();
      await page.getByLabel('Code d’enrôlement').fill(code);
      await page.getByRole('button', { name: 'Enrôler', exact: true }).click();
      await page.getByText('Votre clé est enrôlée').waitFor();
      await port.unplug();
    }

    /** Opens the first key of the list in that state, as the console shows it. */
    async function manage(page: Page, filter: string) {
      await page.goto('/console/cles');
      // The list of before is taken away when what was typed and chosen is asked for.
      const asked = page.waitForResponse(response =>
        /register\?text=medecin-demo&filter=/.test(response.url()),
      );
      await page.getByLabel('Chercher par nom ou nom d’utilisateur').fill('medecin-demo');
      await page.getByLabel('État des clés').selectOption({ label: filter });
      await asked;
      const row = page.getByRole('row').filter({ hasText: 'Clé FIDO2' });
      await row
        .first()
        .getByRole('button', { name: `Gérer la clé de ${doctor}` })
        .click();
      await dialogOf(page).getByText('Enrôlée', { exact: true }).waitFor();
    }

    async function say(page: Page, act: string, confirm: string) {
      await dialogOf(page).getByRole('button', { name: act, exact: true }).click();
      await dialogOf(page).getByRole('button', { name: confirm, exact: true }).click();
      await dialogOf(page).waitFor({ state: 'detached' });
    }

    const activate = async () => {
      await manage(avi, 'À activer');
      await say(avi, 'Activer', 'Activer la clé');
    };

    async function signIn({ page, port }: Seat, key: string) {
      await port.plug(key);
      await page.goto('/visualiseur/');
      await page.getByRole('textbox', { name: 'Nom d’utilisateur' }).fill('medecin-demo');
      await page.getByRole('button', { name: 'Continuer' }).click();
      await page.getByRole('button', { name: 'Utiliser une clé FIDO2' }).click();
    }
    const isIn = ({ page }: Seat) => page.getByLabel('Numéro d’assurance maladie (NAM)').waitFor();
    const isRefused = ({ page }: Seat) =>
      page.getByRole('alert').getByText('La connexion a échoué').waitFor();
    /** Asks something of the server, without loading the page again. */
    const ask = async ({ page }: Seat) => {
      await page.getByLabel('Numéro d’assurance maladie (NAM)').fill('TREM04121914');
      await page.getByRole('button', { name: 'Rechercher' }).click();
    };
    const isOut = ({ page }: Seat) => page.getByText('Votre session est terminée').waitFor();

    const openPersonal = async (page: Page, name: string, item: string) => {
      await page.getByRole('button', { name }).click();
      await page.getByRole('menuitem', { name: item }).click();
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await page.getByRole('heading', { level: 1, name: item }).waitFor();
    };

    it('the staff invites: the code is on the screen once, the invitation waits with its age', async () => {
      await expectGoodScreen(tvi);
      const code = await invite();
      const waiting = tvi
        .getByRole('row')
        .filter({ hasText: 'medecin-demo' })
        .filter({ hasText: 'à l’instant' });
      await waiting.waitFor();
      await tvi.reload();
      await waiting.waitFor();
      expect(await tvi.locator('body').innerText()).not.toContain(code.slice(0, 5));
      await expectGoodScreen(tvi);
      await enrol(here, 'first', code);
    });

    it('each sees what is of their office: the agent who orders certificates invites nobody, a GAA has no keys', async () => {
      await aga.getByRole('row').nth(1).waitFor();
      expect(await aga.getByRole('button', { name: 'Inviter une personne' }).count()).toBe(0);
      expect(await tvi.getByRole('link', { name: 'Certificats' }).count()).toBe(0);
      const gaa = await newPage();
      await signInWithKey(gaa, 'console', server.identity('gaa-demo'));
      await gaa.getByRole('heading', { name: 'Autorisations d’accès', level: 1 }).waitFor();
      for (const section of ['Clés des personnes', 'Certificats'])
        expect(await gaa.getByRole('link', { name: section }).count()).toBe(0);
    });

    it('whoever invited does not activate, and the screen says why the button is missing; a colleague does', async () => {
      await manage(tvi, 'À activer');
      await dialogOf(tvi).getByText('Vous avez invité cette personne').waitFor();
      expect(await dialogOf(tvi).getByRole('button', { name: 'Activer' }).count()).toBe(0);
      expect(await violations(tvi)).toEqual([]);
      await tvi.keyboard.press('Escape');
      await activate();
      await signIn(here, 'first');
      await isIn(here);
    });

    it('a second key signs in too, beside the first: each browser with its own', async () => {
      await enrol(there, 'second', await invite());
      await activate();
      await signIn(there, 'second');
      await isIn(there);
      await here.page.getByRole('button', { name: doctor }).click();
      await here.page.getByRole('menuitem', { name: 'Se déconnecter' }).click();
      await here.page.getByRole('heading', { name: 'Se connecter' }).waitFor();
      await signIn(here, 'first');
      await isIn(here);
    });

    it('the holder sees both, and which one opened this session', async () => {
      await openPersonal(here.page, doctor, 'Mes clés');
      await here.page.getByText('A ouvert cette session').waitFor();
      expect(await here.page.getByRole('heading', { name: 'Clé FIDO2' }).count()).toBe(2);
      await expectGoodScreen(here.page);
    });

    /** The panel of the key that did not open this session. */
    const otherKey = ({ page }: Seat) =>
      page
        .getByRole('article', { name: 'Clé FIDO2' })
        .filter({ hasText: 'Active' })
        .filter({ hasNotText: 'A ouvert cette session' });

    it('the second is lost: told what follows, its session is over at the next request, and it opens nothing', async () => {
      await otherKey(here).getByRole('button', { name: 'Perdue ou volée' }).click();
      await dialogOf(here.page).getByText('Cette session, ouverte avec une autre de vos clés').waitFor();
      expect(await violations(here.page)).toEqual([]);
      await dialogOf(here.page).getByRole('button', { name: 'Suspendre la clé maintenant' }).click();
      await here.page.getByText('Suspendue').waitFor();
      await ask(there);
      await isOut(there);
      await signIn(there, 'second');
      await isRefused(there);
      await here.page.goto('/visualiseur/');
      await isIn(here);
    });

    it('it is found: the staff gives it back; what it had opened stays shut, and it signs in anew', async () => {
      await manage(tvi, 'Suspendues');
      await say(tvi, 'Rétablir', 'Rétablir la clé');
      await there.page.reload();
      await there.page.getByRole('heading', { name: 'Se connecter' }).waitFor();
      await signIn(there, 'second');
      await isIn(there);
    });

    it('the first has its PIN blocked: it is over for good, and is enrolled anew under another certificate', async () => {
      await there.page.goto('/visualiseur/mes-cles');
      await otherKey(there).getByRole('button', { name: 'NIP bloqué' }).click();
      await dialogOf(there.page).getByText('il faut la réinitialiser').waitFor();
      await dialogOf(there.page).getByRole('button', { name: 'Révoquer la clé' }).click();
      await there.page.getByText('Clés qui ne servent plus').waitFor();
      await ask(here);
      await isOut(here);
      await signIn(here, 'first');
      await isRefused(here);
      await enrol(here, 'first, reset', await invite());
      await activate();
      await signIn(here, 'first, reset');
      await isIn(here);
    });

    it('the history of a key is told in the console: what, by whom, newest first', async () => {
      await manage(tvi, 'Terminées');
      const lines = await dialogOf(tvi).getByRole('list', { name: 'Historique de la clé' }).innerText();
      expect(lines.match(/NIP bloqué|Activée|Enrôlée/g)).toEqual(['NIP bloqué', 'Activée', 'Enrôlée']);
      expect(lines).toContain(`par ${doctor}`);
      expect(lines).toContain(`par ${server.identity('avi-demo').name}`);
      await tvi.keyboard.press('Escape');
    });

    it('a session is closed from another browser, which is out at its next request', async () => {
      await openPersonal(here.page, doctor, 'Mes sessions');
      await here.page.getByText('Cette session', { exact: true }).waitFor();
      await expectGoodScreen(here.page);
      await here.page.setViewportSize({ width: 390, height: 844 });
      expect(await violations(here.page)).toEqual([]);
      await here.page.setViewportSize({ width: 1280, height: 800 });
      await there.page.goto('/visualiseur/');
      await isIn(there);
      await here.page.getByRole('button', { name: 'Fermer la session Chrome sur Linux' }).first().click();
      await here.page.getByText('La session est fermée').waitFor();
      await ask(there);
      await isOut(there);
    });

    it('all are closed at once, this one too, when that is confirmed', async () => {
      await signIn(there, 'second');
      await isIn(there);
      await here.page.getByRole('button', { name: 'Tout fermer' }).click();
      await dialogOf(here.page).getByRole('button', { name: 'Tout fermer et me déconnecter' }).click();
      await here.page.getByRole('heading', { name: 'Se connecter' }).waitFor();
      await ask(there);
      await isOut(there);
    });

    it('a citizen closes their own session from the list: it signs them out', async () => {
      const page = await newPage();
      const citizen = server.identity('usager-demo');
      await signInWithPassword(page, citizen);
      await page.goto('/carnet/mes-sessions');
      await page.getByText('Cette session', { exact: true }).waitFor();
      await expectGoodScreen(page);
      await page.getByRole('main').getByRole('button', { name: 'Se déconnecter' }).click();
      await page.getByRole('heading', { name: 'Se connecter' }).waitFor();
    });

    it('a certificate revoked in the console takes its key with it', async () => {
      await signIn(there, 'second');
      await isIn(there);
      await aga.goto('/console/certificats');
      await aga.getByText('Autorité émettrice').waitFor();
      await aga
        .getByRole('button', { name: /^Révoquer le certificat/ })
        .first()
        .waitFor();
      await expectGoodScreen(aga);
      await there.page.goto('/visualiseur/mes-cles');
      const current = there.page.getByRole('article').filter({ hasText: 'A ouvert cette session' });
      const serial = (await current.innerText()).match(/[0-9a-f]{32}/)![0];
      await aga.getByLabel('Chercher par nom, référence ou numéro de série').fill(serial);
      const row = aga.getByRole('row').filter({ hasText: serial });
      await aga.getByRole('row').nth(2).waitFor({ state: 'detached' });
      await row.getByRole('button', { name: /^Révoquer le certificat/ }).click();
      await dialogOf(aga).getByLabel('Motif de la révocation').selectOption('affiliationChanged');
      expect(await violations(aga)).toEqual([]);
      await dialogOf(aga).getByRole('button', { name: 'Révoquer pour de bon' }).click();
      await row.getByText('Changement d’organisme').waitFor();
      await there.page.goto('/visualiseur/');
      await there.page.getByRole('heading', { name: 'Se connecter' }).waitFor();
      await signIn(there, 'second');
      await isRefused(there);
    });

    it('where there is no demonstration, the door asks for the key, and no page for its PIN', async () => {
      const { page, leave } = await visit(browser, server.url);
      await page.route('**/demo/identities.json', route => route.fulfill({ status: 404, body: '' }));
      const port = await keys.port(page);
      await here.port.unplug();
      await port.plug('first, reset');
      await page.goto('/visualiseur/');
      await page.getByRole('textbox', { name: 'Nom d’utilisateur' }).fill('medecin-demo');
      await page.getByRole('button', { name: 'Continuer' }).click();
      await page.getByText('Le navigateur demandera son NIP').waitFor();
      expect(await page.getByLabel('NIP', { exact: true }).count()).toBe(0);
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
      await isIn({ page, port });
      await leave();
    });

    it('no browser complained of anything but the refusals that were to come', () => {
      const unexpected = visitors.flatMap(({ complaints }) => complaints).filter(text => !/ 401 /.test(text));
      expect(unexpected).toEqual([]);
    });
  },
);
