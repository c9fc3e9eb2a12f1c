import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, type Visitor, visit } from './browser.ts';
import { expectGoodScreen } from './good-screen.ts';
import { openDomain, openRecord, openSection, signInWithKey, signInWithPassword } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

const answer = 'Catherine Lavoie est votre médecin de famille: elle préparait votre rendez-vous.';

describe.skipIf(!hasBrowser)('an access that a person does not recognize (skipped without Chromium)', () => {
  let server: RunningServer;
  let browser: Browser;
  let louise: Visitor;
  let diallo: Visitor;
  let lessard: Visitor;
  let number = '';

  beforeAll(async () => {
    [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
    louise = await visit(browser, server.url);
    diallo = await visit(browser, server.url);
    lessard = await visit(browser, server.url);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  /** Takes a step of the case that is open: the button, what it asks, the same verb again. */
  async function step(
    page: Page,
    name: string,
    fill?: (dialog: ReturnType<Page['getByRole']>) => Promise<void>,
  ) {
    await page.getByRole('button', { name, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await fill?.(dialog);
    await dialog.getByRole('button', { name, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  const openCase = async (page: Page) => {
    await page.getByRole('button', { name: `Ouvrir ${number}` }).click();
    await page.getByRole('heading', { name: 'Ce qui s’est passé' }).waitFor();
  };

  it('given a physician who looked, the person reports it where she reads of it, and has a number', async () => {
    const physician = await visit(browser, server.url);
    await signInWithKey(physician.page, 'visualiseur', server.identity('medecin-demo'));
    await openRecord(physician.page, server.identity('usager-demo').nam!);
    await openDomain(physician.page, 'Laboratoire');
    await physician.page.getByRole('table').first().waitFor();
    await physician.leave();
    const { page } = louise;
    await signInWithPassword(page, server.identity('usager-demo'));
    await openSection(page, 'Accès à mon dossier');
    const visitOfHers = page.getByRole('listitem').filter({ hasText: /Lavoie.*laboratoire/ });
    await visitOfHers.getByRole('button', { name: 'Je ne reconnais pas cet accès' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Demander une vérification' }).click();
    const told = page.getByText(/^Vérification demandée: SV-/).first();
    await told.waitFor();
    number = /SV-\d{4}-\d{6}/.exec((await told.textContent())!)![0];
    await expectGoodScreen(page);
  });

  it('one of surveillance takes it up, inquires and concludes, and may not decide', async () => {
    const { page } = diallo;
    await signInWithKey(page, 'console', server.identity('surveillance-demo'));
    await openSection(page, 'Surveillance');
    await page.getByText(number).waitFor();
    await expectGoodScreen(page);
    await openCase(page);
    await step(page, 'Prendre au tri');
    await step(page, 'Passer à l’enquête');
    await step(page, 'Conclure l’enquête', dialog =>
      dialog.getByLabel('Ce qui a été constaté').fill('Rendez-vous confirmé par la clinique.'),
    );
    await page.getByText('Rien que vous puissiez faire ici').waitFor();
    await expectGoodScreen(page);
  });

  it('another decides: no further action, and the person is told', async () => {
    const { page } = lessard;
    await signInWithKey(page, 'console', server.identity('surveillance-2-demo'));
    await openSection(page, 'Surveillance');
    await openCase(page);
    await step(page, 'Décider', async dialog => {
      await dialog.getByLabel('Aviser la personne').check();
      await dialog.getByLabel('Aucune suite').check();
      await dialog.getByLabel('La décision et ses motifs').fill('Accès pour des soins.');
    });
    await page.getByText('Rien que vous puissiez faire ici').waitFor();
  });

  it('the answer is written by who did not decide, and the person reads it in her Carnet', async () => {
    const { page } = diallo;
    await page.reload();
    await step(page, 'Prendre une mesure', async dialog => {
      await dialog.getByLabel('Mesure', { exact: true }).click();
      await page.getByRole('option', { name: 'Aviser la personne' }).click();
      await dialog.getByLabel('La réponse que la personne lira, en mots simples').fill(answer);
    });
    await step(page, 'Fermer le dossier');
    await louise.page.reload();
    await louise.page.getByText(answer).waitFor();
    expect(await louise.page.getByText('Rendez-vous confirmé').count()).toBe(0);
    await expectGoodScreen(louise.page);
  });

  it('a rule is replayed on the past, and its chart shows', async () => {
    const { page } = diallo;
    await openSection(page, 'Règles d’alerte');
    const rule = page.getByRole('article').filter({ hasText: 'Aucun lien de soins' });
    await rule.getByRole('button', { name: 'Rejouer sur le passé' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Rejouer', exact: true }).click();
    await rule.getByText(/^Terminé/).waitFor();
    await rule.getByRole('img', { name: /^Alertes par jour/ }).waitFor();
    await expectGoodScreen(page);
  });

  it('nobody’s browser complained', () => {
    for (const { complaints } of [louise, diallo, lessard]) expect(complaints).toEqual([]);
  });
});
