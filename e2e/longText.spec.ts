/** The field for texts with thousands of lines: a part of them at a time, all of them to be replaced, copied and taken back together. */
import type { Locator } from '@playwright/test';
import { expect, test } from './support/test';

const LINES = Array.from({ length: 4500 }, (_, i) => `Line ${i + 1} of many.`);

const paste = (field: Locator, text: string) =>
  field.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);

/** What a copy would put on the clipboard. */
const copied = (field: Locator) =>
  field.evaluate((element) => {
    const clipboardData = new DataTransfer();
    element.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
    return clipboardData.getData('text/plain');
  });

test('thousands of lines are typed into, replaced and taken back', async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible({ timeout: 90_000 });
  const field = page.getByRole('textbox', { name: /One sentence per line/ });
  const text = LINES.map((line) => line.padEnd(50, '.')).join('\n');
  await field.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await expect(page.getByText('Type a text')).toBeVisible();
  await paste(field, text);
  await expect(page.getByText('4,500 lines')).toBeVisible();
  await expect(page.getByText('From line 4,001: part 5 of 5')).toBeVisible();
  await expect(field).toHaveValue(/^Line 4001 [\s\S]*Line 4500 of many\.+$/);

  // The caret is where the pasted text ends.
  await page.keyboard.press('Enter');
  await page.keyboard.type('One more');
  await expect(page.getByText('4,501 lines')).toBeVisible();
  await page.getByRole('button', { name: 'Lines before these' }).click();
  await expect(field).toHaveValue(/^Line 3001 [\s\S]*Line 4000 of many\.+$/);
  await field.focus();
  await page.keyboard.type('Here ');
  await page.getByRole('button', { name: 'Lines after these' }).click();
  await expect(field).toHaveValue(/One more$/);
  await page.getByRole('button', { name: 'Lines before these' }).click();
  await expect(field).toHaveValue(/^Here Line 3001 /);

  // All of it, and back.
  await field.focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByText('All lines are selected')).toBeVisible();
  const all = await copied(field);
  expect(all.split('\n')).toHaveLength(4501);
  expect(all.split('\n')[3000]).toMatch(/^Here Line 3001 /);
  await page.keyboard.type('Short');
  await expect(page.getByText('1 line', { exact: true })).toBeVisible();
  await expect(field).toHaveValue('Short');
  for (let i = 0; i < 6 && (await page.getByText('4,501 lines').count()) === 0; i++) await page.keyboard.press('Control+z');
  await expect(page.getByText('4,501 lines')).toBeVisible();
  await expect(field).toHaveValue(/^Here Line 3001 /);

  // A long paste in the place of all of it, which is taken back too.
  await page.keyboard.press('Control+a');
  await paste(field, text);
  await expect(page.getByText('4,500 lines')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('4,501 lines')).toBeVisible();

  // The same text in the other tab, a part of it.
  await page.getByRole('tab', { name: 'Predict' }).click();
  await expect(page.getByText('4,501 lines')).toBeVisible();
  await expect(page.getByRole('textbox', { name: /per line/ })).toHaveValue(/^Line 1 of many/);
});
