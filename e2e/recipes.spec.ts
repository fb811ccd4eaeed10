/** From a data set to a finished run by the recipe that is proposed. */
import type { Page } from '@playwright/test';
import { expect, setting, test } from './support/test';

const ROWS = ['Wonderful soup', 'Friendly staff', 'A bright room'];
const OTHERS = ['Cold soup', 'Rude staff', 'A dirty room'];
const lines = [ROWS, OTHERS].flatMap((texts, mood) => texts.map((text) => JSON.stringify({ text, mood: mood ? 'bad' : 'good' })));

async function openWith(page: Page, url: string, name: string, text: string): Promise<void> {
  await page.goto(`${url}#data`);
  await expect(page.getByRole('button', { name: /^Device:/ })).toBeVisible();
  await page.getByLabel('Files of a data set').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await expect(page.getByText(/to train on/).first()).toBeVisible();
}

/** Clicks of a person in the page: those that reach it through a pointer or a key. */
async function countClicks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = { clicks: 0 };
    const count = ({ isTrusted }: Event) => {
      counted.clicks += Number(isTrusted);
    };
    document.addEventListener('click', count, true);
    Object.assign(window, { counted });
  });
  return () => page.evaluate(() => (window as unknown as { counted: { clicks: number } }).counted.clicks);
}

test('recipes: at most four clicks from a data set to a finished run of few labels', async ({ page, site }) => {
  await openWith(page, site.url, 'moods.jsonl', lines.join('\n'));
  const clicks = await countClicks(page);
  await page.getByRole('tab', { name: 'Train' }).click();
  await expect(page.getByRole('radio', { name: /Few labels/ })).toBeChecked();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 120_000 });
  expect(await clicks()).toBeLessThanOrEqual(4);
  await expect(page.getByText(/The encoder learned from 240 pairs of rows, alike or not in mood/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Runs' })).toContainText('Few labels');
});

test('recipes: one is proposed with its reason, others cannot be used for theirs; what is changed is counted and reset', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}#train`);
  await page.getByRole('button', { name: 'Load the sample' }).click();
  const recipe = (name: RegExp) => page.getByRole('radio', { name });
  await expect(recipe(/Fine-tune all.*proposed/)).toBeChecked();
  await expect(recipe(/Few labels/)).toBeDisabled();
  await expect(recipe(/Few labels/)).toHaveAccessibleDescription(/the head of entities can only learn step by step/);
  await expect(page.getByText(/^about \d+|^less than a second/).first()).toBeVisible({ timeout: 60_000 });
  await recipe(/Frozen heads/).check();
  await page.getByText('Advanced', { exact: true }).click();
  await expect(setting(page, 'Encoder')).toHaveValue('frozen');
  await recipe(/Fine-tune all/).check();
  await expect(setting(page, 'Encoder')).toHaveValue('all');
  await expect(setting(page, 'Learning rate, encoder')).toHaveValue('0.0001');
  await setting(page, 'Epochs').fill('3');
  await expect(page.getByText('1 changed setting')).toBeVisible();
  await page.getByRole('button', { name: 'Reset Epochs' }).click();
  await expect(page.getByText('1 changed setting')).toBeHidden();
  await setting(page, 'Batch size').fill('8');
  await page.getByRole('button', { name: 'Reset all' }).click();
  await expect(setting(page, 'Batch size')).toHaveValue('16');
  await page.getByText('Exercise 3: what freezing does').click();
  await expect(recipe(/3c: one head frozen/)).toBeDisabled();
  await recipe(/3a: all frozen/).check();
  await page.getByRole('button', { name: 'Evaluate' }).click();
  await expect(page.getByText('Everything is frozen, so the heads were evaluated and not trained.')).toBeVisible({ timeout: 60_000 });
});
