import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryCache } from '../storage/memoryCache';
import { CONFIG, failure, REPO, serveBert, TENSORS, WEIGHTS } from '../testing/hubBert';
import { COMMIT } from '../testing/hubServer';
import { safetensorsFile, shards } from '../testing/safetensorsFile';
import { type FileCache, writeFile } from './fileCache';
import { type Fetch, plainFetch } from './http';
import { type HubOptions, openHubModel } from './hub';
import { cachedModels, modelFolder, readManifest, removeCachedModel } from './storedModels';

const server = await serveBert();
let cache: FileCache;
const open = (options: Partial<HubOptions> = {}, id = REPO) => openHubModel(id, { cache, endpoint: server.url, ...options });
/** Requests that go on with a download. */
const ranges = () => server.requests.filter((request) => /safetensors bytes=\d+-$/.test(request));
/** A matcher takes seconds for so many bytes. */
const expectBytes = (bytes: Uint8Array | undefined, wanted: string | Uint8Array | undefined) => {
  expect(Buffer.compare(bytes ?? Buffer.of(), Buffer.from(wanted ?? ''))).toBe(0);
};

beforeEach(() => {
  cache = memoryCache();
});

describe('a first visit', () => {
  it('downloads config, tokenizer and weights, and reports progress to the end', async () => {
    const seen: [string, number, number | undefined][] = [];
    const { signal } = new AbortController();
    const files = await open({ signal, onProgress: ({ file, loaded, total }) => seen.push([file, loaded, total]) });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expectBytes(await files.read('model.safetensors'), WEIGHTS);
    expect(new TextDecoder().decode(await files.read('config.json'))).toBe(CONFIG);
    expect(seen.at(-1)).toEqual(['model.safetensors', WEIGHTS.length, WEIGHTS.length]);
  });

  it('takes vocab.txt where there is no tokenizer.json', async () => {
    server.files.delete(`${REPO}/tokenizer.json`);
    server.files.set(`${REPO}/vocab.txt`, '[PAD]');
    const files = await open();
    expect(await files.read('vocab.txt')).toBeDefined();
  });

  it('takes vocab.json with merges.txt where there is neither', async () => {
    server.files.delete(`${REPO}/tokenizer.json`);
    server.files.set(`${REPO}/vocab.json`, '{}');
    server.files.set(`${REPO}/merges.txt`, '#version: 0.2');
    const files = await open();
    for (const path of ['vocab.json', 'merges.txt']) expect(await files.read(path), path).toBeDefined();
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
    for (const [path, bytes] of shards(TENSORS, 2, 'F32')) server.files.set(`${REPO}/${path}`, bytes);
    const files = await open();
    expect(files.weights).toEqual(['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors']);
    for (const path of files.weights) expectBytes(await files.read(path), server.files.get(`${REPO}/${path}`));
  });

  it('asks for the revision that was named', async () => {
    await open({}, `${REPO}@refs/pr/1`);
    expect(server.apiRequests).toEqual(['GET /api/models/org/bert/revision/refs%2Fpr%2F1?blobs=true']);
    expect(server.requests[0]).toBe(`GET /org/bert/resolve/${COMMIT}/config.json`);
    server.faults.noApi = true;
    await open({}, `${REPO}@v2`);
    expect(server.requests.at(-1)).toBe('GET /org/bert/resolve/v2/model.safetensors');
  });
});

it('a listing that breaks off is not taken for a host without one', async () => {
  const breaking: Fetch = async (url, ask) =>
    ask.purpose === 'hub listing'
      ? new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError('terminated')) }))
      : plainFetch(url, ask);
  expect(await failure(open({ fetch: breaking }))).toMatchObject({
    code: 'network',
    message: 'The connection broke during the download. Load the model again to go on where it stopped.',
  });
  expect(server.requests).toEqual([]);
});

describe.each([true, false])('with the API of the hub: %s', (api) => {
  it('takes what is there, and asks for little that is not', async () => {
    server.faults.noApi = !api;
    const files = await open();
    expectBytes(await files.read('model.safetensors'), WEIGHTS);
    const asked = new Set(server.requests.map((request) => request.split('/resolve/')[1].split(' ')[0]));
    const missed = [...asked].filter((path) => !server.files.has(`${REPO}/${path.slice(path.indexOf('/') + 1)}`));
    expect(missed).toHaveLength(api ? 0 : 4);
  });
});

describe('what arrives is what was meant', () => {
  it('all files are of the commit that the listing names', async () => {
    await open();
    expect(server.requests.every((request) => request.startsWith(`GET /org/bert/resolve/${COMMIT}/`))).toBe(true);
    const manifest = await readManifest(modelFolder(cache, REPO));
    expect(manifest).toMatchObject({ commit: COMMIT, files: { 'model.safetensors': { size: WEIGHTS.length } } });
  });

  it('damaged weights are deleted, named, and fetched anew', async () => {
    const path = 'model.safetensors';
    server.faults.spoil = path;
    const words = /model\.safetensors arrived damaged or changed: its SHA-256/;
    expect(await failure(open())).toMatchObject({ code: 'network', message: expect.stringMatching(words) });
    expect(await modelFolder(cache, REPO).size(path)).toBeUndefined();
    expect(await cachedModels(cache)).toEqual([]);
    server.faults.spoil = undefined;
    expectBytes(await (await open()).read(path), WEIGHTS);
  });

  it('a small file with another bit is noticed by what git calls it', async () => {
    const flipping: Fetch = async (url, ask) => {
      const response = await plainFetch(url, ask);
      if (!url.endsWith('/config.json')) return response;
      const bytes = new Uint8Array(await response.arrayBuffer());
      bytes[bytes.length - 3] ^= 1;
      return new Response(bytes, response);
    };
    expect(await failure(open({ fetch: flipping }))).toMatchObject({
      code: 'network',
      message: expect.stringMatching(/^config\.json arrived damaged or changed: its git checksum/),
    });
    expect(await cachedModels(cache)).toEqual([]);
    expect(new TextDecoder().decode(await (await open()).read('config.json'))).toBe(CONFIG);
  });

  it('a download that went on from damaged bytes is noticed', async () => {
    server.faults.breakAfter = [100_000, 0, 0, 0, 0];
    await failure(open());
    const folder = modelFolder(cache, REPO);
    const begun = (await folder.read('model.safetensors')) as Uint8Array<ArrayBuffer>;
    begun[50_000] ^= 1;
    await writeFile(folder, 'model.safetensors', begun);
    expect((await failure(open())).message).toMatch(/SHA-256/);
    expectBytes(await (await open()).read('model.safetensors'), WEIGHTS);
  });

  it('a stored copy that was cut short since is fetched anew', async () => {
    await open();
    await writeFile(modelFolder(cache, REPO), 'model.safetensors', WEIGHTS.slice(0, 1000));
    expectBytes(await (await open()).read('model.safetensors'), WEIGHTS);
  });

  it.each(['config.json', 'model.safetensors'])('a stored %s that is damaged is named, and alone fetched anew', async (path) => {
    await open();
    const folder = modelFolder(cache, REPO);
    const damaged = (await folder.read(path))?.slice() ?? new Uint8Array();
    damaged[damaged.length - 2] ^= 16;
    await writeFile(folder, path, damaged);
    const { message } = await failure(open().then((files) => files.read(path)));
    expect(message).toMatch(/^[^ ]+ of .* is damaged: .* Load the model again: what is damaged is fetched anew\.$/);
    const fetched = new Set<string>();
    const files = await open({ onProgress: ({ file }) => fetched.add(file) });
    expectBytes(await files.read(path), server.files.get(`${REPO}/${path}`));
    expect(fetched.has('model.safetensors')).toBe(path === 'model.safetensors');
  });

  it('a stored file is read once more before it is called damaged', async () => {
    await open();
    let reads = 0;
    const folder = cache.folder.bind(cache);
    cache.folder = (name) => {
      const plain = folder(name);
      return { ...plain, read: async (path) => (path === 'config.json' && reads++ === 0 ? new Uint8Array(3) : plain.read(path)) };
    };
    expect(new TextDecoder().decode(await (await open()).read('config.json'))).toBe(CONFIG);
  });

  it('what is stored under a name later is not read by who opened it before', async () => {
    const before = await open();
    await removeCachedModel(cache, REPO);
    await open();
    await expect(before.read('model.safetensors')).rejects.toMatchObject({
      code: 'missing-file',
      message: expect.stringMatching(/another model/),
    });
  });

  it('weights that do not fit the config are turned away by their header', async () => {
    server.files.set(`${REPO}/model.safetensors`, safetensorsFile(TENSORS.slice(0, -2)));
    expect((await failure(open())).code).toBe('missing-tensor');
    expect(server.requests.filter((request) => request.endsWith('model.safetensors'))).toEqual([]);
  });

  it('a model that the check turns away costs no weights', async () => {
    const check = async () => {
      throw new Error('not this one');
    };
    expect((await failure(open({ check }))).message).toMatch(/not this one/);
    expect(server.requests.some((request) => request.includes('safetensors'))).toBe(false);
  });
});

describe('a model that an earlier version stored', () => {
  beforeEach(async () => {
    await open();
    const folder = modelFolder(cache, REPO);
    await writeFile(folder, 'tandem.json', new TextEncoder().encode('{"weights":["model.safetensors"]}'));
    await writeFile(
      folder,
      'model.safetensors.partial.json',
      new TextEncoder().encode(JSON.stringify({ etag: '"1"', total: WEIGHTS.length })),
    );
    server.files.set(`${REPO}/tokenizer_config.json`, '{}');
    server.requests.length = 0;
  });

  it('gets the small files that it lacks, and not its weights again', async () => {
    const files = await open();
    expect(await files.read('tokenizer_config.json')).toBeDefined();
    expect(server.requests.some((request) => request.endsWith('model.safetensors'))).toBe(false);
  });

  it('says that they are needed where the hub cannot be reached', async () => {
    server.faults.status = 503;
    expect((await failure(open())).message).toMatch(/stored by an earlier version of Tandem.*503/);
  });
});

describe('a later visit', () => {
  it('needs no network, even with the server gone', async () => {
    await open();
    server.requests.length = 0;
    server.faults.status = 500;
    const files = await open();
    expectBytes(await files.read('model.safetensors'), WEIGHTS);
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
    expectBytes(await files.read('model.safetensors'), WEIGHTS);
    expect(ranges()).toHaveLength(2);
  });

  it('goes on also where the host hides ETag and Content-Range', async () => {
    server.faults.bare = true;
    server.faults.breakAfter = [100_000];
    const files = await open();
    expectBytes(await files.read('model.safetensors'), WEIGHTS);
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
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(await cachedModels(cache)).toEqual([]);
    const files = await open();
    expectBytes(await files.read('model.safetensors'), WEIGHTS);
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
    const changed = WEIGHTS.map((byte, i) => (i < WEIGHTS.length / 2 ? byte : byte ^ 1));
    server.files.set(`${REPO}/model.safetensors`, changed);
    const files = await open();
    expectBytes(await files.read('model.safetensors'), changed);
  });

  it('goes on where the server sends no more, though the connection stands', async () => {
    server.faults.stallAfter = [100_000, 0];
    const files = await open({ patience: 1000 });
    expectBytes(await files.read('model.safetensors'), WEIGHTS);
    expect(ranges()[0]).toMatch(/bytes=100000-$/);
    expect(ranges()).toHaveLength(2);
  });

  it('asks again where the head of an answer never comes', async () => {
    // The first of them is a look at the header of the weights.
    server.faults.stallAfter = [100_000];
    const files = await open({
      patience: 1000,
      onProgress: ({ loaded }) => {
        if (loaded === 100_000) server.faults.silent = 2;
      },
    });
    expectBytes(await files.read('model.safetensors'), WEIGHTS);
    expect(ranges()).toHaveLength(3);
    expect(server.faults.silent).toBe(0);
  });

  it('is not given up while every attempt brings something', async () => {
    server.faults.breakAfter = Array(4).fill(66_000);
    expectBytes(await (await open()).read('model.safetensors'), WEIGHTS);
    expect(ranges()).toHaveLength(4);
  });

  it('says what is kept, and why, where the server stays silent', async () => {
    server.faults.stallAfter = [200_000, 0, 0, 0, 0];
    const error = await failure(open({ patience: 1000 }));
    expect(error).toMatchObject({
      code: 'network',
      message:
        'model.safetensors was not downloaded completely. The server sent nothing for 1 second. 0.2 MB of 0.3 MB are kept: load the model again to go on from there.',
    });
    server.faults.stallAfter = [];
    expectBytes(await (await open()).read('model.safetensors'), WEIGHTS);
    expect(ranges().at(-1)).toMatch(/bytes=200000-$/);
  });

  it('says how to go on when it keeps breaking', async () => {
    server.faults.breakAfter = Array(20).fill(10);
    const error = await failure(open());
    expect(error.code).toBe('network');
    expect(error.message).toMatch(/go on/);
  });
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
    server.files.set(`${REPO}/config.json`, JSON.stringify({ model_type: 'deberta-v2', architectures: ['DebertaV2Model'] }));
    expect(await failure(open())).toMatchObject({ code: 'unsupported-model', message: expect.stringMatching(/DebertaV2Model/) });
    expect(server.requests).toEqual([`GET /org/bert/resolve/${COMMIT}/config.json`]);
  });

  it('weights in another format', async () => {
    server.files.delete(`${REPO}/model.safetensors`);
    server.files.set(`${REPO}/tf_model.h5`, WEIGHTS);
    const error = await failure(open());
    expect(error).toMatchObject({ code: 'missing-file', message: expect.stringMatching(/only tf_model\.h5.*save_pretrained/) });
    expect(server.requests.some((request) => request.includes('.h5'))).toBe(false);
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
