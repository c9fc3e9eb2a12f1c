// Writes what documents show of the code: the figure of ARCHITECTURE.md and the page of settings.
import { readFileSync, writeFileSync } from 'node:fs';
import { settingsPage } from '../apps/server/settings.ts';
import { cruiseHouse } from './boundaries/cruise.ts';
import { figureOf, withFigure } from './boundaries/figure.ts';

writeFileSync('docs/settings.md', settingsPage());
const architecture = readFileSync('ARCHITECTURE.md', 'utf8');
writeFileSync('ARCHITECTURE.md', withFigure(architecture, figureOf(await cruiseHouse(process.cwd()))));
