/** Which browser is found, on machines that have this one or that. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { chromium as playwright } from '@playwright/test';
import { expect, it } from 'vitest';
import { browserEnv, findChromium } from './chromium';

const only =
  (...paths: string[]) =>
  (path: string) =>
    paths.includes(path);

it('CHROMIUM_PATH comes first', () => {
  expect(findChromium({ CHROMIUM_PATH: '/opt/mine' }, only('/opt/mine', '/usr/bin/chromium'))).toBe('/opt/mine');
});

it('a CHROMIUM_PATH that names nothing is an error, even where there is another browser', () => {
  expect(() => findChromium({ CHROMIUM_PATH: '/opt/mine' }, only('/usr/bin/chromium'))).toThrow(
    'CHROMIUM_PATH is /opt/mine, and there is no such file.',
  );
});

it('an installed browser comes before the one that Playwright fetched', () => {
  const fetched = playwright.executablePath();
  expect(findChromium({}, only('/usr/bin/google-chrome', fetched))).toBe('/usr/bin/google-chrome');
  expect(findChromium({}, only(fetched))).toBe(fetched);
});

const packaged = process.platform === 'linux' && process.arch === 'x64';
it.skipIf(!packaged)('on Linux x64, a machine without any has that of the npm package, which starts and brings SwiftShader', () => {
  const path = findChromium({}, () => false) ?? '';
  expect(execFileSync(path, ['--version'], { env: { ...process.env, ...browserEnv(path) }, encoding: 'utf8' })).toMatch(/\d+\.\d+/);
  for (const name of ['libvulkan.so.1', 'libvk_swiftshader.so', 'vk_swiftshader_icd.json']) {
    expect(existsSync(`${dirname(path)}/${name}`)).toBe(true);
  }
});
