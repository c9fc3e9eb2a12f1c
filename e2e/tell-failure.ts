import type { Page } from 'playwright-core';
import { afterEach } from 'vitest';
import { openPages } from './browser.ts';
import { lastWordsOfServers } from './launch.ts';

const longest = 700;
const lines = 12;

/** What somebody at that screen reads, in one line; a dialog that is open is read first. */
async function seenOn(page: Page): Promise<string> {
  const read = page.evaluate(() => {
    const dialogs = [...document.querySelectorAll<HTMLElement>('[role=dialog]')];
    const parts = [...dialogs, document.querySelector('main') ?? document.body];
    return parts.map(part => part.innerText).join(' ⏎ ');
  });
  const words = await Promise.race([
    read.catch(error => `(${error instanceof Error ? error.message : error})`),
    new Promise<string>(resolve => setTimeout(resolve, 5_000, '(the page does not answer)')),
  ]);
  return `${page.url()}: ${words.replaceAll(/\s+/g, ' ').slice(0, longest)}`;
}

/** A journey that fails says what was on each screen, and what the servers said last: elsewhere, there is no other trace. */
afterEach(async ({ task }) => {
  const [error] = task.result?.state === 'fail' ? (task.result.errors ?? []) : [];
  if (!error) return;
  const screens = await Promise.all(openPages().map(seenOn));
  const told = [...screens, ...lastWordsOfServers(lines)].map(one => `  | ${one}`);
  if (told.length === 0) return;
  const { message } = error;
  error.message = `${message}\n\nAt that moment:\n${told.join('\n')}`;
  error.stack = error.stack?.replace(message, () => error.message);
});
