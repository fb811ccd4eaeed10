/** Models that are only an ONNX graph, as for transformers.js, against ONNX Runtime for Python (reference/onnx_only_fixture.py). */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromBase64 } from '../model/base64';
import { writeFile } from '../model/fileCache';
import { modelFolder } from '../model/storedModels';
import { memoryCache } from '../storage/memoryCache';
import { expectClose } from '../testing/gpuTest';
import { type HubServer, startHubServer } from '../testing/hubServer';
import { connect, nodeHost } from '../testing/nodeHost';
import type { ComputeClient } from '../workers/client';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';
import { SentenceTransformer } from './SentenceTransformer';

const fixture = JSON.parse(readFileSync(new URL('../../reference/fixtures/onnxOnly.json', import.meta.url), 'utf8')) as {
  config: Record<string, unknown>;
  graphs: Record<'model.onnx' | 'model_quantized.onnx', { bytes: string; states: string }>;
};
const HIDDEN = 16;
const VOCABULARY = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...Array.from({ length: 56 }, (_, i) => `w${i}`)].join('\n');
/** The fixture's ids: [CLS] 9 17 33 [SEP]. */
const TEXT = 'w4 w12 w28';
const TOKENS = 5;

type Graph = keyof typeof fixture.graphs;
const filesOf = (graph: Graph): Map<string, string | Uint8Array<ArrayBuffer>> =>
  new Map<string, string | Uint8Array<ArrayBuffer>>([
    ['config.json', JSON.stringify(fixture.config)],
    ['vocab.txt', VOCABULARY],
    [`onnx/${graph}`, fromBase64(fixture.graphs[graph].bytes)],
  ]);

function folder(files: Map<string, string | Uint8Array<ArrayBuffer>>): File[] {
  return [...files].map(([path, content]) => {
    const file = new File([content], path.split('/').at(-1) ?? '');
    Object.defineProperty(file, 'webkitRelativePath', { value: `tiny/${path}` });
    return file;
  });
}

function meanOf(graph: Graph): number[] {
  const states = new Float32Array(fromBase64(fixture.graphs[graph].states).buffer);
  return Array.from(
    { length: HIDDEN },
    (_, h) => Array.from({ length: TOKENS }, (_, t) => states[t * HIDDEN + h]).reduce((a, b) => a + b, 0) / TOKENS,
  );
}

let client: ComputeClient;
let close: () => void;
beforeEach(() => ({ client, close } = connect(nodeHost())));
afterEach(() => close());

describe.each(['model.onnx', 'model_quantized.onnx'] as const)('%s', (graph) => {
  it('embeds as ONNX Runtime for Python does, and is there for another visit', async () => {
    for (const model of [folder(filesOf(graph)), 'disk/tiny']) {
      const encoder = await SentenceTransformer.fromPretrained(model, { client });
      expectClose((await encoder.encode([TEXT])).data, meanOf(graph), 1e-5);
      expect(encoder.deviceStatus).toMatchObject({ device: 'wasm', precision: graph === 'model.onnx' ? 'fp32' : 'int8' });
    }
  });

  it('that is damaged in storage is refused', async () => {
    const models = memoryCache();
    const caches = { models, features: memoryCache(), runs: memoryCache() };
    const { client, close } = connect(nodeHost({ cache: async (kind) => caches[kind] }));
    await (await SentenceTransformer.fromPretrained(folder(filesOf(graph)), { client })).dispose();
    const stored = modelFolder(models, 'disk/tiny');
    const bytes = (await stored.read(`onnx/${graph}`))?.slice() ?? new Uint8Array();
    bytes[bytes.length >> 1] ^= 4;
    await writeFile(stored, `onnx/${graph}`, bytes);
    await expect(SentenceTransformer.fromPretrained('disk/tiny', { client })).rejects.toThrow(
      `onnx/${graph} of disk/tiny is damaged: its SHA-256 checksum does not match the one it was stored with.`,
    );
    close();
  });

  it('is found on the hub, and a person hears what it cannot do', async () => {
    const hub: HubServer = await startHubServer();
    try {
      for (const [path, content] of filesOf(graph)) hub.files.set(`org/onnx/${path}`, content);
      const loaded = await client.call('load', { model: 'org/onnx', device: 'auto', endpoint: hub.url });
      expect(loaded.note).toMatch(/only an ONNX graph.* its encoder cannot\. .*their mean is taken/);
      const { data } = await client.call('encode', { handle: loaded.handle, sentences: [TEXT] });
      expectClose(data, meanOf(graph), 1e-5);
    } finally {
      await hub.close();
    }
  });
});

describe('what needs weights', () => {
  const rows = ['w1 w2', 'w3', 'w4 w5', 'w6'].map((text, i) => JSON.stringify({ text, topic: i % 2 ? 'a' : 'b' })).join('\n');

  it('is refused in words; heads are trained', async () => {
    const tasks = { topic: { kind: 'classification', labels: ['a', 'b'] } };
    const model = await MultiTaskSentenceTransformer.fromPretrained(folder(filesOf('model.onnx')), { client, tasks });
    const dataset = await loadDataset(rows, 'jsonl', { client });
    expect((await model.train(dataset, { epochs: 2, validation: 'none' })).status).toBe('finished');
    await expect(model.train(dataset, { epochs: 1, validation: 'none', unfreeze: { layers: 1 } })).rejects.toThrow(
      /disk\/tiny has only an ONNX graph here, so its encoder cannot be trained\. Choose a repository of the same model with safetensors/,
    );
    await expect(model.save('tandem')).rejects.toThrow(/only an ONNX graph here, so it cannot be saved/);
  });

  it('entities are learned from the last layer where nobody asks for another', async () => {
    const data = ['w1 w2', 'w3 w1', 'w4 w1', 'w6 w2'].map((text) => JSON.stringify({ text, spans: [{ start: 0, end: 2, label: 'LOC' }] }));
    const dataset = await loadDataset(data.join('\n'), 'jsonl', { client });
    const tasks = { topic: { kind: 'classification', labels: ['a', 'b'] } };
    const model = await MultiTaskSentenceTransformer.fromPretrained(folder(filesOf('model.onnx')), { client, tasks });
    const run = await model.train(dataset, { epochs: 1, validation: 'none', freshHeads: true });
    expect(Object.values(run.tasks)).toEqual([expect.objectContaining({ kind: 'entities', layers: 'last' })]);
  });

  it('a mix of all layers is refused in words', async () => {
    const tasks = { places: { kind: 'entities', types: ['LOC'], layers: 'mix' } };
    const model = await MultiTaskSentenceTransformer.fromPretrained(folder(filesOf('model.onnx')), { client, tasks });
    await expect(model.predict([TEXT])).rejects.toThrow(/only its last layer can be read/);
  });
});

it('a classifier whose head nobody can read is not taken for one with tasks', async () => {
  const files = filesOf('model.onnx').set(
    'config.json',
    JSON.stringify({ ...fixture.config, architectures: ['BertForSequenceClassification'] }),
  );
  await expect(MultiTaskSentenceTransformer.fromPretrained(folder(files), { client })).rejects.toThrow(
    /needs at least one task.*only an ONNX graph/,
  );
});

describe('what is no encoder', () => {
  it.each([
    ['a graph that is damaged', () => fromBase64(fixture.graphs['model.onnx'].bytes).slice(0, 5000)],
    ['something else under its name', () => 'hello'],
  ])('%s is refused without a raw error', async (_, content) => {
    const files = filesOf('model.onnx').set('onnx/model.onnx', content());
    const error = await SentenceTransformer.fromPretrained(folder(files), { client }).then(
      () => undefined,
      (thrown: { code: string; message: string }) => thrown,
    );
    expect(error).toMatchObject({ code: expect.any(String), message: expect.stringMatching(/graph/) });
  });
});
