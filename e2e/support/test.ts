/**
 * Playwright’s test with the built site at hand. An error in a page or in its console fails the test, unless the test takes
 * it out of `errors`.
 */
import { test as base, type Page } from '@playwright/test';
import type * as Tandem from '../../src/api/index';
import { cityRows } from '../../src/testing/cityRows';
import { type Site, serveSite } from './site';

export type TandemModule = typeof Tandem;

export const test = base.extend<{ errors: string[] }, { site: Site }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const site = await serveSite();
      await use(site);
      site.close();
    },
    { scope: 'worker' },
  ],
  errors: [
    async ({ context }, use) => {
      const errors: string[] = [];
      context.on('weberror', (error) => errors.push(error.error().message));
      context.on('console', (message) => {
        if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
      });
      await use(errors);
      base.expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';

/** Opens an empty page of the site's origin with the library as `window.tandem`. */
export async function openLibrary(page: Page, site: Site): Promise<void> {
  await page.goto(`${site.url}models/all-MiniLM-L6-v2/config.json`);
  await page.evaluate(async (url) => {
    Object.assign(window, { tandem: await import(url) });
  }, `${site.url}tandem.js`);
}

export const setting = (page: Page, name: string) => page.getByLabel(name, { exact: true });

/** Opens the settings behind the recipe. */
export const openAdvanced = (page: Page) => page.getByText('Advanced', { exact: true }).click();

/** Opens the page and its Train panel with all settings, with a dozen rows loaded. */
export async function openTrain(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await base.expect(page.getByText('[8, 384]')).toBeVisible({ timeout: 90_000 });
  await page.getByRole('tab', { name: 'Data' }).click();
  const buffer = Buffer.from(cityRows(4));
  await page.getByLabel('Files of a data set').setInputFiles({ name: 'few.jsonl', mimeType: 'text/plain', buffer });
  await base.expect(page.getByText(/8 to train on, 4 to validate/)).toBeVisible();
  await page.getByRole('tab', { name: 'Train' }).click();
  await openAdvanced(page);
}

declare global {
  interface Window {
    tandem: TandemModule;
  }
}
