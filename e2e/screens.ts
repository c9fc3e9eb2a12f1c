import type { Page } from 'playwright-core';
import type { Identity } from './server.ts';

/** Signs in at the door of the Visualiseur or of the console, with a key and its PIN. */
export async function signInWithKey(
  page: Page,
  application: string,
  { userName, pin }: Identity,
): Promise<void> {
  await page.goto(`/${application}/`);
  await page.getByRole('textbox', { name: 'Nom d’utilisateur' }).fill(userName);
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByLabel('NIP', { exact: true }).fill(pin!);
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
}

/** Signs in at the door of the Carnet. */
export async function signInWithPassword(page: Page, { userName, password }: Identity): Promise<void> {
  await page.goto('/carnet/');
  await page.getByRole('textbox', { name: 'Nom d’utilisateur' }).fill(userName);
  await page.getByLabel('Mot de passe', { exact: true }).fill(password!);
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
  await page.getByRole('heading', { name: /^Bonjour, / }).waitFor();
}

/** In the Visualiseur: finds someone by NAM and opens their record. */
export async function openRecord(page: Page, nam: string): Promise<void> {
  await page.getByLabel('Numéro d’assurance maladie (NAM)').fill(nam);
  await page.getByRole('button', { name: 'Rechercher' }).click();
  await page.getByRole('button', { name: /^Ouvrir le dossier de / }).click();
  await page.getByRole('heading', { name: 'Choisissez un domaine', exact: true }).waitFor();
}

/** Opens one clinical domain of the record that is open. */
export const openDomain = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('tab', { name }).click();
};

/** Opens one section of the Carnet or of the console. */
export const openSection = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
};
