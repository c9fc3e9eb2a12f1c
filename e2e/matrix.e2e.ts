import { openScreen } from '@continuum/registries-credential/testing';
import { verifyAct } from '@continuum/trust-signature';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, type Visitor, violations, visit } from './browser.ts';
import { continuum } from './command-line.ts';
import { flipped } from './flip.ts';
import { expectGoodScreen } from './good-screen.ts';
import { openSection, signInWithKey } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

describe.skipIf(!hasBrowser)(
  'the access matrix in the console (skipped when Chromium is not installed)',
  () => {
    let server: RunningServer;
    let browser: Browser;
    let operations: Page;
    let certification: Page;
    const visitors: Visitor[] = [];
    /** The signed act with which the version was put in force. */
    let act: string;

    const staff = async (userName: string, width = 1280): Promise<Page> => {
      const visitor = await visit(browser, server.url, { width, height: 900 });
      visitors.push(visitor);
      await signInWithKey(visitor.page, 'console', server.identity(userName));
      await openSection(visitor.page, 'Matrice d’accès');
      await visitor.page.getByRole('table', { name: 'La matrice en vigueur' }).waitFor();
      return visitor.page;
    };
    const rowOf = (page: Page, table: string, name: string) =>
      page
        .getByRole('table', { name: table })
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name }) });
    const choose = async (page: Page, label: string, option: RegExp) => {
      await page.getByRole('combobox', { name: label, exact: true }).click();
      await page.getByRole('option', { name: option }).click();
    };
    const confirm = async (page: Page, act: string) => {
      await page.getByRole('button', { name: act, exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: act, exact: true }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };

    beforeAll(async () => {
      [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
      operations = await staff('pilote-demo');
      certification = await staff('certification-demo');
    });
    afterAll(async () => {
      await browser?.close();
      await server?.end();
    });

    it('shows the table in force, each row with its source, to whoever watches privacy', async () => {
      const nurse = rowOf(operations, 'La matrice en vigueur', 'Infirmière');
      expect(await nurse.innerText()).toContain('à valider');
      expect(await nurse.innerText()).toContain('soins (TREAT)');
      await expectGoodScreen(operations);
      const surveillance = await staff('surveillance-demo', 400);
      expect(await surveillance.getByRole('button', { name: 'Nouveau brouillon' }).count()).toBe(0);
      await expectGoodScreen(surveillance);
    });

    it('takes a draft of the pilote’s, and refuses what no version may say with its field', async () => {
      await operations.getByRole('button', { name: 'Nouveau brouillon' }).click();
      await operations.getByRole('textbox', { name: 'Raison' }).fill('Le sommaire aux infirmières');
      await operations.getByRole('button', { name: 'Créer le brouillon' }).click();
      await operations.getByRole('heading', { name: 'Modifier le brouillon' }).waitFor();
      await operations.getByRole('checkbox', { name: 'écrire Journal' }).check();
      await operations.getByRole('button', { name: 'Enregistrer le brouillon' }).click();
      await operations.getByText('nurse.writes.journal').waitFor();
      await operations.getByRole('checkbox', { name: 'écrire Journal' }).uncheck();
      await operations.getByRole('checkbox', { name: 'lire Sommaire' }).check();
      await operations
        .getByRole('textbox', { name: 'D’où vient le changement : Sommaire' })
        .fill('Avis du comité, à valider');
      await operations.getByRole('button', { name: 'Enregistrer le brouillon' }).click();
      const change = rowOf(operations, 'Ce qu’elle change', 'Infirmière');
      await change.getByText('pourra lire : Sommaire').waitFor();
      expect(await change.innerText()).toContain('Avis du comité, à valider');
    });

    it('previews what a nurse would see of somebody, and of somebody who refused', async () => {
      await choose(operations, 'Profil', /Infirmière/);
      await choose(operations, 'Personne de la démonstration', /\(usager-demo\)/);
      const summary = rowOf(operations, 'Que verrait ce profil?', 'Sommaire');
      await summary.waitFor();
      expect(await summary.innerText()).toContain('fermé');
      await choose(operations, 'Personne de la démonstration', /\(refus-demo\)/);
      const laboratory = rowOf(operations, 'Que verrait ce profil?', 'Laboratoire');
      await laboratory.getByText('rien').first().waitFor();
      await expectGoodScreen(operations);
    });

    it('is proposed by one, put in force by another, and decides at once', async () => {
      await confirm(operations, 'Proposer');
      await operations.getByRole('button', { name: 'Mettre en vigueur' }).waitFor({ state: 'detached' });
      await certification.reload();
      await certification.getByRole('button', { name: /^Ouvrir Brouillon, Le sommaire/ }).click();
      await certification.getByText('pourra lire : Sommaire').waitFor();
      await certification.getByRole('button', { name: 'Mettre en vigueur', exact: true }).click();
      const dialog = certification.getByRole('dialog');
      await dialog.getByText('pourra lire : Sommaire').waitFor();
      expect(await violations(certification)).toEqual([]);
      await dialog.getByLabel('NIP de votre clé').fill(server.identity('certification-demo').pin!);
      await dialog.getByRole('button', { name: 'Signer', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await certification.getByText('mise en vigueur, par').waitFor();
      const signed = await certification.getByText('Mise en vigueur par l’acte signé').innerText();
      act = signed.match(/Library\/[\w.-]+/)![0];
      await certification.getByRole('button', { name: 'Vérifier la signature' }).click();
      await dialog.getByText('La signature tient.').waitFor();
      await certification.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await certification.getByRole('button', { name: 'Revenir aux versions' }).click();
      const nurse = rowOf(certification, 'La matrice en vigueur', 'Infirmière');
      await nurse.getByText('(Avis du comité, à valider)').waitFor();
      const compared = rowOf(certification, 'Comparer deux versions', 'Infirmière');
      await compared.getByText('pourra lire : Sommaire').waitFor();
      await expectGoodScreen(certification);
    });

    it('what was signed is verified anywhere, and in no other form than it was signed', async () => {
      const said = await continuum(['verify', act], server.environment);
      expect(said.stdout).toContain('IT HOLDS.');
      const screen = await openScreen(server.url, server.identity('certification-demo'));
      const exported = await (await screen.fetch(`/api/act/${act}/export`)).text();
      const root = await (await fetch(`${server.url}/pki/root.pem`)).text();
      expect(verifyAct(exported, [root])).toMatchObject([{ ok: true, act: { act } }]);
      const held = [...flipped(exported)].filter(([, text]) => verifyAct(text, [root]).some(({ ok }) => ok));
      expect(held.map(([where]) => where)).toEqual([]);
    });

    it('met no error of scripts, nor of the content policy', () => {
      const unexpected = visitors.flatMap(({ complaints }) => complaints).filter(one => !/ 422 /.test(one));
      expect(unexpected).toEqual([]);
    });
  },
);
