import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundledModel, siteModel } from './bundled';
import { parseSiteManifest, siteManifest } from './siteManifest';

const BASE = 'http://localhost/models/';
const answers = (response: () => Response) => bundledModel('all-MiniLM-L6-v2', BASE, async () => response());

describe.each([
  ['404', () => new Response('', { status: 404 })],
  ['its index page', () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html; charset=utf-8' } })],
])('a host that answers unknown paths with %s', (_, response) => {
  it('has no such file', async () => {
    expect(await answers(response).read('vocab.txt')).toBeUndefined();
  });

  it('has no model when its config is missing, and the sentence says what to run', async () => {
    await expect(answers(response).read('config.json')).rejects.toMatchObject({
      code: 'missing-file',
      message: expect.stringContaining('Run "npm run models"'),
    });
  });
});

it('reads a file that is there, and tells what else the server said', async () => {
  const bytes = new TextEncoder().encode('{}');
  expect(await answers(() => new Response(bytes)).read('tokenizer.json')).toEqual(bytes);
  await expect(answers(() => new Response('', { status: 500 })).read('tokenizer.json')).rejects.toMatchObject({ code: 'network' });
});

it('holds weights of one model at a time', async () => {
  let asked = 0;
  const open = () =>
    bundledModel('all-MiniLM-L6-v2', BASE, async (input) => {
      const isWeights = String(input).endsWith('data');
      if (isWeights) asked++;
      return new Response(isWeights ? 'weights' : '', { status: isWeights ? 200 : 404 });
    });
  const [former, latter] = [open(), open()];
  const [path] = former.weights;
  for (const files of [former, latter]) await files.read(path);
  expect(asked).toBe(2);
  await latter.read(path);
  expect(asked).toBe(2);
  await former.read(path);
  expect(asked).toBe(3);
});

it('is asked for weights once by two sessions that are made one after the other', async () => {
  const asked: string[] = [];
  const files = bundledModel('all-MiniLM-L6-v2', BASE, async (input) => {
    asked.push(String(input).slice(BASE.length));
    return new Response(asked.at(-1)?.endsWith('data') ? 'weights' : '', { status: asked.at(-1)?.endsWith('data') ? 200 : 404 });
  });
  const [path] = files.weights;
  const times = () => asked.filter((one) => one.endsWith(path)).length;
  const first = await files.read(path);
  expect(await files.read(path)).toBe(first);
  expect(times()).toBe(1);
  // Nothing is held for good.
  expect(await files.read(path)).toEqual(first);
  expect(times()).toBe(2);
});

describe('a folder that a site has in models/', () => {
  const CONFIG = '{"transformers.js_config":{"use_external_data_format":2}}';
  /** A host with these files, and its index page for everything else. */
  const site = (files: Record<string, string>) => {
    const asked: string[] = [];
    const fetchImpl: typeof fetch = async (input, init) => {
      const path = String(input).slice(BASE.length);
      asked.push(`${init?.method ?? 'GET'} ${path}`);
      const content = files[path];
      if (content === undefined) return new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } });
      return new Response(init?.method === 'HEAD' ? null : content);
    };
    return { fetchImpl, asked };
  };

  it.each([
    [
      'as our exporter lays it out',
      { 'mine/onnx/model.onnx_data': 'x' },
      ['onnx/model.onnx_data', 'onnx/model.onnx_data_1'],
      'onnx/model.onnx',
    ],
    ['with one file of weights', { 'mine/model.safetensors': 'x' }, ['model.safetensors'], undefined],
    [
      'with several',
      { 'mine/model.safetensors.index.json': '{"weight_map":{"a":"b.safetensors","c":"a.safetensors"}}' },
      ['a.safetensors', 'b.safetensors'],
      undefined,
    ],
  ] as [string, Record<string, string>, string[], string | undefined][])('%s', async (_, files, weights, graph) => {
    const { fetchImpl } = site({ 'mine/config.json': CONFIG, ...files });
    const model = await siteModel('mine', BASE, fetchImpl);
    expect(model).toMatchObject({ id: 'mine', weights });
    expect(model?.graph).toBe(graph);
    expect(new TextDecoder().decode(await model?.read('config.json'))).toBe(CONFIG);
  });

  it('without weights is refused in words', async () => {
    await expect(siteModel('mine', BASE, site({ 'mine/config.json': '{}' }).fetchImpl)).rejects.toMatchObject({
      code: 'missing-file',
      message: expect.stringMatching(/models\/mine has no model\.safetensors/),
    });
  });

  it('that is not there costs one request, and names of repositories none', async () => {
    const { fetchImpl, asked } = site({});
    for (const name of ['bert-base-uncased', 'org/name', '../up', 'https://huggingface.co/org/name'])
      expect(await siteModel(name, BASE, fetchImpl)).toBeUndefined();
    expect(asked).toEqual(['GET bert-base-uncased/config.json']);
  });
});

describe('a manifest', () => {
  const encode = (text: string) => new TextEncoder().encode(text);
  const site = async (files: Record<string, string>, damaged: Record<string, string>) => {
    const manifest = await siteManifest(Object.entries(files).map(([path, text]) => [path, encode(text)] as const));
    const served: Record<string, string> = { 'tandem.json': manifest, ...files, ...damaged };
    return bundledModel('all-MiniLM-L6-v2', BASE, async (url) => {
      const path = String(url).slice(`${BASE}all-MiniLM-L6-v2/`.length);
      return path in served ? new Response(served[path]) : new Response('', { status: 404 });
    });
  };
  const FILES = { 'config.json': '{"hidden_size":384}', 'tokenizer.json': '{}' };

  it('lets files through that are as they were exported, and gives their checksums', async () => {
    const model = await site(FILES, {});
    expect(await model.read('config.json')).toEqual(encode(FILES['config.json']));
    expect(await model.checksum?.('tokenizer.json')).toBe(createHash('sha256').update('{}').digest('hex'));
  });

  it('has a file refused that is another one', async () => {
    const model = await site(FILES, { 'config.json': '{"hidden_size":385}' });
    await expect(model.read('config.json')).rejects.toMatchObject({
      code: 'bad-safetensors',
      message: expect.stringContaining('config.json of all-MiniLM-L6-v2 is damaged'),
    });
  });

  it('has the small files asked for together, each once, and whatever befalls one is told where it is read', async () => {
    const files = {
      'config.json': '{}',
      'modules.json': '[]',
      '1_Pooling/config.json': '{}',
      'tokenizer.json': '{}',
      'onnx/model.onnx': 'g',
    };
    const others = { 'onnx/model.onnx_data': 'w', 'vocab.txt': 'v', 'sample/heads.json': '{}', 'README.md': '' };
    const manifest = await siteManifest(Object.entries({ ...files, ...others }).map(([path, text]) => [path, encode(text)] as const));
    const asked: string[] = [];
    const waiting = new Map<string, (response: Response) => void>();
    const model = bundledModel('all-MiniLM-L6-v2', BASE, (url) => {
      const path = String(url).slice(`${BASE}all-MiniLM-L6-v2/`.length);
      asked.push(path);
      if (path === 'tandem.json') return Promise.resolve(new Response(manifest));
      return new Promise((resolve) => waiting.set(path, resolve));
    });
    const config = model.read('config.json');
    await expect.poll(() => asked.toSorted()).toEqual(['tandem.json', ...Object.keys(files)].toSorted());
    waiting.get('modules.json')?.(new Response('', { status: 500 }));
    waiting.get('config.json')?.(new Response('{}'));
    expect(await config).toEqual(encode('{}'));
    await expect(model.read('modules.json')).rejects.toMatchObject({ code: 'network' });
    expect(asked).toHaveLength(6);
    const again = model.read('modules.json');
    await expect.poll(() => asked.at(-1)).toBe('modules.json');
    waiting.get('modules.json')?.(new Response('[]'));
    expect(await again).toEqual(encode('[]'));
  });

  it('that is damaged itself is named', async () => {
    const model = await site(FILES, { 'tandem.json': '{"files":' });
    await expect(model.read('config.json')).rejects.toThrow('tandem.json of all-MiniLM-L6-v2');
  });

  it('comes with the bundled model, and is right', async () => {
    const manifest = parseSiteManifest('x', readFileSync('public/models/all-MiniLM-L6-v2/tandem.json'));
    for (const path of ['onnx/model.onnx', 'onnx/model.onnx_data', 'tokenizer.json', 'config.json', 'reference.json']) {
      const bytes = readFileSync(`public/models/all-MiniLM-L6-v2/${path}`);
      expect([path, manifest.get(path)]).toEqual([path, createHash('sha256').update(bytes).digest('hex')]);
    }
  });
});
