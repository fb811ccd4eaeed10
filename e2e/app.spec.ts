/** What a person does with the page. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { type HubServer, startHubServer } from '../src/testing/hubServer';
import { serveTiny } from './support/models';
import { expect, test } from './support/test';

const embedded = (page: Page, count: number, hidden = 384) => page.getByText(`[${count.toLocaleString('en')}, ${hidden}]`);
const sentences = (page: Page) => page.getByRole('textbox', { name: /One (sentence|text) per line/ });

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(embedded(page, 8)).toBeVisible();
}

async function embed(page: Page, text: string): Promise<void> {
  await sentences(page).fill(text);
  await sentences(page).press('Control+Enter');
}

test('the first screen shows a result, and which device computed it', async ({ page, site }) => {
  await open(page, site.url);
  await expect(page.getByRole('button', { name: 'Device: WASM, fp32, verified. Details and choice' })).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(8);
  await expect(page.getByRole('row').first()).toContainText('This is a sample sentence.');
  await expect(page.getByRole('application', { name: /Cosine similarity of 8 sentences/ })).toBeVisible();
});

test('embed: values on demand, nearest sentences, heat map by keyboard', async ({ page, site }) => {
  await open(page, site.url);
  await embed(page, 'a cat sleeps\nthe stock market fell\n\n  \na cat is sleeping');
  await expect(embedded(page, 3)).toBeVisible();
  await page.getByRole('row').first().click();
  const nearest = page.getByRole('region', { name: 'Nearest sentences' }).getByRole('listitem');
  await expect(nearest.first()).toContainText('a cat is sleeping');
  const values = (await page.getByText(/^\[-?0\.\d{6}, /).textContent()) ?? '';
  expect(JSON.parse(values)).toHaveLength(384);
  await page.getByRole('application').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('region', { name: 'Cosine similarity' })).toContainText(/2\. the stock market fell.*3\. a cat is sleeping/s);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row').nth(1)).toHaveAttribute('aria-selected', 'true');
});

test('embed: downloads as CSV, JSON and NPY', async ({ page, site }) => {
  await open(page, site.url);
  const save = async (format: string) => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: `Download as ${format}` }).click();
    return readFileSync(await (await download).path());
  };
  expect((await save('CSV')).toString().split('\r\n')).toHaveLength(1 + 8 + 1);
  expect((JSON.parse((await save('JSON')).toString()) as { shape: number[] }).shape).toEqual([8, 384]);
  expect((await save('NPY')).subarray(128)).toHaveLength(8 * 384 * 4);
});

test('embed: a long sentence is cut at the limit and marked', async ({ page, site }) => {
  await open(page, site.url);
  await embed(page, `${'word '.repeat(1000)}\nshort`);
  await expect(page.getByText('1 sentence was longer than 256 tokens and cut there.')).toBeVisible();
  await expect(page.getByRole('row').first()).toContainText('cut');
});

test('embed: a large file streams with count, rate and time left, the page answers meanwhile, and Stop keeps what is done', async ({
  page,
  site,
}) => {
  await open(page, site.url);
  const lines = Array.from({ length: 100_000 }, (_, i) => `line ${i} of a long file`).join('\n');
  await page.getByLabel('A file of sentences').setInputFiles({ name: 'many.txt', mimeType: 'text/plain', buffer: Buffer.from(lines) });
  await expect(page.getByText(/^[\d,]{5,} of 100,000 · [\d,]+\/s · .+ left$/)).toBeVisible({ timeout: 60_000 });
  await sentences(page).fill('typing goes on');
  await page.evaluate(() => {
    const gaps: number[] = [];
    let last = performance.now();
    const tick = (now: number) => {
      gaps.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    Object.assign(window, { gaps });
  });
  await page.waitForTimeout(1500);
  const longest = await page.evaluate(() => Math.max(...(window as unknown as { gaps: number[] }).gaps.slice(1)));
  expect(longest).toBeLessThan(500);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText(/^Stopped\. The first [\d,]+ sentences are embedded, and can be downloaded\./)).toBeVisible();
  const [, count] = /\[([\d,]+), 384\]/.exec((await page.getByText(/\[[\d,]+, 384\]/).textContent()) ?? '') ?? [];
  const done = Number(count.replaceAll(',', ''));
  expect(done % 1024).toBe(0);
  expect(done).toBeGreaterThan(0);
  await page.getByRole('row').first().click();
  await expect(page.getByRole('region', { name: 'Nearest sentences' }).getByRole('listitem')).toHaveCount(10);
});

test('embed: of a file it is shown how it was read, and another column can be chosen', async ({ page, site }) => {
  await open(page, site.url);
  const rows = Array.from({ length: 6 }, (_, i) => `what falls on street ${i}\train falls there ${i}`).join('\n');
  await page
    .getByLabel('A file of sentences')
    .setInputFiles({ name: 'two.tsv', mimeType: 'text/tab-separated-values', buffer: Buffer.from(rows) });
  await expect(embedded(page, 6)).toBeVisible();
  await expect(page.getByText('two.tsv: 6 texts, read as CSV or TSV')).toBeVisible();
  await expect(page.getByRole('row').first()).toContainText('what falls on street 0');
  await page.getByLabel('Text', { exact: true }).selectOption('column 2');
  await expect(page.getByRole('row').first()).toContainText('rain falls there 0');
});

test('embed: a file that is not text is refused in words', async ({ page, site }) => {
  await open(page, site.url);
  await page
    .getByLabel('A file of sentences')
    .setInputFiles({ name: 'photo.txt', mimeType: 'text/plain', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]) });
  await expect(page.getByRole('alert')).toHaveText(/photo\.txt is a PNG picture/);
  await expect(embedded(page, 8)).toBeVisible();
});

test('predict: says plainly that the heads are untrained; classes, entities and tokens stand on the original text', async ({
  page,
  site,
}) => {
  await open(page, site.url);
  const text = 'Zoë Müller flew from 東京 to Île-de-France 🎈 unbelievably.';
  await sentences(page).fill(text);
  await page.getByRole('tab', { name: 'Predict' }).click();
  await page.getByRole('button', { name: 'Use untrained heads' }).click();
  await expect(page.getByText('These heads are untrained')).toBeVisible();
  const card = page.getByRole('region', { name: 'Predictions' }).getByRole('listitem').first();
  await expect(card.getByText(/^(World|Sports|Business|Science)$/)).toHaveCount(4);
  await page.getByText('Tokens', { exact: true }).click();
  const marks = card.locator('mark');
  await expect(marks.first()).toBeVisible();
  const found = await marks.evaluateAll((all) =>
    all.map((mark) => ({ text: mark.firstChild?.textContent ?? '', title: mark.getAttribute('title') ?? '' })),
  );
  for (const mark of found) {
    const [, start, end] = /characters (\d+)–(\d+)/.exec(mark.title) ?? [];
    expect(text.slice(Number(start), Number(end))).toBe(mark.text);
  }
  expect(found.map((mark) => mark.text)).toEqual(expect.arrayContaining(['Zoë', '東', '京', '🎈', '.']));
});

test('predict: the same seed answers the same, another one differently', async ({ page, site }) => {
  await open(page, site.url);
  await page.getByRole('tab', { name: 'Predict' }).click();
  const card = page.getByRole('region', { name: 'Predictions' }).getByRole('listitem').first();
  await expect(card).toBeVisible();
  const trained = await card.textContent();
  await page.getByRole('button', { name: 'Use untrained heads' }).click();
  await expect(page.getByText('These heads are untrained')).toBeVisible();
  // Answers stay until there are others.
  await expect(card).not.toHaveText(trained ?? '');
  const seven = await card.textContent();
  await page.getByRole('spinbutton', { name: 'Seed' }).fill('8');
  await expect(card).not.toHaveText(seven ?? '');
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(card).toHaveText(seven ?? '');
});

test('device: another can be chosen, and is verified', async ({ page, site }) => {
  await open(page, site.url);
  await page.getByRole('button', { name: /^Device:/ }).click();
  await expect(page.getByText(/The only WebGPU adapter is a software one/)).toBeVisible();
  await page.getByRole('radio', { name: /^WebGPU/ }).check();
  await expect(page.getByRole('button', { name: 'Device: WebGPU, fp32, verified. Details and choice' })).toBeVisible({ timeout: 60_000 });
});

test.describe('models of the hub', () => {
  let hub: HubServer;
  test.beforeEach(async () => {
    hub = await startHubServer();
    serveTiny(hub, 'org/tiny-bert');
  });
  test.afterEach(() => hub.close());

  async function askFor(page: Page, repository: string): Promise<void> {
    await page.getByRole('button', { name: /^Model:/ }).click();
    const address = page.getByLabel('Hub address', { exact: true });
    if (!(await address.isVisible())) await page.getByText('Another hub address').click();
    if ((await address.inputValue()) !== hub.url) {
      await address.fill(hub.url);
      await page.getByRole('button', { name: 'Save and reload' }).click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.getByRole('button', { name: /^Model:/ }).click();
    }
    await page.getByLabel('Repository').fill(repository);
    await page.getByRole('button', { name: 'Load', exact: true }).click();
  }

  test('one is typed, downloaded, used, found again after a reload without the hub, and removed', async ({ page, site }) => {
    await open(page, site.url);
    await askFor(page, 'org/tiny-bert');
    await expect(page.getByRole('button', { name: 'Remove org/tiny-bert from this machine' })).toBeVisible({ timeout: 60_000 });
    await page.keyboard.press('Escape');
    await expect(embedded(page, 8, 64)).toBeVisible();
    hub.faults.status = 500;
    await page.reload();
    await expect(embedded(page, 8, 64)).toBeVisible();
    await page.getByRole('button', { name: /^Model: org\/tiny-bert/ }).click();
    await page.getByRole('button', { name: 'Use all-MiniLM-L6-v2' }).click();
    await page.getByRole('button', { name: 'Remove org/tiny-bert from this machine' }).click();
    await expect(page.getByRole('button', { name: 'Remove org/tiny-bert from this machine' })).toHaveCount(0);
  });

  test('a download is cancelled, the old model stays in use, and loading again goes on', async ({ page, site }) => {
    await open(page, site.url);
    hub.faults.slow = 60;
    await askFor(page, 'org/tiny-bert');
    await expect(page.getByRole('dialog').getByText(/model\.safetensors · [\d.]+ MB of 8\.\d MB/)).toBeVisible();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('dialog').getByText(/Cancelled\. What has arrived is kept/)).toBeVisible();
    hub.faults.slow = 0;
    await page.getByRole('button', { name: 'Load', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Remove org/tiny-bert from this machine' })).toBeVisible({ timeout: 60_000 });
    expect(hub.requests.some((request) => /bytes=\d+-$/.test(request))).toBe(true);
  });

  test('one of another architecture is turned away in words, and the page goes on with the old model', async ({ page, site }) => {
    await open(page, site.url);
    hub.files.set('org/deberta/config.json', '{"model_type":"deberta-v2","architectures":["DebertaV2ForMaskedLM"]}');
    await askFor(page, 'org/deberta');
    await expect(page.getByRole('dialog').getByRole('alert')).toHaveText(/architecture DebertaV2ForMaskedLM\. Supported are encoders/);
    await page.keyboard.press('Escape');
    await embed(page, 'still here');
    await expect(embedded(page, 1)).toBeVisible();
  });

  test('a last-used model that is gone is said, and the bundled one is there', async ({ page, site }) => {
    await page.addInitScript((endpoint) => {
      localStorage.setItem('tandem.model', 'org/vanished');
      localStorage.setItem('tandem.endpoint', endpoint);
    }, hub.url);
    await page.goto(site.url);
    await expect(page.getByText(/org\/vanished has no config\.json.* The bundled model is used instead\./)).toBeVisible();
    await expect(embedded(page, 8)).toBeVisible();
  });
});

test('a browser without WebAssembly is told so instead of seeing nothing', async ({ page, site }) => {
  await page.addInitScript(() => Object.assign(window, { WebAssembly: undefined }));
  await page.goto(site.url);
  await expect(page.getByRole('alert')).toContainText('This browser cannot run Tandem');
});

test('a site without its models says what to do', async ({ page, site }) => {
  await page.route('**/models/**', (route) => route.fulfill({ status: 404 }));
  await page.goto(site.url);
  await expect(page.getByRole('alert')).toHaveText(
    /This site has no models\/all-MiniLM-L6-v2\. Run "npm run models" before serving or building it,/,
  );
});
