/** Classes that are known by their names: without any label, and beside some. */
import { expect, setting, test } from './support/test';

const TEXTS = [
  'The striker scored twice in the second half',
  'Boil the pasta until it is soft',
  'The central bank raised interest rates',
  'Our goalkeeper is injured until spring',
  'Add garlic and butter to the pan',
  'Can I pay back my loan earlier?',
];
const rows = (label: (i: number) => object) => Buffer.from(TEXTS.map((text, i) => JSON.stringify({ text, ...label(i) })).join('\n'));

test('texts without labels are sorted into classes that are named, and Predict says what that rests on', async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible({ timeout: 120_000 });
  await page.getByRole('tab', { name: 'Data' }).click();
  await page.getByLabel('Files of a data set').setInputFiles({ name: 'a.jsonl', mimeType: 'text/plain', buffer: rows(() => ({})) });
  await page.getByRole('tab', { name: 'Train' }).click();
  await page.getByRole('button', { name: 'Name classes' }).click();
  await page.getByLabel('Names of the classes, one per line').fill('sports\ncooking\nmoney_matters');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'money_matters' })).toHaveAttribute('placeholder', 'money matters');
  await page.getByRole('textbox', { name: 'money_matters' }).fill('banks, loans and interest rates');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(
    page.getByText(/topic answers from the names and descriptions of its 3 classes alone: no label has been seen/),
  ).toBeVisible();
  await page.getByRole('tab', { name: 'Predict' }).click();
  await expect(page.getByText(/topic: answered from the names of the classes alone\. No labels were used/)).toBeVisible();
  await page.getByRole('textbox', { name: /text/i }).first().fill(TEXTS.slice(0, 3).join('\n'));
  for (const name of ['sports', 'cooking', 'money_matters']) await expect(page.getByText(name, { exact: true }).first()).toBeVisible();
});

test('a head of names beside labels: classes are described, and another head does without', async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible({ timeout: 120_000 });
  await page.getByRole('tab', { name: 'Data' }).click();
  const buffer = rows((i) => ({ topic: ['sports', 'cooking', 'money'][i % 3] }));
  await page.getByLabel('Files of a data set').setInputFiles({ name: 'b.jsonl', mimeType: 'text/plain', buffer });
  await page.getByRole('tab', { name: 'Train' }).click();
  await page.getByRole('radio', { name: 'Frozen heads' }).check();
  await page.getByText('Advanced', { exact: true }).click();
  await page.locator('summary', { hasText: /^\s*topic/ }).click();
  const head = setting(page, 'Layers of the head, topic');
  await head.selectOption('logistic regression with class names');
  await page.locator('summary', { hasText: 'Classes of topic' }).click();
  const money = page.getByRole('textbox', { name: 'money' });
  await money.fill('banks and loans');
  await head.selectOption('logistic regression');
  await expect(money).toBeHidden();
  await head.selectOption('logistic regression with class names');
  await page.locator('summary', { hasText: 'Classes of topic' }).click();
  await expect(money).toHaveValue('banks and loans');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText(/the names and descriptions of its 3 classes each weigh as much as 1 labelled row/)).toBeVisible();
});

test('texts without a label are learned from, unless they are ignored', async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible({ timeout: 120_000 });
  await page.getByRole('tab', { name: 'Data' }).click();
  const others = Array.from({ length: 100 }, (_, i) => JSON.stringify({ text: `${TEXTS[i % TEXTS.length]}, on day ${i}` }));
  const labelled = rows((i) => ({ topic: ['sports', 'cooking', 'money'][i % 3] }));
  const buffer = Buffer.from([labelled, ...others].join('\n'));
  await page.getByLabel('Files of a data set').setInputFiles({ name: 'c.jsonl', mimeType: 'text/plain', buffer });
  await page.getByRole('tab', { name: 'Train' }).click();
  await page.getByRole('radio', { name: 'Names only' }).check();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  const said = page.getByText(/topic is logistic regression/);
  await expect(said).toContainText('The head also learned from 100 texts without a label. It was found on 6 labelled rows');
  await page.getByText('Advanced', { exact: true }).click();
  await page.locator('summary', { hasText: /^\s*topic/ }).click();
  await setting(page, 'Texts without a label, topic').selectOption('ignored');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(said).not.toContainText('without a label');
  await expect(said).toContainText('It was found on 6 labelled rows');
});
