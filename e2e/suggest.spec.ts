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

test('in a list every row that has been read shows its suggestion, and Enter accepts those of the current row', async ({ page, site }) => {
  await openTexts(page, site.url);
  await expect(state(page)).toContainText('suggested');
  // Those behind the row that is looked at come in another order with every label: here they stay where they are.
  await page.getByLabel('Order').selectOption('as in the files');
  await row(page).focus();
  await page.keyboard.press('l');
  const list = page.getByRole('region', { name: 'Rows to label' });
  const items = list.getByRole('listitem');
  const current = list.locator('[aria-current=true]');
  await expect(current).toBeVisible();
  await expect(list.getByTitle(/^topic: (sports|cooking), suggested$/)).not.toHaveCount(0);
  await expect(items.nth(3).getByTitle(/, suggested$/)).toContainText(/^suggested: (sports|cooking)\d+\.\d %\?$/);
  await expect(current.getByTitle(/^topic: (sports|cooking), suggested$/)).toBeVisible();
  const first = (await current.locator('p').first().textContent()) as string;
  await page.keyboard.press('Enter');
  const accepted = items.filter({ hasText: first });
  await expect(accepted).not.toHaveAttribute('aria-current', 'true');
  // A label by now, and no longer a suggestion.
  await expect(accepted.getByTitle(/^topic: (sports|cooking)$/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Progress of topic' })).toContainText('1 labelled here, 1 of them as suggested');
  await expect(panel(page)).toContainText('1 labelled text');
});

test('a learning curve says whether more labels are worth it, and goes on as more are given', async ({ page, site }) => {
  await openTexts(page, site.url);
  await expect(state(page)).toContainText('suggested');
  await row(page).focus();
  const label = async (count: number) => {
    for (let i = 0; i < count; i++) {
      const text = await textOf(page);
      const wanted = ROWS.find((one) => one.text === text)?.topic as string;
      await page.keyboard.press(wanted === 'sports' ? '1' : '2');
      await expect(state(page)).toContainText(/: labelled/);
      await page.keyboard.press('ArrowDown');
      await expect(row(page).locator('p').first()).not.toHaveText(text);
    }
  };
  await label(3);
  const progress = page.getByRole('region', { name: 'Progress of topic' });
  // By key: the panel above it grows as heads learn, and a click would miss what moves.
  await progress.locator('summary', { hasText: 'Are more labels worth it?' }).press('Enter');
  await expect(progress).toContainText('A curve takes 20 labelled texts that have been read; there are 3.');
  await row(page).focus();
  await label(18);
  await expect(progress).toContainText('of the suggestions are right with', { timeout: 30_000 });
  await expect(progress).toContainText('There are too few subsets to tell what more labels would bring.');
  await expect(progress.getByRole('img', { name: 'topic: share of right suggestions by number of labels' })).toBeVisible();
  await expect(progress).toContainText(/Scored on the (2[01]|1\d) labelled texts themselves/);
});
