/** The examples as they stand: on the built site, and on the npm package as it is packed, installed where nothing else is; its reference. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';
import { serveSite } from './support/site';
import { expect, test } from './support/test';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Of the two sentences of both examples, computed by PyTorch: 0.70958. */
const COSINE = 'Cosine similarity: 0.7096';

let folder: string;

// What is made here is made once.
test.describe.configure({ mode: 'default' });
test.beforeAll(() => {
  test.setTimeout(300_000);
  folder = mkdtempSync(join(tmpdir(), 'tandem-examples-'));
  npm(ROOT, 'run', 'library');
  npm(ROOT, 'pack', '--pack-destination', folder);
  for (const example of ['vite', 'node']) cpSync(join(ROOT, 'examples', example), join(folder, example), { recursive: true });
  const [packed] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  mkdirSync(join(folder, 'installed'));
  writeFileSync(join(folder, 'installed/package.json'), '{}');
  npm(join(folder, 'installed'), 'install', '--offline', '--no-audit', '--no-fund', join(folder, packed));
  // What the examples name beside it.
  for (const name of ['vite', 'onnxruntime-node']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'installed/node_modules', name), 'junction');
  }
  for (const example of ['vite', 'node'])
    symlinkSync(join(folder, 'installed/node_modules'), join(folder, example, 'node_modules'), 'junction');
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

function npm(cwd: string, ...args: string[]): void {
  execFileSync('npm', [...args, '--silent'], { cwd, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
}

function node(example: string, ...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: join(folder, example), encoding: 'utf8' });
}

test('HTML: a page of any site imports tandem.js from where it is hosted', async ({ page }) => {
  const site = await serveSite({ shares: () => true });
  const html = readFileSync(join(ROOT, 'examples/html/index.html'), 'utf8').replace('https://your.host/tandem/', site.url);
  expect(html).toContain(site.url);
  const elsewhere = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(html));
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
  await expect(page.getByText(COSINE)).toBeVisible();
  elsewhere.closeAllConnections();
  elsewhere.close();
  site.close();
});

test('Vite: an app trains a model, built from the package', async ({ page }) => {
  const root = join(folder, 'vite');
  node('vite', join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn');
  const { NODE_ENV } = process.env;
  const server = await preview({ root, configFile: false, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1' } });
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  await expect(page.getByText('Topic: sports')).toBeVisible();
  await server.close();
  // It declares the whole process to be production, which a later test's development server would believe.
  if (NODE_ENV === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = NODE_ENV;
});

test('Node: a script embeds sentences, and ends', () => {
  expect(node('node', 'embed.js').trim()).toBe(COSINE);
});

test('the package has no dependencies; its types need none, and README’s code is of these types', () => {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const installed = JSON.parse(readFileSync(join(folder, 'installed/node_modules/tandem/package.json'), 'utf8')) as {
    dependencies?: object;
  };
  expect(installed.dependencies).toBeUndefined();
  const [, code] = /## From code.*?```ts\n(.*?)```/s.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? [];
  expect(code).toBeDefined();
  writeFileSync(
    join(folder, 'vite/readme.ts'),
    `declare const file: File, anotherFile: File;\n${code?.replace(/'https:.*tandem\.js'/, "'tandem'")}`,
  );
  const strict = ['--strict', '--noEmit', '--target', 'es2023', '--types', ''];
  for (const resolution of ['bundler', 'nodenext']) {
    node(
      'vite',
      tsc,
      ...strict,
      '--module',
      resolution === 'bundler' ? 'esnext' : resolution,
      '--moduleResolution',
      resolution,
      'main.ts',
      'readme.ts',
    );
  }
});

test('the built site has the types and the API reference beside tandem.js', async ({ page, site }) => {
  npm(ROOT, 'run', 'api');
  expect(readFileSync(join(ROOT, 'dist/tandem.d.ts'), 'utf8')).toContain('export declare class MultiTaskSentenceTransformer');
  await page.goto(site.url);
  await page.getByRole('link', { name: 'Use it from code' }).click();
  await page.getByRole('link', { name: 'SentenceTransformer', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'Class SentenceTransformer' })).toBeVisible();
});
