import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, missingTexts, type Visitor, violations, visit } from './browser.ts';
import { expectGoodScreen } from './good-screen.ts';
import { openSection, signInWithKey } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

const answers = ['Rue de l’Église', 'Médor', 'Mme Côté'];

describe.skipIf(!hasBrowser)(
  'what intervenants do by themselves, and what is looked at again in time (skipped when Chromium is not installed)',
  () => {
    let server: RunningServer;
    let browser: Browser;
    const visitors: Visitor[] = [];
    const newPage = async (): Promise<Page> => {
      const visitor = await visit(browser, server.url);
      visitors.push(visitor);
      return visitor.page;
    };

    beforeAll(async () => {
      [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
    });
    afterAll(async () => {
      await browser?.close();
      await server?.end();
    });

    /** Answers on the public page; resolves to what it says. */
    async function askToBeUnblocked(page: Page, userName: string, given: readonly string[]): Promise<string> {
      await page.goto('/visualiseur/');
      await page.getByRole('link', { name: 'Ma clé ne fonctionne plus' }).click();
      const form = page.getByRole('form', { name: 'Demander le déblocage de ma clé' });
      const name = form.getByLabel('Nom d’utilisateur');
      // It is before whoever came for it, and nothing else is.
      const isReady = (field: Element) =>
        field === document.activeElement && field.getBoundingClientRect().bottom <= innerHeight;
      await expect.poll(() => name.evaluate(isReady), { timeout: 20_000 }).toBe(true);
      await name.fill(userName);
      await form.getByRole('button', { name: 'Continuer' }).click();
      await form.getByRole('button', { name: 'Demander le déblocage' }).waitFor();
      const fields = await form.getByRole('textbox').all();
      expect(fields).toHaveLength(4);
      for (const [place, answer] of given.entries()) await fields[place + 1]!.fill(answer);
      await form.getByRole('button', { name: 'Demander le déblocage' }).click();
      const said = page.getByRole('status').filter({ hasText: 'C’est reçu' });
      await said.waitFor();
      return said.innerText();
    }

    it('a physician finds their access from the Visualiseur, chooses security questions with their key, sees their own accesses', async () => {
      const page = await newPage();
      const identity = server.identity('medecin-demo');
      await signInWithKey(page, 'visualiseur', identity);
      await page.getByLabel('Numéro d’assurance maladie (NAM)').waitFor();
      await page.getByRole('button', { name: identity.name }).click();
      await page.getByRole('menuitem', { name: 'Mon accès', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: 'Mon accès' }).waitFor();
      await page.getByRole('button', { name: 'Choisir mes questions' }).click();
      const dialog = page.getByRole('dialog');
      for (const [place, answer] of answers.entries())
        await dialog.getByLabel(`Réponse ${place + 1}`).fill(answer);
      await dialog.getByLabel('NIP de votre clé').fill('000000');
      await dialog.getByRole('button', { name: 'Enregistrer' }).click();
      await dialog.getByRole('alert').waitFor();
      await dialog.getByLabel('NIP de votre clé').fill(identity.pin!);
      await dialog.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByText('Vos réponses ne sont pas conservées').waitFor();
      await page.getByRole('button', { name: 'Voir mes accès' }).click();
      await page.getByRole('row').filter({ hasText: 'Entrée ou sortie' }).first().waitFor();
      await expectGoodScreen(page);
    });

    it('without a key that works, the page says the same to anybody; tele-verification finds who answered right', async () => {
      const page = await newPage();
      const wrong = await askToBeUnblocked(page, 'personne-du-tout', answers);
      expect(await askToBeUnblocked(page, 'medecin-demo', answers)).toBe(wrong);
      const tvi = await newPage();
      await signInWithKey(tvi, 'console', server.identity('tvi-demo'));
      await openSection(tvi, 'Autorisations d’accès');
      const list = tvi.getByRole('region', { name: 'Déblocages demandés' });
      const row = list.getByRole('row').filter({ hasText: server.identity('medecin-demo').name });
      await row.getByRole('button', { name: 'Commander un nouvel enrôlement' }).click();
      await tvi.getByRole('dialog').waitFor();
      await tvi.getByRole('dialog').getByRole('button', { name: 'Confirmer' }).click();
      const keys = tvi.getByRole('region', { name: 'Clés à remettre' });
      await keys
        .getByRole('row')
        .filter({ hasText: server.identity('medecin-demo').name })
        .waitFor();
      await expectGoodScreen(tvi);
    });

    it('a departure shows what it will end, then ends it, and who left is out at the next request', async () => {
      const page = await newPage();
      const leaver = server.identity('medecin-demo');
      await signInWithKey(page, 'visualiseur', leaver);
      await page.getByLabel('Numéro d’assurance maladie (NAM)').waitFor();
      const gaa = await newPage();
      await signInWithKey(gaa, 'console', server.identity('gaa-demo'));
      await openSection(gaa, 'Autorisations d’accès');
      await gaa.getByRole('region', { name: 'Ce qui prend fin' }).waitFor();
      await gaa.getByRole('region', { name: 'Revue des accès' }).waitFor();
      const list = gaa.getByRole('region', { name: 'Autorisations d’accès' });
      const row = list.getByRole('row').filter({ hasText: leaver.name });
      await row.getByRole('button', { name: 'Départ' }).click();
      const dialog = gaa.getByRole('dialog');
      await dialog.getByText('sera fermée').or(dialog.getByText('seront fermées')).waitFor();
      await expectGoodDialog(gaa);
      await dialog.getByLabel('Motif').fill('Retraite');
      await dialog.getByRole('button', { name: 'Mettre fin à tout' }).click();
      await row.getByText('Terminée').waitFor();
      await page.getByLabel('Numéro d’assurance maladie (NAM)').fill('TREM04121914');
      await page.getByRole('button', { name: 'Rechercher' }).click();
      await page.getByText('Votre session est terminée').waitFor();
    });
  },
);

/** A window over the page covers the switch of languages: the page’s own is looked at. */
async function expectGoodDialog(page: Page): Promise<void> {
  expect(await missingTexts(page)).toEqual([]);
  expect(await violations(page)).toEqual([]);
}
