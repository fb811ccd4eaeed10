/** A run as it was kept before tasks had names of their own. */
import { expect, it } from 'vitest';
import { type FileCache, writeFile } from '../../model/fileCache';
import { writeSafetensors } from '../../model/safetensorsWriter';
import { memoryCache } from '../../storage/memoryCache';
import { RunStore } from './runs';

const scores = { precision: 1, recall: 0.5, f1: 2 / 3, support: 2 };
const validation = {
  taskA: {
    accuracy: 0.5,
    macroF1: 0.4,
    confusion: [
      [1, 0],
      [1, 0],
    ],
    perClass: [scores, scores],
    count: 2,
    loss: 0.7,
  },
  taskB: {
    loss: 0.3,
    tokenAccuracy: 0.9,
    precision: 0.5,
    recall: 0.5,
    f1: 0.5,
    perType: { PER: scores },
    strict: { ...scores, f1: 0.6 },
    count: 9,
  },
};
const EARLIER = {
  id: 'old',
  started: 1,
  model: 'all-MiniLM-L6-v2',
  device: 'CPU',
  dataset: { name: 'few.jsonl', train: 8, validation: 2, digest: 'x' },
  options: {
    epochs: 1,
    batchSize: 4,
    learningRate: { taskA: 1e-3, taskB: 1e-2, encoder: 2e-5 },
    freeze: { encoder: true, taskA: true, taskB: false },
    lambdaA: 0.3,
    lambdaB: 0.7,
    labelAllPieces: false,
    seed: 4,
  },
  heads: {
    taskA: { type: 'sentenceClassification', labels: ['x', 'y'] },
    taskB: { type: 'tokenClassification', labels: ['O', 'B-PER', 'I-PER'], decoding: 'iob2' },
  },
  status: 'finished',
  history: [{ epoch: 1, train: { taskA: 0.6, taskB: 0.4, total: 0.46, gradNorm: 1 }, validation, rateFactor: 1, seconds: 1 }],
  best: { taskA: { epoch: 1, score: 0.4 }, taskB: { epoch: 1, score: 0.5 } },
  metrics: validation,
  sentences: [{ text: 'a', gold: 0, predicted: 1 }],
};

async function kept(run: object): Promise<FileCache> {
  const cache = memoryCache();
  await writeFile(cache.folder('old'), 'heads.0.safetensors', writeSafetensors([]));
  await writeFile(cache.folder('old'), 'run.0.json', new TextEncoder().encode(JSON.stringify({ saved: 1, run })));
  return cache;
}

it('is read as a run of two tasks, with its figures and answers', async () => {
  const cache = await kept(EARLIER);
  const store = new RunStore(async () => cache);
  const run = (await store.load('old'))?.run;
  expect(run?.tasks).toMatchObject({
    taskA: { kind: 'classification', labels: ['x', 'y'] },
    taskB: { kind: 'entities', labels: ['O', 'B-PER', 'I-PER'], decoding: 'iob2', units: 'words', layers: 'last' },
  });
  expect(run?.metrics).toEqual({
    taskA: { accuracy: 0.5, macroF1: 0.4, count: 2, loss: 0.7 },
    taskB: { loss: 0.3, tokenAccuracy: 0.9, precision: 0.5, recall: 0.5, f1: 0.5, count: 9, wordF1: 0.5, wordStrictF1: 0.6 },
  });
  expect(run?.options.tasks).toEqual({
    taskA: { weight: 0.3, learningRate: 1e-3, freeze: true },
    taskB: { weight: 0.7, learningRate: 1e-2, freeze: false },
  });
  expect(run?.history[0].train).toEqual({ losses: { taskA: 0.6, taskB: 0.4 }, total: 0.46, gradNorm: 1 });
  expect(run?.answers).toEqual({ taskA: [{ text: 'a', gold: 'x', answer: 'y' }] });
  expect((await store.list())[0]).toMatchObject({ id: 'old', best: { taskB: { epoch: 1, score: 0.5, loss: 0.3 } } });
});
