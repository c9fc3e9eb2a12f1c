// `npm test`: everything, each step shown with what it took, one true line at the end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { installSystemPackages } from './test/system-packages.ts';
import { addCounts, type Counts, runVitest } from './test/vitest-run.ts';

const root = process.env.CONTINUUM_ROOT ?? process.cwd();

/** A check that has one outcome: types, style, unused code, the build of the screens. Shown when it has ended, whole. */
async function check(title: string, command: string, ...args: string[]): Promise<Counts> {
  const from = performance.now();
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', chunk => {
      said += chunk;
    });
  const [status] = await once(child, 'close').catch(error => {
    said += error;
    return [1];
  });
  const seconds = Math.round((performance.now() - from) / 1000);
  process.stdout.write(`\n── ${title} (${seconds} s)\n${said}`);
  if (status === 0) return { passed: 1, failed: 0, skipped: 0, failures: [] };
  return { passed: 0, failed: 1, skipped: 0, failures: [title] };
}

installSystemPackages();
// None needs another, and each waits for the disk in its turn.
const checks = await Promise.all([
  check('types', 'tsc', '--noEmit', '-p', '.'),
  check('screens built', process.execPath, 'tools/build-screens.ts'),
  check('style', 'biome', 'check', '--error-on-warnings', '.'),
  check('unused files, exports and dependencies', 'knip', '--no-progress'),
]);
const counts = [
  ...checks,
  runVitest('boundaries, units, integration', root, 'vitest.config.ts'),
  runVitest('journeys in a browser', root, 'e2e/vitest.config.ts'),
].reduce(addCounts);

for (const failure of counts.failures) process.stdout.write(`\nfailed: ${failure}`);
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exit(counts.failed === 0 ? 0 : 1);
