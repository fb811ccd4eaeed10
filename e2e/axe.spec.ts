/** Every tab, dialog and menu, in both themes and at three widths: nothing for axe to find, nothing cut off; and where the focus goes. */
import type { Page } from '@playwright/test';
import { lookAt } from './support/look';
import { expect, openAdvanced, setting, test } from './support/test';

/** Also from right to left. */
const ROWS = [
  ['Angela Merkel met Siemens in Munich.', 'Politics', 'Angela Merkel', 'PER'],
  ['The striker scored twice in Paris.', 'Sports', 'Paris', 'LOC'],
  ['ذهبت أنجيلا ميركل إلى باريس أمس.', 'Politics', 'باريس', 'LOC'],
  ['הקבוצה ניצחה אתמול בתל אביב.', 'Sports', 'תל אביב', 'LOC'],
];
const SPLITS = ['train', 'train', 'train', 'train', 'validation', 'test'];
const lines = SPLITS.flatMap((split, time) =>
  ROWS.map(([text, topic, entity, label]) => {
    const start = text.indexOf(entity);
    return JSON.stringify({ text: `${text} ${time}`, topic, split, entities: [{ start, end: start + entity.length, label }] });
  }),
);
const file = { name: 'mixed.jsonl', mimeType: 'text/plain', buffer: Buffer.from(lines.join('\n')) };

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();
const openAllDetails = (page: Page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });

/** A mark and its label are one box: in texts from right to left the label would else be drawn beside another word. */
async function expectWholeMarks(page: Page, least: number): Promise<void> {
  const marks = page.locator('mark:visible');
  await expect.poll(() => marks.count()).toBeGreaterThanOrEqual(least);
  expect(await marks.evaluateAll((all) => all.filter((mark) => mark.getClientRects().length !== 1).map((mark) => mark.outerHTML))).toEqual(
    [],
  );
}

/** Where the system chooses the colours, backgrounds say nothing. */
async function expectStatesInForcedColours(page: Page): Promise<void> {
  await page.emulateMedia({ forcedColors: 'active' });
  await expect(page.getByRole('tab', { selected: true })).toHaveCSS('outline-style', 'solid');
  await expect(page.getByRole('tab', { selected: false }).first()).toHaveCSS('outline-style', 'none');
  const cell = (name: RegExp) => page.getByRole('button', { name }).first();
  await expect(cell(/^Politics taken for Politics/)).toHaveCSS('outline-style', 'solid');
  const background = (name: RegExp) => cell(name).evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await background(/ taken for .*: [1-9]/)).not.toBe(await background(/ taken for .*: 0$/));
  await page.emulateMedia({ forcedColors: 'none' });
}

// A long walk, with everything there is.
test.describe.configure({ timeout: process.env.LOOK ? 600_000 : 240_000 });

test('all tabs, dialogs and menus', async ({ page, site }) => {
  const found: string[] = [];
  const look = async (state: string) => found.push(...(await lookAt(page, state)));
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText('Answered on this machine just now')).toBeVisible();
  await look('first screen');
  for (const name of ['Data', 'Label', 'Train']) {
    await tab(page, name);
    await look(`${name}, empty`);
  }

  await page.getByRole('button', { name: /^Project:/ }).click();
  await look('project menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Device:/ }).click();
  await openAllDetails(page);
  await look('device menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Model:/ }).click();
  await openAllDetails(page);
  await page.getByLabel('Repository').fill('no name of a repository');
  await page.getByRole('button', { name: 'Load', exact: true }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  await look('model dialog');
  await page.getByRole('button', { name: 'Storage…' }).click();
  await expect(page.getByText(/that this browser allows/)).toBeVisible();
  await look('storage dialog');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  // What went wrong in the dialog was read there.
  await expect(page.getByRole('alert')).toHaveCount(0);

  await tab(page, 'Data');
  await page.getByLabel('Files of a data set').setInputFiles(file);
  await expect(page.getByText(/16 to train on, 4 to validate/)).toBeVisible();
  await openAllDetails(page);
  await expectWholeMarks(page, 12);
  await look('Data');
  await tab(page, 'Label');
  await page.getByRole('button', { name: 'New task…' }).click();
  for (const _ of ROWS.slice(1)) await page.getByRole('button', { name: 'Next', exact: true }).click();
  await expectWholeMarks(page, 1);
  await look('Label');

  await tab(page, 'Train');
  await openAdvanced(page);
  await openAllDetails(page);
  await look('Train, settings');
  // An encoder that learns takes its time, and has texts read anew for all that follows.
  await page.getByRole('radio', { name: /^Frozen heads/ }).check();
  await setting(page, 'Epochs').fill('4');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Runs' })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Draw the learning curve' }).click({ timeout: 60_000 });
  await expect(page.getByRole('region', { name: 'Learning curve of topic' })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: /^Politics taken for Politics/ }).click();
  await openAdvanced(page);
  await expectStatesInForcedColours(page);
  await look('Train, after a run');
  await page
    .getByRole('button', { name: /^Download the/ })
    .first()
    .click();
  await expect(page.getByRole('button', { name: /^Save for/ }).first()).toBeVisible({ timeout: 60_000 });
  await look('download menu');
  await page.keyboard.press('Escape');

  await tab(page, 'Label');
  await page.getByText('Mistakes', { exact: true }).click();
  await page.getByRole('button', { name: 'Find mistakes' }).click();
  await page.getByLabel('Show', { exact: true }).selectOption('all');
  await page
    .getByRole('button', { name: /^Row \d+ in full$/ })
    .first()
    .click({ timeout: 60_000 });
  await look('Label, mistakes');
  await page.getByText('Suspected errors', { exact: true }).click();
  await look('Label, suspected errors');
  await page.getByText('Two people', { exact: true }).click();
  await page.getByLabel('Files of a second person').setInputFiles(file);
  await expect(page.getByText('24 texts are in both')).toBeVisible();
  await look('Label, two people');
  for (const name of await page.getByRole('tab').allTextContents()) {
    if (['Data', 'Label', 'Train'].includes(name)) continue;
    await tab(page, name);
    await openAllDetails(page);
    await look(name);
  }
  await page.evaluate(() => {
    location.hash = 'exercise';
  });
  await expect(page.getByRole('region', { name: 'Exercise' })).toBeVisible();
  await look('exercise');
  await tab(page, 'Predict');
  await page.getByText('File', { exact: true }).click();
  await page.getByLabel('A file of texts').setInputFiles(file);
  await page.getByRole('button', { name: 'Row 1 in full' }).click();
  await look('Predict, a file');
  expect(found).toEqual([]);
});

test('the focus stays where one was when what had it goes away', async ({ page, site }) => {
  await page.goto(site.url);
  const model = page.getByRole('button', { name: /^Model:/ });
  await model.press('Enter');
  const storage = page.getByRole('button', { name: 'Storage…' });
  await storage.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Storage' }).locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(storage).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(model).toBeFocused();

  await tab(page, 'Data');
  await page.getByLabel('Files of a data set').setInputFiles(file);
  const politics = page.getByRole('button', { name: 'Politics' });
  await politics.press('Enter');
  await page.keyboard.press('Escape');
  await expect(politics).toBeFocused();
  await politics.press('Enter');
  await page.getByLabel('New name of Politics').fill('Government');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Government' })).toBeFocused();

  await tab(page, 'Label');
  const more = page.getByRole('button', { name: 'New task…' });
  await more.press('Enter');
  await expect(page.getByLabel('What each text gets')).toBeFocused();
  await page.getByRole('region', { name: 'New task' }).getByRole('button', { name: 'Cancel' }).press('Enter');
  await expect(more).toBeVisible();
  await expect(page.locator('main :focus')).toHaveCount(1);
});
