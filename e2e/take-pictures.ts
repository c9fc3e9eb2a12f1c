// Takes the pictures of the guides, on purpose, with the screens built: node e2e/take-pictures.ts. To look at every
// screen: node e2e/take-pictures.ts --all --whole --folder /tmp/screens --width 390.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser, settled, visit } from './browser.ts';
import { laboratoryOf } from './laboratory.ts';
import { louise, morning, oruR01 } from './oru.ts';
import { openDomain, openRecord, openSection, signInWithKey, signInWithPassword } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: 'docs/pictures' },
    width: { type: 'string', default: '1280' },
    height: { type: 'string', default: '800' },
    all: { type: 'boolean', default: false },
    whole: { type: 'boolean', default: false },
  },
});
const { folder, all, whole: fullPage } = values;
const viewport = { width: Number(values.width), height: Number(values.height) };

/** The ones that the guides show. */
const shown = ['visualiseur', 'carnet', 'console', 'demo'];

/** Names of files, each with the way to its screen, in French. */
type Pictures = Record<string, (page: Page, server: RunningServer) => Promise<void>>;

const visualiseur: Pictures = {
  'visualiseur-door': page => page.getByRole('heading', { name: 'Se connecter' }).waitFor(),
  async 'visualiseur-search'(page, server) {
    await signInWithKey(page, 'visualiseur', server.identity('medecin-demo'));
    await page.getByLabel('Nom de famille').waitFor();
  },
  'visualiseur-choose': (page, server) => openRecord(page, server.identity('usager-demo').nam!),
  async visualiseur(page) {
    await openDomain(page, 'Laboratoire');
    await page.getByRole('table').first().waitFor();
  },
  async 'visualiseur-trend'(page) {
    await page
      .getByRole('button', { name: /HbA1c|glyquée|Potassium/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('img').waitFor();
  },
  async 'visualiseur-medications'(page) {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await openDomain(page, 'Médicaments');
    await page.getByText('Ordonnance active').first().waitFor();
  },
  async 'visualiseur-imaging'(page) {
    await openDomain(page, 'Imagerie');
    await page.getByRole('article').first().waitFor();
  },
  async 'visualiseur-refused'(page, server) {
    await page.getByRole('button', { name: 'Fermer le dossier' }).click();
    await openRecord(page, server.identity('refus-demo').nam!);
    await openDomain(page, 'Médicaments');
    await page.getByText('La personne a refusé').waitFor();
  },
};

const carnet: Pictures = {
  'carnet-door': page => page.getByRole('heading', { name: 'Se connecter' }).waitFor(),
  carnet: (page, server) => signInWithPassword(page, server.identity('usager-demo')),
  async 'carnet-results'(page) {
    await openSection(page, 'Résultats');
    await page.getByRole('table').first().waitFor();
  },
  async 'carnet-medications'(page) {
    await openSection(page, 'Médicaments');
    await page.getByText('Ordonnance active').first().waitFor();
  },
  async 'carnet-imaging'(page) {
    await openSection(page, 'Imagerie');
    await page.getByRole('article').first().waitFor();
  },
  async 'carnet-accesses'(page) {
    await openSection(page, 'Accès à mon dossier');
    await page.getByRole('listitem').filter({ hasText: 'Pour offrir un service de santé' }).first().waitFor();
  },
  async 'carnet-choices'(page) {
    await openSection(page, 'Mes choix');
    await page.getByRole('button', { name: 'Faire un refus' }).click();
    await page.getByRole('radio', { name: /Tous mes renseignements/ }).waitFor();
  },
};

const consoleScreens: Pictures = {
  async console(page, server) {
    await signInWithKey(page, 'console', server.identity('archiviste-demo'));
    await page
      .getByRole('button', { name: /Gagnon/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Rattacher à cette personne' }).first().waitFor();
  },
};

const operations: Pictures = {
  async 'console-deposits'(page, server) {
    await signInWithKey(page, 'console', server.identity('pilote-demo'));
    await openSection(page, 'Dépôts à traiter');
    await page
      .getByText(/\d problème/)
      .first()
      .waitFor();
  },
  async 'console-organizations'(page) {
    await openSection(page, 'Organismes');
    await page.getByText('Laboratoire (démonstration)').waitFor();
  },
};

/** A result with its number, one without, one that cannot be read: each screen has something to show. */
async function deposit(server: RunningServer): Promise<void> {
  const laboratory = await laboratoryOf(server);
  const known = louise(laboratory.nam);
  const potassium = { loinc: '2823-3', name: 'Potassium', unit: 'mmol/L', range: '3.5-5.0' };
  const result = (filler: string, value: string, daysAgo: number, flag = 'N') => ({
    ...potassium,
    control: filler,
    filler,
    value,
    flag,
    at: morning(daysAgo),
  });
  await laboratory.sendMessage(oruR01(known, result('P1', '5.87', 1, 'H')));
  await laboratory.sendMessage(oruR01(louise(''), result('P2', '3.96', 2)));
  await laboratory.sendMessage(oruR01(known, result('P3', '4.1', 2)).replace(/OBR.*?\r/, ''));
}

/** Not while something moves, nor under the mouse. */
async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await settled(page);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}

async function inBothLanguages(page: Page, name: string): Promise<void> {
  if (!all && !shown.includes(name)) return;
  await take(page, `${name}-fr`);
  // A window over the page covers the switch of languages.
  if (await page.getByRole('dialog').isVisible()) return;
  await page.getByRole('button', { name: 'English', exact: true }).click();
  await take(page, `${name}-en`);
  await page.getByRole('button', { name: 'Français', exact: true }).click();
}

/** The demonstration's page is a page of links, in one language or the other. */
async function takeDemonstration(page: Page): Promise<void> {
  await page.goto('/demo/');
  await take(page, 'demo-fr');
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('link', { name: 'Français' }).waitFor();
  await take(page, 'demo-en');
}

mkdirSync(folder, { recursive: true });
const [server, browser] = await Promise.all([startContinuum(), launchBrowser()]);
try {
  await deposit(server);
  const journeys: [string, Pictures][] = [
    ['/visualiseur/', visualiseur],
    ['/carnet/', carnet],
    ['/console/', consoleScreens],
    ['/console/', operations],
  ];
  for (const [address, pictures] of journeys) {
    const { page, complaints, leave } = await visit(browser, server.url, viewport);
    await page.goto(address);
    for (const [name, go] of Object.entries(pictures)) {
      await go(page, server);
      await inBothLanguages(page, name);
    }
    process.stderr.write(complaints.map(complaint => `${address}: ${complaint}\n`).join(''));
    await leave();
  }
  const { page } = await visit(browser, server.url, viewport);
  await takeDemonstration(page);
} finally {
  await browser.close();
  await server.end();
}
