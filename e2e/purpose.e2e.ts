import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, type Visitor, visit } from './browser.ts';
import { expectGoodScreen } from './good-screen.ts';
import { openDomain, openRecord, openSection, signInWithKey, signInWithPassword } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

const refusal = 'La personne a refusé la communication de ses renseignements';
const hasPictures = existsSync('/usr/share/orthanc/plugins/libOrthancDicomWeb.so');
const interpret = 'Interpréter un nouvel examen d’imagerie';

describe.skipIf(!hasBrowser)('why a record is open (skipped when Chromium is not installed)', () => {
  let server: RunningServer;
  let browser: Browser;
  let radiologist: Visitor;
  /** What each request of the screens for imaging, and for pictures, stated. */
  const stated: (string | undefined)[] = [];
  const pictures: (string | undefined)[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
    radiologist = await visit(browser, server.url);
    radiologist.page.on('request', request => {
      const of = request.headers()['purpose-of-use'];
      if (request.url().includes('/api/imaging/')) stated.push(of);
      if (request.url().includes('/dicomweb/')) pictures.push(of);
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  const purpose = () => radiologist.page.getByRole('combobox', { name: 'Motif d’accès' });

  it('a radiologist opens the record of somebody who refused: for care, as everybody, and nothing shows', async () => {
    const { page } = radiologist;
    await signInWithKey(page, 'visualiseur', server.identity('radiologiste-demo'));
    await openRecord(page, server.identity('refus-demo').nam!);
    await openDomain(page, 'Imagerie');
    await page.getByText(refusal).waitFor();
    expect(await purpose().inputValue()).toBe('TREAT');
    expect(await page.getByText('Radiographie pulmonaire').count()).toBe(0);
    await expectGoodScreen(page);
  });

  it('to interpret the new exam that names her, imaging opens, and nothing else', async () => {
    const { page } = radiologist;
    await purpose().selectOption({ label: interpret });
    await page.getByText('Ces examens vous sont communiqués malgré le refus').waitFor();
    await page.getByText('Pas de foyer pulmonaire').or(page.getByText('bronchite')).first().waitFor();
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(['Imagerie']);
    await expectGoodScreen(page);
    await page.setViewportSize({ width: 390, height: 800 });
    await expectGoodScreen(page);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it.skipIf(!hasPictures)('pictures of earlier exams too, asked for with the same purpose', async () => {
    const { page } = radiologist;
    const shown = page.waitForResponse(
      answer => answer.url().includes('/frames/') && answer.status() === 200,
    );
    await page.getByRole('button', { name: 'Voir l’image' }).first().click();
    await shown;
    await page.getByRole('button', { name: 'Fermer les images' }).click();
    expect([...new Set(pictures)]).toEqual(['INTERPRET']);
  });

  it('for care again, it is closed; and each usager is opened for care first', async () => {
    const { page } = radiologist;
    await purpose().selectOption('TREAT');
    await page.getByText(refusal).waitFor();
    await page.getByText('Ces examens vous sont communiqués malgré le refus').waitFor({ state: 'detached' });
    await purpose().selectOption('INTERPRET');
    await page.getByRole('button', { name: 'Fermer le dossier' }).click();
    await openRecord(page, server.identity('usager-demo').nam!);
    expect(await purpose().inputValue()).toBe('TREAT');
    expect([...new Set(stated)]).toEqual(['TREAT', 'INTERPRET']);
    expect(radiologist.complaints).toEqual([]);
  });

  it('who has one purpose is told it, and chooses nothing', async () => {
    const { page, leave } = await visit(browser, server.url);
    await signInWithKey(page, 'visualiseur', server.identity('medecin-demo'));
    await openRecord(page, server.identity('refus-demo').nam!);
    await page
      .getByRole('region', { name: 'Motif d’accès' })
      .getByText('Offrir un service de santé')
      .waitFor();
    expect(await page.getByRole('combobox').count()).toBe(0);
    await leave();
  });

  it('the person reads who saw it, and why', async () => {
    const { page, leave } = await visit(browser, server.url);
    await signInWithPassword(page, server.identity('refus-demo'));
    await openSection(page, 'Accès à mon dossier');
    await page.getByText('Pour interpréter un nouvel examen d’imagerie').first().waitFor();
    await page.getByText('Geneviève Ouellet').first().waitFor();
    await expectGoodScreen(page);
    await leave();
  });
});
