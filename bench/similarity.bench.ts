/**
 * What an encoder learns from scored pairs of sentences, through the library in a browser without a GPU, and in PyTorch where
 * TANDEM_PYTHON is set (support/pytorch). Settings come from the environment:
 * TRAIN=800 VALIDATION=700 EPOCHS=2 RATE=2e-5 SEEDS=0,1,2 npm run bench -- similarity
 */
import { expect } from '@playwright/test';
import { openLibrary, test } from '../e2e/support/test';
import { scoredPairs } from './support/data';
import { comparesWithPyTorch, inPyTorch } from './support/pytorch';

const { TRAIN = '800', VALIDATION = '700', EPOCHS = '2', RATE = '2e-5', SEEDS = '0' } = process.env;

const rows = scoredPairs();

test(`STS-B, all layers, ${TRAIN} pairs`, async ({ page, site }) => {
  test.skip(!rows, '../shared/data/stsb is not there');
  const files = [
    { name: 'train.csv', text: rows?.slice(0, Number(TRAIN)).join('\n') ?? '' },
    { name: 'dev.csv', text: rows?.slice(Number(TRAIN), Number(TRAIN) + Number(VALIDATION)).join('\n') ?? '' },
  ];
  await openLibrary(page, site);
  for (const seed of SEEDS.split(',').map(Number)) {
    const { tasks, before, epochs } = await page.evaluate(
      async ({ files, epochs, encoder, seed, compares }) => {
        const { MultiTaskSentenceTransformer, loadDataset } = window.tandem;
        const dataset = await loadDataset(files.map(({ name, text }) => new File([text], name)));
        const { tasks } = dataset.info;
        const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', seed });
        const before = await model.evaluate(dataset);
        const settings = { epochs, batchSize: 16, seed, learningRate: { encoder }, unfreeze: { layers: 'all' } } as const;
        if (compares) Object.assign(window, { project: (await model.save('pytorch-project', { dataset, training: settings })).blob });
        const { history } = await model.train(dataset, settings);
        await Promise.all([model.dispose(), dataset.dispose()]);
        return { tasks, before, epochs: history.map(({ validation, seconds }) => ({ validation, seconds })) };
      },
      { files, epochs: Number(EPOCHS), encoder: Number(RATE), seed, compares: comparesWithPyTorch },
    );
    const [name] = Object.keys(tasks);
    expect(tasks[name].kind).toBe('similarity');
    console.log(`seed ${seed}, before:`, correlations(before[name]));
    for (const [i, { validation, seconds }] of epochs.entries()) {
      console.log(`seed ${seed}, epoch ${i + 1}:`, correlations(validation[name]), `in ${seconds.toFixed(0)} s`);
    }
    for (const { epoch, validation } of (await inPyTorch(page))?.history ?? []) {
      console.log(`seed ${seed}, epoch ${epoch} in PyTorch:`, correlations(validation[name]));
    }
    // The bundled model has seen pairs like these: training has little to add, and must not take away.
    for (const { validation } of epochs) expect(validation[name].spearman).toBeGreaterThan(before[name].spearman - 0.02);
  }
});

const correlations = ({ pearson, spearman }: Record<string, number>) => `Pearson ${pearson.toFixed(4)}, Spearman ${spearman.toFixed(4)}`;
