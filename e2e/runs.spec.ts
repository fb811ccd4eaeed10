/** Kept runs: what a person says of them, how they are listed and compared; and how a run is seen from everywhere. */
import { expect, openAdvanced, openTrain, setting, test } from './support/test';

test('runs: name, note and pin survive a reload; a removed run can be restored; the end of a run is announced', async ({ page, site }) => {
  await openTrain(page, site.url);
  const runs = page.getByRole('region', { name: 'Runs' });
  const announced = page.getByRole('status').filter({ hasText: /^Training (has|was)/ });
  const start = page.getByRole('button', { name: 'Start', exact: true });
  await setting(page, 'Epochs').fill('4000');
  await start.focus();
  await page.keyboard.press('Enter');
  await expect(announced).toHaveText('Training has started.');
  await expect(page.getByRole('heading', { name: 'Run', exact: true })).toBeFocused();
  await page.getByRole('tab', { name: 'Data' }).click();
  await expect(page.getByRole('link', { name: /^Training: epoch [\d]+ of 4000$/ })).toBeVisible({ timeout: 60_000 });
  await expect(page).toHaveTitle(/^Training: epoch \d+ of 4000 · Tandem$/);
  await page.getByRole('link', { name: /^Training: epoch/ }).click();
  await page.getByRole('button', { name: 'Stop', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(announced).toHaveText(/^Training was stopped\. On validation: .* %/);
  await expect(page.getByRole('heading', { name: 'Run', exact: true })).toBeFocused();
  await expect(page).toHaveTitle('Tandem');

  await openAdvanced(page);
  await setting(page, 'Epochs').fill('2');
  await start.click();
  await expect(announced).toHaveText(/^Training has finished\./);
  await runs
    .getByRole('button', { name: /^Name of the run of/ })
    .first()
    .click();
  await page.keyboard.type('Second try');
  await page.keyboard.press('Enter');
  await expect(runs.getByRole('button', { name: 'Name of the run “Second try”: Second try' })).toBeFocused();
  await runs.getByRole('button', { name: 'Notes on the run “Second try”' }).click();
  await page.keyboard.type('fewer epochs\nto compare');
  await page.keyboard.press('Tab');
  const older = runs.getByRole('button', { name: /^Pin the run of/ });
  await older.click();
  await expect(older).toHaveAttribute('aria-pressed', 'true');
  await expect(runs.locator('[aria-busy=true]')).toHaveCount(0);

  await page.reload();
  await page.getByRole('tab', { name: 'Train' }).click();
  // The list moves down when the model has been loaded.
  await expect(start).toBeEnabled({ timeout: 90_000 });
  const names = runs.getByRole('button', { name: /^Name of/ });
  await expect(names).toHaveCount(2, { timeout: 90_000 });
  // What is pinned comes first.
  await expect(names.nth(1)).toHaveText('Second try');
  await expect(runs.getByRole('button', { name: /^Notes on the run “Second try”: fewer epochs/ })).toHaveText('fewer epochs\nto compare');

  await runs.getByLabel('Filter runs').fill('compare try');
  await expect(names).toHaveText(['Second try']);
  await runs.getByLabel('Filter runs').fill('');
  await runs.getByRole('button', { name: 'Remove the run “Second try”' }).click();
  await expect(names).toHaveCount(1);
  await expect(runs.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(names).toHaveCount(2);
  await runs.getByRole('button', { name: 'Remove the run “Second try”' }).click();
  await expect(names).toHaveCount(1);
  await page.reload();
  await page.getByRole('tab', { name: 'Train' }).click();
  await expect(start).toBeEnabled({ timeout: 90_000 });
  await runs.getByText('Removed in the last day: 1').click();
  await runs.getByRole('button', { name: 'Restore the run “Second try”' }).click();
  await expect(names).toHaveCount(2);
});

test('runs: a sweep over two seeds, and its runs on one chart', async ({ page, site }) => {
  await openTrain(page, site.url);
  await setting(page, 'Epochs').fill('3');
  await page.getByText(/^Sweep: several runs/).click();
  await page.getByLabel('Values', { exact: true }).fill('1, 2, 2');
  await expect(page.getByText('2 is there twice: the two runs would be the same.')).toBeVisible();
  await page.getByLabel('Values', { exact: true }).fill('1, 2');
  await page.getByRole('button', { name: 'Start 2 runs' }).click();
  await expect(page.getByText(/^Run [12] of 2 · Seed: [12]$/)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Training has ended: 2 of the 2 runs of the sweep are done.' })).toBeAttached({
    timeout: 60_000,
  });
  await page.reload();
  await page.getByRole('tab', { name: 'Train' }).click();
  await expect(page.getByRole('button', { name: /^Start/ })).toBeEnabled({ timeout: 90_000 });
  const sweep = page.getByRole('region', { name: 'Sweep of Seed' });
  await expect(sweep.getByRole('row', { name: /^all seeds \d+\.\d % ± \d/ })).toBeVisible();
  await sweep.getByRole('button', { name: 'Compare these runs' }).click();
  const compared = page.getByRole('region', { name: 'Compared runs' });
  await expect(compared.getByRole('img', { name: /^Macro-F1 of label on the validation rows by epoch, of 2 runs$/ })).toBeVisible();
  await expect(compared.getByRole('row', { name: 'Seed 1 2' })).toBeVisible();
  // Nothing else was set differently.
  await expect(compared.getByRole('rowgroup').filter({ hasText: 'Settings that differ' }).getByRole('row')).toHaveCount(2);
  await expect(compared.getByRole('row', { name: /^label · Macro-F1, validation \d+\.\d % \(/ })).toBeVisible();
  await page
    .getByRole('region', { name: 'Runs' })
    .getByRole('checkbox', { name: /^Compare the run/ })
    .first()
    .uncheck();
  await expect(compared).toBeHidden();
});
