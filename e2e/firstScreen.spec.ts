/** What a stranger meets: the first screen, answers that are right before anything was trained, and the way from texts to a model. */
import type { Page } from '@playwright/test';
import { cityRows } from '../src/testing/cityRows';
import { expect, test } from './support/test';

const start = (page: Page) => page.getByRole('region', { name: 'Start' });
const steps = (page: Page) => page.getByRole('navigation', { name: 'Steps' });

test('the first screen: right answers, doors, out of the way once one has begun, and reachable again', async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible();
  const answers = start(page)
    .getByRole('listitem')
    .filter({ has: page.getByText('topic') });
  await expect(answers).toHaveCount(3);
  await expect(answers.nth(0)).toContainText('Class: Business');
  await expect(answers.nth(0).locator('mark')).toHaveText(['Angela MerkelPER', 'SiemensORG', 'MunichLOC']);
  await expect(answers.nth(1)).toContainText('Class: World');
  await expect(answers.nth(1).locator('mark')).toHaveText(['ChileLOC']);
  await expect(answers.nth(2)).toContainText('Class: Sports');
  await expect(answers.nth(2).locator('mark')).toHaveCount(0);
  await start(page).getByRole('link', { name: 'Explore sentences' }).click();
  await expect(start(page)).toHaveCount(0);
  await page.goBack();
  // Typing does not take it away; a page that is opened later has none.
  const field = page.getByRole('textbox', { name: /One sentence per line/ });
  await field.fill('A sentence of my own.');
  await expect(start(page)).toBeVisible();
  await page.getByRole('tab', { name: 'Data' }).click();
  await page.goto(site.url);
  await expect(field).toHaveValue('A sentence of my own.');
  await expect(start(page)).toHaveCount(0);
  await page.getByRole('link', { name: 'Tandem' }).click();
  await expect(start(page)).toBeVisible();
  await start(page).getByRole('link', { name: 'Sort and tag my own texts' }).click();
  await expect(page.getByRole('button', { name: 'Load the sample' })).toBeVisible();
});

test('a link to a tab shows that tab alone', async ({ page, site }) => {
  await page.goto(`${site.url}#train`);
  await expect(page.getByRole('region', { name: 'Recipe' })).toBeVisible();
  await expect(start(page)).toHaveCount(0);
});

test('heads of the page answer until untrained ones are asked for, which a reload remembers', async ({ page, site }) => {
  await page.goto(`${site.url}#predict`);
  await expect(page.getByText(/^These heads came with the page: they were trained on 340 sentences/)).toBeVisible();
  await page.getByRole('textbox', { name: 'One text per line' }).fill('Toyota will cut jobs at its plant in Brazil.');
  const card = page.getByRole('region', { name: 'Predictions' }).getByRole('listitem');
  await expect(card).toHaveCount(1);
  await expect(card).toContainText('Class: Business');
  await expect(card.locator('mark')).toHaveText(['ToyotaORG', 'BrazilLOC']);
  await page.getByRole('button', { name: 'Use untrained heads' }).click();
  await expect(page.getByText('These heads are untrained')).toBeVisible();
  await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('7');
  await page.waitForTimeout(500);
  await page.reload();
  await expect(page.getByText('These heads are untrained')).toBeVisible();
  await page.getByRole('button', { name: 'Use the heads trained on the sample' }).click();
  await expect(card).toContainText('Class: Business');
  await expect(card.locator('mark')).toHaveText(['ToyotaORG', 'BrazilLOC']);
});

test('the steps say where one is, what is done and what comes next, up to a saved model', async ({ page, site }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${site.url}#data`);
  const here = steps(page).locator('[aria-current="step"]');
  await expect(here).toHaveText('1Data');
  await expect(steps(page)).toContainText('Open your texts, or load the sample');
  await page
    .getByLabel('Files of a data set')
    .setInputFiles({ name: 'few.jsonl', mimeType: 'text/plain', buffer: Buffer.from(cityRows(4)) });
  await expect(steps(page).getByRole('link', { name: 'Data' })).toHaveText('Data, done12 texts');
  await steps(page).getByRole('link', { name: 'Next: Train on the labels' }).click();
  await expect(here).toHaveText('3Train');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
  await steps(page).getByRole('link', { name: 'Next: Try it on your text' }).click();
  await expect(here).toHaveText('4Predict');
  await expect(page.getByRole('region', { name: 'Predictions' }).getByRole('listitem').first()).toBeVisible();
  await steps(page)
    .getByRole('link', { name: /^Next: Save the model/ })
    .click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save for ONNX file' }).click();
  expect((await saved).suggestedFilename()).toBe('all-MiniLM-L6-v2-onnx.zip');
  await expect(steps(page)).not.toContainText('Next');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('the exercise sets the page up step by step, and remembers how far one is', async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible();
  await start(page).getByRole('link', { name: 'Follow the exercise' }).click();
  const exercise = page.getByRole('region', { name: 'Exercise' });
  const next = () => exercise.getByRole('button', { name: 'Next' }).click();
  await exercise.getByRole('button', { name: 'Embed the sentences' }).click();
  await expect(page.getByText('[8, 384]')).toBeVisible();
  await next();
  await exercise.getByRole('button', { name: 'Use untrained heads' }).click();
  await expect(page.getByText('These heads are untrained')).toBeVisible();
  await next();
  await exercise.getByRole('button', { name: 'Open the sample and freeze everything' }).click();
  await expect(page.getByRole('radio', { name: '3a: all frozen' })).toBeChecked();
  await page.getByRole('button', { name: 'Evaluate' }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
  await next();
  await next();
  // What cannot be done yet is said.
  await exercise.getByRole('button', { name: 'Freeze the topic head' }).click();
  await expect(exercise.getByRole('alert')).toContainText('The heads have learned nothing yet');
  await page.reload();
  await expect(exercise.getByRole('heading', { name: 'Exercise 3c: One head frozen' })).toBeVisible();
  await next();
  await exercise.getByRole('button', { name: 'Open one block per epoch' }).click();
  await expect(page.getByRole('radio', { name: 'Fine-tune all' })).toBeChecked();
  await exercise.getByRole('button', { name: 'Leave' }).click();
  await expect(exercise).toHaveCount(0);
  await expect(steps(page)).toBeVisible();
});
