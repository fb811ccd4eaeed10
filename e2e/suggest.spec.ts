/** Suggestions that are learned while one labels: by names before any label, then by labels; accepted with Enter. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';

const TOPICS = {
  sports: [
    'The striker scored twice',
    'Our goalkeeper saved a penalty',
    'The league begins in August',
    'A late goal won the match',
    'The coach trusts his team',
  ],
  cooking: [
    'Fry the onions until soft',
    'Bake the bread for an hour',
    'Stir the soup and add salt',
    'This recipe needs two eggs',
    'The sauce was too sweet',
  ],
};
const ENDS = ['.', ' again.', ', they said.', ' last year.'];
const ROWS = Object.entries(TOPICS).flatMap(([topic, texts]) => texts.flatMap((text) => ENDS.map((end) => ({ topic, text: text + end }))));

const row = (page: Page) => page.getByRole('region', { name: 'Row to label' });
const state = (page: Page) => row(page).getByRole('group', { name: 'topic' });
const panel = (page: Page) => page.getByRole('region', { name: 'Suggestions for topic' });
const textOf = async (page: Page) => (await row(page).locator('p').first().textContent()) as string;

async function openTexts(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('tab', { name: 'Data' }).click();
  const buffer = Buffer.from(ROWS.map(({ text }) => text).join('\n'));
  await page.getByLabel('Files of a data set').setInputFiles({ name: 'mine.txt', mimeType: 'text/plain', buffer });
  await expect(page.getByText(/mine.txt: /)).toBeVisible();
  await page.getByRole('tab', { name: 'Label' }).click();
  await page.getByLabel('What each text gets').selectOption({ label: 'One class per text' });
  await page.getByLabel('Name of the task').fill('topic');
  await page.getByLabel(/separated by commas/).fill('sports, cooking');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
}

test('forty texts without labels: the names suggest, labels teach, Enter accepts', async ({ page, site }) => {
  await openTexts(page, site.url);
  await expect(panel(page)).toContainText('by the names of its classes alone');
  await expect(state(page)).toContainText('suggested');
  // Nothing is a label before a person says so.
  await expect(page.getByRole('region', { name: 'Progress of topic' })).toContainText('0 of 40');
  await expect(page.getByLabel('Order')).toHaveValue('mixed');

  await row(page).focus();
  const seen = new Set<string>();
  for (let i = 0; i < 12; i++) {
    const text = await textOf(page);
    expect(seen).not.toContain(text);
    seen.add(text);
    const wanted = ROWS.find((one) => one.text === text)?.topic as string;
    await expect(state(page)).toContainText('suggested');
    const suggested = await row(page).locator('button.border-dashed').first().textContent();
    if (suggested?.includes(wanted)) await page.keyboard.press('Enter');
    else {
      await page.keyboard.press(wanted === 'sports' ? '1' : '2');
      await expect(state(page)).toContainText('labelled');
      await page.keyboard.press('ArrowDown');
    }
    // The next row may wait for the new order.
    await expect(row(page).locator('p').first()).not.toHaveText(text);
    await expect(panel(page)).toContainText(`${i + 1} labelled text`);
  }
  await expect(panel(page)).toContainText(/of the last 1[0-2] suggestions were right/);
  await expect(page.getByRole('region', { name: 'Progress of topic' })).toContainText('12 of 40');

  await page.getByLabel('Order').selectOption('as in the files');
  await expect(page.getByText(/One in ten is drawn/)).toBeHidden();
});
