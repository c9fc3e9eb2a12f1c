import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, each with why: said again at the end, where whoever reads only the end finds it. */
  failures: readonly string[];
}

export const addCounts = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  failures: [...a.failures, ...b.failures],
});

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numFailedTestSuites: number;
  testResults: readonly {
    name: string;
    status: string;
    message?: string;
    assertionResults: readonly {
      fullName: string;
      status: string;
      failureMessages?: readonly string[] | null;
    }[];
  }[];
}

const longestReason = 40;

/** What an error says, without where in the code it was thrown. */
function reasonIn(stack: string | undefined): string {
  const lines = (stack ?? '').split('\n');
  const thrown = lines.findIndex(line => /^ {4}at /.test(line));
  return lines.slice(0, thrown < 0 ? longestReason : Math.min(thrown, longestReason)).join('\n');
}

/** The tests that failed, and the files that could not be run, in words. */
function failuresOf({ testResults }: VitestReport, root: string): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter(result => result.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [`${file}: ${reasonIn(message)}`] : [];
    return failed.map(
      ({ fullName, failureMessages }) => `${file} > ${fullName}: ${reasonIn(failureMessages?.[0])}`,
    );
  });
}

/** Counts from the runner's own report. A file that could not be loaded counts as a failure. */
function countsOf(title: string, report: string, status: number | null, root: string): Counts {
  if (!existsSync(report)) {
    return { passed: 0, failed: 1, skipped: 0, failures: [`${title}: the runner left no report`] };
  }
  const result: VitestReport = JSON.parse(readFileSync(report, 'utf8'));
  const failures = failuresOf(result, root);
  if (failures.length === 0 && status !== 0) failures.push(`${title}: ended with status ${status}`);
  return {
    passed: result.numPassedTests,
    failed: Math.max(result.numFailedTests, failures.length),
    skipped: result.numPendingTests + result.numTodoTests,
    failures,
  };
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
  const counts = countsOf(title, report, status, root);
  rmSync(folder, { recursive: true, force: true });
  return counts;
}
