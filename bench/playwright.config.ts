import { defineConfig } from '@playwright/test';
import { launchOptions } from '../e2e/support/launchOptions';

export default defineConfig({
  testDir: '.',
  testMatch: '*.bench.ts',
  globalSetup: './support/build.ts',
  timeout: 3_600_000,
  expect: { timeout: 60_000 },
  workers: 1,
  reporter: 'list',
  use: { browserName: 'chromium', launchOptions: launchOptions() },
});
