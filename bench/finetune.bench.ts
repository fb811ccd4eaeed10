/**
 * What an encoder learns on real sentences, through the library in a browser without a GPU: compare it with
 * reference/finetune.py, which does the same in PyTorch. Settings come from the environment, as its options do:
 * DATA=snips LAYERS=2 TRAIN=256 VALIDATION=128 SEEDS=0,1,2 npm run bench -- finetune
 * LAYERS=0 trains the heads alone.
 */
import { expect } from '@playwright/test';
import { openLibrary, test } from '../e2e/support/test';
import { tagged } from './support/data';

const { DATA = 'snips', LAYERS = '2', TRAIN = '256', VALIDATION = '128', SEEDS = '0', EPOCHS = '3' } = process.env;

const train = tagged(DATA, 'train');
const dev = tagged(DATA, 'dev');

test(`${DATA}, top ${LAYERS} layers, ${TRAIN} sentences`, async ({ page, site }) => {
  test.skip(!train || !dev, `../shared/data/${DATA} is not there`);
  const all = [...(train ?? []), ...(dev ?? [])];
  const labels = [...new Set(all.map(({ label }) => label))].sort();
  const order = (tag: string) => `${Number(tag !== 'O')}${tag.slice(2)} ${tag}`;
  const tags = [...new Set(all.flatMap((row) => row.tags))].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const rows = [
    ...(train ?? []).slice(0, Number(TRAIN)).map((row) => ({ ...row, split: 'train' })),
    ...(dev ?? []).slice(0, Number(VALIDATION)).map((row) => ({ ...row, split: 'validation' })),
  ];
  await openLibrary(page, site);
  const found: Record<'accuracy' | 'macroF1' | 'entityF1', number>[] = [];
  for (const seed of SEEDS.split(',').map(Number)) {
    const { scores, seconds, padding } = await page.evaluate(
      async ({ text, labels, tags, layers, epochs, seed }) => {
        const { MultiTaskSentenceTransformer, loadDataset } = window.tandem;
        const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', {
          taskA: { labels },
          taskB: { labels: tags, decoding: 'argmax' },
          device: 'wasm',
          seed,
        });
        const dataset = await loadDataset(text, 'jsonl');
        const learningRate = { taskA: 1e-3, taskB: 1e-2, encoder: 1e-4 };
        const depth = layers > 0 ? { unfreeze: { layers } } : {};
        const settings = { epochs, batchSize: 16, seed, learningRate, schedule: 'linear', warmupRatio: 0.1, ...depth } as const;
        const { metrics, history } = await model.train(dataset, settings);
        await Promise.all([model.dispose(), dataset.dispose()]);
        const { accuracy = 0, macroF1 = 0 } = metrics.taskA ?? {};
        return {
          scores: { accuracy, macroF1, entityF1: metrics.taskB?.wordF1 ?? 0 },
          seconds: history.map((epoch) => epoch.seconds),
          padding: history[0].paddingAvoided,
        };
      },
      { text: rows.map((row) => JSON.stringify(row)).join('\n'), labels, tags, layers: Number(LAYERS), epochs: Number(EPOCHS), seed },
    );
    found.push(scores);
    console.log(
      seed,
      told(scores),
      `epochs of ${seconds.map((s) => s.toFixed(1)).join(', ')} s, ${(100 * padding).toFixed(0)} % padding avoided`,
    );
  }
  const mean = (name: 'accuracy' | 'macroF1' | 'entityF1') => found.reduce((sum, scores) => sum + scores[name], 0) / found.length;
  console.log('mean', told({ accuracy: mean('accuracy'), macroF1: mean('macroF1'), entityF1: mean('entityF1') }));
  expect(mean('accuracy')).toBeGreaterThan(2 / labels.length);
});

const told = (scores: Record<string, number>) =>
  Object.entries(scores)
    .map(([name, value]) => `${name} ${(100 * value).toFixed(1)}`)
    .join(', ');
