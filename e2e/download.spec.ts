/** A run is taken along: what the menu offers, and other people's software that opens it in this very browser. */
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import type { Parity } from '../src/exports/parity';
import { unzipTo } from '../src/testing/unzipped';
import { serveSite } from './support/site';
import { expect, openTrain, setting, test } from './support/test';

const PACKAGES = fileURLToPath(new URL('../node_modules', import.meta.url));
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};
const PAGE = `<!doctype html><script type="importmap">${JSON.stringify({
  imports: {
    '@huggingface/transformers': '/packages/@huggingface/transformers/dist/transformers.web.js',
    'onnxruntime-web/webgpu': '/packages/onnxruntime-web/dist/ort.webgpu.bundle.min.mjs',
    'onnxruntime-common': '/packages/onnxruntime-common/dist/esm/index.js',
  },
})}</script>`;

/** A page that finds transformers.js at /packages, and saved models at /models. */
async function serve(models: string): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    if (path === '/') return void response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE);
    const [, root, rest] = /^\/(packages|models)\/(.+)$/.exec(path) ?? [];
    const file = root && join(root === 'packages' ? PACKAGES : models, rest);
    if (!file || !existsSync(file) || !statSync(file).isFile()) return void response.writeHead(root ? 404 : 204).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Length': statSync(file).size });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

async function trainFew(page: Page, url: string): Promise<void> {
  await openTrain(page, url);
  await setting(page, 'Epochs').fill('2');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible();
}

test('download: the model in use is saved from its dialog, without heads that were never trained', async ({ page, site }) => {
  await page.goto(`${site.url}#predict`);
  await page.getByRole('button', { name: 'Use untrained heads' }).click();
  await page.getByRole('button', { name: /^Model: / }).click();
  await page.getByRole('button', { name: 'Download the model in use' }).click();
  const button = page.getByRole('button', { name: 'Save for Hugging Face folder' });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  expect(download.suggestedFilename()).toBe('all-MiniLM-L6-v2-huggingface.zip');
  const paths = Object.keys(unzipSync(readFileSync(await download.path())));
  expect(paths).toEqual(expect.arrayContaining(['config.json', 'model.safetensors', 'modules.json', 'README.md', 'check.py']));
  expect(paths).not.toContain('heads.json');
});

test('download: where the weights cannot be read to the end, a sentence says so, nothing is lost, and it works again', async ({
  page,
  errors,
}) => {
  let broken = false;
  const site = await serveSite({ breaks: (path) => broken && path.endsWith('.onnx_data') });
  await trainFew(page, site.url);
  await page.getByRole('tab', { name: 'Take along' }).click();
  broken = true;
  const save = page.getByRole('button', { name: 'Save for Hugging Face folder' });
  await save.click();
  await expect(page.getByRole('alert')).toContainText(/^The model was not saved: .* Nothing was lost\./);
  await expect(page.getByText('Saving the model')).toHaveCount(0);
  errors.splice(0);
  broken = false;
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
  expect(Object.keys(unzipSync(readFileSync(await download.path())))).toContain('model.safetensors');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('tab', { name: 'Predict' }).click();
  await expect(page.getByText('These heads were trained on few.jsonl')).toBeVisible();
  site.close();
});

const menu = (page: Page) => page.getByRole('dialog', { name: 'Ways to save the run that is shown' });

async function save(page: Page, button: string): Promise<{ name: string; zip: Blob }> {
  await page.getByRole('button', { name: 'Download the run that is shown' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), menu(page).getByRole('button', { name: button }).click()]);
  return { name: download.suggestedFilename(), zip: new Blob([readFileSync(await download.path())]) };
}

test('download: every target says what opens it, and a run is saved for transformers.js, which answers the same in Chromium', async ({
  page,
  site,
  context,
}) => {
  await trainFew(page, site.url);
  await page.getByRole('button', { name: 'Download the run that is shown' }).click();
  await expect(menu(page).getByText('Tandem', { exact: true })).toBeVisible();
  await expect(menu(page).getByText(/pipeline\("text-classification"\)/)).toBeVisible();
  // A task that the model lacks is not offered.
  await expect(menu(page).getByText('Question answering')).toHaveCount(0);
  await page.keyboard.press('Escape');

  const models = mkdtempSync(join(tmpdir(), 'tandem-download-'));
  for (const task of ['label', 'spans']) {
    const { name, zip } = await save(page, `Save for transformers.js: ${task}`);
    expect(name).toBe(`all-MiniLM-L6-v2-transformers.js-${task}.zip`);
    await unzipTo(join(models, task), zip);
  }
  const parity = (task: string) => JSON.parse(readFileSync(join(models, task, 'parity.json'), 'utf8')) as Parity;
  const { url, server } = await serve(models);
  try {
    const elsewhere = await context.newPage();
    await elsewhere.goto(url);
    const found = await elsewhere.evaluate(
      async (texts) => {
        const name = '@huggingface/transformers';
        const { env, pipeline } = await import(name);
        Object.assign(env, { allowRemoteModels: false, allowLocalModels: true, localModelPath: '/models/', useBrowserCache: false });
        Object.assign(env.backends.onnx.wasm, { wasmPaths: '/packages/onnxruntime-web/dist/', numThreads: 1 });
        const classify = await pipeline('text-classification', 'label');
        const find = await pipeline('token-classification', 'spans');
        const extract = await pipeline('feature-extraction', 'label');
        return {
          classes: await classify(texts, { top_k: null }),
          tokens: await find(texts, { ignore_labels: [] }),
          vectors: (await extract(texts, { pooling: 'mean' })).tolist(),
        };
      },
      parity('label').texts.map(({ text }) => text),
    );
    for (const [i, { label, scores }] of (parity('label').tasks.label.answers as { label: string; scores: number[] }[]).entries()) {
      const classes = found.classes[i] as { label: string; score: number }[];
      expect(classes[0].label).toBe(label);
      expect(Math.abs(classes[0].score - Math.max(...scores))).toBeLessThan(1e-4);
    }
    for (const [i, logits] of parity('spans').tasks.spans.logits.entries()) {
      // What is unknown to the vocabulary, the pipeline leaves out.
      const tokens = found.tokens[i] as { index: number; score: number }[];
      expect(tokens.length).toBeGreaterThanOrEqual(logits.length - 1);
      for (const { index, score } of tokens) {
        const row = logits[index - 1];
        const best = 1 / row.reduce((sum, value) => sum + Math.exp(value - Math.max(...row)), 0);
        expect(Math.abs(score - best)).toBeLessThan(1e-4);
      }
    }
    expect(found.vectors[0]).toHaveLength(384);
    await elsewhere.close();
  } finally {
    server.close();
    rmSync(models, { recursive: true });
  }
});
