import { describe, expect, it } from 'vitest';
import { bundledModel, siteModel } from './bundled';

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
