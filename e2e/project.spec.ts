/** A project keeps what a person typed, opened and set, whatever becomes of the tab. */
import type { Page } from '@playwright/test';
import { expect, openAdvanced, openTrain, setting, test } from './support/test';

const sentences = (page: Page) => page.getByRole('textbox', { name: 'One sentence per line' });
const menu = (page: Page) => page.getByRole('button', { name: /^Project:/ });

async function fill(page: Page, url: string): Promise<void> {
  await openTrain(page, url);
  await page.getByRole('radio', { name: /^Frozen heads/ }).check();
  await setting(page, 'Epochs').fill('7');
  await page.getByRole('tab', { name: 'Explore' }).click();
  await sentences(page).fill('Only mine.\nAnd this.');
  await menu(page).click();
  await page.getByLabel('Name', { exact: true }).fill('Reviews');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Kept in this browser as you work.')).toBeVisible();
  await page.keyboard.press('Escape');
}

async function expectFilled(page: Page): Promise<void> {
  await expect(menu(page)).toContainText('Reviews');
  await page.getByRole('tab', { name: 'Explore' }).click();
  await expect(sentences(page)).toHaveValue('Only mine.\nAnd this.');
  await page.getByRole('tab', { name: 'Data' }).click();
  await expect(page.getByText(/8 to train on, 4 to validate/)).toBeVisible();
  await page.getByRole('tab', { name: 'Train' }).click();
  await expect(page.getByRole('radio', { name: /^Frozen heads/ })).toBeChecked();
  await openAdvanced(page);
  await expect(setting(page, 'Epochs')).toHaveValue('7');
}

test('a reload, and another tab once the first is closed, come back to what was there', async ({ page, site, context }) => {
  await fill(page, site.url);
  await page.reload();
  await expectFilled(page);
  await page.close();
  const later = await context.newPage();
  await later.goto(site.url);
  await expectFilled(later);
});

test('a second tab has a project of its own; projects are created, copied, deleted and restored', async ({ page, site, context }) => {
  await fill(page, site.url);
  const second = await context.newPage();
  await second.goto(site.url);
  await expect(second.getByText('“Reviews” is open in another tab. This tab has a new project.')).toBeVisible();
  await menu(second).click();
  await expect(second.getByRole('button', { name: 'Open Reviews' })).toBeDisabled();
  await second.close();

  await menu(page).click();
  await page.getByRole('button', { name: 'Duplicate' }).click();
  await expect(menu(page)).toContainText('Reviews, copy');
  await expectFilledCopy(page);
  await menu(page).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(menu(page)).toContainText('Reviews');
  await menu(page).click();
  await page.getByRole('button', { name: 'Restore Reviews, copy' }).click();
  await page.getByRole('button', { name: 'Open Reviews, copy' }).click();
  await expectFilledCopy(page);
});

async function expectFilledCopy(page: Page): Promise<void> {
  await expect(menu(page)).toContainText('Reviews, copy');
  await page.getByRole('tab', { name: 'Explore' }).click();
  await expect(sentences(page)).toHaveValue('Only mine.\nAnd this.');
}

test('saved as a file, it opens in another browser with the heads that answered', async ({ page, site, browser }, testInfo) => {
  await fill(page, site.url);
  await page.getByRole('tab', { name: 'Train' }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0);
  await page.getByRole('tab', { name: 'Predict' }).click();
  const predictions = page.getByRole('region', { name: 'Predictions' });
  await expect(predictions.getByRole('listitem')).toHaveCount(2);
  const answers = await predictions.getByRole('listitem').allInnerTexts();
  await menu(page).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a file' }).click()]);
  const path = testInfo.outputPath('project.zip');
  await download.saveAs(path);
  expect(download.suggestedFilename()).toBe('Reviews.tandem.zip');

  const elsewhere = await browser.newContext();
  const fresh = await elsewhere.newPage();
  await fresh.goto(site.url);
  await menu(fresh).click();
  await fresh.getByLabel('File of a project').setInputFiles(path);
  await expectFilled(fresh);
  await fresh.getByRole('tab', { name: 'Predict' }).click();
  const same = fresh.getByRole('region', { name: 'Predictions' }).getByRole('listitem');
  await expect(same).toHaveCount(2);
  expect(await same.allInnerTexts()).toEqual(answers);
  await elsewhere.close();
});
