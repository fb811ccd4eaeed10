/** From a run to the rows behind its figures, to their labels, and back. */
import { expect, openAdvanced, setting, test } from './support/test';

test('a cell of the confusion matrix opens its rows; a label is fixed there, and kept', async ({ page, site }) => {
  await page.goto(`${site.url}#train`);
  await page.getByRole('button', { name: 'Load the sample' }).click();
  await openAdvanced(page);
  await setting(page, 'Epochs').fill('3');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText('Finished')).toBeVisible({ timeout: 60_000 });
  const cell = page.getByRole('button', { name: /^Business taken for Business: \d+$/ });
  const times = Number(/\d+$/.exec((await cell.getAttribute('aria-label')) ?? '')?.[0]);
  await cell.click();
  await page.getByRole('button', { name: 'Look at these rows and fix labels' }).click();

  const rows = page.getByRole('region', { name: 'Evaluated rows' });
  await expect(rows.getByRole('table')).toHaveAttribute('aria-rowcount', String(times + 1));
  await expect(page.getByLabel('Actual', { exact: true })).toHaveValue('"Business"');
  await rows
    .getByRole('button', { name: /^Row \d+ in full$/ })
    .first()
    .click();
  const detail = page.getByRole('region', { name: /^Row \d+$/ });
  await detail.getByRole('button', { name: 'Fix it in Label' }).click();
  const row = page.getByRole('region', { name: 'Row to label' });
  await row.getByRole('button', { name: /^\d?\s*Sports/ }).click();
  await page.getByText('Mistakes', { exact: true }).click();
  await expect(rows.getByText('now Sports')).toBeVisible();
  await page.getByRole('button', { name: 'Evaluate again' }).click();
  // What was Business is a mistake of the model now.
  await page.getByLabel('Predicted', { exact: true }).selectOption('"Business"');
  await page.getByLabel('Actual', { exact: true }).selectOption('"Sports"');
  await page.getByLabel('Show').selectOption('mistakes');
  await expect(rows.getByRole('row').filter({ hasText: 'Sports' }).first()).toBeVisible();

  await page.getByRole('tab', { name: 'Train' }).click();
  await page
    .getByRole('region', { name: 'entities', exact: true })
    .getByRole('button', { name: /Rows with LOC in the data$/ })
    .click();
  await expect(page.getByLabel('Task')).toHaveValue('entities');
  await expect(rows.locator('span', { hasText: /^LOC$/ }).first()).toBeVisible();
});
