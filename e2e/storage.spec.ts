/** What takes up space in the browser's storage: seen, freed, and kept where another tab uses it. */
import { type HubServer, startHubServer } from '../src/testing/hubServer';
import { serveTiny } from './support/models';
import { expect, openTrain, setting, test } from './support/test';

let hub: HubServer;
// Two pages that load at once.
test.describe.configure({ timeout: 240_000, mode: 'default' });
test.beforeAll(async () => {
  hub = await startHubServer();
  serveTiny(hub, 'org/tiny-bert');
});
test.afterAll(() => hub.close());

test('a model is listed with its bytes, stays while another tab has it loaded, and is removed after a question', async ({
  page,
  context,
  site,
}) => {
  await page.addInitScript((url) => localStorage.setItem('tandem.endpoint', url), hub.url);
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible({ timeout: 90_000 });
  const other = await context.newPage();
  await other.goto(site.url);
  await other.getByRole('button', { name: /^Model:/ }).click();
  await other.getByLabel('Repository').fill('org/tiny-bert');
  await other.getByRole('button', { name: 'Load', exact: true }).click();
  await expect(other.getByRole('button', { name: 'Remove org/tiny-bert from this machine' })).toBeVisible({ timeout: 60_000 });

  await page.getByRole('button', { name: /^Model:/ }).click();
  await page.getByRole('button', { name: 'Storage…' }).click();
  const storage = page.getByRole('dialog', { name: 'Storage' });
  const item = storage.getByRole('listitem').filter({ hasText: 'org/tiny-bert' });
  await expect(item).toContainText(/[89]\.\d MB/);
  await expect(item.getByRole('button')).toBeDisabled();
  await expect(item).toContainText('Another tab uses it.');
  await other.close();

  await expect(item.getByRole('button')).toBeEnabled({ timeout: 60_000 });
  await expect(item).not.toContainText('Another tab uses it.');
  await item.getByRole('button', { name: 'Remove org/tiny-bert' }).click();
  await item.getByRole('button', { name: 'Yes, remove org/tiny-bert' }).click();
  await expect(item).toHaveCount(0);
});

test('where there is no room for a model, the error opens the list, and the page goes on with the model that it has', async ({
  page,
  site,
}) => {
  await page.addInitScript((url) => localStorage.setItem('tandem.endpoint', url), hub.url);
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible({ timeout: 90_000 });
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(site.url).origin, quotaSize: 3e6 });
  await page.getByRole('button', { name: /^Model:/ }).click();
  await page.getByLabel('Repository').fill('org/tiny-bert');
  await page.getByRole('button', { name: 'Load', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Model' });
  await expect(dialog.getByRole('alert')).toContainText(/org\/tiny-bert needs 9 MB, but this browser lets the page store only \d MB more/);
  await dialog.getByRole('button', { name: 'Free up space…' }).click();
  const storage = page.getByRole('dialog', { name: 'Storage' });
  await expect(storage.getByText(/of the 3\.0 MB that this browser allows/)).toBeVisible();
  await expect(storage.getByRole('listitem').filter({ hasText: 'org/tiny-bert' })).toContainText('unfinished download');
  await storage.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Model: all-MiniLM-L6-v2/ })).toBeVisible();
});

test('an encoder that there was no room for is used, and stored once there is', async ({ page, site }) => {
  await openTrain(page, site.url);
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(site.url);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 5e6 });
  await setting(page, 'Encoder').selectOption('top');
  await setting(page, 'Open layers').fill('1');
  await setting(page, 'Epochs').fill('1');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 120_000 });
  const note = page.getByText(/^The trained encoder is used, but could not be kept for the next visit: There is no room left/);
  const store = page.getByRole('button', { name: 'Store it now' });
  await store.click();
  await expect(store).toBeEnabled();
  await expect(note).toBeVisible();
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await store.click();
  await expect(note).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: /^Model: tuned\/all-MiniLM-L6-v2\./ })).toBeVisible({ timeout: 90_000 });
});
