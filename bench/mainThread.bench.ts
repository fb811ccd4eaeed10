/**
 * How long the page is kept from answering, as the browser reports it: the longest task of the main thread, and the slowest key or
 * click until the next paint. Labels are given while texts are being read and heads learn from them. ROWS=100000 LINES=50000
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { addTask, row } from '../e2e/support/labelling';
import { expect, test } from '../e2e/support/test';
import { type Held, held, pageHeap, watchMainThread } from './support/mainThread';

const { ROWS = '100000', LINES = '50000', MANY = '1000000' } = process.env;
const PLACES = ['Munich', 'Paris', 'Cairo', 'Lima', 'Oslo', 'Delhi', 'Quito'];
const DOINGS = ['wins the final', 'opens a restaurant', 'bakes bread with rye', 'loses the match', 'fries onions', 'runs a marathon'];
const textOf = (i: number) => `${PLACES[i % 7]} ${DOINGS[i % 6]}, says report ${i % 9973} of ${i}.`;
const texts = (count: number) => Array.from({ length: count }, (_, i) => textOf(i)).join('\n');

const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-'));
test.afterAll(() => rmSync(folder, { recursive: true }));

function report(what: string, { task, tasks, interaction }: Held): void {
  console.log(`${what}: longest task ${task} ms (${tasks} of 50 ms or more), slowest interaction ${interaction} ms`);
}

async function openRows(page: Page, url: string, count: number): Promise<Held> {
  const path = join(folder, `${count}.txt`);
  writeFileSync(path, texts(count));
  await watchMainThread(page);
  await page.goto(url);
  await expect(page.getByText('[8, 384]')).toBeVisible({ timeout: 90_000 });
  await page.getByRole('tab', { name: 'Data' }).click();
  return held(page, async () => {
    await page.getByLabel('Files of a data set').setInputFiles(path);
    await expect(page.getByText(`${count}.txt: `)).toBeVisible({ timeout: 120_000 });
  });
}

async function press(page: Page, keys: string[], times: number): Promise<void> {
  for (let i = 0; i < times; i++) for (const key of keys) await page.keyboard.press(key);
}

test(`labelling one of ${ROWS} rows after another`, async ({ page, site }) => {
  report('opening', await openRows(page, site.url, Number(ROWS)));
  report('first look', await held(page, () => page.getByRole('tab', { name: 'Label' }).click()));
  report('a task', await held(page, () => addTask(page, 'One class per text', 'topic', 'sport, food')));
  report('another', await held(page, () => addTask(page, 'Entities: stretches of the text', 'entities', 'place')));
  await row(page).focus();
  report('40 rows, at once', await held(page, () => press(page, ['1', 't', 'ArrowRight', '1', 't', 'ArrowDown'], 40)));
  const slowly = async () => {
    for (let i = 0; i < 20; i++) {
      await press(page, [i % 2 ? '1' : '2', 'ArrowDown'], 1);
      await page.waitForTimeout(600);
    }
  };
  report('20 rows, each with a pause in which heads learn', await held(page, slowly));
  report('in the order of the files', await held(page, () => page.getByLabel('Order').selectOption('as in the files')));
  await row(page).focus();
  report('undone', await held(page, () => press(page, ['Control+z'], 20)));
  report(
    'the same for equal words',
    await held(page, async () => {
      await press(page, ['t', 'ArrowRight', '1', 'a'], 1);
      await expect(page.getByRole('dialog')).toContainText('will be marked', { timeout: 60_000 });
    }),
  );
  const give = page.getByRole('dialog').getByRole('button', { name: /^Give/ });
  report(
    'given to all of them',
    await held(page, async () => {
      await give.click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }),
  );
  report('and taken back', await held(page, () => page.getByRole('button', { name: 'Undo' }).click()));
});

test(`a list of ${ROWS} rows`, async ({ page, site }) => {
  await openRows(page, site.url, Number(ROWS));
  await page.getByRole('tab', { name: 'Label' }).click();
  await addTask(page, 'One class per text', 'topic', 'sport, food');
  await page.getByLabel('Order').selectOption('as in the files');
  await row(page).focus();
  const list = page.getByRole('region', { name: 'Rows to label' });
  report(
    'opening the list',
    await held(page, async () => {
      await page.keyboard.press('l');
      await expect(list.getByRole('listitem').nth(5)).toContainText('says report');
    }),
  );
  await row(page).focus();
  report('40 rows', await held(page, () => press(page, ['1', 'ArrowDown'], 40)));
  await list.hover();
  report(
    'scrolling fast',
    await held(page, async () => {
      for (let i = 0; i < 60; i++) await page.mouse.wheel(0, 3000);
    }),
  );
  report(
    'to places far away',
    await held(page, async () => {
      for (const share of [0.9, 0.1, 0.5, 1, 0]) {
        await list.evaluate((element, at) => element.scrollTo({ top: at * element.scrollHeight }), share);
        await page.waitForTimeout(100);
      }
    }),
  );
  await expect(list.getByRole('listitem').nth(5)).toContainText('says report');
  await row(page).focus();
  report('40 more', await held(page, () => press(page, ['2', 'ArrowDown'], 40)));
});

for (const tab of ['Explore', 'Predict']) {
  test(`typing in ${tab} with ${LINES} lines`, async ({ page, site }) => {
    await watchMainThread(page);
    await page.goto(site.url);
    await expect(page.getByText('[8, 384]')).toBeVisible({ timeout: 90_000 });
    await page.getByRole('tab', { name: tab }).click();
    const field = page.getByRole('textbox', { name: /per line/ });
    await field.click();
    await page.evaluate((text) => Object.assign(window, { text }), texts(Number(LINES)));
    report(
      'pasting',
      await held(page, async () => {
        await field.evaluate((element) => {
          const data = new DataTransfer();
          data.setData('text/plain', (window as unknown as { text: string }).text);
          (element as HTMLTextAreaElement).select();
          element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        });
        await expect(page.getByText(`${Number(LINES).toLocaleString('en-US')} lines`)).toBeVisible({ timeout: 60_000 });
      }),
    );
    await page.waitForTimeout(2000);
    report('typing at the end', await held(page, () => page.keyboard.type('and some more words', { delay: 60 })));
    await page.getByRole('button', { name: 'Lines before these' }).click();
    await field.focus();
    report('typing in the lines before', await held(page, () => page.keyboard.type('and some more words', { delay: 60 })));
    const other = tab === 'Explore' ? 'Predict' : 'Explore';
    for (const to of [other, tab]) {
      report(
        `opening ${to}`,
        await held(page, async () => {
          await page.getByRole('tab', { name: to }).click();
          await expect(field).toBeVisible();
        }),
      );
    }
  });
}

test(`${MANY} rows`, async ({ page, site }) => {
  report('opening', await openRows(page, site.url, Number(MANY)));
  console.log(`heap of the page: ${Math.round((await pageHeap(page)) / 2 ** 20)} MB`);
  report(
    'Label',
    await held(page, async () => {
      await page.getByRole('tab', { name: 'Label' }).click();
      await addTask(page, 'One class per text', 'topic', 'sport, food');
    }),
  );
  await row(page).focus();
  report('20 rows', await held(page, () => press(page, ['1', 'ArrowDown'], 20)));
  console.log(`heap of the page: ${Math.round((await pageHeap(page)) / 2 ** 20)} MB`);
});

const { POINTS = '100000' } = process.env;

/**
 * A map of as many points as there may be. Embedding so many sentences takes an hour without a GPU: the page gets vectors that were
 * made up, in clusters, in the place of those of its worker; all else is its own.
 */
test(`a map of ${POINTS} points`, async ({ page, site }) => {
  await watchMainThread(page);
  await page.addInitScript((points) => {
    const WIDTH = 384;
    const CENTRES = 150;
    let seed = 1;
    const next = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed / 2 ** 32 - 0.5;
    };
    const centres = Float32Array.from({ length: CENTRES * WIDTH }, next);
    const made = (from: number, count: number) => {
      const data = new Float32Array(count * WIDTH);
      const texts: string[] = [];
      for (let row = 0; row < count; row++) {
        const centre = Math.floor(CENTRES * (next() + 0.5));
        for (let j = 0; j < WIDTH; j++) data[row * WIDTH + j] = centres[centre * WIDTH + j] + 0.9 * next();
        texts.push(`subject ${centre} of sentence ${from + row}`);
      }
      return { data, texts };
    };
    type Call = { kind: string; id: number; method: string; params: { from: number; count: number; rows: number[] } };
    window.Worker = class extends Worker {
      private readonly sets = new Set<number>();
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener('message', ({ data }) => {
          if (data.kind === 'result' && this.sets.delete(data.id)) data.result.count = points;
        });
      }
      override postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions) {
        const { kind, id, method, params } = message as Call;
        const answer = (result: unknown) => this.dispatchEvent(new MessageEvent('message', { data: { kind: 'result', id, result } }));
        if (kind === 'call' && method === 'embed') this.sets.add(id);
        if (kind === 'call' && method === 'embeddingVectors') setTimeout(() => answer(made(params.from, params.count)));
        else if (kind === 'call' && method === 'embeddingTexts') setTimeout(() => answer(params.rows.map((row) => `sentence ${row}`)));
        else super.postMessage(message, transfer as Transferable[]);
      }
    };
  }, Number(POINTS));
  await page.goto(site.url);
  const map = page.getByRole('group', { name: /^Map of/ });
  const started = performance.now();
  const draw = page.getByRole('button', { name: /^Draw the map/ });
  report(
    'the whole map',
    await held(page, async () => {
      await draw.click({ timeout: 90_000 });
      await expect(page.getByRole('button', { name: 'Lasso' })).toBeEnabled({ timeout: 1_200_000 });
    }),
  );
  console.log(
    `${Math.round((performance.now() - started) / 1000)} s, heap of the page: ${Math.round((await pageHeap(page)) / 2 ** 20)} MB`,
  );
  const { x, y, width, height } = (await map.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const [left, top] = [x + width / 2, y + height / 2];
  report(
    'moving it',
    await held(page, async () => {
      await page.mouse.move(left, top);
      await page.mouse.down();
      for (let i = 0; i < 40; i++) await page.mouse.move(left + 4 * i, top + 2 * i);
      await page.mouse.up();
    }),
  );
  report(
    'zooming',
    await held(page, async () => {
      for (let i = 0; i < 40; i++) await page.mouse.wheel(0, i < 20 ? -120 : 120);
    }),
  );
  report(
    'pointing at it',
    await held(page, async () => {
      for (let i = 0; i < 60; i++) await page.mouse.move(x + (width * i) / 60, y + (height * i) / 60);
    }),
  );
});
