/**
 * The Chromium of the browser tests, and the software GPU that comes with it: on Linux, Dawn computes in Node on
 * Chromium's SwiftShader. On Linux x64 an npm package brings both, so that nothing needs to be installed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium as playwright } from '@playwright/test';

type Env = Record<string, string | undefined>;

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

/** Where Debian's /usr/bin/chromium, a script, keeps the browser's libraries. */
const LIBRARIES = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];

// Of version 147.0.0: those after it ask for Node 22.
const PACKAGE = fileURLToPath(new URL('../node_modules/@sparticuz/chromium', import.meta.url));
// Inside the package, so that a new version starts afresh.
const UNPACKED = `${PACKAGE}/unpacked`;
const PACKAGED = `${UNPACKED}/chromium`;
const PACKAGE_RUNS_HERE = process.platform === 'linux' && process.arch === 'x64';

/**
 * The browser named in CHROMIUM_PATH, else one that is installed, else Playwright's own, else the npm package's.
 *
 * @returns undefined where there is none, which cannot happen on Linux x64
 * @throws Error when CHROMIUM_PATH names a file that does not exist
 */
export function findChromium(env: Env = process.env, exists: (path: string) => boolean = existsSync): string | undefined {
  const named = env.CHROMIUM_PATH;
  if (named && !exists(named)) throw new Error(`CHROMIUM_PATH is ${named}, and there is no such file.`);
  const found = named || [...INSTALLED, playwright.executablePath()].find(exists);
  return found ?? (PACKAGE_RUNS_HERE ? unpack() : undefined);
}

/** @throws Error saying what to run */
export function chromiumPath(): string {
  const found = findChromium();
  if (!found) throw new Error('No Chromium was found. "npm test" fetches one, as does "npx playwright install chromium".');
  return found;
}

/** What the environment of a browser has to contain beside the present one's for it to start. */
export function browserEnv(path: string): Record<string, string> {
  if (path !== PACKAGED) return {};
  const needsLibraries = spawnSync('ldd', [path], { encoding: 'utf8' }).stdout?.includes('not found');
  return { FONTCONFIG_PATH: `${UNPACKED}/fonts`, ...(needsLibraries ? libraryPath(`${UNPACKED}/al2023/lib`) : {}) };
}

/** What the environment of Node has to contain, from its start, for Dawn to find SwiftShader. */
export function vulkanEnv(): Record<string, string> {
  const browser = process.platform === 'linux' ? findChromium() : undefined;
  if (!browser || process.env.VK_ICD_FILENAMES) return {};
  const driver = (folder: string) => `${folder}/vk_swiftshader_icd.json`;
  const beside = [dirname(realpathSync(browser)), ...LIBRARIES].find((folder) => existsSync(driver(folder)));
  const folder = beside ?? (PACKAGE_RUNS_HERE ? dirname(unpack()) : undefined);
  return folder ? { ...libraryPath(folder), VK_ICD_FILENAMES: driver(folder) } : {};
}

function libraryPath(folder: string): { LD_LIBRARY_PATH: string } {
  return { LD_LIBRARY_PATH: [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') };
}

/** Unpacks the npm package's browser where that has not been done. */
function unpack(): string {
  if (existsSync(PACKAGED)) return PACKAGED;
  const folder = mkdtempSync(`${UNPACKED}-`);
  execFileSync(
    process.execPath,
    ['--input-type=module', '--eval', 'await (await import("@sparticuz/chromium")).default.executablePath()'],
    {
      cwd: PACKAGE,
      // It unpacks into the folder for temporary files, and libraries that a bare machine lacks only where it sees AWS.
      env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    },
  );
  const fonts = `${folder}/fonts/fonts.conf`;
  writeFileSync(fonts, readFileSync(fonts, 'utf8').replaceAll('/tmp/', `${UNPACKED}/`));
  // Another process may have been faster.
  if (existsSync(UNPACKED)) rmSync(folder, { recursive: true });
  else renameSync(folder, UNPACKED);
  return PACKAGED;
}
