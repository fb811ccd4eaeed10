/** Training through the library's face, in Node: a MessageChannel for the worker, the CPU and then the GPU. */
import { describe, expect, it } from 'vitest';
import type { Backend } from '../autodiff/backend';
import type { Span } from '../data/dataset';
import { splitWords } from '../data/words';
import { memoryCache } from '../storage/memoryCache';
import { nodeGpu } from '../testing/nodeGpu';
import { connect, nodeHost } from '../testing/nodeHost';
import type { RunDetails } from '../train/runs/runs';
import type { ComputeClient } from '../workers/client';
import type { Progress } from '../workers/protocol';
import { Dataset, loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer, type TrainCallOptions } from './MultiTaskSentenceTransformer';

const LABELS = ['Business', 'Science', 'Sports', 'World'];
const TAGS = ['O', 'B-LOC', 'I-LOC', 'B-ORG', 'I-ORG', 'B-PER', 'I-PER'];
const SEED = 4;

async function open(host = nodeHost(), taskB: object = {}) {
  const { client, close } = connect(host);
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', {
    taskA: { labels: LABELS },
    taskB: { labels: TAGS, ...taskB },
    device: 'wasm',
    seed: SEED,
    client,
  });
  const info = await client.call('loadDataset', { source: { kind: 'sample' } });
  return { model, client, sample: new Dataset({ client, release() {} }, info), close, host };
}

/** The sample with words of its own, as tags stand on them. */
async function tokenised(client: ComputeClient, sample: Dataset): Promise<Dataset> {
  const lines = await Promise.all(
    (['train', 'validation'] as const).map(async (split) =>
      (await sample.rows(split, 0, 1000)).map(({ text, labels }) => {
        const spans = labels.entities as Span[];
        const words = splitWords(text);
        const tokens = Array.from({ length: words.length / 2 }, (_, i) => text.slice(words[2 * i], words[2 * i + 1]));
        return JSON.stringify({ tokens, tags: tagsOf(text, words, spans), topic: labels.topic, split });
      }),
    ),
  );
  return loadDataset(lines.flat().join('\n'), 'jsonl', { client });
}

/** IOB2 tags of words, by the spans that they lie in. */
function tagsOf(text: string, words: Uint32Array, spans: Span[]): string[] {
  return Array.from({ length: words.length / 2 }, (_, i) => {
    const span = spans.find(({ start, end }) => start <= words[2 * i] && words[2 * i + 1] <= end);
    return span ? `${text.slice(span.start, words[2 * i]).trim() === '' ? 'B' : 'I'}-${span.label}` : 'O';
  });
}

const OPTIONS: TrainCallOptions = { epochs: 6, seed: SEED };

describe('train on the sample', () => {
  it('both heads learn, progress is told, and predictions are the trained heads’', async () => {
    const { model, sample, close } = await open();
    const before = await model.evaluate(sample);
    const progress: Progress[] = [];
    const run = await model.train(sample, { ...OPTIONS, onProgress: (event) => progress.push(event) });
    expect(run.status).toBe('finished');
    expect(run.history).toHaveLength(6);
    expect(run.metrics.taskA?.accuracy).toBeGreaterThan(0.8);
    expect(run.metrics.taskB?.f1).toBeGreaterThan(0.3);
    expect(before.taskA?.accuracy).toBeLessThan(0.5);
    const steps = progress.flatMap((event) => (event.stage === 'steps' ? event.points : []));
    expect(steps.map(({ step }) => step)).toEqual(steps.map((_, i) => i));
    expect(steps).toHaveLength(6 * Math.ceil(sample.info.summary.rows.train / 32));
    expect(progress.filter(({ stage }) => stage === 'epoch')).toHaveLength(6);
    // What is kept is each head's best epoch.
    const after = await model.evaluate(sample);
    expect(after.taskA?.macroF1).toBeCloseTo(Math.max(...run.history.map(({ validation }) => validation.taskA?.macroF1 ?? 0)), 6);
    expect(after.taskB?.f1).toBeCloseTo(Math.max(...run.history.map(({ validation }) => validation.taskB?.f1 ?? 0)), 6);
    const { items } = await model.predict(['The striker scored twice in the second half.']);
    expect(items[0].label).toBe('Sports');
    close();
  });

  it('the same seed gives the same run to the bit; features are computed once', async () => {
    const runs: RunDetails[] = [];
    const host = nodeHost();
    for (let i = 0; i < 2; i++) {
      const { model, sample, close } = await open(host);
      runs.push(await model.train(sample, { ...OPTIONS, epochs: 2 }));
      close();
    }
    const told = (run: RunDetails) => run.history.map(({ train, validation }) => ({ train, validation }));
    expect(told(runs[1])).toEqual(told(runs[0]));
    expect(await (await host.cache('features')).list()).toHaveLength(2);
  });

  it('a frozen head stays as it was and is still evaluated; everything frozen is an evaluation', async () => {
    const { model, sample, close } = await open();
    const before = await model.evaluate(sample);
    const run = await model.train(sample, { ...OPTIONS, epochs: 2, freeze: { taskA: true } });
    expect(run.history.map(({ validation }) => validation.taskA)).toEqual([before.taskA, before.taskA]);
    // By the head's name, or by the one that the data has for it.
    const frozen = await model.train(sample, { ...OPTIONS, freeze: { topic: true, taskB: true } });
    expect(frozen.history).toEqual([]);
    expect(frozen.metrics).toEqual(await model.evaluate(sample));
    expect(frozen.note).toMatch(/evaluated and not trained/);
    close();
  });

  it('a learned mix of all layers and constrained decoding', async () => {
    const { model, client, sample, close } = await open(nodeHost(), { layers: 'mix', decoding: 'iob2' });
    const { metrics } = await model.train(await tokenised(client, sample), OPTIONS);
    expect(metrics.taskB?.f1).toBeGreaterThan(0.5);
    expect(metrics.taskB?.wordF1).toBeGreaterThan(0.5);
    expect(metrics.taskB?.wordStrictF1).toBe(metrics.taskB?.wordF1);
    const { items } = await model.predict(['Angela Merkel met the board of Siemens in Munich.']);
    expect(items[0].entities.map(({ text }) => text)).toContain('Munich');
    close();
  });

  it('random labels stay at chance', async () => {
    const { model, client, close } = await open();
    const info = await client.call('loadDataset', { source: { kind: 'toy' } });
    const toy = new Dataset({ client, release() {} }, info);
    const run = await model.train(toy, { ...OPTIONS, epochs: 10 });
    const chance = 1 / 4;
    // Of words: what the most frequent label alone would reach.
    const rows = await toy.rows('validation', 0, 1000);
    const tags = rows.flatMap(({ text, words = new Uint32Array(), labels }) => tagsOf(text, words, labels.entities as Span[]));
    const share = Math.max(...[...new Set(tags)].map((tag) => tags.filter((other) => other === tag).length)) / tags.length;
    expect(share).toBeLessThan(0.3);
    // The best of ten epochs on few rows: three standard deviations above chance.
    expect(run.metrics.taskA?.accuracy).toBeLessThan(chance + 3 * Math.sqrt((chance * (1 - chance)) / info.summary.rows.validation));
    expect(run.metrics.taskB?.tokenAccuracy).toBeLessThan(share + 0.06);
    close();
  });

  for (const [name, more] of Object.entries({
    uncertainty: { balance: 'uncertainty' },
    alternating: { batching: 'alternating' },
    'all pieces': { tasks: { taskB: { labelAllPieces: true } } },
    'a cosine with warm-up': { schedule: 'cosine', warmupRatio: 0.1 },
  } satisfies Record<string, TrainCallOptions>)) {
    it(`learns with ${name}`, async () => {
      const { model, client, sample, close } = await open();
      const run = await model.train(await tokenised(client, sample), { ...OPTIONS, ...more });
      expect(run.metrics.taskA?.accuracy).toBeGreaterThan(0.7);
      expect(run.metrics.taskB?.tokenAccuracy).toBeGreaterThan(0.8);
      close();
    });
  }

  it('early stopping ends the run when the metric has not risen', async () => {
    const { model, sample, close } = await open();
    const run = await model.train(sample, {
      ...OPTIONS,
      epochs: 200,
      learningRate: { topic: 0.02, entities: 0.02 },
      earlyStopping: { metric: 'topic.accuracy', patience: 3 },
    });
    expect(run.options).toMatchObject({ earlyStopping: { metric: 'taskA.accuracy' }, tasks: { taskA: { learningRate: 0.02 } } });
    expect(run.status).toBe('stopped early');
    expect(run.history.length - (run.best.taskA?.epoch ?? 0)).toBe(3);
    close();
  });
});

describe('what must not happen', () => {
  it('a learning rate of 1e9: the run ends in words, the heads are finite', async () => {
    const { model, sample, close } = await open();
    const run = await model.train(sample, { ...OPTIONS, learningRate: 1e9, weightDecay: 10, maxGradNorm: 0, epochs: 40 });
    expect(run.status).toBe('diverged');
    expect(run.note).toMatch(/^The loss is no longer a number in epoch \d+, so the run was ended\. .* Lower the learning rate/);
    const { items } = await model.predict(['Still an answer.']);
    for (const score of items[0].scores) expect(score).toBeGreaterThanOrEqual(0);
    close();
  });

  it('a pause holds the run, and Stop ends it all the same', async () => {
    const { model, sample, close } = await open();
    const controller = new AbortController();
    let epochs = 0;
    let paused = false;
    const run = await model.train(sample, {
      ...OPTIONS,
      epochs: 500,
      signal: controller.signal,
      onProgress(event) {
        if (event.stage !== 'epoch') return;
        epochs++;
        if (epochs === 2) {
          void model.pauseTraining().then(() => {
            paused = true;
            const at = epochs;
            setTimeout(() => {
              expect(epochs).toBeLessThanOrEqual(at + 1);
              controller.abort();
            }, 300);
          });
        }
      },
    });
    expect(paused).toBe(true);
    expect(run.status).toBe('stopped');
    expect(run.history.length).toBeGreaterThanOrEqual(2);
    expect(run.history.length).toBeLessThan(400);
    close();
  });

  it('options and data that make no sense are refused in a sentence', async () => {
    const { model, client, sample, close } = await open();
    await expect(model.train(sample, { epochs: 0 })).rejects.toThrow('epochs is 0; it must be a whole number of at least 1.');
    await expect(model.train(sample, { schedule: 'steep' as 'linear' })).rejects.toThrow(
      'schedule is steep; it must be one of constant, linear, cosine.',
    );
    await expect(model.train(sample, { freeze: { encoder: true }, unfreeze: { layers: 2 } })).rejects.toThrow('contradict each other');
    await expect(model.train(sample, { unfreeze: { layers: -1 } })).rejects.toThrow('unfreeze.layers is -1; it must be a whole number');
    const backwards = [2, 1].map((layers, i) => ({ epoch: i + 1, layers }));
    await expect(model.train(sample, { unfreeze: { layers: 2, stages: backwards } })).rejects.toThrow('let no stage close a layer again');
    const load = (rows: object[]) => loadDataset(rows.map((row) => JSON.stringify(row)).join('\n'), 'jsonl', { client });
    const other = await load(['x', 'y', 'x', 'y'].map((label, i) => ({ text: `row ${i}`, label })));
    await expect(model.train(other)).rejects.toThrow('The data set has "x" for the task taskA, which the model’s head does not have');
    const bare = await load([{ text: 'one' }, { text: 'two' }]);
    await expect(model.train(bare)).rejects.toThrow(
      'The data set has no label for any of this model’s tasks (taskA: classification, taskB: entities). It has no labels at all.',
    );
    const single = await load([{ text: 'one', label: 'World', split: 'train' }]);
    await expect(model.train(single)).rejects.toThrow('The validation split is empty.');
    expect(single.info.problems.map(({ message }) => message)).toContain('label is not a task: it has one label only, "World"');
    await expect(client.call('train', { handle: 1, dataset: single.info.dataset, freshHeads: true })).rejects.toThrow(
      'There is nothing to learn from this data set',
    );
    close();
  });

  it('storage that is full or refused: the run is used, and says that it is forgotten', async () => {
    const cache = async (kind: string) => {
      if (kind === 'features') throw new Error('refused');
      return memoryCache(kind === 'runs' ? 100 : undefined);
    };
    const { model, sample, close } = await open(nodeHost({ cache }));
    const run = await model.train(sample, { ...OPTIONS, epochs: 2 });
    expect(run.status).toBe('finished');
    expect(run.unkept).toMatch(/^The run could not be kept for the next visit: There is no room left/);
    close();
  });

  it('a kept run is there after a reload, weights, settings and history, and answers the same', async () => {
    const host = nodeHost();
    const first = await open(host);
    const trained = await first.model.train(first.sample, { ...OPTIONS, epochs: 3 });
    const sentence = ['Shares in the airline fell by a fifth.'];
    const expected = await first.model.predict(sentence);
    first.close();
    const { model, client, close } = await open(host);
    const [run] = await client.call('runs', undefined);
    expect(run).toMatchObject({
      id: trained.id,
      status: 'finished',
      options: trained.options,
      history: trained.history,
      metrics: trained.metrics,
    });
    expect(await model.predict(sentence)).not.toEqual(expected);
    await client.call('useRun', { handle: (model as unknown as { handle: number }).handle, run: run.id });
    expect(await model.predict(sentence)).toEqual(expected);
    await client.call('removeRun', { run: run.id });
    expect(await client.call('runs', undefined)).toEqual([]);
    close();
  });
});

const gpu = await nodeGpu();
describe.skipIf(!gpu)('on the GPU', () => {
  it('a device lost in the middle: the run goes on on the CPU and says so', async () => {
    const { Encoder } = await import('../inference/encoder');
    const { openModel } = await import('../model/model');
    const { bundledModel } = await import('../model/bundled');
    const { cpuBackend } = await import('../autodiff/cpuBackend');
    const { gpuBackend } = await import('../autodiff/gpuBackend');
    const { completeOptions } = await import('../train/plan/options');
    const { createHead } = await import('../tasks/head');
    const { assignTasks } = await import('../tasks/fromData');
    const { createTask, kindsOf } = await import('../train/plan/task');
    const { FeatureCache } = await import('../train/data/featureCache');
    const { prepareSplits } = await import('../train/data/prepare');
    const { HeadLearner } = await import('../train/learners/headLearner');
    const { train } = await import('../train/runs/loop');
    const { sampleDataset } = await import('../data/builtIn');
    const { CUT } = await import('../inference/reading');
    const host = nodeHost();
    const encoder = await Encoder.open(await openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch)), host, {
      device: 'wasm',
    });
    const sample = await sampleDataset();
    const [classes] = sample.columns.filter(({ values }) => values === 'names');
    const dataset = assignTasks(sample, { [classes.name]: { name: 'taskA' } });
    const run = async (loseIn?: number) => {
      const own = await nodeGpu();
      if (!own) throw new Error('the adapter is gone');
      const head = createHead('taskA', { kind: 'classification', labels: LABELS }, encoder.shape, SEED);
      const options = completeOptions({ epochs: 4, seed: SEED }, kindsOf([head]));
      const tasks = [createTask(head, options)];
      const { train: rows, validation } = dataset;
      const cache = new FeatureCache(() => host.cache('features'));
      const job = { signal: new AbortController().signal, onProgress() {} };
      const splits = await prepareSplits(encoder, { train: rows, validation }, [head], CUT, cache, job);
      let isLost = false;
      const events = {
        onEpoch({ epoch }: { epoch: number }) {
          if (epoch !== loseIn) return;
          isLost = true;
          own.device.destroy();
        },
      };
      const learner = (backend: Backend) => new HeadLearner(backend, { tasks, ...splits, options });
      const backend = () => (isLost ? cpuBackend() : gpuBackend(own.device));
      return train({ backend, tasks, train: splits.train.encoded, learner, options, events });
    };
    const [whole, lost] = [await run(), await run(2)];
    expect(lost.note).toMatch(/The GPU was lost .* The run went on on the CPU, from the end of epoch 2\./);
    expect(lost.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    for (const [i, { train: losses }] of lost.history.entries()) expect(losses.total).toBeCloseTo(whole.history[i].train.total, 4);
  });
});
