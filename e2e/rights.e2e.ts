import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, missingTexts, type Visitor, violations, visit } from './browser.ts';
import { expectGoodScreen } from './good-screen.ts';
import { type Laboratory, laboratoryOf } from './laboratory.ts';
import { louise, morning, oruR01 } from './oru.ts';
import { openDomain, openRecord, openSection, signInWithKey, signInWithPassword } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

/** A picture of one point. */
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

describe.skipIf(!hasBrowser)('a result that a person has rectified (skipped without Chromium)', () => {
  let server: RunningServer;
  let browser: Browser;
  let laboratory: Laboratory;
  let person: Visitor;
  let archivist: Visitor;
  let physician: Visitor;
  let proposer: Visitor;
  let decider: Visitor;
  let number = '';

  beforeAll(async () => {
    [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
    laboratory = await laboratoryOf(server);
    person = await visit(browser, server.url);
    archivist = await visit(browser, server.url);
    physician = await visit(browser, server.url);
    proposer = await visit(browser, server.url);
    decider = await visit(browser, server.url);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  const pictures = process.env.CONTINUUM_PICTURES;
  const picture = async ({ page }: Visitor, name: string) => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  };

  /** What a button downloads: the name it is offered under, and its bytes. */
  async function saved(page: Page, button: Locator): Promise<[string, Buffer]> {
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    return [download.suggestedFilename(), readFileSync(await download.path())];
  }

  /** The laboratory sends Louise’s selenium; again under the same number, it corrects. */
  const send = (control: string, value: string) => {
    const about = { loinc: '5724-0', name: 'Selenium', unit: 'umol/L', range: '1.0-2.0' };
    const result = { control, filler: 'RECT-1', at: morning(3), value, ...about };
    return laboratory.sendMessage(oruR01(louise(laboratory.nam), result));
  };

  const openLaboratory = async (page: Page) => {
    await openRecord(page, server.identity('usager-demo').nam!);
    await openDomain(page, 'Laboratoire');
    await page.getByText('Selenium').first().waitFor();
  };

  /** Takes a step of the request that is open: the button, its words, the same verb again. */
  async function step(page: Page, name: string, label?: string, text = '') {
    await page.getByRole('button', { name, exact: true }).click();
    const dialog = page.getByRole('dialog');
    if (label) await dialog.getByLabel(label).fill(text);
    await dialog.getByRole('button', { name, exact: true }).click();
    return dialog;
  }

  it('given a result that a physician looked at, the person asks for its rectification and has a number', async () => {
    expect(await send('RECT-1-A', '9.9')).toBe('AA');
    await signInWithKey(physician.page, 'visualiseur', server.identity('medecin-demo'));
    await openLaboratory(physician.page);
    expect(await physician.page.getByText(/que vous aviez consulté/).count()).toBe(0);
    const { page } = person;
    await signInWithPassword(page, server.identity('usager-demo'));
    await openSection(page, 'Mes demandes');
    await page.getByText('Aucune demande pour l’instant').waitFor();
    await expectGoodScreen(page);
    await page.getByRole('button', { name: 'Nouvelle demande' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Envoyer la demande' }).click();
    await dialog.getByText('Choisissez le renseignement à rectifier.').waitFor();
    await dialog.getByLabel('Renseignement à rectifier').click();
    await page.getByRole('option', { name: /Selenium/ }).click();
    await dialog.getByLabel('Ce qui devrait être écrit').fill('1,4 µmol/L');
    await dialog.getByLabel('Pourquoi il est inexact').fill('Ma feuille du laboratoire dit 1,4.');
    await dialog.getByLabel('Ce qui le montre').fill('Feuille remise le jour même.');
    const chosen = dialog.getByRole('list', { name: 'Fichiers choisis' });
    const [choosing] = await Promise.all([
      page.waitForEvent('filechooser'),
      dialog.getByRole('button', { name: 'Choisir des fichiers' }).press('Enter'),
    ]);
    await choosing.setFiles([
      { name: 'Feuille.png', mimeType: 'image/png', buffer: onePixel },
      { name: 'Notes.pdf', mimeType: 'application/pdf', buffer: Buffer.from('ce sont des notes') },
    ]);
    await chosen.getByText(/n’est ni un PDF, ni une image/).waitFor();
    await dialog.getByRole('button', { name: 'Envoyer la demande' }).click();
    await picture(person, 'rights-evidence');
    await chosen.getByRole('button', { name: 'Retirer Notes.pdf' }).press('Enter');
    await chosen.getByText('Notes.pdf').waitFor({ state: 'detached' });
    expect(await missingTexts(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Envoyer la demande' }).click();
    const told = page.getByText(/^Demande envoyée/).first();
    await told.waitFor();
    number = /DR-\d{4}-\d{6}/.exec((await told.textContent())!)![0];
    const card = page.getByRole('article').filter({ hasText: number });
    await card.getByRole('list', { name: 'Pièces jointes' }).getByText('Feuille.png').waitFor();
    await card.getByText('Image PNG, 1 Ko').waitFor();
    await expectGoodScreen(page);
    await picture(person, 'rights-carnet');
  });

  it('joins another file as long as nothing is decided, and reads again what was sent', async () => {
    const { page } = person;
    const card = page.getByRole('article').filter({ hasText: number });
    await card.getByRole('button', { name: 'Joindre une pièce' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^Jusqu’à 2 pièces/).waitFor();
    await dialog.getByRole('button', { name: 'Joindre', exact: true }).click();
    await dialog.getByText('Choisissez au moins un fichier.').waitFor();
    expect(await violations(page)).toEqual([]);
    const pdf = Buffer.from('%PDF-1.7\n%%EOF');
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'Rapport.pdf', mimeType: 'application/pdf', buffer: pdf });
    await dialog.getByRole('button', { name: 'Joindre', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await card.getByText('Rapport.pdf').first().waitFor();
    expect(await saved(page, card.getByRole('button', { name: 'Télécharger Rapport.pdf' }))).toEqual([
      `${number}-2.pdf`,
      pdf,
    ]);
    await page.setViewportSize({ width: 400, height: 900 });
    await expectGoodScreen(page);
    await picture(person, 'rights-carnet-400');
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('the archives take it up and accept it; it is not recorded before the source has corrected', async () => {
    const { page } = archivist;
    await signInWithKey(page, 'console', server.identity('archiviste-demo'));
    await openSection(page, 'Droits des personnes');
    await page.getByText(number).waitFor();
    await expectGoodScreen(page);
    await page.getByRole('button', { name: `Ouvrir ${number}` }).click();
    await page.getByText('ils n’ont pas été analysés').waitFor();
    expect(await saved(page, page.getByRole('button', { name: 'Télécharger Feuille.png' }))).toEqual([
      `${number}-1.png`,
      onePixel,
    ]);
    await expectGoodScreen(page);
    await picture(archivist, 'rights-staff');
    for (const name of ['Prendre en charge', 'Accepter la rectification'])
      await (await step(page, name)).waitFor({ state: 'detached' });
    const dialog = await step(page, 'Inscrire la rectification');
    await dialog.getByText(/La version corrigée n’est pas encore arrivée/).waitFor();
    await dialog.getByRole('button', { name: 'Annuler' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expectGoodScreen(page);
    expect(await send('RECT-1-B', '1.4')).toBe('AA');
    await (await step(page, 'Inscrire la rectification')).waitFor({ state: 'detached' });
    await page.getByText('Rien que vous puissiez faire ici').waitFor();
    await page.getByText(/^1 personne qui avait vu la version antérieure/).waitFor();
    await expectGoodScreen(page);
  });

  it('the physician is told when they open the record again', async () => {
    const { page } = physician;
    await page.reload();
    await openRecord(page, server.identity('usager-demo').nam!);
    await page.getByText('Un renseignement que vous aviez consulté a été corrigé').waitFor();
    await page.getByText(/Résultat ou mesure Selenium, .* corrigé le/).waitFor();
    await expectGoodScreen(page);
    await page.getByRole('button', { name: 'J’en ai pris connaissance' }).click();
    await page.getByText('Un renseignement que vous aviez consulté').waitFor({ state: 'detached' });
  });

  it('the person reads what came of it, and who handled it is in the list of accesses', async () => {
    const { page } = person;
    await page.reload();
    await page.getByText('Rectifiée', { exact: true }).waitFor();
    await page.getByText('Version corrigée reçue de la source').waitFor();
    await expectGoodScreen(page);
    await openSection(page, 'Accès à mon dossier');
    await page
      .getByText(/Morin a .* les demandes sur vos droits/)
      .first()
      .waitFor();
  });

  it('a complaint is refused by two, with reasons, and the person attaches that they disagree', async () => {
    const { page } = person;
    await openSection(page, 'Mes demandes');
    await page.getByRole('button', { name: 'Nouvelle demande' }).click();
    const asking = page.getByRole('dialog');
    await asking.getByRole('radio', { name: 'Plainte' }).check();
    await asking.getByLabel('Ce qui s’est passé').fill('On parlait de mon dossier dans le corridor.');
    await asking.getByRole('button', { name: 'Envoyer la demande' }).click();
    const card = page.getByRole('article').filter({ hasText: 'Plainte · DR-' });
    const complaint = /DR-\d{4}-\d{6}/.exec((await card.getByRole('heading').textContent())!)![0];
    const open = async (visitor: Visitor, userName: string) => {
      await signInWithKey(visitor.page, 'console', server.identity(userName));
      await openSection(visitor.page, 'Droits des personnes');
      await visitor.page.getByRole('button', { name: `Ouvrir ${complaint}` }).click();
    };
    const reasons = 'La conversation ne portait pas sur vous.';
    await open(proposer, 'surveillance-demo');
    await (await step(proposer.page, 'Prendre en charge')).waitFor({ state: 'detached' });
    await (await step(proposer.page, 'Proposer un refus', 'Les motifs proposés', reasons)).waitFor({
      state: 'detached',
    });
    await proposer.page.getByText('Rien que vous puissiez faire ici').waitFor();
    expect(await person.page.getByText(reasons).count()).toBe(0);
    await open(decider, 'surveillance-2-demo');
    // The reasons that were proposed are there to be read again.
    await (await step(decider.page, 'Refuser')).waitFor({ state: 'detached' });
    await decider.page.getByText('Demande refusée').waitFor();
    await expectGoodScreen(decider.page);
    await page.reload();
    await card.getByText(reasons).waitFor();
    await card.getByText(/réviser ce refus d’ici le/).waitFor();
    await (
      await step(
        page,
        'Joindre mon désaccord',
        'Avec quoi n’êtes-vous pas d’accord?',
        'J’ai entendu mon nom.',
      )
    ).waitFor({ state: 'detached' });
    await card.getByText('J’ai entendu mon nom.').waitFor();
    await expectGoodScreen(page);
  });

  it('nobody’s browser complained', () => {
    for (const { complaints } of [person, physician, proposer, decider]) expect(complaints).toEqual([]);
    // The browser notes the answer 422 that the archives were given.
    expect(archivist.complaints.filter(text => !/422/.test(text))).toEqual([]);
  });
});
