import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { launchOptions } from './e2e/support/launchOptions';

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/build.ts',
  timeout: 180_000,
  expect: { timeout: 45_000 },
  // What passes only then is named at the end.
  retries: 1,
  // A page computes on one core and a half: with more of them than cores they only slow each other down.
  workers: Math.min(2, availableParallelism()),
  fullyParallel: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: { browserName: 'chromium', launchOptions: launchOptions(), viewport: { width: 1280, height: 900 } },
});
