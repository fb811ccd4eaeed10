import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryCache } from '../storage/memoryCache';
import { type HubServer, startHubServer } from '../testing/hubServer';
import type { FileCache } from './fileCache';
import { cachedModels, type HubOptions, openHubModel, removeCachedModel } from './hub';

const REPO = 'org/bert';
const CONFIG = JSON.stringify({ model_type: 'bert', architectures: ['BertModel'] });
const WEIGHTS = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);

let server: HubServer;
let cache: FileCache;
const open = (options: Partial<HubOptions> = {}, id = REPO) => openHubModel(id, { cache, endpoint: server.url, ...options });
const ranges = () => server.requests.filter((request) => request.includes('safetensors bytes='));

beforeAll(async () => {
  server = await startHubServer();
});
afterAll(() => server.close());
beforeEach(() => {
  cache = memoryCache();
  server.requests.length = 0;
  server.files.clear();
  Object.assign(server.faults, {
    breakAfter: [],
    status: undefined,
    ignoreRanges: undefined,
    etag: undefined,
    slow: undefined,
    bare: undefined,
  });
  server.files.set(`${REPO}/config.json`, CONFIG);
  server.files.set(`${REPO}/tokenizer.json`, '{}');
  server.files.set(`${REPO}/model.safetensors`, WEIGHTS);
});

async function failure(attempt: Promise<unknown>): Promise<{ code: string; message: string }> {
  return attempt.then(
    () => ({ code: 'none', message: '' }),
    (error) => error,
  );
}

describe('a first visit', () => {
  it('downloads config, tokenizer and weights, and reports progress to the end', async () => {
    const seen: [string, number, number | undefined][] = [];
    const files = await open({ onProgress: ({ file, loaded, total }) => seen.push([file, loaded, total]) });
    expect(await files.read('model.safetensors')).toEqual(WEIGHTS);
    expect(new TextDecoder().decode(await files.read('config.json'))).toBe(CONFIG);
    expect(seen.at(-1)).toEqual(['model.safetensors', WEIGHTS.length, WEIGHTS.length]);
  });

  it('takes vocab.txt where there is no tokenizer.json', async () => {
    server.files.delete(`${REPO}/tokenizer.json`);
    server.files.set(`${REPO}/vocab.txt`, '[PAD]');
    const files = await open();
    expect(await files.read('vocab.txt')).toBeDefined();
  });

  it('takes the whole tokenizer and the modules of sentence-transformers', async () => {
    const modules = [
      { path: '', type: 'sentence_transformers.models.Transformer' },
      { path: '1_Pooling', type: 'sentence_transformers.models.Pooling' },
      { path: '2_Normalize', type: 'sentence_transformers.models.Normalize' },
    ];
    const there = {
      'tokenizer_config.json': '{"do_lower_case": false}',
      'special_tokens_map.json': '{}',
      'modules.json': JSON.stringify(modules),
      'sentence_bert_config.json': '{"max_seq_length": 256}',
      'config_sentence_transformers.json': '{"prompts": {}}',
      '1_Pooling/config.json': '{"pooling_mode_cls_token": true}',
    };
    for (const [path, text] of Object.entries(there)) server.files.set(`${REPO}/${path}`, text);
    const files = await open();
    for (const [path, text] of Object.entries(there)) expect(new TextDecoder().decode(await files.read(path)), path).toBe(text);
  });

  it('takes every shard of a sharded model', async () => {
    server.files.delete(`${REPO}/model.safetensors`);
    server.files.set(`${REPO}/model-00001-of-00002.safetensors`, WEIGHTS.slice(0, 10));
    server.files.set(`${REPO}/model-00002-of-00002.safetensors`, WEIGHTS.slice(10, 30));
    const weight_map = {
      a: 'model-00002-of-00002.safetensors',
      b: 'model-00001-of-00002.safetensors',
      c: 'model-00001-of-00002.safetensors',
    };
    server.files.set(`${REPO}/model.safetensors.index.json`, JSON.stringify({ weight_map }));
    const files = await open();
    expect(files.weights).toEqual(['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors']);
    expect((await files.read(files.weights[1]))?.length).toBe(20);
  });

  it('asks for the revision that was named', async () => {
    await open({}, `${REPO}@refs/pr/1`);
    expect(server.requests[0]).toBe('GET /org/bert/resolve/refs%2Fpr%2F1/config.json');
  });
});

describe('a later visit', () => {
  it('needs no network, even with the server gone', async () => {
    await open();
    server.requests.length = 0;
    server.faults.status = 500;
    const files = await open();
    expect(await files.read('model.safetensors')).toEqual(WEIGHTS);
    expect(server.requests).toEqual([]);
  });

  it('lists what is complete, and forgets what is removed', async () => {
    await open();
    expect(await cachedModels(cache)).toEqual([REPO]);
    await removeCachedModel(cache, REPO);
    expect(await cachedModels(cache)).toEqual([]);
  });
});

describe('an interrupted download', () => {
  it('goes on by itself where the connection broke', async () => {
    server.faults.breakAfter = [100_000, 70_000];
    const files = await open();
    expect(await files.read('model.safetensors')).toEqual(WEIGHTS);
    expect(ranges()).toHaveLength(2);
  });

  it('goes on also where the host hides ETag and Content-Range', async () => {
    server.faults.bare = true;
    server.faults.breakAfter = [100_000];
    const files = await open();
    expect(await files.read('model.safetensors')).toEqual(WEIGHTS);
    expect(ranges()).toHaveLength(1);
  });

  it('goes on where a cancelled one stopped', async () => {
    server.faults.slow = 5;
    const controller = new AbortController();
    const cancelled = open({
      signal: controller.signal,
      onProgress: ({ file, loaded }) => file === 'model.safetensors' && loaded > 100_000 && controller.abort(),
    });
    expect((await failure(cancelled)).code).toBe('aborted');
    expect(await cachedModels(cache)).toEqual([]);
    const files = await open();
    expect(await files.read('model.safetensors')).toEqual(WEIGHTS);
    expect(Number(/bytes=(\d+)/.exec(ranges()[0])?.[1])).toBeGreaterThan(100_000);
  });

  it.each([
    ['the file changed meanwhile', { etag: '"2"' }],
    ['the server does no ranges', { ignoreRanges: true }],
  ])('starts anew when %s', async (_, faults) => {
    server.faults.slow = 5;
    const controller = new AbortController();
    await failure(
      open({
        signal: controller.signal,
        onProgress: ({ file, loaded }) => file === 'model.safetensors' && loaded > 100_000 && controller.abort(),
      }),
    );
    Object.assign(server.faults, faults);
    const changed = WEIGHTS.map((byte) => 255 - byte);
    server.files.set(`${REPO}/model.safetensors`, changed);
    const files = await open();
    expect(await files.read('model.safetensors')).toEqual(changed);
  });

  it('says how to go on when it keeps breaking', async () => {
    server.faults.breakAfter = Array(20).fill(10);
    const error = await failure(open());
    expect(error.code).toBe('network');
    expect(error.message).toMatch(/go on/);
  }, 20_000);
});

describe('what cannot be had', () => {
  it.each([
    [401, /private/],
    [403, /gated/],
    [429, /Wait/],
    [503, /503/],
  ])('status %i', async (status, words) => {
    server.faults.status = status;
    const error = await failure(open());
    expect(error).toMatchObject({ code: 'network', message: expect.stringMatching(words) });
  });

  it('an unreachable hub', async () => {
    const error = await failure(open({ endpoint: 'http://127.0.0.1:9' }));
    expect(error).toMatchObject({ code: 'network', message: expect.stringMatching(/127\.0\.0\.1:9 cannot be reached/) });
  });

  it('a repository that does not exist', async () => {
    expect(await failure(open({}, 'org/nothing'))).toMatchObject({ code: 'missing-file', message: expect.stringMatching(/config\.json/) });
  });

  it('another architecture, before any weights are downloaded', async () => {
    server.files.set(`${REPO}/config.json`, JSON.stringify({ model_type: 'roberta', architectures: ['RobertaModel'] }));
    expect(await failure(open())).toMatchObject({ code: 'unsupported-model', message: expect.stringMatching(/RobertaModel/) });
    expect(server.requests).toHaveLength(1);
  });

  it('weights in another format', async () => {
    server.files.delete(`${REPO}/model.safetensors`);
    expect(await failure(open())).toMatchObject({ code: 'missing-file', message: expect.stringMatching(/safetensors/) });
  });

  it('no tokenizer', async () => {
    server.files.delete(`${REPO}/tokenizer.json`);
    expect(await failure(open())).toMatchObject({ code: 'missing-file', message: expect.stringMatching(/tokenizer/) });
  });

  it.each(['', 'a b', 'org/name/more', '../etc', 'org/..'])('the name "%s"', async (id) => {
    expect((await failure(open({}, id))).code).toBe('bad-input');
    expect(server.requests).toEqual([]);
  });

  it('room: asked for before the weights are downloaded', async () => {
    cache = memoryCache(200_000);
    const error = await failure(open());
    expect(error).toMatchObject({ code: 'storage-full', message: expect.stringMatching(/needs 1 MB/) });
  });

  it('room that runs out midway keeps what was stored and says what to do', async () => {
    const limited = memoryCache(150_000);
    cache = { ...limited, freeBytes: async () => undefined };
    expect((await failure(open())).code).toBe('storage-full');
  });
});
