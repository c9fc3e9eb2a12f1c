import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const addCounts = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numFailedTestSuites: number;
}

/** Counts from the runner's own report. A file that could not be loaded counts as a failure. */
function countsOf(report: string, status: number | null): Counts {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const result: VitestReport = JSON.parse(readFileSync(report, 'utf8'));
  const failed = Math.max(result.numFailedTests, result.numFailedTestSuites > 0 || status !== 0 ? 1 : 0);
  return { passed: result.numPassedTests, failed, skipped: result.numPendingTests + result.numTodoTests };
}

/** Runs vitest once with a configuration of the project and counts what it ran. */
export function runVitest(title: string, root: string, config: string): Counts {
  process.stdout.write(`\n── ${title}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'continuum-report-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { status } = spawnSync('vitest', ['run', '--config', config, ...reporters], {
    cwd: root,
    stdio: 'inherit',
  });
  const counts = countsOf(report, status);
  rmSync(folder, { recursive: true, force: true });
  return counts;
}
