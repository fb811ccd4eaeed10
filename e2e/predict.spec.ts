/** What a person does with many texts of their own, and with one that they type. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import Papa from 'papaparse';
import { expect, test } from './support/test';

const PEOPLE = ['Carla Mendes', 'Zoë Müller', 'Ada Lovelace'];
const WHAT = ['scored twice in the second half', 'met the board of Siemens', 'found a new planet', 'held elections in spring'];
const textOf = (i: number) => `🎉 ${PEOPLE[i % 3]} ${WHAT[i % 4]}, "again" row${i}`;

const texts = (count: number) => Array.from({ length: count }, (_, i) => textOf(i));
const csv = (rows: string[]) => Papa.unparse([['body', 'split'], ...rows.map((text, i) => [text, i % 2 ? 'train' : 'no such split'])]);
const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

const rows = (page: Page) => page.getByRole('region', { name: 'Texts and their predictions' }).locator('tbody').getByRole('row');
const numberOf = async (page: Page, row: number) =>
  Number((await rows(page).nth(row).getByRole('button').textContent())?.replaceAll(',', ''));

async function openPredict(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByText('[8, 384]')).toBeVisible();
  await page.getByRole('tab', { name: 'Predict' }).click();
  await expect(page.getByRole('region', { name: 'Predictions' }).getByRole('listitem').first()).toBeVisible();
}

async function openFile(page: Page, opened: ReturnType<typeof file>): Promise<void> {
  const input = page.getByLabel('A file of texts');
  if (!(await input.count())) await page.getByText('File', { exact: true }).click();
  await input.setInputFiles(opened);
}

/** Shares in percent, as the rows show them in the column of a task. */
async function confidences(page: Page, column: number): Promise<number[]> {
  const cells = await rows(page).locator(`td:nth-child(${column})`).allTextContents();
  return cells.map((cell) => Number(/([\d.]+) %/.exec(cell)?.[1]));
}

test('a file: all its rows, sorted, filtered, with a threshold, and saved', async ({ page, site }) => {
  await openPredict(page, site.url);
  const all = texts(30);
  await openFile(page, file('mine.csv', csv(all)));
  await expect(page.getByText('mine.csv: 30 texts, read as CSV')).toBeVisible();
  await expect(rows(page)).toHaveCount(30);
  for (const i of [0, 1, 29]) await expect(rows(page).nth(i)).toContainText(`row${i}`);

  const topic = 3;
  await page.getByLabel('Order').selectOption({ label: 'topic: least sure first' });
  await expect(async () => {
    const found = await confidences(page, topic);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  }).toPass();
  await page.getByRole('button', { name: 'topic' }).click();
  await expect(page.getByLabel('Order')).toHaveValue(/most/);
  await expect(async () => {
    const found = await confidences(page, topic);
    expect(found).toEqual(found.toSorted((a, b) => b - a));
  }).toPass();
  await page.getByRole('button', { name: 'topic' }).click();

  const option = page.getByLabel('Show').locator('optgroup[label="topic"] option').first();
  const [, label, count] = /^(.+) \((\d+)\)$/.exec((await option.textContent()) ?? '') ?? [];
  await page.getByLabel('Show').selectOption({ label: `${label} (${count})` });
  await expect(rows(page)).toHaveCount(Number(count));
  for (const cell of await rows(page).locator(`td:nth-child(${topic})`).allTextContents()) expect(cell).toContain(label);
  await page.getByLabel('Show').selectOption('all rows');
  await expect(rows(page)).toHaveCount(30);

  const median = (await confidences(page, topic)).toSorted((a, b) => a - b)[15] + 0.05;
  await page.getByRole('spinbutton', { name: 'Unsure below' }).fill(String(median));
  await expect(rows(page).filter({ hasText: 'unsure' }).first()).toBeVisible();
  const answers = await rows(page).locator(`td:nth-child(${topic})`).allTextContents();
  const unsure = (await confidences(page, topic)).map((value) => value < median);
  const only = page.getByLabel(/^Unsure only/);
  // Of the task whose label is chosen, or of any.
  await page.getByLabel('Show').selectOption({ label: `${label} (${count})` });
  await only.check();
  await expect(
    page.getByText(new RegExp(`^${unsure.filter((is, i) => is && answers[i].startsWith(label)).length} of 30 rows$`)),
  ).toBeVisible();
  await page.getByLabel('Show').selectOption('all rows');
  await only.uncheck();
  await expect(page.getByText('30 rows', { exact: true })).toBeVisible();

  await page.getByLabel('Format to save the predictions in').selectOption({ label: 'CSV or TSV' });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('mine-predicted.csv');
  await expect(page.getByText(/^topic is left empty in \d+ rows/)).toBeVisible();
  const { data } = Papa.parse<Record<string, string>>(readFileSync(await saved.path(), 'utf8').trimEnd(), { header: true });
  expect(data.map(({ text }) => text)).toEqual(all);
  for (const [i, row] of data.entries()) expect(row.topic, all[i]).toBe(unsure[i] ? '' : /^\D+/.exec(answers[i])?.[0]);

  await rows(page).nth(4).click();
  const whole = page.getByRole('region', { name: 'Row 5' });
  await expect(whole).toContainText('row4');
  await expect(whole.getByText('Class:')).toHaveCount(1);
});

test('a long file: Stop keeps what is predicted, another panel too, and it goes on', async ({ page, site }) => {
  await openPredict(page, site.url);
  await openFile(page, file('many.txt', texts(5000).join('\n')));
  await expect(page.getByText(/^[\d,]+ of 5,000 · [\d,]+\/s/)).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  const note = page.getByText(/^Stopped\. The first [\d,]+ of 5,000 texts are predicted and kept\./);
  const kept = async () => {
    await expect(note).toBeVisible();
    return Number(/first ([\d,]+) of/.exec((await note.textContent()) ?? '')?.[1].replaceAll(',', ''));
  };
  const done = await kept();
  expect(done).toBeGreaterThan(0);
  const counted = page.getByText(`${done.toLocaleString('en')} rows`, { exact: true });
  await expect(counted).toBeVisible();
  await page.getByRole('tab', { name: 'Data' }).click();
  await page.getByRole('tab', { name: 'Predict' }).click();
  await expect(counted).toBeVisible();
  // A file that cannot be read leaves it there.
  await openFile(page, { name: 'a.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([1, 0, 2]) });
  await expect(page.getByRole('alert')).toContainText('a.bin is not a text file');
  await page.getByRole('button', { name: 'Dismiss this message' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(counted).toHaveCount(0);
  await page.getByRole('button', { name: 'Stop' }).click();
  const more = await kept();
  expect(more).toBeGreaterThan(done);
  await page.getByRole('region', { name: 'Texts and their predictions' }).evaluate((region) => region.scrollTo({ top: 1e9 }));
  await expect(rows(page).last()).toContainText(`row${more - 1}`);
  expect(await numberOf(page, (await rows(page).count()) - 1)).toBe(more);
  // Other heads have not said this.
  await page.getByRole('button', { name: 'Use untrained heads' }).click();
  await expect(page.getByText('These predictions come from earlier heads or another model.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Predict again' })).toBeVisible();
});

test('what one types is answered without a button, and the answer to an earlier text is marked as that', async ({ page, site }) => {
  await openPredict(page, site.url);
  const field = page.getByRole('textbox', { name: 'One text per line' });
  const card = page.getByRole('region', { name: 'Predictions' }).getByRole('listitem');
  await field.fill('A goal');
  await expect(card).toHaveCount(1);
  await field.press('End');
  await field.pressSequentially(' Portogal', { delay: 20 });
  await expect(card.getByText('For an earlier text')).toHaveCount(1);
  await expect(card).toContainText('Portogal');
  await expect(card.getByText('For an earlier text')).toHaveCount(0);
});
