import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, launchBrowser, type Visitor, visit } from './browser.ts';
import { openDomain, openRecord, openSection, signInWithKey, signInWithPassword } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

describe.runIf(hasBrowser)('a restriction and its override (R-22.1)', () => {
  let server: RunningServer;
  let browser: Browser;
  let citizen: Visitor;
  let physician: Visitor;

  const pictures = process.env.CONTINUUM_PICTURES;
  const picture = async ({ page }: Visitor, name: string) => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  };

  beforeAll(async () => {
    [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
    [citizen, physician] = await Promise.all([visit(browser, server.url), visit(browser, server.url)]);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  test('a person keeps the laboratory from physicians, and sees before what each will see', async () => {
    const { page } = citizen;
    await signInWithPassword(page, server.identity('usager-demo'));
    await openSection(page, 'Mes choix');
    await page.getByRole('button', { name: 'Faire une restriction' }).click();
    await page.getByLabel('Médecins').check();
    await page.getByRole('checkbox', { name: 'Laboratoire' }).check();
    const preview = page.getByRole('row', { name: /Médecins/ });
    await preview.getByText('Laboratoire').waitFor();
    await picture(citizen, 'restriction-form');
    await page.getByRole('button', { name: 'Continuer' }).click();
    await page.getByRole('button', { name: 'Enregistrer la restriction' }).click();
    await page.getByRole('heading', { name: 'En vigueur', exact: true }).waitFor();
    await picture(citizen, 'restriction-in-force');
    expect(citizen.complaints).toEqual([]);
  });

  test('a physician reads that a restriction applies to them, and no result', async () => {
    const { page } = physician;
    await signInWithKey(page, 'visualiseur', server.identity('medecin-demo'));
    await openRecord(page, server.identity('usager-demo').nam!);
    await page.getByText('Une restriction s’applique à vous dans ce dossier').waitFor();
    await openDomain(page, 'Laboratoire');
    await page.getByRole('tabpanel').getByText(/Aucun/).first().waitFor();
    expect(await page.getByRole('tabpanel').getByRole('table').count()).toBe(0);
    await picture(physician, 'restricted');
  });

  test('they override it: grounds, words, their key; and the results are there, until they leave it', async () => {
    const { page } = physician;
    await page.getByRole('button', { name: 'Passer outre la restriction…' }).click();
    await page.getByLabel('Ce qui vous y oblige').fill('Perte de conscience à l’urgence, potassium inconnu.');
    await picture(physician, 'override-form');
    await page.getByRole('button', { name: 'Relire et signer' }).click();
    await page.getByRole('dialog').getByText('Perte de conscience à l’urgence').waitFor();
    await picture(physician, 'override-sign');
    await page.getByRole('dialog').getByLabel('NIP').fill(server.identity('medecin-demo').pin!);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Signer/ })
      .click();
    await page.getByText(/Vous passez outre la restriction jusqu’à/).waitFor();
    await page.getByRole('tabpanel').getByRole('table').first().waitFor();
    await picture(physician, 'override-open');
    await page.getByRole('button', { name: 'Cesser la dérogation' }).click();
    await page.getByRole('tabpanel').getByText(/Aucun/).first().waitFor();
    expect(physician.complaints).toEqual([]);
  });

  test('the person sees it at once: who, why, until when; and each look', async () => {
    const { page } = citizen;
    await page.reload();
    await page.getByRole('heading', { name: 'Restrictions outrepassées' }).waitFor();
    await page.getByText('Perte de conscience à l’urgence').waitFor();
    await picture(citizen, 'overridden');
    await openSection(page, 'Accès à mon dossier');
    await page
      .getByText(/En passant outre à une restriction/)
      .first()
      .waitFor();
  });
});
