import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cruiseHouse, violations } from './cruise.ts';
import { undeclared } from './declared.ts';
import { figureOf, markedFigure } from './figure.ts';

const root = process.cwd();
const house = await cruiseHouse(root);

describe('the house', () => {
  it('is seen whole: the tool reads hundreds of modules, not zero', () => {
    expect(house.summary.totalCruised).toBeGreaterThan(150);
  });

  it('has every arrow pointing down', () => {
    expect(violations(house)).toEqual([]);
  });

  it('declares every import in the package that makes it', () => {
    expect(undeclared(house, root)).toEqual([]);
  });

  it('is what ARCHITECTURE.md draws', () => {
    const drawn = markedFigure(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'));
    expect(drawn).toBe(figureOf(house));
  });
});

const offences: { rule: RegExp; files: Record<string, string> }[] = [
  {
    rule: /^direction:record\/store\+record\/journal/,
    files: { 'record/store/index.ts': `import '../../domains/a/index.ts';`, 'domains/a/index.ts': '' },
  },
  {
    rule: /^direction:standards/,
    files: {
      'standards/fhir/index.ts': `import '../../trust/access/index.ts';`,
      'trust/access/index.ts': '',
    },
  },
  {
    rule: /^direction:intake/,
    files: { 'intake/index.ts': `import '../exchange/a/index.ts';`, 'exchange/a/index.ts': '' },
  },
  {
    rule: /^no-sideways:domains/,
    files: { 'domains/a/index.ts': `import '../b/index.ts';`, 'domains/b/index.ts': '' },
  },
  {
    rule: /^no-sideways:registries/,
    files: {
      'registries/a/index.ts': `import type {} from '../b/index.ts';`,
      'registries/b/index.ts': 'export {};',
    },
  },
  {
    rule: /^no-sideways:groups/,
    files: { 'exchange/a/index.ts': `import '../../domains/b/index.ts';`, 'domains/b/index.ts': '' },
  },
  {
    rule: /^no-sideways:apps/,
    files: { 'apps/carnet/main.ts': `import '../visualiseur/main.ts';`, 'apps/visualiseur/main.ts': '' },
  },
  {
    rule: /^no-sideways:record/,
    files: { 'record/store/index.ts': `import '../journal/index.ts';`, 'record/journal/index.ts': '' },
  },
  {
    rule: /^one-door/,
    files: { 'intake/index.ts': `import '../record/store/index.ts';`, 'record/store/index.ts': '' },
  },
  {
    rule: /^one-driver/,
    files: {
      'registries/a/index.ts': `import 'pg';`,
      'registries/a/package.json': '{"dependencies":{"pg":"1"}}',
      'node_modules/pg/index.js': '',
      'node_modules/pg/package.json': '{"name":"pg","version":"1.0.0","main":"index.js"}',
    },
  },
  {
    rule: /^leaf/,
    files: {
      'apps/cli/main.ts': `import '../../exchange/authorization-server/index.ts';`,
      'exchange/authorization-server/index.ts': '',
    },
  },
  { rule: /^pure/, files: { 'trust/access/index.ts': `import 'node:fs';` } },
  {
    rule: /^screens-import-ui/,
    files: { 'domains/a/routes.ts': `import '../../ui/kit/index.ts';`, 'ui/kit/index.ts': '' },
  },
  {
    rule: /^ui-is-a-floor/,
    files: { 'ui/kit/index.ts': `import '../../trust/access/index.ts';`, 'trust/access/index.ts': '' },
  },
  {
    rule: /^browser-safe/,
    files: {
      'domains/a/viewer.tsx': `import './profile.ts';`,
      'domains/a/profile.ts': `import '../../record/gate/index.ts';`,
      'record/gate/index.ts': '',
    },
  },
  {
    rule: /^browser-safe/,
    files: { 'domains/a/viewer.tsx': `import './profile.ts';`, 'domains/a/profile.ts': `import 'node:fs';` },
  },
  {
    rule: /^public-surface/,
    files: { 'apps/server/main.ts': `import '../../domains/a/profile.ts';`, 'domains/a/profile.ts': '' },
  },
  {
    rule: /^no-cycles/,
    files: {
      'intake/a.ts': `import type { B } from './b.ts'; export type A = B;`,
      'intake/b.ts': `import type { A } from './a.ts'; export type B = A;`,
    },
  },
  { rule: /^no-orphans/, files: { 'intake/forgotten.ts': 'export const forgotten = 1;' } },
  { rule: /^no-drawers/, files: { 'intake/index.ts': `import './utils.ts';`, 'intake/utils.ts': '' } },
  { rule: /^resolvable/, files: { 'intake/index.ts': `import './gone.ts';` } },
];

describe('each rule catches its offence', () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  function plant(files: Record<string, string>): string {
    const folder = mkdtempSync(join(tmpdir(), 'continuum-offence-'));
    folders.push(folder);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return folder;
  }

  it.each(offences)('$rule', async ({ rule, files }) => {
    const found = violations(await cruiseHouse(plant(files)));
    expect(found.filter(line => rule.test(line))).not.toEqual([]);
  });

  it('an import that the package does not declare', async () => {
    const folder = plant({
      'package.json': '{"name":"root","dependencies":{"left":"1"}}',
      'intake/package.json': '{"name":"@continuum/intake"}',
      'intake/index.ts': `import 'left';`,
      'node_modules/left/index.js': '',
      'node_modules/left/package.json': '{"name":"left","version":"1.0.0","main":"index.js"}',
    });
    expect(undeclared(await cruiseHouse(folder), folder)).toEqual(['intake/index.ts: left']);
  });
});
