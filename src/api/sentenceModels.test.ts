/** Models with sentence-transformers' modules through the library's face: from a hub, with prompts, compared, trained on. */
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../testing/gpuTest';
import { type HubServer, startHubServer } from '../testing/hubServer';
import { connect, nodeHost } from '../testing/nodeHost';
import { caseOf, floats, publish, type SentenceCase, sentenceFixture } from '../testing/sentenceFolders';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';
import { SentenceTransformer } from './SentenceTransformer';

const { sentences, similarities } = sentenceFixture;

const { client, close } = connect(nodeHost());
let hub: HubServer;
beforeAll(async () => {
  hub = await startHubServer();
});
afterAll(async () => {
  close();
  await hub.close();
});

/** Puts a model of the fixture on the hub. @returns its name there */
async function onHub(example: SentenceCase, changed: Record<string, string> = {}): Promise<string> {
  const id = `org/model-${hub.files.size}`;
  await publish(hub.files, id, example, changed);
  return id;
}

describe('an encoder in a folder of its own, as the first versions of sentence-transformers have it', () => {
  const example = caseOf('mean, two dense, no limit, prompt');

  async function nested(): Promise<Map<string, string | Uint8Array>> {
    const flat = new Map<string, string | Uint8Array>();
    await publish(flat, 'm', example);
    const modules = JSON.parse(new TextDecoder().decode(flat.get('m/modules.json') as Uint8Array)) as object[];
    flat.set('m/modules.json', JSON.stringify([{ ...modules[0], path: '0_Transformer' }, ...modules.slice(1)]));
    const isOfEncoder = (path: string) => !path.includes('/') && !['modules.json', 'config_sentence_transformers.json'].includes(path);
    const entries = [...flat].map(([path, content]): [string, string | Uint8Array] => {
      const own = path.slice('m/'.length);
      return [isOfEncoder(own) ? `0_Transformer/${own}` : own, content];
    });
    return new Map(entries);
  }

  it('of a hub', async () => {
    for (const [path, content] of await nested()) hub.files.set(`org/nested/${path}`, content);
    const model = await SentenceTransformer.fromPretrained('org/nested', { client, endpoint: hub.url, device: 'wasm' });
    expectClose((await model.encode(sentences, { promptName: 'query' })).data, floats(example.embeddings), 1e-5);
    await model.dispose();
  });

  it('from disk, and saved with the encoder at the root', async () => {
    const files = [...(await nested())].map(([path, content]) => {
      const file = new File([content as string | Uint8Array<ArrayBuffer>], path.split('/').at(-1) ?? '');
      Object.defineProperty(file, 'webkitRelativePath', { value: `nested/${path}` });
      return file;
    });
    const model = await SentenceTransformer.fromPretrained(files, { client, device: 'wasm' });
    expectClose((await model.encode(sentences, { promptName: 'query' })).data, floats(example.embeddings), 1e-5);
    const saved = unzipSync(new Uint8Array(await (await model.save('huggingface')).blob.arrayBuffer()));
    expect(Object.keys(saved)).toContain('config.json');
    expect(JSON.parse(new TextDecoder().decode(saved['modules.json']))[0].path).toBe('');
    await model.dispose();
  });
});

describe('SentenceTransformer', () => {
  it('encodes by the modules of a model of the hub, with its prompts', async () => {
    const example = caseOf('mean, two dense, no limit, prompt');
    const model = await SentenceTransformer.fromPretrained(await onHub(example), { client, endpoint: hub.url });
    expect(model).toMatchObject({ hiddenSize: 16, embeddingSize: 4, similarityFunction: 'cosine', defaultPromptName: undefined });
    expect(model.prompts).toEqual({ query: 'query : where is ', document: '', passage: 'passage: ' });
    const named = await model.encode(sentences, { promptName: 'query' });
    expectClose(named.data, floats(example.embeddings), 1e-5);
    const { data } = await model.encode(sentences, { prompt: 'query : where is ' });
    expect(data).toEqual(named.data);
    await expect(model.encode(sentences, { promptName: 'question' })).rejects.toMatchObject({ code: 'bad-input' });
    await model.dispose();
  });

  it.each(['dot', 'manhattan'])('compares embeddings by the model’s own similarity: %s', async (name) => {
    const usage = JSON.stringify({ similarity_fn_name: name });
    const id = await onHub(caseOf('mean, nothing, no limit, no prompt'), { 'config_sentence_transformers.json': usage });
    const model = await SentenceTransformer.fromPretrained(id, { client, endpoint: hub.url });
    const embeddings = await model.encode(sentences);
    const { data, shape } = model.similarity(embeddings);
    expect(shape).toEqual([sentences.length, sentences.length]);
    expectClose(data, floats(similarities[name]), 1e-4);
    expect(() => model.similarity(embeddings, { data: new Float32Array(3), shape: [1, 3] })).toThrow(/16 values.*with some of 3/);
    await model.dispose();
  });

  it('is not saved where nothing would lower-case its texts', async () => {
    const model = await SentenceTransformer.fromPretrained(await onHub(caseOf('limit and lower case')), { client, endpoint: hub.url });
    const refused = { code: 'bad-input', message: expect.stringMatching(/do_lower_case/) };
    for (const target of ['onnx', 'transformers.js']) await expect(model.save(target), target).rejects.toMatchObject(refused);
    await model.dispose();
  });

  it('refuses a module that is not known, before its weights are asked for', async () => {
    const modules = JSON.stringify([
      { path: '', type: 'sentence_transformers.models.Transformer' },
      { path: '1_WordWeights', type: 'sentence_transformers.models.WordWeights' },
    ]);
    const id = await onHub(caseOf('mean, nothing, no limit, no prompt'), { 'modules.json': modules });
    const refused = SentenceTransformer.fromPretrained(id, { client, endpoint: hub.url });
    await expect(refused).rejects.toMatchObject({ code: 'unsupported-model', message: expect.stringMatching(/Transformer, WordWeights/) });
  });
});

const WORDS = [
  ['river', 'sea', 'boat'],
  ['north', 'south', 'where'],
];
const LINES = Array.from({ length: 48 }, (_, i) => {
  const topic = i % 2;
  // Long enough for windows.
  const text = `the ${WORDS[topic][i % 3]} is ${'on the '.repeat(i % 4)}${WORDS[topic][(i + 1) % 3]}`;
  return JSON.stringify({ text, topic: ['water', 'place'][topic], split: i < 32 ? 'train' : 'validation' });
});

describe('heads on sentences', () => {
  const NAMES = ['cls+max+mean+mean_sqrt_len_tokens+weightedmean+lasttoken', 'cls', 'max', 'lasttoken+weightedmean'];
  it.each(NAMES)('read what the pooling gives, and learn through it: %s', async (pooling) => {
    const id = await onHub(caseOf(`${pooling}, dense, 7 limit, no prompt`));
    const dataset = await loadDataset(LINES.join('\n'), 'jsonl', { client });
    const model = await MultiTaskSentenceTransformer.fromPretrained(id, { client, endpoint: hub.url, tasks: dataset.info.tasks });
    const options = { epochs: 3, batchSize: 8, seed: 3, longTexts: 'windows', stride: 2 } as const;
    const frozen = await model.train(dataset, options);
    expect((await model.evaluate(dataset)).topic.loss).toBeCloseTo(frozen.metrics.topic.loss, 5);
    const open = await model.train(dataset, { ...options, unfreeze: { layers: 2 }, learningRate: { encoder: 1e-3 } });
    expect(open.history[2].train.total).toBeLessThan(open.history[0].train.total);
    // ONNX Runtime and the pooling of inference say of the trained encoder what our own forward said.
    expect((await model.evaluate(dataset)).topic.loss).toBeCloseTo(open.metrics.topic.loss, 4);
    await model.dispose();
  });
});
