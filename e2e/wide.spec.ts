/** Data sets of very many columns and classes: the page draws some of them, says how many there are, and finds the others by name. */
import type { Page } from '@playwright/test';
import { expect, openAdvanced, test } from './support/test';

/** What a page draws without being held up. */
const MOST_NODES = 10_000;

const nodes = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length);

async function openCsv(page: Page, url: string, lines: string[]): Promise<void> {
  await page.goto(url);
  // What is asked of the worker waits for a model that it loads.
  await expect(page.getByText('[8, 384]')).toBeVisible({ timeout: 90_000 });
  await page.getByRole('tab', { name: 'Data' }).click();
  const buffer = Buffer.from(lines.join('\n'));
  await page.getByLabel('Files of a data set').setInputFiles([{ name: 'wide.csv', mimeType: 'text/csv', buffer }]);
}

/** Of `count` columns: a text, and classes. */
function wide(count: number): string[] {
  const names = Array.from({ length: count - 1 }, (_, i) => `c${i}`);
  return [['text', ...names], ...[0, 1, 2, 3].map((row) => [`text number ${row}`, ...names.map((_, i) => `v${(row + i) % 2}`)])].map(
    (row) => row.join(','),
  );
}

test('5,000 columns of labels: some are drawn, the others are found by name', async ({ page, site }) => {
  await openCsv(page, site.url, wide(5000));
  const tasks = page.getByRole('region', { name: 'Tasks', exact: true });
  await expect(tasks).toContainText('4,999 tasks');
  await page.getByText('Change how it is read').click();
  expect(await nodes(page)).toBeLessThan(MOST_NODES);
  await tasks.getByLabel('and 4,969 more columns: type a name').fill('c4321');
  await expect(tasks).toContainText('1 of 4,999 columns with this in their names');
  await expect(tasks.getByRole('checkbox', { name: /^c4321/ })).toBeChecked();
  const second = page.getByLabel('Second text', { exact: true });
  await second.fill('c77');
  await second.press('Enter');
  await expect(tasks).toContainText('4,998 tasks');
  await expect(second).toHaveValue('c77');
  await page.getByRole('tab', { name: 'Train' }).click();
  await openAdvanced(page);
  await expect(page.getByLabel('and 4,978 more tasks: type a name')).toBeVisible();
  expect(await nodes(page)).toBeLessThan(MOST_NODES);
});

test('20,000 columns are refused in words, and the page goes on', async ({ page, site }) => {
  await openCsv(page, site.url, wide(20_000));
  await expect(page.getByRole('alert')).toContainText('wide.csv has 20,000 columns, and at most 5,000 can be read.');
  expect(await nodes(page)).toBeLessThan(MOST_NODES);
});

test('5,000 classes: some are drawn, the others are found by name', async ({ page, site }) => {
  await openCsv(page, site.url, ['text,label', ...Array.from({ length: 20_000 }, (_, i) => `text number ${i},class ${i % 5000}.`)]);
  const labels = page.getByRole('region', { name: 'Labels', exact: true });
  await labels.getByLabel('and 4,900 more labels: type a name').fill('class 4321.');
  await expect(labels.getByRole('rowheader')).toHaveText(['class 4321.']);
  expect(await nodes(page)).toBeLessThan(MOST_NODES);
  await page.getByRole('tab', { name: 'Train' }).click();
  await expect(page.getByRole('region', { name: 'Recipe' })).toContainText('Frozen heads');
  expect(await nodes(page)).toBeLessThan(MOST_NODES);
});
