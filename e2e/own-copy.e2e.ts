import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, type Visitor, visit } from './browser.ts';
import { expectGoodScreen } from './good-screen.ts';
import { openSection, signInWithPassword } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

interface Bundle {
  type: string;
  entry: { resource: { resourceType: string; medicationCodeableConcept?: { text: string } } }[];
}

describe.skipIf(!hasBrowser)('the person’s own copy (skipped when Chromium is not installed)', () => {
  let server: RunningServer;
  let browser: Browser;
  let citizen: Visitor;
  let page: Page;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
    citizen = await visit(browser, server.url);
    page = citizen.page;
    await signInWithPassword(page, server.identity('usager-demo'));
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  async function download(name: string): Promise<{ file: string; bytes: Buffer }> {
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name }).click(),
    ]);
    await page.getByText('La copie est enregistrée').waitFor();
    return { file: saved.suggestedFilename(), bytes: await readFile(await saved.path()) };
  }
  const textOf = async (bytes: Buffer) =>
    (await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })).text;

  const medications: string[] = [];

  it('the page is a section of the Carnet', async () => {
    await openSection(page, 'Ma copie');
    await page.getByText('Dossier complet, à lire ou à imprimer').waitFor();
    await expectGoodScreen(page);
  });

  it('the FHIR Bundle has the medications', async () => {
    const { file, bytes } = await download('Dossier complet, pour un logiciel');
    expect(file).toMatch(/^copie-du-dossier-fhir-\d{4}-\d\d-\d\d\.json$/);
    const bundle = JSON.parse(bytes.toString()) as Bundle;
    expect(bundle.type).toBe('collection');
    for (const { resource } of bundle.entry)
      if (resource.resourceType === 'MedicationRequest')
        medications.push(resource.medicationCodeableConcept!.text);
    expect(medications.length).toBeGreaterThan(2);
  });

  it('the PDF names each of them', async () => {
    const { file, bytes } = await download('Dossier complet, à lire');
    expect(file).toMatch(/^copie-du-dossier-\d{4}-\d\d-\d\d\.pdf$/);
    // Where a line ends is the paper's.
    const text = (await textOf(bytes)).replaceAll(/\s+/g, ' ');
    for (const medication of new Set(medications)) expect(text).toContain(medication.replaceAll(/\s+/g, ' '));
    expect(text).toContain('Louise Gagnon');
  });

  it('the summary comes as a document and as a PDF', async () => {
    const { bytes } = await download('Sommaire de santé, pour un logiciel');
    expect((JSON.parse(bytes.toString()) as Bundle).type).toBe('document');
    const { bytes: pdf } = await download('Sommaire de santé, à lire');
    expect(await textOf(pdf)).toContain('Allergies et intolérances');
  });

  it('in English the paper is in English', async () => {
    await page.getByRole('button', { name: 'English', exact: true }).click();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Health summary, to read' }).click(),
    ]);
    expect(await textOf(await readFile(await saved.path()))).toContain('Allergies and intolerances');
    await page.getByRole('button', { name: 'Français', exact: true }).click();
  });

  it('a connection that is cut saves nothing, says so, and lets one begin again', async () => {
    await page.route('**/copy/record.pdf*', route => route.abort('connectionreset'));
    await page.getByRole('button', { name: 'Dossier complet, à lire' }).click();
    await page.getByText('La copie a été interrompue').waitFor();
    await page.unroute('**/copy/record.pdf*');
    citizen.complaints.length = 0;
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Recommencer' }).click(),
    ]);
    expect(await saved.failure()).toBeNull();
  });

  it('each copy is in the list of accesses', async () => {
    await openSection(page, 'Accès à mon dossier');
    await page
      .getByText(/^Vous avez pris une copie\s: /)
      .first()
      .waitFor();
  });

  it('nothing was complained of', () => {
    expect(citizen.complaints).toEqual([]);
  });
});
