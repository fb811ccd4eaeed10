/**
 * What an encoder learns on real sentences, through the library in a browser without a GPU, and in PyTorch where TANDEM_PYTHON
 * is set (support/pytorch). Settings come from the environment:
 * DATA=snips LAYERS=2 TRAIN=256 VALIDATION=128 SEEDS=0,1,2 npm run bench -- finetune
 * LAYERS=0 trains the heads alone; MIX=1 has the token head read a mix of all layers and answer in well-formed sequences. Figures are
 * those of the epoch that is kept; a row is right where class and entities are.
 */
import { expect } from '@playwright/test';
import { openLibrary, test } from '../e2e/support/test';
import { spansOfTags } from '../src/data/tagSchemes';
import { joinTokens } from '../src/data/words';
import type { Metrics } from '../src/tasks/taskMetrics';
import { type TaggedRow, tagged } from './support/data';
import { comparesWithPyTorch, inPyTorch } from './support/pytorch';

const { DATA = 'snips', LAYERS = '2', TRAIN = '256', VALIDATION = '128', SEEDS = '0', EPOCHS = '3', MIX } = process.env;

const train = tagged(DATA, 'train');
const dev = tagged(DATA, 'dev');

test(`${DATA}, top ${LAYERS} layers, ${TRAIN} sentences`, async ({ page, site }) => {
  test.skip(!train || !dev, `../shared/data/${DATA} is not there`);
  const all = [...(train ?? []), ...(dev ?? [])];
  const labels = [...new Set(all.flatMap(({ label }) => label ?? []))].sort();
  const hasClasses = labels.length > 0;
  const order = (tag: string) => `${Number(tag !== 'O')}${tag.slice(2)} ${tag}`;
  const tags = [...new Set(all.flatMap((row) => row.tags))].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const held = (dev ?? []).slice(0, Number(VALIDATION));
  const rows = [
    ...(train ?? []).slice(0, Number(TRAIN)).map((row) => ({ ...row, split: 'train' })),
    ...held.map((row) => ({ ...row, split: 'validation' })),
  ];
  await openLibrary(page, site);
  const found: Scores[] = [];
  const python: Scores[] = [];
  for (const seed of SEEDS.split(',').map(Number)) {
    const { metrics, answers, seconds, padding } = await page.evaluate(
      async ({ text, labels, hasClasses, tags, texts, layers, epochs, seed, mixes, compares }) => {
        const { MultiTaskSentenceTransformer, loadDataset } = window.tandem;
        const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', {
          ...(hasClasses ? { taskA: { labels } } : {}),
          taskB: { labels: tags, ...(mixes ? { layers: 'mix', decoding: 'iob2' } : { decoding: 'argmax' }) },
          device: 'wasm',
          seed,
        });
        const dataset = await loadDataset(text, 'jsonl');
        const learningRate = { ...(hasClasses ? { taskA: 1e-3 } : {}), taskB: 1e-2, encoder: 1e-4 };
        const depth = layers > 0 ? { unfreeze: { layers } } : {};
        const settings = { epochs, batchSize: 16, seed, learningRate, schedule: 'linear', warmupRatio: 0.1, ...depth } as const;
        if (compares) Object.assign(window, { project: (await model.save('pytorch-project', { dataset, training: settings })).blob });
        const { metrics, history } = await model.train(dataset, settings);
        const { items } = await model.predict(texts);
        await Promise.all([model.dispose(), dataset.dispose()]);
        return {
          metrics,
          answers: items.map(({ label, entities }) => ({ label, entities })),
          seconds: history.map((epoch) => epoch.seconds),
          padding: history[0].paddingAvoided,
        };
      },
      {
        text: rows.map((row) => JSON.stringify(row)).join('\n'),
        labels,
        hasClasses,
        tags,
        texts: held.map(({ tokens }) => joinTokens(tokens).text),
        layers: Number(LAYERS),
        epochs: Number(EPOCHS),
        seed,
        mixes: MIX !== undefined,
        compares: comparesWithPyTorch,
      },
    );
    const scores = scoresOf(metrics);
    const right = held.filter((row, i) => isRight(row, answers[i])).length;
    found.push(scores);
    console.log(
      seed,
      told(scores),
      `${((100 * right) / held.length).toFixed(1)} % of rows right,`,
      `epochs of ${seconds.map((s) => s.toFixed(1)).join(', ')} s, ${(100 * padding).toFixed(0)} % padding avoided`,
    );
    const torch = await inPyTorch(page);
    if (!torch) continue;
    python.push(scoresOf(torch.validation));
    console.log(seed, `PyTorch: ${told(python[python.length - 1])}`);
  }
  console.log('mean', told(meanOf(found)));
  if (python.length > 0) console.log(`mean PyTorch: ${told(meanOf(python))}`);
  if (hasClasses) expect(meanOf(found).accuracy).toBeGreaterThan(2 / labels.length);
  expect(meanOf(found).entityF1).toBeGreaterThan(0.1);
});

interface Scores {
  /** Of classes, where the data has any. */
  accuracy?: number;
  macroF1?: number;
  entityF1: number;
}

function scoresOf({ taskA, taskB }: Metrics): Scores {
  return { ...(taskA ? { accuracy: taskA.accuracy, macroF1: taskA.macroF1 } : {}), entityF1: taskB.wordF1 };
}

interface Answer {
  label?: string;
  entities: { label: string; start: number; end: number }[];
}

function isRight({ tokens, tags, label }: TaggedRow, answer: Answer): boolean {
  const { words } = joinTokens(tokens);
  const spans = (all: Answer['entities']) => JSON.stringify(all.map(({ start, end, label }) => [start, end, label]));
  return (label === undefined || answer.label === label) && spans(spansOfTags(tags, words)) === spans(answer.entities);
}

function meanOf(all: Scores[]): Scores {
  const mean = (name: keyof Scores) => all.reduce((sum, scores) => sum + (scores[name] ?? 0), 0) / all.length;
  return {
    ...(all[0].accuracy === undefined ? {} : { accuracy: mean('accuracy'), macroF1: mean('macroF1') }),
    entityF1: mean('entityF1'),
  };
}

const told = (scores: Scores) =>
  Object.entries(scores)
    .map(([name, value]) => `${name} ${(100 * value).toFixed(1)}`)
    .join(', ');
