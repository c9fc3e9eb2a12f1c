import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, launchBrowser, missingTexts, type Visitor, violations, visit } from './browser.ts';
import { openDomain, openRecord, openSection, signInWithKey, signInWithPassword } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

describe.runIf(hasBrowser)('a refusal and a restriction registered at the counter', () => {
  let server: RunningServer;
  let browser: Browser;
  let staff: Visitor;
  let physician: Visitor;
  let citizen: Visitor;

  const pictures = process.env.CONTINUUM_PICTURES;
  const picture = async ({ page }: Visitor, name: string) => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  };

  beforeAll(async () => {
    [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
    [staff, physician, citizen] = await Promise.all([
      visit(browser, server.url),
      visit(browser, server.url),
      visit(browser, server.url),
    ]);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  async function open(page: Page, nam: string): Promise<void> {
    await page.getByLabel('Numéro d’assurance maladie (NAM)').fill(nam);
    await page.getByRole('button', { name: 'Rechercher' }).click();
    await page.getByRole('button', { name: /^Ouvrir le dossier de / }).click();
    await page.getByRole('heading', { name: 'Qui demande, et comment' }).waitFor();
  }

  async function show(page: Page): Promise<void> {
    await page.getByRole('combobox', { name: 'Pièce 1', exact: true }).selectOption({ label: 'passeport' });
    await page
      .getByRole('combobox', { name: 'Pièce 2', exact: true })
      .selectOption({ label: 'permis de conduire' });
  }

  test('staff takes down who asks, with two documents, before anything of the register is shown', async () => {
    const { page } = staff;
    await signInWithKey(page, 'console', server.identity('archiviste-demo'));
    await openSection(page, 'Refus et restrictions');
    await open(page, server.identity('usager-demo').nam!);
    await page.getByRole('button', { name: 'Continuer vers les choix' }).click();
    await page.getByText('Choisissez deux pièces de genres différents.').waitFor();
    expect(await page.getByText('Aucun refus n’est enregistré').count()).toBe(0);
    await picture(staff, 'counter-request');
    expect(await violations(page)).toEqual([]);
    await show(page);
    await page.getByRole('button', { name: 'Continuer vers les choix' }).click();
    await page.getByRole('heading', { name: 'Aucun refus n’est enregistré' }).waitFor();
    expect(await missingTexts(page)).toEqual([]);
    await picture(staff, 'counter-choices');
    expect(await violations(page)).toEqual([]);
  });

  test('the person reads before what will be seen and not; the refusal is in force at once', async () => {
    const { page } = staff;
    await page.getByRole('button', { name: 'Faire un refus' }).click();
    await page.getByRole('heading', { name: 'Ce que cela veut dire' }).waitFor();
    await picture(staff, 'counter-refusal');
    await page.getByRole('button', { name: 'Continuer', exact: true }).click();
    await page.getByRole('button', { name: 'Enregistrer le refus' }).click();
    await page.getByRole('heading', { name: 'Un refus est en vigueur' }).waitFor();
    await signInWithKey(physician.page, 'visualiseur', server.identity('medecin-demo'));
    await openRecord(physician.page, server.identity('usager-demo').nam!);
    await openDomain(physician.page, 'Laboratoire');
    await physician.page.getByRole('tabpanel').getByText('La personne a refusé la communication').waitFor();
    expect(staff.complaints).toEqual([]);
  });

  test('the person sees in the Carnet who registered it, how, and who looked', async () => {
    const { page } = citizen;
    await signInWithPassword(page, server.identity('usager-demo'));
    await openSection(page, 'Mes choix');
    await page.getByRole('heading', { name: 'Un refus est en vigueur' }).waitFor();
    await page.getByText(/en personne, au comptoir/).waitFor();
    const { name } = server.identity('archiviste-demo');
    await page.getByText(new RegExp(`inscrite par ${name.split(',')[0]}`)).waitFor();
    await page.getByText(/passeport \(original vu au comptoir\); permis de conduire/).waitFor();
    await picture(citizen, 'counter-carnet');
    await openSection(page, 'Accès à mon dossier');
    await page.getByText('À la demande de la personne').first().waitFor();
    expect(citizen.complaints).toEqual([]);
  });

  test('cancelled at the counter, it hides nothing; a restriction is registered there too', async () => {
    const { page } = staff;
    await page.getByRole('button', { name: 'Annuler le refus' }).click();
    await page.getByRole('button', { name: 'Oui, annuler le refus' }).click();
    await page.getByRole('heading', { name: 'Aucun refus n’est enregistré' }).waitFor();
    await page.getByRole('button', { name: 'Faire une restriction' }).click();
    await page.getByLabel('Médecins').check();
    await page.getByRole('checkbox', { name: 'Laboratoire' }).check();
    await page
      .getByRole('row', { name: /Médecins/ })
      .getByText('Laboratoire')
      .waitFor();
    await picture(staff, 'counter-restriction');
    await page.getByRole('button', { name: 'Continuer', exact: true }).click();
    await page.getByRole('button', { name: 'Enregistrer la restriction' }).click();
    await page.getByRole('heading', { name: 'En vigueur', exact: true }).waitFor();
    expect(staff.complaints).toEqual([]);
  });

  test('of 14 to 17, incapable: who would decide before, with what shows it; never who stands behind the counter', async () => {
    const { page } = staff;
    const register = async () => {
      await page.getByRole('button', { name: 'Continuer vers les choix' }).click();
      await page.getByRole('button', { name: 'Faire un refus' }).click();
      await page.getByRole('button', { name: 'Continuer', exact: true }).click();
      await page.getByRole('button', { name: 'Enregistrer le refus' }).click();
    };
    await page.getByRole('button', { name: 'Fermer le dossier' }).click();
    await open(page, server.identity('ado-demo').nam!);
    await page.getByLabel('Qui décide?').selectOption({ label: 'titulaire de l’autorité parentale' });
    const name = page.getByLabel('Nom de la personne qui décide');
    await name.fill(server.identity('archiviste-demo').name.split(',')[0]!);
    await page.getByLabel('Preuve du lien ou de la qualité').selectOption({ label: 'acte de naissance' });
    await show(page);
    await page.getByRole('button', { name: 'Continuer vers les choix' }).click();
    await page.getByText('Choisissez ce qui montre l’inaptitude.').waitFor();
    await picture(staff, 'counter-incapacity');
    expect(await violations(page)).toEqual([]);
    await page
      .getByLabel('Ce qui montre l’inaptitude')
      .selectOption({ label: 'évaluation médicale de l’inaptitude' });
    await register();
    await page.getByText(/^Cela porte sur vous, ou vous en décidez/).waitFor();
    await picture(staff, 'counter-own');
    expect(await violations(page)).toEqual([]);
    // The browser notes the answer 403.
    expect(staff.complaints.splice(0).filter(text => !/403/.test(text))).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Annuler' }).click();
    await page.getByRole('button', { name: 'Modifier la demande' }).click();
    await name.fill('Julie Mère');
    await register();
    await page
      .getByText(/Par Julie Mère, titulaire de l’autorité parentale \(acte de naissance, évaluation médicale/)
      .waitFor();
  });

  test('for a child under 14, the holder of parental authority decides, by name and proof', async () => {
    const { page } = staff;
    await page.getByRole('button', { name: 'Fermer le dossier' }).click();
    await open(page, server.identity('enfant-demo').nam!);
    await page.getByText(/^Moins de 14 ans/).waitFor();
    expect(await page.getByRole('option', { name: 'la personne elle-même' }).count()).toBe(0);
    await page.getByLabel('Nom de la personne qui décide').fill('Julie Mère');
    await page.getByLabel('Preuve du lien ou de la qualité').selectOption({ label: 'acte de naissance' });
    await show(page);
    await page.getByRole('button', { name: 'Continuer vers les choix' }).click();
    await page.getByRole('button', { name: 'Faire un refus' }).click();
    await page.getByRole('button', { name: 'Continuer', exact: true }).click();
    await page.getByRole('button', { name: 'Enregistrer le refus' }).click();
    await page.getByText(/Par Julie Mère, titulaire de l’autorité parentale \(acte de naissance\)/).waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'English' }).first().click();
    await page
      .getByText(/holder of parental authority/)
      .first()
      .waitFor();
    await picture(staff, 'counter-narrow-english');
    expect(await missingTexts(page)).toEqual([]);
    expect(staff.complaints).toEqual([]);
  });
});
