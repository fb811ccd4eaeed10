/** What a visitor downloads, and how long the first embedding takes. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from './support/test';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));

test('the shell stays under 200 kB of JavaScript, gzipped', async ({ page, site }) => {
  const scripts = new Set<string>();
  page.on('request', (request) => {
    const { protocol, pathname } = new URL(request.url());
    // The worker starts from a line of its own, which the page has made.
    if (request.resourceType() === 'script' && protocol !== 'blob:' && !pathname.includes('worker')) scripts.add(pathname);
  });
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible();
  const bytes = [...scripts].reduce(
    (sum, path) => sum + gzipSync(readFileSync(DIST + path.slice(new URL(site.url).pathname.length))).length,
    0,
  );
  console.log(`      shell: ${(bytes / 1000).toFixed(0)} kB gz`);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(200_000);
});

test('exactly one ONNX Runtime wasm is shipped', () => {
  const wasm = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.wasm') && !path.startsWith('bench'),
  );
  console.log(`      ${wasm.map((path) => `${path}: ${(statSync(DIST + path).size / 1e6).toFixed(1)} MB`).join(', ')}`);
  expect(wasm).toHaveLength(1);
});

test('time from opening the page to the first embedding, cold and warm', async ({ page, site }) => {
  const first = async () => {
    const start = performance.now();
    await page.goto(site.url);
    await expect(page.getByText('[8, 384]')).toBeVisible();
    return (performance.now() - start) / 1000;
  };
  const cold = await first();
  const warm = await first();
  console.log(`      first embedding after ${cold.toFixed(1)} s cold, ${warm.toFixed(1)} s warm (local server)`);
  expect(cold).toBeLessThan(60);
});
