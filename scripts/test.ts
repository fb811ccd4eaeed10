/**
 * npm test: lint and format, types, unit and kernel tests, then a real browser, which is fetched where there is none.
 * Ends with one line, `N passed, N failed, N skipped`; a run in which nothing ran counts as failed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findChromium } from './chromium';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** The parts of Vitest's report that are read. */
interface UnitReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/** The parts of Playwright's report that are read. */
interface E2eReport {
  stats: { expected: number; flaky: number; unexpected: number; skipped: number };
  suites: Suite[];
}

interface Suite {
  suites?: Suite[];
  specs: { title: string; file: string; tests: { status: string }[] }[];
}

const RESULTS = 'test-results';
const UNIT = `${RESULTS}/unit.json`;
const E2E = `${RESULTS}/e2e.json`;

function run(title: string, command: string, args: string[]): boolean {
  console.log(`\n— ${title}`);
  return spawnSync('npx', ['--no-install', command, ...args], { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
}

const asOne = (ok: boolean): Count => ({ passed: Number(ok), failed: Number(!ok), skipped: 0 });

/** What a runner wrote, with one failure more when it failed without naming any test. */
function fromReport<Report>(path: string, ok: boolean, read: (report: Report) => Count): Count {
  const count = existsSync(path) ? read(JSON.parse(readFileSync(path, 'utf8')) as Report) : { passed: 0, failed: 0, skipped: 0 };
  const unexplained = (!ok && count.failed === 0) || count.passed + count.failed === 0;
  return unexplained ? { ...count, failed: count.failed + 1 } : count;
}

function unitCount(report: UnitReport): Count {
  // Files that failed before any of their tests ran, as those do that find no GPU.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function e2eCount({ stats, suites }: E2eReport): Count {
  for (const { file, title } of suites.flatMap(flakyIn)) console.log(`Passed only when it was run again: ${file} › ${title}`);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

const flakyIn = ({ suites = [], specs }: Suite): Suite['specs'] => [
  ...specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky')),
  ...suites.flatMap(flakyIn),
];

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS);
if (!findChromium()) run('Chromium', 'playwright', ['install', 'chromium']);
const counts = [
  asOne(run('Lint and format', 'biome', ['check'])),
  asOne(run('Types', 'tsc', ['--noEmit'])),
  fromReport(
    UNIT,
    run('Unit and kernel tests', 'vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT}`]),
    unitCount,
  ),
  fromReport(E2E, run('End to end, in Chromium', 'playwright', ['test']), e2eCount),
];
const total = (key: keyof Count) => counts.reduce((sum, count) => sum + count[key], 0);
console.log(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
process.exit(total('failed') > 0 ? 1 : 0);
