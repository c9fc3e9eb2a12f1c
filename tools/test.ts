// `npm test`: everything, in order, each step shown, one true line at the end.
import { spawnSync } from 'node:child_process';
import { installSystemPackages } from './test/system-packages.ts';
import { addCounts, type Counts, runVitest } from './test/vitest-run.ts';

const root = process.env.CONTINUUM_ROOT ?? process.cwd();

/** A check that has one outcome: types, style, unused code, the build of the screens. */
function check(title: string, command: string, ...args: string[]): Counts {
  process.stdout.write(`\n── ${title}\n`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status === 0) return { passed: 1, failed: 0, skipped: 0, failures: [] };
  return { passed: 0, failed: 1, skipped: 0, failures: [title] };
}

installSystemPackages();
const counts = [
  check('types', 'tsc', '--noEmit', '-p', '.'),
  check('style', 'biome', 'check', '--error-on-warnings', '.'),
  check('unused files, exports and dependencies', 'knip', '--no-progress'),
  check('screens built', process.execPath, 'tools/build-screens.ts'),
  runVitest('boundaries, units, integration', root, 'vitest.config.ts'),
  runVitest('journeys in a browser', root, 'e2e/vitest.config.ts'),
].reduce(addCounts);

for (const failure of counts.failures) process.stdout.write(`\nfailed: ${failure}`);
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exit(counts.failed === 0 ? 0 : 1);
