/** Classifiers of transformers, opened as models with tasks: their logits are PyTorch's (reference/classifiers_fixture.py). */
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromBase64 } from '../model/base64';
import { expectClose } from '../testing/gpuTest';
import { hashTensor } from '../testing/hashWeights';
import { type HubServer, startHubServer } from '../testing/hubServer';
import { connect, nodeHost } from '../testing/nodeHost';
import { type FloatType, safetensorsFile } from '../testing/safetensorsFile';
import type { ComputeClient } from '../workers/client';
import type { ServiceHost } from '../workers/host';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';
import { SentenceTransformer } from './SentenceTransformer';

interface Case {
  name: string;
  config: Record<string, unknown>;
  tensors: [name: string, shape: number[]][];
  ids: number[][];
  mask: number[][];
  logits: string;
}

const { cases } = JSON.parse(readFileSync(new URL('../../reference/fixtures/classifiers.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};
const VOCABULARY = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...Array.from({ length: 56 }, (_, i) => `w${i}`)].join('\n');

function filesOf({ config, tensors }: Case, type: FloatType = 'F32'): File[] {
  const named = tensors.map(([name, shape], i) => ({ name, shape, values: hashTensor(i, { name, shape }) }));
  const files = { 'config.json': JSON.stringify(config), 'vocab.txt': VOCABULARY, 'model.safetensors': safetensorsFile(named, type) };
  return Object.entries(files).map(([path, content]) => new File([content], path));
}

let client: ComputeClient;
let close: () => void;
beforeEach(() => ({ client, close } = connect(nodeHost())));
afterEach(() => close());

const open = (files: File[] | string, options: Parameters<typeof MultiTaskSentenceTransformer.fromPretrained>[1] = {}) =>
  MultiTaskSentenceTransformer.fromPretrained(files, { client, device: 'wasm', ...options });
const inputs = ({ ids, mask }: Case) => ({ inputIds: ids, attentionMask: mask });
const expected = ({ logits }: Case) => [...new Float32Array(fromBase64(logits).buffer)];

/** Rows of padding mean nothing. */
const counted = (values: ArrayLike<number>, { mask }: Case) => {
  const rows = mask.flat();
  const columns = values.length / rows.length;
  return Number.isInteger(columns) ? Array.from(values).filter((_, i) => rows[Math.floor(i / columns)] === 1) : Array.from(values);
};

describe('logits are those of PyTorch to 1e-5', () => {
  it.each(cases.map((example) => [example.name, example] as const))('%s', async (_, example) => {
    const model = await open(filesOf(example));
    const [name] = Object.keys(model.tasks);
    const { logits } = await model.forward(inputs(example));
    const perToken = logits[name].shape.length === 3;
    const read = (values: ArrayLike<number>) => (perToken ? counted(values, example) : Array.from(values));
    expectClose(read(logits[name].data), read(expected(example)), 1e-5);
    // Another visit.
    const again = await open('disk/model');
    expect((await again.forward(inputs(example))).logits[name]).toEqual(logits[name]);
  });

  it('also of weights in half precision, to what that leaves', async () => {
    const [example] = cases;
    for (const type of ['F16', 'BF16'] as const) {
      const { logits } = await (await open(filesOf(example, type))).forward(inputs(example));
      expectClose(logits.class.data, expected(example), 3e-2);
    }
  });
});

describe('labels', () => {
  it('are those of id2label, in its order', async () => {
    const tasksOf = async (name: string) => {
      const model = await open(filesOf(cases.find((example) => example.name === name) as Case));
      return model.tasks;
    };
    expect(await tasksOf('BertForSequenceClassification')).toMatchObject({
      class: { kind: 'classification', labels: ['bad', 'so so', 'good'], activation: 'tanh' },
    });
    expect(await tasksOf('BertForSequenceClassification (multi_label_classification)')).toMatchObject({ labels: { kind: 'multiLabel' } });
    expect(await tasksOf('DistilBertForSequenceClassification, one number')).toMatchObject({ score: { kind: 'regression' } });
    expect(await tasksOf('BertForTokenClassification')).toMatchObject({
      entities: { kind: 'entities', labels: ['O', 'B-LOC', 'I-LOC', 'I-PER'], decoding: 'argmax' },
    });
    expect(await tasksOf('RobertaForQuestionAnswering')).toMatchObject({ answer: { kind: 'questionAnswering' } });
  });
});

it('training goes on from the head', async () => {
  const model = await open(filesOf(cases[0]));
  const rows = ['good', 'bad', 'so so', 'good', 'bad', 'so so'].map((label, i) =>
    JSON.stringify({ text: `w${i} w${i + 9} w3`, class: label }),
  );
  const dataset = await loadDataset(rows.join('\n'), 'jsonl', { client });
  const before = (await model.forward(inputs(cases[0]))).logits.class.data.slice();
  const run = await model.train(dataset, { epochs: 1, learningRate: 0, validation: 'none' });
  expect(run.status).toBe('finished');
  // Without a rate nothing moves: what is trained on are the values that came with the model.
  expectClose((await model.forward(inputs(cases[0]))).logits.class.data, before, 1e-6);
});

describe('weights in PyTorch’s own format', () => {
  const { classifier } = JSON.parse(readFileSync(new URL('../../reference/fixtures/torchFiles.json', import.meta.url), 'utf8')) as {
    classifier: Record<string, string>;
  };
  const [example] = cases;
  const withTorch = (bytes: Uint8Array<ArrayBuffer>) => [
    ...filesOf(example).filter(({ name }) => name !== 'model.safetensors'),
    new File([bytes], 'pytorch_model.bin'),
  ];

  it.each(Object.entries(classifier))('from disk and from a hub, %s: encoder and head as in safetensors', async (_, base64) => {
    const files = withTorch(fromBase64(base64));
    const hub = await startHubServer();
    try {
      for (const file of files) hub.files.set(`org/torch/${file.name}`, new Uint8Array(await file.arrayBuffer()));
      for (const model of [await open(files), await open('org/torch', { endpoint: hub.url })]) {
        expectClose((await model.forward(inputs(example))).logits.class.data, expected(example), 1e-5);
        await model.dispose();
      }
      // Another visit, without the hub.
      expectClose((await (await open('disk/model')).forward(inputs(example))).logits.class.data, expected(example), 1e-5);
      hub.requests.length = 0;
      await open('org/torch', { endpoint: hub.url });
      expect(hub.requests).toEqual([]);
    } finally {
      await hub.close();
    }
  });

  it('what does not fit is refused before it is downloaded', async () => {
    const hub = await startHubServer();
    try {
      const config = { ...example.config, num_hidden_layers: 3 };
      for (const file of withTorch(fromBase64(classifier.zip)))
        hub.files.set(
          `org/torch/${file.name}`,
          file.name === 'config.json' ? JSON.stringify(config) : new Uint8Array(await file.arrayBuffer()),
        );
      await expect(open('org/torch', { endpoint: hub.url })).rejects.toMatchObject({ code: 'missing-tensor' });
      const asked = hub.requests.filter((request) => request.includes('pytorch_model.bin'));
      expect(asked.length).toBeGreaterThan(0);
      for (const request of asked) expect(request).toMatch(/bytes=/);
    } finally {
      await hub.close();
    }
  });
});

it.each([
  ['ModernBertForSequenceClassification', 'text-classification', 'class'],
  ['ModernBertForTokenClassification', 'token-classification', 'entities'],
])('%s: what was trained on goes out as that class, and comes back from its weights alone', async (name, target, task) => {
  const example = cases.find((one) => one.name === name) as Case;
  const model = await open(filesOf(example));
  const rows = ['good', 'bad', 'so so', 'good'].map((label, i) => {
    const text = `w${i} w${i + 9} w3`;
    return JSON.stringify(task === 'class' ? { text, class: label } : { text, entities: [{ start: 0, end: 2, label: 'LOC' }] });
  });
  const dataset = await loadDataset(rows.join('\n'), 'jsonl', { client });
  const before = (await model.forward(inputs(example))).logits[task].data.slice();
  expect((await model.train(dataset, { epochs: 3, learningRate: 1e-2, validation: 'none' })).status).toBe('finished');
  const trained = (await model.forward(inputs(example))).logits[task].data.slice();
  expect(Math.max(...trained.map((value, i) => Math.abs(value - before[i])))).toBeGreaterThan(1e-2);
  const saved = unzipSync(new Uint8Array(await (await model.save(target, { task })).blob.arrayBuffer()));
  const files = Object.entries(saved).filter(([path]) => !/^heads|^run|^reading/.test(path));
  expect(JSON.parse(new TextDecoder().decode(saved['config.json'])).architectures).toEqual([name]);
  const again = await open(files.map(([path, bytes]) => new File([bytes], path)));
  expectClose((await again.forward(inputs(example))).logits[task].data, trained, 1e-5);
});

describe('a head that no task is equal to', () => {
  it.each([
    [
      'token labels that are not BIO',
      { id2label: { 0: 'NOUN', 1: 'VERB', 2: 'O', 3: 'X' } },
      'BertForTokenClassification',
      /label "NOUN" is not one of O, B-… and I-…/,
    ],
    ['an activation that heads do not have', { classifier_activation: 'silu' }, 'ModernBertForSequenceClassification', /activation "silu"/],
    ['several numbers', { problem_type: 'regression' }, 'BertForSequenceClassification', /gives 3 numbers at once/],
    [
      'weights that lack it',
      { architectures: ['BertForTokenClassification'], id2label: { 0: 'O', 1: 'B-X' } },
      'BertForSequenceClassification',
      /classifier\.weight has the shape/,
    ],
  ])('%s: the encoder is used, and the page hears why', async (_, changes, name, words) => {
    const example = cases.find((one) => one.name === name) as Case;
    const files = filesOf({ ...example, config: { ...example.config, ...changes } });
    const loaded = await client.call('load', { model: files.map((file) => ({ path: file.name, file })), device: 'wasm' });
    expect(loaded).toMatchObject({ note: expect.stringMatching(words) });
    expect(loaded.ownTasks).toBeUndefined();
    await expect(open(files)).rejects.toThrow(/needs at least one task/);
  });
});

it.each([
  ['gives parts of files', true],
  ['gives none', false],
])('in models/ beside the page, where the host %s: it answers as from anywhere', async (_, givesParts) => {
  const [example] = cases;
  const files = new Map(filesOf(example).map((file) => [`http://site.test/models/mine/${file.name}`, file]));
  const fetchSite: ServiceHost['fetch'] = async (url, { method, headers }) => {
    const file = files.get(url);
    if (!file) return new Response('', { status: 404 });
    if (method === 'HEAD') return new Response(null);
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers?.Range ?? '') ?? [];
    if (!givesParts || from === undefined) return new Response(await file.arrayBuffer());
    const part = await file.slice(Number(from), Number(to) + 1).arrayBuffer();
    const range = `bytes ${from}-${Number(from) + part.byteLength - 1}/${file.size}`;
    return new Response(part, { status: 206, headers: { 'content-range': range } });
  };
  const site = connect(nodeHost({ fetch: fetchSite, modelsUrl: 'http://site.test/models/' }));
  const model = await MultiTaskSentenceTransformer.fromPretrained('mine', { client: site.client, device: 'wasm' });
  expectClose((await model.forward(inputs(example))).logits.class.data, expected(example), 1e-5);
  site.close();
});

it('an encoder whose layers share parameters says so, and one whose heads are too narrow to be trained says why', async () => {
  const load = (name: string, changes = {}) => {
    const example = cases.find((one) => one.name === name) as Case;
    const files = filesOf({ ...example, config: { ...example.config, ...changes } });
    return client.call('load', { model: files.map((file) => ({ path: file.name, file })), device: 'wasm' });
  };
  const albert = await load('AlbertForSequenceClassification');
  expect(albert.sharesLayers).toBe(true);
  expect(albert.untrainable).toBeUndefined();
  const bert = await load('BertForSequenceClassification', { num_attention_heads: 8 });
  expect(bert.sharesLayers).toBe(false);
  expect(bert.untrainable).toMatch(/heads are 2 values wide/);
});

describe('of the hub', () => {
  let hub: HubServer;
  beforeEach(async () => {
    hub = await startHubServer();
  });
  afterEach(() => hub.close());

  it('a classifier answers, and its texts are pooled as its head reads them', async () => {
    const [example] = cases;
    for (const file of filesOf(example)) hub.files.set(`org/classifier/${file.name}`, new Uint8Array(await file.arrayBuffer()));
    const model = await open('org/classifier', { endpoint: hub.url });
    expectClose((await model.forward(inputs(example))).logits.class.data, expected(example), 1e-5);
    const encoder = await SentenceTransformer.fromPretrained('org/classifier', { client, device: 'wasm' });
    expect(encoder.deviceStatus.device).toBe('wasm');
  });
});
