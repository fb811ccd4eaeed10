/** What tests of labelling by hand do over and over. */
import type { Page } from '@playwright/test';
import { expect } from './test';

export const TEXTS = ['Angela Merkel met Siemens in Munich.', 'The striker scored twice.', 'Berlin is large.', 'A late goal in Paris.'];

/** Opens texts, a line each, in the Label tab. */
export async function openTexts(page: Page, url: string, texts = TEXTS): Promise<void> {
  await openFile(page, url, 'mine.txt', texts.join('\n'));
}

export async function openFile(page: Page, url: string, name: string, text: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('tab', { name: 'Data' }).click();
  await page.getByLabel('Files of a data set').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await expect(page.getByText(`${name}: `)).toBeVisible();
  await page.getByRole('tab', { name: 'Label' }).click();
}

export async function addTask(page: Page, kind: string, name: string, names: string): Promise<void> {
  const more = page.getByRole('button', { name: 'New task…' });
  if (await more.isVisible()) await more.click();
  await page.getByLabel('What each text gets').selectOption({ label: kind });
  await page.getByLabel('Name of the task').fill(name);
  if (names !== '') await page.getByLabel(/separated by commas/).fill(names);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  // Keys are for a row that is there.
  await expect(row(page)).toBeVisible();
  await expect(row(page)).not.toContainText('Fetching the rows');
}

export const row = (page: Page) => page.getByRole('region', { name: 'Row to label' });
export const choice = (page: Page, name: string) =>
  row(page).getByRole('button', { name: new RegExp(`^\\S?\\s*${name}(\\s*[\\d.]+ %\\?)?$`) });
export const state = (page: Page, task: string) => row(page).getByRole('group', { name: task });

/** Goes to the row whose text begins so, one of the first `rows`. In the order of the files: a learned one could change between two keys. */
export async function goToRow(page: Page, start: string, rows: number): Promise<void> {
  await expect(row(page)).not.toContainText('Fetching the rows');
  await row(page).focus();
  for (let i = 0; i < rows; i++) await page.keyboard.press('ArrowUp');
  for (let i = 0; i < rows; i++) {
    await expect(row(page)).not.toContainText('Fetching the rows');
    if ((await row(page).locator('p').first().textContent())?.startsWith(start)) return;
    await page.keyboard.press('ArrowDown');
  }
}
