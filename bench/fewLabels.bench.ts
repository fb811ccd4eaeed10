/**
 * What few labels teach, through the library in a browser without a GPU: logistic regression on the frozen encoder, the same with
 * the names of the classes as examples, which needs no label, the same after contrastive fine-tuning, and whatever the page proposes
 * on this device (`auto`). Rows are drawn by seed; what is left of the file, up to TEST rows, is the test, and up to UNLABELLED
 * rows after those are there without their labels. Seconds include that the test rows are answered. The calibration error says how
 * far the heads' probabilities are from how often they are right on the test rows.
 * DATA=trec,sst2,snips,banking77 PER_CLASS=0,1,8,16 WAYS=frozen,names,contrastive,auto SEEDS=0,1,2 TEST=1000 UNLABELLED=0 npm run bench -- fewLabels
 */
import { expect } from '@playwright/test';
import { openLibrary, test } from '../e2e/support/test';
import { reliabilityOf } from '../src/tasks/metrics/reliability';
import { drawn, labelledTexts } from './support/data';

const {
  DATA = 'trec,sst2',
  PER_CLASS = '8',
  WAYS = 'frozen,names,contrastive,auto',
  SEEDS = '0',
  TEST = '1000',
  UNLABELLED = '0',
} = process.env;

const OPTIONS = {
  frozen: { head: 'logistic', validation: 'none' },
  names: { head: 'names', validation: 'none' },
  contrastive: { head: 'logistic', validation: 'none', contrastive: true },
  auto: { head: undefined, recipe: 'auto' },
} as const;

for (const name of DATA.split(',')) {
  for (const perClass of PER_CLASS.split(',').map(Number)) {
    test(`${name}, ${perClass} labels per class`, async ({ page, site }) => {
      const all = labelledTexts(name);
      test.skip(!all, `../shared/data/${name} is not there`);
      await openLibrary(page, site);
      const labels = [...new Set((all ?? []).map(({ label }) => label))].sort();
      for (const seed of SEEDS.split(',').map(Number)) {
        const { taken, left } = drawn(all ?? [], perClass, seed);
        const line = (split: string) => (row: object) => JSON.stringify({ ...row, split });
        // One text without a label lets there be something to train on where none has one.
        const unlabelled = [...left.slice(Number(TEST), Number(TEST) + Number(UNLABELLED)), left[left.length - 1]];
        const train = [...unlabelled.map(({ text }) => ({ text })), ...taken].map(line('train'));
        const tested = left.slice(0, Number(TEST));
        const rows = [...train, ...tested.map(line('test'))].join('\n');
        for (const way of WAYS.split(',') as (keyof typeof OPTIONS)[]) {
          if (perClass === 0 && way !== 'names' && way !== 'auto') continue;
          const { accuracy, claims, seconds, losses, recipe, note } = await page.evaluate(
            async ({ rows, tested, options: { head, ...options }, labels, seed }) => {
              const { MultiTaskSentenceTransformer, loadDataset } = window.tandem;
              const dataset = await loadDataset(rows, 'jsonl');
              const tasks = { label: { kind: 'classification', labels, ...(head ? { head } : {}) } };
              const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', seed });
              const started = performance.now();
              const { test, history, recipe, note } = await model.train(dataset, { ...options, seed });
              const seconds = (performance.now() - started) / 1000;
              const { items } = await model.predict(tested.map(({ text }) => text));
              await Promise.all([model.dispose(), dataset.dispose()]);
              return {
                claims: items.map(({ scores, label }, i) => ({ confidence: Math.max(...scores), right: label === tested[i].label })),
                accuracy: test?.label.accuracy ?? 0,
                seconds,
                losses: history.map(({ train }) => train.total.toFixed(3)),
                recipe: recipe?.title,
                note,
              };
            },
            { rows, tested, options: OPTIONS[way], labels, seed },
          );
          console.log(
            `seed ${seed}, ${way}${recipe ? ` (${recipe})` : ''}: ${(100 * accuracy).toFixed(1)}, calibration error ${(100 * reliabilityOf(claims).error).toFixed(1)}, in ${seconds.toFixed(0)} s ${losses.join(' ')} ${note}`,
          );
          // Better than the most frequent class, wherever there are labels or the names say something.
          if (perClass > 0) expect(accuracy).toBeGreaterThan(name === 'sst2' ? 0.5 : 0.25);
        }
      }
    });
  }
}
