/** A worker that is gone without a word, and one that ends with an error: the page says so and starts another. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';

const sentences = (page: Page) => page.getByRole('textbox', { name: /One (sentence|text) per line/ });

declare global {
  interface Window {
    workers: Worker[];
  }
}

test.beforeEach(async ({ page, site }) => {
  await page.addInitScript(() => {
    window.workers = [];
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        window.workers.push(this);
      }
    };
  });
  await page.goto(site.url);
  await expect(page.getByText('Loading')).toHaveCount(0);
});

test('a worker that no longer answers is replaced; texts and the data set stay', async ({ page }) => {
  const status = page.getByText('The compute worker does not answer.');
  await page.getByRole('tab', { name: 'Data' }).click();
  const buffer = Buffer.from('text,label\none text,a\nanother text,b\n');
  await page.getByLabel('Files of a data set').setInputFiles([{ name: 'mine.csv', mimeType: 'text/csv', buffer }]);
  await expect(page.getByText('2 texts in text')).toBeVisible();
  await page.getByRole('tab', { name: 'Embed' }).click();
  await sentences(page).fill('What I typed.');
  await expect(status).toHaveCount(0);

  await page.evaluate(() => window.workers[0].terminate());
  await expect(status).toBeVisible();
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(status).toHaveCount(0);
  await expect(sentences(page)).toHaveValue('What I typed.');
  await page.getByRole('tab', { name: 'Data' }).click();
  await expect(page.getByText('2 texts in text')).toBeVisible();
  await expect(page.getByText('Loading')).toHaveCount(0);
  await page.getByRole('tab', { name: 'Embed' }).click();
  await page.getByRole('button', { name: 'Embed', exact: true }).click();
  await expect(page.getByText('What I typed.').last()).toBeVisible();
});

test('a worker that ended with an error is replaced', async ({ page }) => {
  await page.evaluate(() => window.workers[0].dispatchEvent(new ErrorEvent('error', { message: 'it broke', cancelable: true })));
  await expect(page.getByText('The compute worker stopped.')).toBeVisible();
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(page.getByText('The compute worker stopped.')).toHaveCount(0);
  await expect(page.getByText('Loading')).toHaveCount(0);
});
