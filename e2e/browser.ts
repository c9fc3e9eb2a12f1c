import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Whether there is a browser to walk with. */
export const hasBrowser = existsSync(executablePath);

/**
 * Without a network but the server's. Pages are drawn by the processor without GL, WebGL2 by SwiftShader: a page
 * composed by SwiftShader too takes a second to draw.
 */
const args = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--enable-unsafe-swiftshader',
];

/** Debian's Chromium. */
export const launchBrowser = (): Promise<Browser> => chromium.launch({ executablePath, args });

/** One person at one screen, with what their browser complained of. */
export interface Visitor {
  page: Page;
  /** Errors of scripts and of the content policy, and answers that no screen should meet. */
  complaints: string[];
  leave(): Promise<void>;
}

const visits = new Set<Page>();

/** The pages of everybody who is here now. */
export const openPages = (): Page[] => [...visits].filter(page => !page.isClosed());

interface Size {
  width: number;
  height: number;
}

/** Opens a browser of its own (cookies included) on a server. */
export async function visit(
  browser: Browser,
  baseURL: string,
  viewport: Size = { width: 1280, height: 800 },
): Promise<Visitor> {
  const context: BrowserContext = await browser.newContext({
    baseURL,
    viewport,
    locale: 'fr-CA',
    timezoneId: 'America/Montreal',
    // A dialog that fades in has, for a moment, colours that are no colours of the screen.
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  visits.add(page);
  const complaints: string[] = [];
  page.on('pageerror', error => complaints.push(error.message));
  page.on('console', message => {
    // A session that ended is part of the story; the address says which request it was.
    const known = / 401 /.test(message.text()) && /\/api\/session/.test(message.location().url);
    if (message.type() === 'error' && !known) complaints.push(`${message.text()} ${message.location().url}`);
  });
  return { page, complaints, leave: () => context.close() };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What a screen, as it is now, does against WCAG 2.2 A and AA: rule, where, why. */
export async function violations(page: Page): Promise<string[]> {
  await settled(page);
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate<AxeResults, string[]>(
    runOnly =>
      (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run({
        runOnly,
        resultTypes: ['violations'],
      }),
    levels,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/**
 * Transitions ended: a colour half-way is no colour of the screen. One may begin a frame after what asks for it, so
 * two frames in a row have to be without any.
 */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
    for (let still = 0; still < 2; still++) {
      await frame();
      const running = document
        .getAnimations()
        .filter(a => a.effect?.getTiming().iterations !== Number.POSITIVE_INFINITY);
      if (running.length > 0) still = -1;
      await Promise.all(running.map(animation => animation.finished.catch(() => undefined)));
    }
  });

/** The text of a part of the page that a person sees. */
export const seen = (page: Page, selector: string): Promise<string> => page.locator(selector).innerText();

/** Words on a screen that are the name of a text rather than the text: `exam.untitled`. */
export async function missingTexts(page: Page): Promise<string[]> {
  const words = (await seen(page, 'body')).split(/\s+/);
  return words.filter(word => /^[a-z]+(-[a-z]+)*(\.[A-Za-z]+(-[a-z]+)*)+$/.test(word));
}
