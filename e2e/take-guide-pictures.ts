// Takes the pictures of the actors' guides, on purpose, with the screens built: node e2e/take-guide-pictures.ts
import { mkdirSync } from 'node:fs';
import { launchBrowser } from './browser.ts';
import { pictureSettings, takeGuidePictures } from './guide-pictures.ts';
import { startContinuum } from './server.ts';

const folder = process.argv[2] ?? 'docs/guides/pictures';
mkdirSync(folder, { recursive: true });
const [server, browser] = await Promise.all([startContinuum(pictureSettings), launchBrowser()]);
try {
  await takeGuidePictures(browser, server, folder);
} finally {
  await browser.close();
  await server.end();
}
