/** From a run to the rows behind its figures, to their labels, and back. */
import { expect, openAdvanced, setting, test } from './support/test';

const CITIES = ['Oslo', 'Lima', 'Porto', 'Delhi', 'Quito', 'Turin', 'Basel', 'Accra', 'Kyoto', 'Perth'];
/** Two rows a city: one about sport, one about money. */
const ROWS = CITIES.flatMap((city, i) =>
  [`The striker of ${city} scored twice.`, `Banks in ${city} raised their rates.`].map((text, k) => {
    const start = text.indexOf(city);
    const entities = [{ start, end: start + city.length, label: 'LOC' }];
    return JSON.stringify({ text, topic: ['sport', 'money'][k], entities, split: i < 7 ? 'train' : 'validation' });
  }),
).join('\n');

test('a cell of the confusion matrix opens its rows; a label is fixed there, and suspected where it was not', async ({ page, site }) => {
  await page.goto(`${site.url}#data`);
  await page.getByLabel('Files of a data set').setInputFiles({ name: 'cities.jsonl', mimeType: 'text/plain', buffer: Buffer.from(ROWS) });
  await expect(page.getByText(/14 to train on, 6 to validate/)).toBeVisible();
  await page.getByRole('tab', { name: 'Train' }).click();
  await openAdvanced(page);
  await setting(page, 'Epochs').fill('6');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
  const cell = page.getByRole('button', { name: /^money taken for money: [1-9]$/ });
  const times = Number(/\d+$/.exec((await cell.getAttribute('aria-label')) ?? '')?.[0]);
  await cell.click();
  await page.getByRole('button', { name: 'Look at these rows and fix labels' }).click();

  const rows = page.getByRole('region', { name: 'Evaluated rows' });
  await expect(rows.getByRole('table')).toHaveAttribute('aria-rowcount', String(times + 1));
  await expect(page.getByLabel('Actual', { exact: true })).toHaveValue('"money"');
  await rows
    .getByRole('button', { name: /^Row \d+ in full$/ })
    .first()
    .click();
  await page
    .getByRole('region', { name: /^Row \d+$/ })
    .getByRole('button', { name: 'Fix it in Label' })
    .click();
  const row = page.getByRole('region', { name: 'Row to label' });
  await row.getByRole('button', { name: /^\d?\s*sport/ }).click();
  await page.getByText('Mistakes', { exact: true }).click();
  await expect(rows.getByText('now sport')).toBeVisible();
  await page.getByRole('button', { name: 'Evaluate again' }).click();
  // What was money is a mistake of the model now.
  await page.getByLabel('Actual', { exact: true }).selectOption('"sport"');
  await expect(rows.getByRole('table')).toHaveAttribute('aria-rowcount', '2');

  await page.getByText('Suspected errors', { exact: true }).click();
  await page.getByRole('button', { name: 'Check all labels' }).click();
  const list = page.getByRole('region', { name: 'Suspected errors in topic' });
  await expect(list.getByRole('listitem').first()).toContainText('Banks in', { timeout: 60_000 });
  await list.getByRole('listitem').first().getByRole('button', { name: 'suggested money' }).click();
  await expect(list.getByRole('button', { name: 'suggested money' }).first()).toHaveAttribute('aria-pressed', 'true');

  await page.getByRole('tab', { name: 'Train' }).click();
  await page
    .getByRole('region', { name: 'entities', exact: true })
    .getByRole('button', { name: /Rows with LOC in the data$/ })
    .click();
  await expect(page.getByLabel('Task', { exact: true })).toHaveValue('entities');
  await expect(rows.getByText('LOC', { exact: true }).first()).toBeVisible();
});

test('texts that come again with another label are found in Data and gone through in Label', async ({ page, site }) => {
  await page.goto(`${site.url}#data`);
  const lines = ['The late goal won it,sport', 'Rates were cut again,money', 'The late goal won it,money', 'the late GOAL won it!,sport'];
  const buffer = Buffer.from(['text,topic', ...lines].join('\n'));
  await page.getByLabel('Files of a data set').setInputFiles({ name: 'again.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('region', { name: 'Problems' }).getByRole('button', { name: 'Show in Label' }).first().click();
  const row = page.getByRole('region', { name: 'Row to label' });
  await expect(row).toContainText('The late goal won it');
  const queues = page.getByRole('region', { name: 'Rows to look at again' });
  await expect(queues.getByRole('button', { name: 'Same text, another label: go through 2 rows' })).toBeVisible();
  await expect(queues.getByRole('button', { name: 'The same text, or nearly: go through 3 rows' })).toBeVisible();
  await queues.getByRole('button', { name: 'Find' }).click();
  await queues.getByRole('button', { name: /^Unlike all other texts: go through/ }).click();
  await expect(row).toContainText('Rates were cut again');
});
