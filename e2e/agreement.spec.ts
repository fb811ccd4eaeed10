/** A second person's labels: how far both agree, and what is decided where they do not. */
import { goToRow, row as rowToLabel } from './support/labelling';
import { expect, test } from './support/test';

const TEXTS = [
  'The striker scored twice.',
  'Shares fell in Paris.',
  'A late goal won it.',
  'The bank cut its rates.',
  'Rain stopped play.',
];
const MINE = ['sport', 'money', 'sport', 'money', 'sport'];
const THEIRS = ['sport', 'money', 'money', 'money', 'money'];
const file = (name: string, labels: string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(['text,topic', ...TEXTS.map((text, i) => `${text},${labels[i]}`)].join('\n')),
});

test('two files of the same texts are compared, disagreements decided, taken back, and kept', async ({ page, site }) => {
  await page.goto(`${site.url}#data`);
  await page.getByLabel('Files of a data set').setInputFiles(file('mine.csv', MINE));
  await expect(page.getByText(/mine.csv: /)).toBeVisible();
  await page.getByRole('tab', { name: 'Label' }).click();
  await page.getByText('Two people', { exact: true }).click();
  await page.getByLabel('Files of a second person’s labels').setInputFiles(file('theirs.csv', THEIRS));
  await expect(page.getByText('5 texts are in both.')).toBeVisible();
  // 3 of 5 the same; by chance (sport 3·1 + money 2·4) / 25: κ = (0.6 − 0.44) / 0.56.
  await expect(page.getByRole('row', { name: /^topic/ })).toContainText('κ 0.286');
  const list = page.getByRole('region', { name: 'Rows on which both disagree in topic' });
  const row = (text: string) => list.getByRole('listitem').filter({ hasText: text });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await row('A late goal')
    .getByRole('button', { name: /^theirs/ })
    .click();
  await expect(page.getByText('1 of 2 to decide')).toBeVisible();
  await page.getByRole('button', { name: 'Mine for all 1' }).click();
  await expect(page.getByText('all decided')).toBeVisible();
  await expect(row('Rain stopped').getByRole('button', { name: 'mine' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('1 of 2 to decide')).toBeVisible();

  await page.reload();
  await page.getByRole('tab', { name: 'Label' }).click();
  await page.getByLabel('Order').selectOption('as in the files');
  await goToRow(page, 'A late goal', TEXTS.length);
  await expect(rowToLabel(page)).toContainText('A late goal');
  await expect(rowToLabel(page).getByRole('button', { name: /money/ })).toHaveAttribute('aria-pressed', 'true');
});
