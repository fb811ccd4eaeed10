/** The built site's tandem.js, imported by another page. */
import { readFileSync } from 'node:fs';
import type { MultiTaskSentenceTransformer, SentenceTransformer } from '../src/api/index';
import { fromBase64 } from '../src/model/base64';
import { expect, openLibrary, test } from './support/test';

const fixture = JSON.parse(readFileSync(new URL('../reference/fixtures/minilmEmbeddings.json', import.meta.url), 'utf8')) as {
  sentences: { text: string }[];
  embeddings: string;
};
const H = 384;
/** The model ends in Normalize; the fixture has what comes before. */
const expected = new Float32Array(fromBase64(fixture.embeddings).buffer);
for (let row = 0; row < expected.length; row += H) {
  const norm = Math.hypot(...expected.subarray(row, row + H));
  for (let i = row; i < row + H; i++) expected[i] /= norm;
}

function worstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let worst = 0;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i] - b[i]));
  return worst;
}

test('on wasm, every embedding of the fixture equals PyTorch', async ({ page, site }) => {
  await openLibrary(page, site);
  const texts = fixture.sentences.map(({ text }) => text);
  const result = await page.evaluate(async (sentences) => {
    const encoder = await window.tandem.SentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { device: 'wasm' });
    const { data, shape } = await encoder.encode(sentences);
    const status = encoder.deviceStatus;
    await encoder.dispose();
    return { data: [...data], shape, status };
  }, texts);
  expect(result.status).toMatchObject({ device: 'wasm', verified: true });
  expect(result.shape).toEqual([texts.length, H]);
  expect(worstDifference(result.data, expected)).toBeLessThanOrEqual(1e-4);
});

test('WebGPU and wasm agree: embeddings, logits of both heads, predictions', async ({ page, site }) => {
  await openLibrary(page, site);
  const sentences = ['This is a sample sentence.', 'Zoë flew from 東京 to Île-de-France 🎈', '', 'no'];
  const [gpu, cpu] = await page.evaluate(async (texts) => {
    const run = async (device: 'webgpu' | 'wasm') => {
      const { MultiTaskSentenceTransformer, SentenceTransformer } = window.tandem;
      const labels = { taskA: { labels: ['World', 'Sports', 'Business', 'Science'] }, taskB: { labels: ['O', 'B-PER', 'I-PER'] } };
      const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { device, ...labels, seed: 7 });
      const { taskALogits, taskBLogits } = await model.forward(await model.tokenize(texts));
      const { classIds, tokenIds } = await model.predict(texts);
      const encoder = await SentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { device });
      const { data } = await encoder.encode(texts);
      const result = {
        status: model.deviceStatus,
        shape: taskBLogits.shape,
        a: [...taskALogits.data],
        b: [...taskBLogits.data],
        data: [...data],
        classIds,
        tokenIds,
      };
      await Promise.all([model.dispose(), encoder.dispose()]);
      return result;
    };
    return [await run('webgpu'), await run('wasm')];
  }, sentences);
  expect(gpu.status).toMatchObject({ device: 'webgpu', verified: true });
  expect(gpu.shape).toEqual(cpu.shape);
  expect(worstDifference(gpu.data, cpu.data)).toBeLessThanOrEqual(1e-4);
  expect(worstDifference(gpu.a, cpu.a)).toBeLessThanOrEqual(1e-4);
  // Padding positions carry no meaning, and nobody promises what is computed there.
  const real = gpu.tokenIds.flatMap((ids, b) => Array.from({ length: (ids.length + 2) * 3 }, (_, i) => b * gpu.shape[1] * 3 + i));
  expect(
    worstDifference(
      real.map((i) => gpu.b[i]),
      real.map((i) => cpu.b[i]),
    ),
  ).toBeLessThanOrEqual(1e-4);
  expect(gpu.classIds).toEqual(cpu.classIds);
  expect(gpu.tokenIds).toEqual(cpu.tokenIds);
});

test('a GPU that crashes in the middle of a job does not lose the job', async ({ page, site, browser }) => {
  await openLibrary(page, site);
  await page.evaluate(async () => {
    const encoder = await window.tandem.SentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { device: 'webgpu' });
    const state = { encoder, done: 0, job: undefined as unknown };
    const sentences = Array.from({ length: 40 }, (_, i) => `sentence number ${i} of forty`);
    state.job = encoder.encode(sentences, {
      batchSize: 4,
      onProgress: (p) => {
        if (p.stage === 'sentences') state.done = p.done;
      },
    });
    Object.assign(window, { state });
  });
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { state: { done: number } }).state.done), { timeout: 60_000 })
    .toBeGreaterThan(4);
  await (await browser.newBrowserCDPSession()).send('Browser.crashGpuProcess').catch(() => undefined);
  const result = await page.evaluate(async () => {
    const { state } = window as unknown as { state: { job: Promise<{ shape: number[] }>; encoder: SentenceTransformer } };
    const { shape } = await state.job;
    return { shape, status: state.encoder.deviceStatus };
  });
  expect(result.shape).toEqual([40, H]);
  expect(result.status).toMatchObject({ device: 'wasm', verified: true, note: expect.stringMatching(/GPU was lost/) });
});

test('a GPU that crashes in the middle of training costs an epoch: the run goes on on the CPU, and the model goes back to the GPU', async ({
  page,
  site,
  browser,
}) => {
  test.slow();
  await openLibrary(page, site);
  await page.evaluate(async () => {
    const { loadDataset, MultiTaskSentenceTransformer } = window.tandem;
    const rows = Array.from({ length: 24 }, (_, i) =>
      JSON.stringify({ text: i % 2 ? `Fire in hall ${i}` : `Lunch at ${i}`, label: 'ab'[i % 2], split: i < 16 ? 'train' : 'validation' }),
    );
    const dataset = await loadDataset(rows.join('\n'), 'jsonl');
    const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks: dataset.info.tasks, device: 'webgpu' });
    const state = { model, epochs: 0, before: model.deviceStatus, run: undefined as unknown };
    state.run = model.train(dataset, {
      epochs: 150,
      batchSize: 4,
      onProgress: ({ stage }) => {
        if (stage === 'epoch') state.epochs++;
      },
    });
    Object.assign(window, { state });
  });
  interface State {
    model: MultiTaskSentenceTransformer;
    epochs: number;
    before: { device: string };
    run: ReturnType<MultiTaskSentenceTransformer['train']>;
  }
  const inPage = <T>(read: (state: State) => T) => page.evaluate<Awaited<T>>(`(${read})(window.state)`);
  await expect.poll(() => inPage(({ epochs }) => epochs), { timeout: 90_000 }).toBeGreaterThan(2);
  expect(await inPage(({ before }) => before)).toMatchObject({ device: 'webgpu', verified: true });
  await (await browser.newBrowserCDPSession()).send('Browser.crashGpuProcess').catch(() => undefined);
  const run = await inPage(({ run }) =>
    run.then(({ status, note, history }) => ({ status, note, epochs: history.map(({ epoch }) => epoch) })),
  );
  expect(run).toMatchObject({
    status: 'finished',
    note: expect.stringMatching(/GPU was lost.* The run went on on the CPU, from the end of epoch/),
  });
  expect(run.epochs).toEqual(Array.from({ length: 150 }, (_, i) => i + 1));
  await expect
    .poll(() => inPage(({ model }) => model.deviceStatus), { timeout: 60_000 })
    .toMatchObject({ device: 'webgpu', verified: true });
});

test('a task kind of one’s own learns in the worker, also in one that is started later', async ({ page, site }) => {
  await openLibrary(page, site);
  const source = readFileSync(new URL('../examples/taskKind/urgency.js', import.meta.url), 'utf8');
  const run = await page.evaluate(async (code) => {
    const { loadDataset, MultiTaskSentenceTransformer, registerTask } = window.tandem;
    // The worker that this call starts ends with it.
    await registerTask(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
    const rows = Array.from({ length: 40 }, (_, i) =>
      JSON.stringify({ text: i % 2 ? `Fire in hall ${i}!` : `Lunch is at ${i}.`, urgency: i % 2 ? 0.9 : 0.1 }),
    );
    const dataset = await loadDataset(rows.join('\n'), 'jsonl', { tasks: { urgency: { kind: 'urgency' } } });
    const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks: dataset.info.tasks, device: 'wasm' });
    const { metrics } = await model.train(dataset, { epochs: 20 });
    await Promise.all([dataset.dispose(), model.dispose()]);
    return metrics;
  }, source);
  expect(run.urgency.agreement).toBeGreaterThan(0.8);
});
