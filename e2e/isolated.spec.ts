/** On a host that isolates its pages from other origins (COOP and COEP), the page computes on several threads, and the same. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { serveSite } from './support/site';
import { expect, openTrain, test } from './support/test';

const isThread = (url: string) => /\/compute\.worker-[^/]*\.js$/.test(url);

async function embeddings(page: Page, url: string): Promise<Float32Array> {
  await page.goto(url);
  await expect(page.getByText('[8, 384]')).toBeVisible({ timeout: 90_000 });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as NPY' }).click();
  const file = readFileSync(await (await download).path());
  return new Float32Array(file.buffer.slice(file.byteOffset + 128));
}

test('embeddings are those of one thread', async ({ page, site }) => {
  const isolated = await serveSite({ isolates: () => true });
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  const several = await embeddings(page, isolated.url);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(workers.filter(isThread).length).toBeGreaterThan(0);
  isolated.close();
  workers.length = 0;
  const one = await embeddings(page, site.url);
  expect(workers.filter(isThread)).toEqual([]);
  expect(several).toHaveLength(one.length);
  expect(Math.max(...one.map((value, i) => Math.abs(value - several[i])))).toBeLessThan(1e-5);
});

test('heads train, and are in use again after a reload', async ({ page }) => {
  const isolated = await serveSite({ isolates: () => true });
  await openTrain(page, isolated.url);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 90_000 });
  await page.reload();
  await page.getByRole('tab', { name: 'Train' }).click();
  await expect(page.getByRole('button', { name: 'In use' })).toBeVisible();
  isolated.close();
});

test('a host that isolates its pages, but lets them start no threads, costs nothing but speed', async ({ page }) => {
  const isolated = await serveSite({ isolates: (path) => path === 'index.html' });
  await page.goto(isolated.url);
  await expect(page.getByText('[8, 384]')).toBeVisible({ timeout: 90_000 });
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  isolated.close();
});
