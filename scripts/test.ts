/**
 * npm test: lint and format, types, unit and kernel tests, then a real browser. Ends with one line,
 * `N passed, N failed`; a run in which nothing ran counts as failed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

interface Count {
  passed: number;
  failed: number;
}

const RESULTS = 'test-results';
const UNIT = `${RESULTS}/unit.json`;
const E2E = `${RESULTS}/e2e.json`;

function run(title: string, command: string, args: string[]): boolean {
  console.log(`\n— ${title}`);
  return spawnSync('npx', ['--no-install', command, ...args], { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
}

const asOne = (ok: boolean): Count => ({ passed: Number(ok), failed: Number(!ok) });

/** What a runner wrote, with one failure more when it failed without naming any test. */
function fromReport(path: string, ok: boolean, read: (report: never) => Count): Count {
  const count = existsSync(path) ? read(JSON.parse(readFileSync(path, 'utf8')) as never) : { passed: 0, failed: 0 };
  const unexplained = (!ok && count.failed === 0) || count.passed + count.failed === 0;
  return unexplained ? { ...count, failed: count.failed + 1 } : count;
}

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS);
const counts = [
  asOne(run('Lint and format', 'biome', ['check'])),
  asOne(run('Types', 'tsc', ['--noEmit'])),
  fromReport(
    UNIT,
    run('Unit and kernel tests', 'vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT}`]),
    (report: { numPassedTests: number; numFailedTests: number }) => ({ passed: report.numPassedTests, failed: report.numFailedTests }),
  ),
  fromReport(
    E2E,
    run('End to end, in Chromium', 'playwright', ['test']),
    ({ stats }: { stats: { expected: number; flaky: number; unexpected: number } }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
    }),
  ),
];
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
