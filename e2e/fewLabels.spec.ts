/** What a person with few labels does: contrastive fine-tuning, then a head that is solved. */
import { expect, openAdvanced, setting, test } from './support/test';

const ROWS = ['The soup was wonderful', 'The staff were friendly', 'The room was bright', 'The trip was a joy', 'The view was lovely'];
const OTHERS = ['The soup was cold', 'The staff were rude', 'The room was dirty', 'The trip was a nightmare', 'The view was ugly'];
const lines = [ROWS, OTHERS].flatMap((texts, mood) => texts.map((text) => JSON.stringify({ text, mood: mood ? 'bad' : 'good' })));

test('few labels: the encoder learns from pairs, and the head is solved on it', async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible();
  await page.getByRole('tab', { name: 'Data' }).click();
  await page
    .getByLabel('Files of a data set')
    .setInputFiles({ name: 'a.jsonl', mimeType: 'text/plain', buffer: Buffer.from(lines.join('\n')) });
  await expect(page.getByText(/mood \(Classification, 2 labels\)/)).toBeVisible();
  await page.getByRole('tab', { name: 'Train' }).click();
  await page.getByRole('radio', { name: /Frozen heads/ }).check();
  await openAdvanced(page);
  await page.locator('summary', { hasText: /mood.*Classification/ }).click();
  await setting(page, 'Layers of the head, mood').selectOption('two layers');
  await expect(page.getByRole('textbox', { name: 'Label smoothing' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'C of logistic regression' })).toBeHidden();
  await setting(page, 'Contrastive fine-tuning').selectOption('by mood');
  await expect(page.getByRole('textbox', { name: 'C of logistic regression' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Label smoothing' })).toBeHidden();
  await setting(page, 'Pairs').fill('32');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(/The encoder learned from 32 pairs of rows, alike or not in mood/)).toBeVisible();
});

test('few labels: what cannot learn beside contrastive fine-tuning is said before the start', async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible();
  await page.getByRole('tab', { name: 'Train' }).click();
  await openAdvanced(page);
  await page.getByRole('button', { name: 'Load the sample' }).click();
  await expect(setting(page, 'Encoder')).toBeVisible();
  await setting(page, 'Contrastive fine-tuning').selectOption('by topic');
  await expect(setting(page, 'Encoder')).toBeHidden();
  await expect(setting(page, 'Epochs')).toBeHidden();
  await expect(page.getByText('The head of entities learns step by step, which this run does not do.')).toBeVisible();
  await page.getByRole('button', { name: 'Freeze entities' }).click();
  await expect(page.getByText('learns step by step, which this run')).toBeHidden();
  await expect(page.getByText(/A new head that is frozen keeps its first, random values/)).toBeVisible();
});
