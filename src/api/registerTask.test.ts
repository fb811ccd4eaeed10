/** Task kinds of one's own, by the URL of their module. */
import { beforeAll, describe, expect, it } from 'vitest';
import { startInProcess } from '../node/inProcess';
import { nodeHost } from '../testing/nodeHost';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';
import { registerTask } from './registerTask';
import { startWorkersBy } from './sharedWorker';

const URGENCY = new URL('../../examples/taskKind/urgency.js', import.meta.url);
const moduleOf = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
let started = 0;

beforeAll(() =>
  startWorkersBy(() => {
    started++;
    return startInProcess(nodeHost());
  }),
);

describe('a registered kind', () => {
  it('learns in every worker that is started from then on', async () => {
    expect(await registerTask(URGENCY)).toMatchObject({ kind: 'urgency', metrics: [{ id: 'agreement' }] });
    const rows = Array.from({ length: 40 }, (_, i) =>
      JSON.stringify({ text: i % 2 ? `Fire in hall ${i}!` : `Lunch at ${i}.`, urgency: i % 2 ? 0.9 : 0.1 }),
    );
    const dataset = await loadDataset(rows.join('\n'), 'jsonl', { tasks: { urgency: { kind: 'urgency' } } });
    const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks: dataset.info.tasks, device: 'wasm' });
    const { metrics } = await model.train(dataset, { epochs: 20 });
    expect(metrics.urgency.agreement).toBeGreaterThan(0.8);
    expect(started).toBe(2);
    await Promise.all([dataset.dispose(), model.dispose()]);
  });

  it('is the same when it is registered again', async () => {
    await expect(registerTask(URGENCY.href)).resolves.toMatchObject({ kind: 'urgency' });
  });
});

describe('what is refused, in words', () => {
  it.each([
    ['a module that is not there', new URL('./missing.js', import.meta.url), /missing\.js cannot be used: its module cannot be imported/],
    ['no default export', moduleOf('export const kind = 1'), /its default export has to be a function/],
    [
      'something else than a kind',
      moduleOf('export default () => ({ kind: "odd", reads: [] })'),
      /: title, .*reads.* are missing or of the wrong type\./,
    ],
    ['a function that fails', moduleOf('export default () => { throw new Error("no luck") }'), /cannot be used: no luck\./],
  ])('%s', async (_, url, message) => {
    await expect(registerTask(url)).rejects.toMatchObject({ code: 'bad-input', message: expect.stringMatching(message) });
  });

  it('a name that is taken', async () => {
    const { default: make } = (await import(/* @vite-ignore */ URGENCY.href)) as { default: unknown };
    const code = `export default (tools) => ({ ...(${String(make)})(tools), kind: 'regression' })`;
    await expect(registerTask(moduleOf(code))).rejects.toThrow('a task kind "regression" is registered already');
  });

  it.each([[(tools: unknown) => tools], ['./kind.js']])('%s, which is not a URL', async (module) => {
    await expect(registerTask(module as string)).rejects.toThrow('registered by the URL of its module');
  });
});
