/** Sentences as a map: search, clusters, lasso, near-duplicates, and the way to the Label tab. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';

const map = (page: Page, count: number) => page.getByRole('group', { name: new RegExp(`^Map of ${count} sentences`) });
const chosen = (page: Page) => page.getByRole('region', { name: /^Chosen: / });

const atRest = (page: Page) => expect(page.getByRole('button', { name: 'Stop the map' })).toHaveCount(0, { timeout: 60_000 });

const SENTENCES = [
  'The bank raised its interest rates.',
  'Shares of the bank fell on Monday.',
  'The bank fell short of its profit goal.',
  'THE BANK FELL SHORT OF ITS PROFIT GOAL.',
  'A cat sleeps on the sofa.',
  'The kitten plays with a ball of wool.',
  'Our cat catches mice in the garden.',
  'Rain is expected in the north tomorrow.',
  'The storm brought heavy rain and wind.',
];

async function embed(page: Page, lines: string[]): Promise<void> {
  await page.getByRole('textbox', { name: /One sentence per line/ }).fill(lines.join('\n'));
  await page.getByRole('button', { name: 'Embed' }).click();
  await expect(page.getByText(`[${lines.length}, 384]`)).toBeVisible();
}

test('a map is drawn of what is embedded; search, clusters and near-duplicates find sentences in it, and files hold them', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}#embed`);
  await expect(map(page, 8)).toBeVisible();
  await embed(page, SENTENCES.slice(0, 4));
  await expect(page.getByText('A map needs at least 5 sentences; there are 4.')).toBeVisible();
  await embed(page, SENTENCES);
  await expect(map(page, 9)).toBeVisible();
  await atRest(page);

  await page.getByRole('searchbox', { name: 'What to search for' }).fill('a pet animal');
  await page.getByRole('button', { name: 'Search' }).click();
  const found = page.getByRole('list', { name: 'Found for a pet animal' }).getByRole('listitem');
  await expect(found).toHaveCount(9);
  const texts = await found.allTextContents();
  expect(texts.slice(0, 3).every((text) => /cat|kitten/.test(text))).toBe(true);
  await page.getByRole('button', { name: 'Choose these' }).click();
  await expect(chosen(page).getByRole('listitem')).toHaveCount(9);

  const clusters = page.getByRole('region', { name: 'Clusters' });
  await clusters.getByRole('spinbutton').fill('3');
  await clusters.getByRole('button', { name: 'Find' }).click();
  await expect(clusters.getByRole('listitem')).toHaveCount(3);
  await clusters.getByRole('listitem').filter({ hasText: 'bank' }).getByRole('button').click();
  await expect(chosen(page).getByRole('listitem')).toHaveCount(4);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the chosen sentences as JSON Lines' }).click();
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\n');
  const rows = lines.map((line) => JSON.parse(line) as { row: number; text: string; Clusters: string; x: number });
  expect(rows.map(({ row }) => row)).toEqual([1, 2, 3, 4]);
  expect(rows.map(({ text }) => text)).toEqual(SENTENCES.slice(0, 4));
  expect(rows[0].Clusters).toContain('bank');
  expect(Number.isFinite(rows[0].x)).toBe(true);

  const copies = page.getByRole('region', { name: 'Near-duplicates' });
  await expect(copies.getByText('1 pair', { exact: true })).toBeVisible();
  await copies.getByRole('button', { name: 'Choose all of them' }).click();
  await expect(chosen(page).getByRole('listitem')).toHaveCount(2);
  // What is open in no data set cannot be labelled.
  await expect(page.getByRole('button', { name: 'Show in Label' })).toHaveCount(0);
});

test('the data set is mapped with its labels; a lasso chooses sentences, which come first in the Label tab', async ({ page, site }) => {
  await page.goto(`${site.url}#data`);
  await page
    .getByRole('button', { name: /sample/i })
    .first()
    .click();
  await expect(page.getByText('424').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Explore' }).click();
  await page.getByRole('button', { name: 'Use the data set' }).click();
  await expect(map(page, 424)).toBeVisible({ timeout: 60_000 });
  await atRest(page);
  await page.getByLabel('Colour by').selectOption('Label: topic');
  for (const name of ['Business', 'Science', 'Sports', 'World']) {
    await expect(page.getByRole('checkbox', { name: `Show ${name}` })).toBeChecked();
  }
  await page.getByRole('checkbox', { name: 'Show World' }).uncheck();
  // Around all of them, by mouse: those that are hidden are not chosen.
  const box = (await map(page, 424).boundingBox()) as { x: number; y: number; width: number; height: number };
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x + 5, box.y + 5);
  await page.mouse.down();
  for (const [x, y] of [
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ]) {
    await page.mouse.move(box.x + 5 + x * (box.width - 10), box.y + 5 + y * (box.height - 10), { steps: 3 });
  }
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(chosen(page).getByText('318 sentences')).toBeVisible();
  await page.getByRole('button', { name: 'Choose the 106 sentences of Sports' }).click();
  await expect(chosen(page).getByText('106 sentences')).toBeVisible();
  const first = (await chosen(page).getByRole('listitem').first().textContent()) ?? '';
  await page.getByRole('button', { name: 'Show in Label' }).click();
  await expect(page.getByRole('tab', { name: 'Label', exact: true })).toHaveAttribute('data-state', 'active');
  await expect(page.getByRole('main')).toContainText(
    first
      .replace(/^[\d,]+/, '')
      .replace('Sports', '')
      .trim(),
  );
  await expect(page.getByText(/106 rows first/)).toBeVisible();
});
