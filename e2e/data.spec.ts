/** What a person does with files of their own: sees how they are read, answers questions, corrects, and takes them out again. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { zipSync } from 'fflate';
import { expect, test } from './support/test';

const file = (name: string, content: string | Uint8Array) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
const NEWS = [
  'Class Index,Title,Description',
  '3,Bonds fall,"Prices of bonds fell again on Monday"',
  '2,A late goal,The keeper saved all but one shot',
  '3,Oil up,"Oil rose on Friday, traders said"',
  '2,A cup won,They lifted it at dusk in the rain',
].join('\n');

const reading = (page: Page) => page.getByRole('region', { name: 'How it is read' });

async function openData(page: Page, url: string, ...files: ReturnType<typeof file>[]): Promise<void> {
  await page.goto(url);
  await page.getByRole('tab', { name: 'Data' }).click();
  await page.getByLabel('Files of a data set').setInputFiles(files);
}

test('a file is read in one sentence; what it leaves open is asked, and answered', async ({ page, site }) => {
  await openData(page, site.url, file('news.csv', NEWS));
  await expect(reading(page)).toContainText('4 texts in Description; a class in Class Index, 2 values');
  await expect(reading(page).getByRole('listitem').first()).toContainText('Prices of bonds fell again on Monday');
  const question = reading(page).getByRole('group', { name: 'The text is in the column' });
  await expect(question.getByRole('radio', { name: 'Description' })).toBeChecked();
  await question.getByRole('radio', { name: 'Title' }).check();
  await expect(reading(page)).toContainText('4 texts in Title');
  await expect(page.getByRole('region', { name: 'Rows of the split' })).toContainText('Bonds fall');

  await reading(page).getByText('Change how it is read').click();
  await reading(page).getByLabel('Header', { exact: true }).selectOption('data');
  await expect(reading(page)).toContainText('5 texts');
});

test('a refused file leaves the data set before it, and can be read by hand', async ({ page, site }) => {
  await openData(page, site.url, file('news.csv', NEWS));
  await expect(reading(page)).toContainText('4 texts');
  await page.getByLabel('Files of a data set').setInputFiles([file('x.bin', 'one text ;; a\nanother text ;; b\n')]);
  await expect(page.getByRole('alert')).toContainText('x.bin is in none of the known formats');
  await expect(page.getByRole('alert')).toContainText('news.csv stays loaded.');
  await reading(page).getByLabel('Format', { exact: true }).selectOption({ label: 'Text: one per line, no labels' });
  await expect(reading(page)).toContainText('2 texts');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('an archive with splits is opened, corrected, saved and read again', async ({ page, site }) => {
  const part = (rows: string) => new TextEncoder().encode(`text,label\n${rows}\n`);
  const archive = zipSync({
    'set/train.csv': part('a good day,pos\na bad day,neg\n=a fine day,Pos\na poor day,neg'),
    'set/test.csv': part('a kind film,pos'),
  });
  await openData(page, site.url, file('set.zip', archive));
  await expect(page.getByText(/, 1 to test ·/)).toBeVisible();
  await reading(page)
    .getByRole('radio', { name: /one name, in its most frequent/ })
    .check();
  await expect(reading(page)).toContainText('a class in label, 2 values');

  await page.getByLabel('Format to save the data set in').selectOption('csv');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download', exact: true }).click(),
  ]);
  const saved = readFileSync(await download.path(), 'utf8');
  // Neither spreadsheets nor the next reader take the text for a formula.
  expect(saved).toContain("'=a fine day,pos,");
  await page.getByLabel('Files of a data set').setInputFiles([file('again.csv', saved)]);
  await expect(reading(page)).toContainText('5 texts in text; a class in label, 2 values');
  await expect(page.getByText(/, 1 to test ·/)).toBeVisible();
});
