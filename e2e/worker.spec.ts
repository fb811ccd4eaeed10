/** A worker that is gone without a word, and one that ends with an error: the page starts another, which goes on with the work. */
import type { Page } from '@playwright/test';
import { expect, openTrain, setting, test } from './support/test';

const sentences = (page: Page) => page.getByRole('textbox', { name: /One (sentence|text) per line/ });

declare global {
  interface Window {
    workers: Worker[];
  }
}

test.beforeEach(async ({ page, site }) => {
  await page.addInitScript(() => {
    window.workers = [];
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        // Maps have workers of their own.
        if (options?.name === 'tandem-compute') window.workers.push(this);
      }
    };
  });
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible({ timeout: 90_000 });
});

const STOPPED = /The compute worker stopped, as can happen when memory runs out, and a new one was started\./;
const terminate = (page: Page) => page.evaluate(() => window.workers[window.workers.length - 1].terminate());

test('a worker that is gone is replaced within 5 seconds; texts and the data set stay', async ({ page }) => {
  await page.getByRole('tab', { name: 'Data' }).click();
  const buffer = Buffer.from('text,label\none text,a\nanother text,b\n');
  await page.getByLabel('Files of a data set').setInputFiles([{ name: 'mine.csv', mimeType: 'text/csv', buffer }]);
  await expect(page.getByText('2 texts in text')).toBeVisible();
  await page.getByRole('tab', { name: 'Explore' }).click();
  await sentences(page).fill('What I typed.');
  await expect(page.getByText(STOPPED)).toHaveCount(0);

  await terminate(page);
  await expect(page.getByText(STOPPED)).toBeVisible({ timeout: 5000 });
  await page.getByRole('button', { name: 'Dismiss this message' }).click();
  await expect(page.getByText(STOPPED)).toHaveCount(0);
  await expect(sentences(page)).toHaveValue('What I typed.');
  await page.getByRole('tab', { name: 'Data' }).click();
  await expect(page.getByText('2 texts in text')).toBeVisible();
  await expect(page.getByText('Loading')).toHaveCount(0);
  await page.getByRole('tab', { name: 'Explore' }).click();
  await page.getByRole('button', { name: 'Embed', exact: true }).click();
  await expect(page.getByText('What I typed.').last()).toBeVisible();
});

test('a worker that ended with an error is replaced; what ends every worker is not tried for ever', async ({ page }) => {
  const breaks = () =>
    page.evaluate(() =>
      window.workers[window.workers.length - 1].dispatchEvent(new ErrorEvent('error', { message: 'it broke', cancelable: true })),
    );
  for (let times = 1; times < 3; times++) {
    await breaks();
    await expect(page.getByText(STOPPED)).toBeVisible();
    await expect.poll(() => page.evaluate(() => window.workers.length)).toBe(1 + times);
  }
  await breaks();
  await expect(page.getByText('The compute worker stopped several times in a row.')).toBeVisible();
  expect(await page.evaluate(() => window.workers.length)).toBe(3);
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(page.getByText('several times in a row')).toHaveCount(0);
  await expect(page.getByText('Loading')).toHaveCount(0);
  await expect(page.getByText('[8, 384]')).toBeVisible();
});

/** SHA-256 of the heads that the latest run left in this page's storage. */
const headsOfLatestRun = (page: Page) =>
  page.evaluate(async () => {
    const runs = await (await navigator.storage.getDirectory()).getDirectoryHandle('runs');
    const names: string[] = [];
    for await (const name of runs.keys()) names.push(name);
    const folder = await runs.getDirectoryHandle(names.sort().at(-1) as string);
    for await (const [name, handle] of folder.entries()) {
      if (!name.startsWith('heads.')) continue;
      const hash = await crypto.subtle.digest('SHA-256', await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer());
      return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
    }
    return undefined;
  });

for (const [what, isReloaded, said] of [
  ['a worker that dies', false, STOPPED],
  ['a page that is reloaded', true, /This project was left while a run was under way\./],
] as const) {
  test(`${what} in the middle of a run: the run goes on by itself, and ends as one that was left alone`, async ({ page, site }) => {
    test.setTimeout(240_000);
    page.on('dialog', (dialog) => void dialog.accept());
    const start = async () => {
      await setting(page, 'Epochs').fill('60');
      await page.getByRole('button', { name: 'Start', exact: true }).click();
    };
    await openTrain(page, site.url);
    await start();
    await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
    const undisturbed = await headsOfLatestRun(page);

    // From within the page: a fast machine is through with the run before a test has looked twice.
    await page.evaluate((reloads) => {
      const timer = setInterval(() => {
        if (!/Epoch \d{2} of 60/.test(document.body.innerText)) return;
        clearInterval(timer);
        if (reloads) location.reload();
        else window.workers[window.workers.length - 1].terminate();
      }, 5);
    }, isReloaded);
    await start();
    await expect(page.getByText(said)).toContainText(/The run goes on after its last checkpoint, epoch \d+\./, { timeout: 90_000 });
    await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
    expect(await headsOfLatestRun(page)).toBe(undisturbed);
    // Nothing goes on that has ended.
    await page.reload();
    await expect(page.getByText('Loading')).toHaveCount(0, { timeout: 90_000 });
    await expect(page.getByText(said)).toHaveCount(0);
  });
}

test('while a run is under way the title says how far it is, from every panel, and leaving is asked about; not otherwise', async ({
  page,
  site,
}) => {
  test.setTimeout(240_000);
  const left: string[] = [];
  page.on('dialog', (dialog) => {
    left.push(dialog.type());
    void dialog.dismiss();
  });
  const leave = async () => {
    await page.evaluate(() => location.reload());
    await page.waitForTimeout(500);
  };
  await openTrain(page, site.url);
  await expect(page).toHaveTitle('Tandem');
  await setting(page, 'Epochs').fill('100000');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page).toHaveTitle(/^Training: epoch \d+ of 100000 · Tandem$/, { timeout: 60_000 });
  await page.getByRole('tab', { name: 'Data' }).click();
  await expect(page.getByRole('link', { name: /^Training: epoch \d+ of 100000$/ })).toBeVisible();
  await leave();
  expect(left).toEqual(['beforeunload']);
  await page.getByRole('link', { name: /^Training: epoch/ }).click();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page).toHaveTitle('Tandem', { timeout: 60_000 });
  await page.getByRole('tab', { name: 'Data' }).click();
  await leave();
  expect(left).toEqual(['beforeunload']);
});

test('a run belongs to its tab: another one sees it go on, and can neither use nor remove it before it ends', async ({
  page,
  context,
  site,
}) => {
  test.setTimeout(300_000);
  await openTrain(page, site.url);
  await setting(page, 'Epochs').fill('100000');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText(/Epoch \d+ of 100000/)).toBeVisible({ timeout: 60_000 });

  const other = await context.newPage();
  await other.goto(`${site.url}#train`);
  const row = other.getByRole('region', { name: 'Runs' }).getByRole('row').nth(2);
  await expect(row).toContainText('under way', { timeout: 120_000 });
  await expect(row.getByRole('button', { name: 'Resume' })).toHaveCount(0);
  await expect(row.getByRole('button', { name: 'Use', exact: true })).toBeDisabled();
  await expect(row.getByRole('button', { name: /^Remove the run/ })).toBeDisabled();
  const epochs = async () => Number(await row.getByRole('cell').last().textContent());
  const before = await epochs();
  await expect.poll(epochs, { timeout: 60_000 }).toBeGreaterThan(before);

  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(row).toContainText('stopped', { timeout: 60_000 });
  await row.getByRole('button', { name: /^Remove the run/ }).click();
  await expect(row).toHaveCount(0);
});
