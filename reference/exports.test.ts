/** Every target of `model.save`, opened unmodified by Python's libraries: the same answers as here. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MultiTaskSentenceTransformer, type PredictResult } from '../src/api/MultiTaskSentenceTransformer';
import type { EntitiesAnswer } from '../src/tasks/entities/decode';
import { EXPORTED_TASKS } from '../src/testing/exportedTasks';
import { connect, nodeHost } from '../src/testing/nodeHost';
import { pythonWith, runPython } from '../src/testing/python';
import { largestDifference, runChecks } from '../src/testing/runChecks';
import { unzipTo } from '../src/testing/unzipped';

const { missing, titled } = pythonWith('torch', 'transformers', 'sentence_transformers', 'onnxruntime');

const TEXTS = ['Oslo lies by the water.', 'Ada met Alan in Paris, and they played football there.'];

/** What each folder's pipeline answers, all in one process: starting Python is what takes time. */
const ASK = `
import json, os, sys
from transformers import pipeline
texts = json.load(sys.stdin)
for folder in sys.argv[1:]:
    target = json.load(open(os.path.join(folder, 'parity.json')))['target']
    answers = None
    if target in ('text-classification', 'token-classification'):
        more = {'top_k': None} if target == 'text-classification' else {}
        answers = pipeline(target, folder, trust_remote_code=True)(texts, **more)
    print(json.dumps(answers, default=float))
`;

const SAVED: [target: string, task?: string][] = [
  ['huggingface'],
  ['text-classification', 'topic'],
  ['text-classification', 'normed'],
  ['text-classification', 'extras'],
  ['text-classification', 'score'],
  ['text-classification', 'mood'],
  ['text-classification', 'degree'],
  ['token-classification', 'places'],
  ['token-classification', 'deep'],
  ['token-classification', 'mixed'],
  ['question-answering', 'answer'],
  ['question-answering', 'deepAnswer'],
  ['onnx'],
];
const titleOf = (target: string, task?: string) => [target, task].filter(Boolean).join(' ');

interface Opened {
  checked: string;
  answers: unknown[];
}

describe.skipIf(missing)(titled('Python'), () => {
  let items: PredictResult['items'];
  let opened: Map<string, Opened>;

  beforeAll(async () => {
    const out = mkdtempSync(join(tmpdir(), 'tandem-exports-'));
    const { client, close } = connect(nodeHost());
    try {
      const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', {
        tasks: EXPORTED_TASKS,
        seed: 3,
        device: 'wasm',
        client,
      });
      const folders: string[] = [];
      for (const [i, [target, task]] of SAVED.entries()) {
        folders.push(await unzipTo(join(out, String(i)), (await model.save(target, { task })).blob));
      }
      items = (await model.predict(TEXTS)).items;
      const checked = runChecks(folders);
      const answers = runPython(['-c', ASK, ...folders], JSON.stringify(TEXTS))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Opened['answers']);
      opened = new Map(SAVED.map((saved, i) => [titleOf(...saved), { checked: checked[i], answers: answers[i] }]));
    } finally {
      close();
      rmSync(out, { recursive: true });
    }
  }, 300_000);

  const open = (target: string, task?: string): Opened => opened.get(titleOf(target, task)) as Opened;

  it.each(SAVED)('%s %s: its own check.py finds no difference', (target, task) => {
    const { checked } = open(target, task);
    const largest = largestDifference(checked);
    expect(largest, checked).toBeLessThan(target === 'huggingface' ? 1e-5 : 1e-4);
  });

  it.each([
    ['topic', EXPORTED_TASKS.topic.labels],
    ['extras', EXPORTED_TASKS.extras.labels],
  ] as const)('pipeline("text-classification") gives %s the probabilities of predict', (task, labels) => {
    for (const [i, { tasks }] of items.entries()) {
      near(scoresOf(open('text-classification', task).answers[i], labels), (tasks[task] as { scores: number[] }).scores);
    }
  });

  it('pipeline("text-classification") gives a number in the units of the data', () => {
    for (const [i, { tasks }] of items.entries()) {
      near(scoresOf(open('text-classification', 'score').answers[i], ['score']), [(tasks.score as { value: number }).value]);
    }
  });

  it('pipeline("token-classification") gives every word piece the label and probability of predict', () => {
    for (const [i, { tasks }] of items.entries()) {
      const found = open('token-classification', 'places').answers[i] as { entity: string; score: number; start: number }[];
      const expected = (tasks.places as EntitiesAnswer).tokens.filter(({ label }) => label !== 'O');
      expect(found.map(({ entity, start }) => [entity, start])).toEqual(expected.map(({ label, start }) => [label, start]));
      near(
        found.map(({ score }) => score),
        expected.map(({ score }) => score),
      );
    }
  });
});

function scoresOf(answer: unknown, labels: readonly string[]): number[] {
  const found = answer as { label: string; score: number }[];
  return labels.map((label) => found.find((one) => one.label === label)?.score ?? Number.NaN);
}

function near(found: number[], expected: number[]): void {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs(found[i] - value)).toBeLessThan(1e-4);
}
