/** Names before labels and beside them, and texts without a label, against scikit-learn on PyTorch's vectors: the same rows, the same answers. */
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { drawn, labelledTexts } from '../bench/support/data';
import { loadDataset } from '../src/api/Dataset';
import { MultiTaskSentenceTransformer } from '../src/api/MultiTaskSentenceTransformer';
import { argmax } from '../src/nn/rows';
import type { ClassificationConfig } from '../src/tasks/classification/classification';
import { saysSomething, spokenNames } from '../src/tasks/shared/classNames';
import { connect, nodeHost } from '../src/testing/nodeHost';

const python = process.env.TANDEM_PYTHON ?? 'python3';
const hasPython = spawnSync(python, ['-c', 'import torch, transformers, sklearn']).status === 0;
const script = fileURLToPath(new URL('few_labels.py', import.meta.url));
const TESTED = 300;

it.for([
  ['snips', 0, 0, 0.72],
  ['snips', 1, 0, 0.75],
  ['snips', 2, 0, 0.78],
  ['snips', 2, 800, 0.9],
  ['banking77', 0, 0, 0.55],
  ['banking77', 3, 1200, 0.75],
  ['sst2', 16, 300, 0.6],
] as const)('%s, %d labels per class, %d texts without', { timeout: 600_000 }, async ([name, perClass, others, least], { skip }) => {
  const all = labelledTexts(name);
  if (!hasPython || !all) return skip(hasPython ? `../shared/data/${name} is not there` : 'no Python with torch and scikit-learn');
  const labels = [...new Set(all.map(({ label }) => label))].sort();
  const { taken, left } = drawn(all, perClass, 0);
  const test = left.slice(0, TESTED);
  const unlabelled = left.slice(TESTED, TESTED + others).map(({ text }) => ({ text }));
  const { client, close } = connect(nodeHost());
  // A row without a label teaches nothing, and lets there be something to read where nothing is labelled.
  const rows = [...(others > 0 ? unlabelled : [{ text: 'no label' }]), ...taken].map((row) => JSON.stringify({ ...row, split: 'train' }));
  const dataset = await loadDataset(rows.join('\n'), 'jsonl', { client });
  const tasks = { label: { kind: 'classification', labels } };
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', client });
  const run = await model.train(dataset, {
    names: { label: Object.fromEntries(labels.map((label) => [label, []])) },
    validation: 'none',
    calibration: 'none',
  });
  const { items } = await model.predict(test.map(({ text }) => text));
  const { solvedC, solvedNames } = run.tasks.label as ClassificationConfig;
  expect(solvedNames?.rows).toBe(taken.length);
  if (others > 0) expect(run.note).toContain(`${others.toLocaleString('en')} texts without a label.`);
  const given = {
    rows: taken.map(({ text, label }) => ({ text, class: labels.indexOf(label) })),
    names: labels.every((label) => saysSomething(label)) ? spokenNames(labels) : [],
    unlabelled: unlabelled.map(({ text }) => text),
    test: test.map(({ text }) => text),
    C: solvedC,
    weight: solvedNames?.weight,
  };
  const expected = JSON.parse(execFileSync(python, [script], { input: JSON.stringify(given), encoding: 'utf8' })) as number[][];
  const answers = items.map(({ classId }) => classId);
  const same = answers.filter((id, i) => id === argmax(expected[i])).length;
  // Vectors differ by half precision's rounding, which turns an answer where two classes are as good.
  expect(same / TESTED).toBeGreaterThan(0.99);
  expect(answers.filter((id, i) => labels[id] === test[i].label).length / TESTED).toBeGreaterThan(least);
  const apart = items.map(({ scores }, i) => Math.max(...scores.map((score, c) => Math.abs(score - expected[i][c]))));
  // An answer that turns counts as another label for its text, too.
  expect(apart.reduce((sum, value) => sum + value) / TESTED).toBeLessThan(0.02);
  close();
});
