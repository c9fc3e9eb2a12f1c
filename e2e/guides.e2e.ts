import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser, violations, visit } from './browser.ts';
import { heaviest, pictureSettings, takeGuidePictures } from './guide-pictures.ts';
import { openSection, signInWithKey } from './screens.ts';
import { type RunningServer, startContinuum } from './server.ts';

const kept = 'docs/guides/pictures';
const actors = ['gaa', 'aga', 'tvi', 'avi', 'archives', 'intervenant'];
const textOf = (actor: string) => readFileSync(`docs/guides/${actor}.md`, 'utf8');
const picturesIn = (text: string) =>
  [...text.matchAll(/!\[([^\]]+)\]\(pictures\/([\w-]+\.webp)\)/g)].map(([, , file]) => file!);

describe.skipIf(!hasBrowser)('the quick guides (skipped when Chromium is not installed)', () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startContinuum(pictureSettings), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end();
  });

  it('show screens that are there today: every picture can be taken again, and is light', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'continuum-guides-'));
    const names = await takeGuidePictures(browser, server, folder);
    const files = names.map(name => `${name}.webp`).sort();
    expect(actors.flatMap(actor => picturesIn(textOf(actor))).sort()).toEqual(files);
    expect(readdirSync(kept).sort()).toEqual(files);
    for (const one of [folder, kept])
      for (const file of files) expect(statSync(join(one, file)).size, file).toBeLessThanOrEqual(heaviest);
    rmSync(folder, { recursive: true, force: true });
  });

  const opens = async (page: Page, path: string, how: () => Promise<void>): Promise<void> => {
    // A screen says whose guide it is once it is drawn.
    await page.locator(`a[aria-keyshortcuts=F1][href="${path}"]`).waitFor();
    const [guide] = await Promise.all([page.context().waitForEvent('page'), how()]);
    await guide.waitForLoadState();
    expect(new URL(guide.url()).pathname).toBe(path);
    await guide.close();
  };

  it.each([
    ['gaa-demo', '/guides/gaa'],
    ['aga-demo', '/guides/aga'],
    ['tvi-demo', '/guides/tvi'],
    ['avi-demo', '/guides/avi'],
  ])('F1 and the link open the guide of whoever is at the screen: %s', async (userName, path) => {
    const { page, leave } = await visit(browser, server.url);
    await signInWithKey(page, 'console', server.identity(userName));
    await openSection(page, 'Autorisations d’accès');
    await page.getByRole('button', { name: 'Exporter (CSV)' }).first().waitFor();
    await opens(page, path, () => page.keyboard.press('F1'));
    await opens(page, path, () => page.getByRole('link', { name: 'Guide' }).click());
    await page.goto('/console/mes-sessions');
    await page.getByRole('heading', { level: 1, name: 'Mes sessions' }).waitFor();
    await opens(page, '/guides/intervenant', () => page.keyboard.press('F1'));
    await leave();
  });

  it('F1 and the link open the guide of the archives, wherever in the console they are', async () => {
    const { page, leave } = await visit(browser, server.url);
    await signInWithKey(page, 'console', server.identity('archiviste-demo'));
    for (const section of ['Refus et restrictions', 'Droits des personnes']) {
      await openSection(page, section);
      await opens(page, '/guides/archives', () => page.keyboard.press('F1'));
    }
    await opens(page, '/guides/archives', () => page.getByRole('link', { name: 'Guide' }).click());
    await leave();
  });

  it('are read by anybody, with their pictures; nothing in them is HTML of their own', async () => {
    const { page, complaints, leave } = await visit(browser, server.url);
    for (const actor of actors) {
      expect(textOf(actor)).not.toMatch(/<[a-z]/i);
      await page.goto(`/guides/${actor}`);
      await page.getByRole('heading', { level: 2, name: 'Qui joindre' }).waitFor();
      await page.getByRole('heading', { level: 2, name: 'Ce qui peut mal aller' }).waitFor();
      const shown = await page
        .locator('img')
        .evaluateAll(images =>
          Promise.all(images.map(image => (image as HTMLImageElement).decode().then(() => true))),
        );
      expect(shown).toHaveLength(picturesIn(textOf(actor)).length);
      expect(await violations(page)).toEqual([]);
    }
    expect(complaints).toEqual([]);
    expect((await fetch(`${server.url}/guides/nobody`)).status).toBe(404);
    expect((await fetch(`${server.url}/guides/..%2F..%2FREADME`)).status).toBe(404);
    await leave();
  });
});
