/**
 * What few labels teach, through the library in a browser without a GPU: logistic regression on the frozen encoder, and the same
 * after contrastive fine-tuning. Rows are drawn by seed; what is left of the file, up to TEST rows, is the test.
 * DATA=trec,sst2 PER_CLASS=8,16 SEEDS=0,1,2 TEST=1000 npm run bench -- fewLabels
 */
import { expect } from '@playwright/test';
import { openLibrary, test } from '../e2e/support/test';
import { drawn, type LabelledText, labelledTexts } from './support/data';

const { DATA = 'trec,sst2', PER_CLASS = '8', SEEDS = '0', TEST = '1000' } = process.env;

const WAYS = { frozen: {}, contrastive: { contrastive: true } } as const;

for (const name of DATA.split(',')) {
  for (const perClass of PER_CLASS.split(',').map(Number)) {
    test(`${name}, ${perClass} labels per class`, async ({ page, site }) => {
      const all = labelledTexts(name);
      test.skip(!all, `../shared/data/${name} is not there`);
      await openLibrary(page, site);
      for (const seed of SEEDS.split(',').map(Number)) {
        const { taken, left } = drawn(all ?? [], perClass, seed);
        const line = (split: string) => (row: LabelledText) => JSON.stringify({ ...row, split });
        const rows = [...taken.map(line('train')), ...left.slice(0, Number(TEST)).map(line('test'))].join('\n');
        for (const [way, options] of Object.entries(WAYS)) {
          const { accuracy, seconds, losses } = await page.evaluate(
            async ({ rows, options, seed }) => {
              const { MultiTaskSentenceTransformer, loadDataset } = window.tandem;
              const dataset = await loadDataset(rows, 'jsonl');
              const tasks = { label: { ...dataset.info.tasks.label, head: 'logistic' } };
              const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', seed });
              const started = performance.now();
              const { test, history } = await model.train(dataset, { ...options, validation: 'none', seed });
              const seconds = (performance.now() - started) / 1000;
              await Promise.all([model.dispose(), dataset.dispose()]);
              return { accuracy: test?.label.accuracy ?? 0, seconds, losses: history.map(({ train }) => train.total.toFixed(3)) };
            },
            { rows, options, seed },
          );
          console.log(`seed ${seed}, ${way}: ${(100 * accuracy).toFixed(1)} in ${seconds.toFixed(0)} s ${losses.join(' ')}`);
          // Better than the most frequent class of either data set.
          expect(accuracy).toBeGreaterThan(name === 'trec' ? 0.25 : 0.5);
        }
      }
    });
  }
}
