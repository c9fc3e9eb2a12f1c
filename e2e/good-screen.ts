import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { missingTexts, violations } from './browser.ts';

/**
 * The screen as it is now, in French then in English, one click away: no violation of WCAG 2.2 A or AA, no text
 * without words. Comes back to French.
 */
export async function expectGoodScreen(page: Page): Promise<void> {
  for (const [language, other] of [
    ['fr-CA', 'English'],
    ['en-CA', 'Français'],
  ]) {
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await missingTexts(page)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: other, exact: true }).click();
  }
}
