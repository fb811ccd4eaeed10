/** A head that learns again, on other rows: what it takes from them and what it keeps. */
import { expect, it } from 'vitest';
import { connect, nodeHost } from '../testing/nodeHost';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';

const rows = (labels: string, score: (i: number) => number) =>
  [...labels]
    .map((label, i) =>
      JSON.stringify({ text: `Row ${i} is of ${label}.`, label, score: score(i), split: i % 4 === 3 ? 'validation' : 'train' }),
    )
    .join('\n');

it('balanced weights are those of each run’s rows; units of a number stay, which is said', async () => {
  const { client, close } = connect(nodeHost());
  const tasks = { label: { kind: 'classification' }, score: { kind: 'regression' } };
  const load = (text: string) => loadDataset(text, 'jsonl', { client, tasks });
  const [first, other] = [await load(rows('aabaabab', (i) => i % 3)), await load(rows('abbbbaaa', (i) => 50 + ((i * 37) % 11)))];
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks: first.info.tasks, device: 'wasm', client });
  const options = { epochs: 1, tasks: { label: { classWeights: 'balanced' } } };
  const before = await model.train(first, options);
  expect(before.tasks.label).toMatchObject({ classWeights: 'balanced', balancedWeights: [6 / 8, 6 / 4] });
  expect(before.note).toBeUndefined();
  const { epochs } = options;
  expect((await model.train(first, { epochs })).note).toBeUndefined();
  const later = await model.train(other, { epochs });
  expect(later.tasks.label).toMatchObject({ classWeights: 'balanced', balancedWeights: [6 / 6, 6 / 6] });
  const { mean, scale } = before.tasks.score as { mean?: number; scale?: number };
  expect(later.tasks.score).toMatchObject({ mean, scale });
  expect(later.note).toMatch(/^score counts in units of .* A new head would take its units from them\.$/);
  close();
});
