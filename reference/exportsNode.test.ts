/** What `model.save` writes for ONNX Runtime and transformers.js, opened by them in Node: the same answers as here. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { env, pipeline } from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveTiny } from '../e2e/support/models';
import { MultiTaskSentenceTransformer } from '../src/api/MultiTaskSentenceTransformer';
import type { Parity } from '../src/exports/parity';
import type { ClassAnswer } from '../src/tasks/classification/classification';
import type { EntitiesAnswer } from '../src/tasks/entities/decode';
import { EXPORTED_TASKS } from '../src/testing/exportedTasks';
import { startHubServer } from '../src/testing/hubServer';
import { connect, nodeHost } from '../src/testing/nodeHost';
import { largestDifference } from '../src/testing/runChecks';
import { unzipTo } from '../src/testing/unzipped';

const TEXTS = ['Oslo lies by the water.', 'Ada met Alan in Paris, and they played football there.'];
/** Within the project, so that scripts there find its packages. */
const cache = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url));

let out: string;
let close: () => void;
let model: MultiTaskSentenceTransformer;
const save = async (target: string, task?: string) =>
  unzipTo(join(out, [target, task].filter(Boolean).join('-')), (await model.save(target, { task })).blob);

beforeAll(async () => {
  mkdirSync(cache, { recursive: true });
  out = mkdtempSync(join(cache, 'exports-'));
  const hub = await startHubServer();
  serveTiny(hub, 'tests/tiny');
  const { client, close: stop } = connect(nodeHost());
  close = stop;
  const options = { tasks: EXPORTED_TASKS, seed: 3, device: 'wasm', endpoint: hub.url, client } as const;
  model = await MultiTaskSentenceTransformer.fromPretrained('tests/tiny', options);
  await hub.close();
  Object.assign(env, { allowLocalModels: true, allowRemoteModels: false, localModelPath: out });
});
afterAll(() => {
  close();
  rmSync(out, { recursive: true });
});

it.each([
  ['onnx', undefined],
  ['transformers.js', undefined],
  ['transformers.js', 'topic'],
  ['transformers.js', 'extras'],
  ['transformers.js', 'mixed'],
  ['transformers.js', 'answer'],
])(
  '%s %s: its own check.mjs finds no difference',
  async (target, task) => {
    const printed = execFileSync(process.execPath, [join(await save(target, task), 'check.mjs')], { encoding: 'utf8' });
    expect(largestDifference(printed), printed).toBeLessThan(1e-4);
  },
  60_000,
);

describe('pipelines of transformers.js', () => {
  it('feature-extraction pools to what encode gives, also from a folder with a task', async () => {
    const { blob } = await model.save('transformers.js', { task: 'topic' });
    const extract = await pipeline('feature-extraction', basename(await unzipTo(join(out, 'embed'), blob)));
    const { data, dims } = await extract(TEXTS, { pooling: 'mean', normalize: true });
    const parity = JSON.parse(readFileSync(join(out, 'embed/parity.json'), 'utf8')) as Parity;
    const [first] = (await extract([parity.texts[0].text], { pooling: 'mean', normalize: true })).tolist() as number[][];
    expect(dims).toEqual([2, data.length / 2]);
    near(first, unit(parity.embeddings[0]));
    await extract.dispose();
  });

  it('text-classification and token-classification give what predict gives', async () => {
    const { items } = await model.predict(TEXTS);
    const classify = await pipeline('text-classification', basename(await save('transformers.js', 'topic')));
    const find = await pipeline('token-classification', basename(await save('transformers.js', 'places')));
    for (const [i, text] of TEXTS.entries()) {
      const { topic, places } = items[i].tasks as { topic: ClassAnswer; places: EntitiesAnswer };
      const classes = (await classify(text, { top_k: null })) as { label: string; score: number }[];
      near(
        EXPORTED_TASKS.topic.labels.map((label) => classes.find((one) => one.label === label)?.score ?? Number.NaN),
        topic.scores,
      );
      const found = (await find(text, { ignore_labels: [] })) as { entity: string; score: number }[];
      expect(found.map(({ entity }) => entity)).toEqual(places.tokens.map(({ label }) => label));
      near(
        found.map(({ score }) => score),
        places.tokens.map(({ score }) => score),
      );
    }
    await Promise.all([classify.dispose(), find.dispose()]);
  });
});

describe('what cannot go out', () => {
  it.each([
    ['transformers.js', 'score', /cannot hold the task "score".*topic, bent, .*extras, .*places, .*answer/],
    ['text-classification', undefined, /Name it: .* one of topic, bent, .*extras, .*score/],
    ['onnx', 'topic', /holds all tasks/],
    ['pickle', undefined, /cannot be saved as "pickle"\. Targets are tandem, huggingface/],
  ])('%s %s is refused in words', async (target, task, words) => {
    await expect(model.save(target, { task })).rejects.toMatchObject({ code: 'bad-input', message: expect.stringMatching(words) });
  });
});

const unit = (values: number[]) => {
  const norm = Math.hypot(...values);
  return values.map((value) => value / norm);
};

function near(found: number[], expected: number[]): void {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs(found[i] - value)).toBeLessThan(1e-4);
}
