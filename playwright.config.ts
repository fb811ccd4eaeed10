import { defineConfig } from '@playwright/test';
import { launchOptions } from './e2e/support/launchOptions';

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/build.ts',
  timeout: 180_000,
  expect: { timeout: 45_000 },
  // What passes only then is named at the end.
  retries: 1,
  // Every page computes on all it gets: two at once would only slow each other down.
  workers: 1,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: { browserName: 'chromium', launchOptions: launchOptions(), viewport: { width: 1280, height: 900 } },
});
