// Draws the figure of ARCHITECTURE.md from the imports as they are.
import { readFileSync, writeFileSync } from 'node:fs';
import { cruiseHouse } from './cruise.ts';
import { figureOf, withFigure } from './figure.ts';

const path = 'ARCHITECTURE.md';
writeFileSync(path, withFigure(readFileSync(path, 'utf8'), figureOf(await cruiseHouse(process.cwd()))));
