import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, type Visitor, visit } from './browser.ts';
import { expectGoodScreen } from './good-screen.ts';
import { openSection, signInWithPassword } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

describe.skipIf(!hasBrowser)(
  'notices of accesses, in the Carnet (skipped when Chromium is not installed)',
  () => {
    let server: RunningServer;
    let browser: Browser;
    let citizen: Visitor;
    let page: Page;

    beforeAll(async () => {
      [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
      citizen = await visit(browser, server.url);
      page = citizen.page;
      await signInWithPassword(page, server.identity('usager-demo'));
      await openSection(page, 'Accès à mon dossier');
    });
    afterAll(async () => {
      await browser?.close();
      await server?.end();
    });

    /** The outbox, once it has a message to that address. */
    async function sentTo(address: string): Promise<string> {
      const outbox = await browser.newPage({ baseURL: server.url });
      await expect
        .poll(
          async () => {
            await outbox.goto('/demo/outbox');
            return outbox.locator('body').innerText();
          },
          { timeout: 20_000 },
        )
        .toContain(address);
      const text = await outbox.getByRole('listitem').filter({ hasText: address }).first().innerText();
      await outbox.close();
      return text;
    }

    it('are off until one chooses', async () => {
      await page.getByText('Aucun avis n’est envoyé').waitFor();
      await expectGoodScreen(page);
    });

    it('need a complete address', async () => {
      await page.getByRole('button', { name: 'Changer' }).click();
      await page.getByRole('radio', { name: 'À chaque consultation' }).check();
      await page.getByLabel('Adresse courriel').fill('louise');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByText('Écrivez une adresse complète').waitFor();
      await expectGoodScreen(page);
    });

    it('begin once the code that was sent is given back', async () => {
      await page.getByLabel('Adresse courriel').fill('louise@exemple.ca');
      await page.getByRole('button', { name: 'Enregistrer' }).click();
      await page.getByText('Un code a été envoyé à louise@exemple.ca').waitFor();
      await expectGoodScreen(page);
      const [code = ''] = /\b\d{6}\b/.exec(await sentTo('louise@exemple.ca')) ?? [];
      await page.getByLabel('Code à six chiffres').fill(code);
      await page.getByRole('button', { name: 'Confirmer l’adresse' }).click();
      await page.getByText('Les avis sont envoyés à louise@exemple.ca').waitFor();
      await page.getByText('Un avis est envoyé à chaque consultation').waitFor();
      await expectGoodScreen(page);
    });

    it('nothing was complained of', () => {
      expect(citizen.complaints).toEqual([]);
    });
  },
);
