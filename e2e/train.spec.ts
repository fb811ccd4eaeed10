/** What a person does with data and training: load, look, train, watch, use, come back. */
import type { Page } from '@playwright/test';
import { expect, openAdvanced, setting, test } from './support/test';

async function openTab(page: Page, url: string, tab: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByText('[8, 384]')).toBeVisible();
  await page.getByRole('tab', { name: tab }).click();
  if (tab === 'Train') await openAdvanced(page);
}

const files = (page: Page) => page.getByLabel('Files of a data set');
const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

async function loadSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Load the sample' }).click();
  await page.getByRole('radio', { name: /^Frozen heads/ }).check();
}

async function trainSample(page: Page, epochs: number): Promise<void> {
  await loadSample(page);
  await setting(page, 'Epochs').fill(String(epochs));
  await page.getByRole('button', { name: 'Start', exact: true }).click();
}

test('data: the sample’s rows, classes and entities', async ({ page, site }) => {
  await openTab(page, site.url, 'Data');
  await page.getByRole('button', { name: 'Load the sample' }).click();
  await expect(
    page.getByText(
      /Sample: 340 to train on, 84 to validate, 0 to test · topic \(Classification, 4 labels\) · entities \(Entities, 3 types\)/,
    ),
  ).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Carla Mendes' })).toContainText('Sports');
  await expect(
    page
      .getByRole('listitem')
      .filter({ hasText: 'Carla Mendes' })
      .getByTitle(/^PER · characters 0–12$/),
  ).toBeVisible();
  await page.getByText('Validation 84').click();
  await expect(page.getByRole('region', { name: 'Rows' }).getByRole('listitem').first()).toContainText('Schools in');
});

test('data: a file is read, corrected, and its problems have their lines', async ({ page, site }) => {
  await openTab(page, site.url, 'Data');
  const rows = [
    '{"body":"Ada lives in London","mood":"good","spans":[{"start":13,"end":19,"label":"GPE"}]}',
    'no json',
    '{"body":"Ada","mood":"bad","spans":[{"start":0,"end":9,"label":"GPE"}]}',
  ];
  await files(page).setInputFiles(
    file(
      'a.jsonl',
      [
        ...rows,
        ...Array.from(
          { length: 20 },
          (_, i) => `{"body":"Ada lives in London ${i}","mood":"${i % 2 ? 'good' : 'bad'}","spans":[{"start":13,"end":19,"label":"GPE"}]}`,
        ),
      ].join('\n'),
    ),
  );
  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems).toContainText('line 2');
  await expect(problems).toContainText('this line is not a JSON object');
  await expect(problems).toContainText('the span 0–9 (GPE) lies outside the text, which has 3 characters');
  await expect(setting(page, 'Text')).toHaveValue('body');
  await expect(page.getByLabel('Kind of mood')).toHaveValue('classification');
  const labels = page.getByRole('region', { name: 'Labels' });
  await labels.getByRole('button', { name: 'GPE' }).click();
  await labels.getByLabel('New name of GPE').fill('LOC');
  await labels.getByLabel('New name of GPE').press('Enter');
  await expect(labels.getByRole('button', { name: 'LOC' })).toBeVisible();
  await labels.getByRole('button', { name: 'bad' }).click();
  await labels.getByRole('button', { name: 'Leave out' }).click();
  await expect(problems).toContainText('mood is not a task: it has one label only, "good"');
});

test('data: a file that is not text, JointBERT’s three files, and CoNLL', async ({ page, site }) => {
  await openTab(page, site.url, 'Data');
  await files(page).setInputFiles({ name: 'a.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([1, 0, 2]) });
  await expect(page.getByRole('alert')).toContainText('a.bin is not a text file.');
  const lines = (line: string) => `${line}\n`.repeat(10);
  await files(page).setInputFiles([
    file('seq.in', lines('play some jazz')),
    file('seq.out', lines('O O B-genre')),
    file('label', lines('PlayMusic')),
  ]);
  await expect(page.getByText(/8 to train on, 2 to validate.*\(Entities, 1 type\) · IOB2/)).toBeVisible();
  await files(page).setInputFiles(file('a.conll', 'Ada I-PER\nLovelace I-PER\n\nLondon I-LOC\n'));
  await expect(page.getByText(/· IOB1 ·/)).toBeVisible();
});

test('data: 1,000,000 rows are imported while the page answers', async ({ page, site }) => {
  await openTab(page, site.url, 'Data');
  const many = Array.from({ length: 1_000_000 }, (_, i) => `row number ${i} of a long file,class ${i % 5}`).join('\n');
  await page.evaluate(() => {
    const state = { longest: 0, last: performance.now() };
    const tick = (now: number) => {
      state.longest = Math.max(state.longest, now - state.last);
      state.last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    Object.assign(window, { gaps: state });
  });
  // Made in the page, before the clock starts: what is measured is the import, not the handing over.
  await page.evaluate(async (text) => {
    const input = document.querySelector('input[aria-label="Files of a data set"]') as HTMLInputElement;
    const chosen = new DataTransfer();
    chosen.items.add(new File([`text,label\n${text}`], 'many.csv'));
    input.files = chosen.files;
    const frame = () => new Promise(requestAnimationFrame);
    for (let i = 0; i < 3; i++) await frame();
    (window as unknown as { gaps: { longest: number } }).gaps.longest = 0;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, many);
  await expect(page.getByText('800,000 to train on, 200,000 to validate, 0 to test')).toBeVisible({ timeout: 120_000 });
  expect(await page.evaluate(() => (window as unknown as { gaps: { longest: number } }).gaps.longest)).toBeLessThan(500);
});

test('train: watch, look into a cell, use, and find the run again after a reload', async ({ page, site }) => {
  await openTab(page, site.url, 'Train');
  await trainSample(page, 8);
  await expect(page.getByText(/^Epoch \d of 8 · step \d+ of 88 · [\d,]+ tokens\/s/)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
  const scores = page.getByRole('region', { name: 'Scores of topic' });
  const accuracy = Number.parseFloat((await scores.getByRole('definition').first().textContent()) ?? '');
  expect(accuracy).toBeGreaterThan(80);
  for (const name of [/^First metric of each task/, /^Loss of each task/]) {
    await expect(page.getByRole('img', { name })).toBeVisible();
  }
  await page.getByRole('button', { name: /^Business taken for Business: \d+$/ }).click();
  await expect(page.getByRole('region', { name: 'Texts of the cell' }).getByRole('listitem').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'entities', exact: true }).getByRole('row', { name: /^LOC/ })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.setViewportSize({ width: 1280, height: 720 });

  await page.getByRole('tab', { name: 'Predict' }).click();
  await expect(page.getByText(/These heads were trained on Sample \(340 texts\)/)).toBeVisible();
  const card = page.getByRole('region', { name: 'Predictions' }).getByRole('listitem').filter({ hasText: 'The striker scored' });
  await expect(card).toContainText('Class: Sports');
  const before = await page.getByRole('region', { name: 'Predictions' }).textContent();

  await page.reload();
  await expect(page.getByText(/These heads were trained on Sample/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Predictions' })).toHaveText(before ?? '');
  await page.getByRole('tab', { name: 'Train' }).click();
  const runs = page.getByRole('region', { name: 'Runs' });
  await expect(runs.getByRole('row', { name: /Epochs: 8/ })).toContainText('In use');
  await page.getByRole('tab', { name: 'Predict' }).click();
  await page.getByRole('button', { name: 'Use untrained heads' }).click();
  await expect(page.getByText('These heads are untrained')).toBeVisible();
  await page.getByRole('tab', { name: 'Train' }).click();
  await runs.getByRole('button', { name: 'Use', exact: true }).click();
  await expect(page.getByRole('img', { name: /^First metric of each task/ })).toBeVisible();
  await runs.getByRole('button', { name: /^Remove the run/ }).click();
  await expect(runs.getByText(/^Removed the run of .* It can be restored for a day\.$/)).toBeVisible();
  await expect(runs.getByRole('table')).toBeHidden();
});

test('train: a browser whose language has no proper tag', async ({ page, site, errors }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'language', { value: 'en-US@posix' }));
  await openTab(page, site.url, 'Train');
  await trainSample(page, 2);
  await expect(page.getByText('Finished', { exact: true })).toBeVisible();
  await expect(page.getByText(/This chart cannot be drawn here \(.*en-US@posix\)/).first()).toBeVisible();
  await expect(page.getByRole('table').first()).toBeVisible();
  expect(errors.splice(0).every((error) => error.includes('en-US@posix'))).toBe(true);
});

test('train: pause, resume and stop; what was learned is kept, and the features are not computed again', async ({ page, site }) => {
  await openTab(page, site.url, 'Train');
  await trainSample(page, 5000);
  const asked = Date.now();
  const pace = page.getByText(/Epoch \d+ of 5000/);
  await expect(pace).toBeVisible({ timeout: 60_000 });
  const computed = Date.now() - asked;
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText(/^Paused · Epoch/)).toBeVisible();
  await page.waitForTimeout(300);
  const held = await pace.textContent();
  await page.waitForTimeout(700);
  expect(await pace.textContent()).toBe(held);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(pace).not.toHaveText(held ?? '');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('Stopped: what was learned by then is kept')).toBeVisible();
  await setting(page, 'Epochs').fill('2');
  const started = Date.now();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible();
  // Features are what takes the time.
  expect(Date.now() - started).toBeLessThan(computed);
  await expect(page.getByRole('region', { name: 'Runs' }).getByRole('button', { name: /^Remove the run/ })).toHaveCount(2);
});

test('train: a closed tab keeps the epochs that were done', async ({ page, site }) => {
  await openTab(page, site.url, 'Train');
  await trainSample(page, 5000);
  await expect(page.getByText(/Epoch (\d\d+|[5-9]) of 5000/)).toBeVisible({ timeout: 60_000 });
  await page.waitForTimeout(1500);
  const again = await page.context().newPage();
  await page.close();
  await openTab(again, site.url, 'Train');
  const row = again.getByRole('region', { name: 'Runs' }).getByRole('row').nth(2);
  await expect(row).toContainText('interrupted');
  await row.getByRole('button', { name: 'Use' }).click();
  await expect(again.getByRole('img', { name: /^First metric of each task/ })).toBeVisible();
  await again.getByRole('tab', { name: 'Predict' }).click();
  await expect(again.getByText('These heads were trained on Sample')).toBeVisible();
});

test('train: settings have defaults and resets, and what makes no sense is refused', async ({ page, site }) => {
  await openTab(page, site.url, 'Train');
  await setting(page, 'Weight decay').fill('0.5');
  await page.getByRole('button', { name: 'Reset Weight decay' }).click();
  await expect(setting(page, 'Weight decay')).toHaveValue('0.01');
  await setting(page, 'Epochs').fill('0');
  await expect(setting(page, 'Epochs')).toHaveAttribute('aria-invalid', 'true');
  await setting(page, 'Epochs').blur();
  await expect(setting(page, 'Epochs')).toHaveValue('30');
  await loadSample(page);
  for (const task of ['topic', 'entities']) {
    await page.locator('summary', { hasText: new RegExp(`^\\s*${task}`) }).click();
    await setting(page, `Head, ${task}`).selectOption('frozen');
  }
  await page.getByRole('button', { name: 'Evaluate' }).click();
  await expect(page.getByText('Everything is frozen, so the heads were evaluated and not trained.')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Reset all' }).click();
  await expect(setting(page, 'Head, topic')).toHaveValue('false');
});

test('train on the GPU: the same panel on a WebGPU adapter', async ({ page, site }) => {
  test.slow();
  await openTab(page, site.url, 'Data');
  const rows = Array.from(
    { length: 24 },
    (_, i) => `${i % 2 ? 'the match ended in a draw' : 'shares fell on the market'},${i % 2 ? 'Sports' : 'Business'}`,
  );
  await files(page).setInputFiles(file('few.csv', `text,label\n${rows.join('\n')}`));
  await expect(page.getByText(/to train on/)).toBeVisible();
  await page.getByRole('button', { name: /^Device:/ }).click();
  await page.getByLabel(/^WebGPU/).check();
  await expect(page.getByRole('button', { name: /^Device: WebGPU, fp32, verified/ })).toBeVisible({ timeout: 120_000 });
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Train' }).click();
  await page.getByText('Exercise 3: what freezing does').click();
  await page.getByRole('radio', { name: /^3b:/ }).check();
  await openAdvanced(page);
  await setting(page, 'Epochs').fill('5');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole('region', { name: 'Scores' }).first()).toContainText('100.0 %');
});
