/**
 * What few sentences with marked entities teach, through the library in a browser without a GPU: by recipe, `auto` for the one that
 * the page proposes on this device. Sentences are drawn by seed; the next TEST ones of the file are the test. Seconds include that
 * these are answered. JOINT=1 has the sentences' classes learn beside the entities.
 * DATA=joint4x7_crossner,snips,btc SENTENCES=20,50,100 RECIPES=frozenHeads,auto SEEDS=0,1,2 TEST=300 npm run bench -- fewEntities
 */
import { expect } from '@playwright/test';
import { openLibrary, test } from '../e2e/support/test';
import { Random } from '../src/random';
import type { RecipeName } from '../src/train/plan/recipes/registry';
import { tagged } from './support/data';

const { DATA = 'joint4x7_crossner', SENTENCES = '20,50,100', RECIPES = 'frozenHeads,auto', SEEDS = '0', TEST = '300', JOINT } = process.env;

for (const name of DATA.split(',')) {
  for (const sentences of SENTENCES.split(',').map(Number)) {
    test(`${name}, ${sentences} sentences`, async ({ page, site }) => {
      const all = [...(tagged(name, 'train') ?? []), ...(tagged(name, 'dev') ?? [])];
      test.skip(all.length === 0, `../shared/data/${name} is not there`);
      await openLibrary(page, site);
      for (const seed of SEEDS.split(',').map(Number)) {
        const rows = new Random(seed + 1)
          .shuffled(all)
          .slice(0, sentences + Number(TEST))
          .map(({ tokens, tags, label }, i) => {
            const split = i < sentences ? 'train' : 'test';
            return JSON.stringify({ tokens, tags, split, ...(JOINT && label ? { label } : {}) });
          })
          .join('\n');
        for (const recipe of RECIPES.split(',') as RecipeName[]) {
          const { scores, seconds, title, epochs } = await page.evaluate(
            async ({ rows, recipe, seed }) => {
              const { MultiTaskSentenceTransformer, loadDataset } = window.tandem;
              const dataset = await loadDataset(rows, 'jsonl');
              const { tasks } = dataset.info;
              const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', seed });
              const started = performance.now();
              const { test, history, recipe: used } = await model.train(dataset, { recipe, seed });
              const seconds = (performance.now() - started) / 1000;
              await Promise.all([model.dispose(), dataset.dispose()]);
              const scores = Object.values(test ?? {}).flatMap(({ accuracy, wordF1 }) => wordF1 ?? accuracy ?? []);
              return { scores, seconds, title: used?.title, epochs: history.length };
            },
            { rows, recipe, seed },
          );
          const told = scores.map((score) => (100 * score).toFixed(1)).join(' / ');
          console.log(`${name}, ${sentences}, seed ${seed}, ${recipe} (${title}): ${told} in ${seconds.toFixed(0)} s, ${epochs} epochs`);
          expect(Math.max(...scores)).toBeGreaterThan(0.1);
        }
      }
    });
  }
}
