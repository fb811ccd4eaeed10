/** A run's own file, opened in another browser: the same answers, and the run with its figures. */
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NumberAnswer } from '../tasks/regression/regression';
import { manyTaskRows } from '../testing/manyTasks';
import { connect, nodeHost } from '../testing/nodeHost';
import { tinyBert } from '../testing/tinyBert';
import type { RunDetails } from '../train/runs/runs';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';

const TEXTS = ['A cook in Lima bakes bread, how awful.', 'The team of Turin won the match with rain and music, how lovely.'];
const tiny = () => [...tinyBert()].map(([path, content]) => new File([content as Uint8Array<ArrayBuffer>], path));

it('the licence and the name of the base model go along, also through an encoder that was trained', async () => {
  const { client, close } = connect(nodeHost());
  const readme = new File(['---\nlicense: mit\nbase_model: org/older\n---\n# Tiny\n'], 'README.md');
  const dataset = await loadDataset(manyTaskRows(), 'jsonl', { client });
  const { topic } = dataset.info.tasks;
  const model = await MultiTaskSentenceTransformer.fromPretrained([...tiny(), readme], { tasks: { topic }, device: 'wasm', client });
  await model.train(dataset, { epochs: 1, batchSize: 16, unfreeze: { layers: 1 } });
  const { blob } = await model.save('huggingface');
  const card = new TextDecoder().decode(unzipSync(new Uint8Array(await blob.arrayBuffer()))['README.md']);
  expect(card).toMatch(/^---\nlicense: mit\n/);
  expect(card).toContain('| Base model | disk/model |\n| Licence of the base model | mit |');
  close();
});

describe.each([
  ['frozen', {}],
  ['open', { unfreeze: { layers: 1 } }],
])('a run with its encoder %s', (_, more) => {
  const here = connect(nodeHost());
  const elsewhere = connect(nodeHost());
  let run: RunDetails;
  let file: File;
  let answers: unknown;

  beforeAll(async () => {
    const { client } = here;
    const dataset = await loadDataset(manyTaskRows(), 'jsonl', { client });
    const model = await MultiTaskSentenceTransformer.fromPretrained(tiny(), { tasks: dataset.info.tasks, device: 'wasm', seed: 3, client });
    run = await model.train(dataset, { epochs: 2, batchSize: 16, seed: 3, longTexts: 'windows', ...more });
    answers = (await model.predict(TEXTS)).items;
    const saved = await model.save();
    expect(saved.notes).toEqual([]);
    file = new File([saved.blob], saved.name);
  });
  afterAll(() => {
    here.close();
    elsewhere.close();
  });

  it('gives the same answers to the bit, and lists the run with its settings and metrics', async () => {
    const { client } = elsewhere;
    const model = await MultiTaskSentenceTransformer.fromPretrained(file, { device: 'wasm', client });
    expect((await model.predict(TEXTS)).items).toEqual(answers);
    const runs = await client.call('runs', undefined);
    expect(runs).toHaveLength(1);
    const { id, model: of, tuned, history, metrics, options, test } = runs[0];
    expect({ history, metrics, options, test }).toEqual({
      history: run.history,
      metrics: run.metrics,
      options: run.options,
      test: run.test,
    });
    expect(tuned ?? of).toBe(model.id);
    const used = await client.call('useRun', { handle: (model as unknown as { handle: number }).handle, run: id });
    expect(used.answers).toEqual(run.answers);
    expect((await model.predict(TEXTS)).items).toEqual(answers);
  });

  it('goes on from there: saved once more it is the same file but for names', async () => {
    const model = await MultiTaskSentenceTransformer.fromPretrained(file, { device: 'wasm', client: elsewhere.client });
    const { blob } = await model.save();
    const [first, second] = await Promise.all([file, blob].map(async (zip) => unzipSync(new Uint8Array(await zip.arrayBuffer()))));
    expect(Object.keys(second).sort()).toEqual(Object.keys(first).sort());
    for (const path of ['model.safetensors', 'heads.safetensors', 'heads.json', 'reading.json', 'model.onnx', 'parity.json'])
      expect(Buffer.compare(second[path], first[path]), path).toBe(0);
  });

  it.each([
    ['huggingface', undefined],
    ['text-classification', 'topic'],
    ['text-classification', 'score'],
    ['token-classification', 'entities'],
    ['transformers.js', 'topic'],
  ])('saved for %s, %s answers to the bit when it is opened here again', async (target, task) => {
    const model = await MultiTaskSentenceTransformer.fromPretrained(file, { device: 'wasm', client: elsewhere.client });
    const { blob } = await model.save(target, { task });
    const again = await MultiTaskSentenceTransformer.fromPretrained(new File([blob], `${target}.zip`), {
      device: 'wasm',
      client: elsewhere.client,
    });
    const { items } = await again.predict(TEXTS);
    for (const [i, { tasks }] of (answers as typeof items).entries()) {
      for (const name of Object.keys(items[i].tasks)) {
        if (name !== 'score' || target === 'huggingface') expect(items[i].tasks[name], name).toEqual(tasks[name]);
        // Its units are part of the last layer.
        else expect((items[i].tasks.score as NumberAnswer).value).toBeCloseTo((tasks.score as NumberAnswer).value, 5);
      }
    }
    expect(Object.keys(items[0].tasks)).toEqual(task ? [task] : Object.keys((answers as typeof items)[0].tasks));
  });

  it('its figures are saved as CSV and JSON', async () => {
    const model = await MultiTaskSentenceTransformer.fromPretrained(file, { device: 'wasm', client: elsewhere.client });
    const files = unzipSync(new Uint8Array(await (await model.save('figures')).blob.arrayBuffer()));
    const text = (path: string) => new TextDecoder().decode(files[path]);
    expect(Object.keys(files).sort()).toEqual(
      ['history', 'metrics', 'predictions']
        .flatMap((name) => [`${name}.csv`, `${name}.json`])
        .concat('run.json')
        .sort(),
    );
    expect(text('metrics.csv').split('\n')[0]).toBe('task,split,metric,value,low,high');
    expect(text('metrics.csv')).toContain(`\ntopic,validation,macroF1,${run.metrics.topic.macroF1},`);
    expect(text('metrics.csv')).toContain(`\ntopic,test,accuracy,${run.test?.topic.accuracy},`);
    expect(text('history.csv')).toContain(`\n2,train,topic,loss,${run.history[1].train.losses.topic}\n`);
    expect(JSON.parse(text('history.json'))).toEqual(run.history);
    const [row] = run.answers.topic;
    expect(text('predictions.csv')).toContain(`\ntopic,"${row.text}",${row.gold},${row.answer}\n`);
    expect(JSON.parse(text('run.json')).options.seed).toBe(3);
  });

  it('comes with a card of its origin, metrics and settings', async () => {
    const card = new TextDecoder().decode(unzipSync(new Uint8Array(await file.arrayBuffer()))['README.md']);
    expect(card).toMatch(/^---\nlicense: unknown\n/);
    expect(card).toContain('| Base model | disk/model |\n| Licence of the base model | not stated |');
    expect(card).toContain(`| What learned | ${'unfreeze' in more ? 'encoder and heads' : 'heads, on a frozen encoder'} |`);
    expect(card).toContain('| Seed | 3 |');
    expect(card).toMatch(/\| task \| metric \| validation \| test \|/);
    expect(card).toContain(`| topic | Macro-F1 | ${Number(run.metrics.topic.macroF1.toPrecision(4))} |`);
    expect(card).toContain('"longTexts": "windows"');
  });
});
