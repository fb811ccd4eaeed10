/** The exported graph, run by ONNX Runtime, against PyTorch (reference/random_bert_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EncoderConfig } from '../../architectures/architecture';
import { expectClose } from '../../testing/gpuTest';
import { hashWeights, type NamedTensor } from '../../testing/hashWeights';
import { nodeOrt } from '../../testing/nodeHost';
import { type FloatType, rename, rounded, safetensorsFile, shards } from '../../testing/safetensorsFile';
import { fromBase64 } from '../base64';
import { widenBfloat16 } from '../bfloat16';
import { parseConfig } from '../config';
import { weightLocations } from '../model';
import { parseSafetensorsHeader } from '../safetensors';
import { locateWeights } from '../weights';
import { writeEncoderGraph } from './encoderGraph';

interface Case {
  config: unknown;
  ids: number[][];
  attentionMask: number[][];
  tokenTypeIds: number[][];
  lastHiddenState: string;
  hiddenStates: string[];
}

const fixture = JSON.parse(readFileSync(new URL('../../../reference/fixtures/randomBert.json', import.meta.url), 'utf8')) as {
  small: Record<string, Case>;
};
const floats = (text: string) => new Float32Array(fromBase64(text).buffer);
const cases = Object.entries(fixture.small);
const [, first] = cases[0];

async function run(
  config: EncoderConfig,
  files: Uint8Array<ArrayBuffer>[],
  { ids, attentionMask, tokenTypeIds }: Pick<Case, 'ids' | 'attentionMask' | 'tokenTypeIds'>,
  endLayer?: number,
) {
  const weights = locateWeights(
    config,
    files.map((data, i) => parseSafetensorsHeader(data, data.length, `file ${i}`)),
  );
  const locations = weightLocations(files.length);
  const graph = writeEncoderGraph(config, weights, { locations, endLayer });
  const session = await nodeOrt.InferenceSession.create(graph, { externalData: files.map((data, i) => ({ path: locations[i], data })) });
  const tensor = (rows: number[][]) => new nodeOrt.Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0].length]);
  const output = await session.run({ input_ids: tensor(ids), attention_mask: tensor(attentionMask), token_type_ids: tensor(tokenTypeIds) });
  await session.release();
  return output.last_hidden_state.data as Float32Array;
}

/** The hidden states of real tokens, one after another. */
function real(states: Float32Array, mask: number[][], hidden: number): number[] {
  return mask.flat().flatMap((on, token) => (on ? [...states.subarray(token * hidden, (token + 1) * hidden)] : []));
}

describe.each(cases)('%s', (_, example) => {
  const config = parseConfig(JSON.stringify(example.config));
  const file = safetensorsFile([...hashWeights(config)]);

  it('equals PyTorch', async () => {
    const states = await run(config, [file], example);
    const expected = real(floats(example.lastHiddenState), example.attentionMask, config.hiddenSize);
    expectClose(real(states, example.attentionMask, config.hiddenSize), expected, 1e-5);
  });

  it('ended at any layer gives PyTorch’s hidden states there', async () => {
    for (let layer = 0; layer <= config.numHiddenLayers; layer++) {
      const states = await run(config, [file], example, layer);
      expectClose(real(states, example.attentionMask, config.hiddenSize), floats(example.hiddenStates[layer]), 1e-5);
    }
  });
});

describe('weights as they come', () => {
  const config = parseConfig(JSON.stringify(first.config));
  const weights = [...hashWeights(config)];
  const plain = (type: FloatType) => run(config, [safetensorsFile(weights.map((tensor) => rounded(tensor, type)))], first);

  it.each<[string, FloatType, (tensors: NamedTensor[], type: FloatType) => Uint8Array<ArrayBuffer>[]]>([
    ['half precision', 'F16', (tensors, type) => [safetensorsFile(tensors, type)]],
    ['bfloat16', 'BF16', (tensors, type) => [widenBfloat16(safetensorsFile(tensors, type), 'file')]],
    ['three shards', 'F16', (tensors, type) => [...shards(tensors, 3, type).values()].slice(0, 3)],
    ['the prefix bert.', 'F32', (tensors) => [safetensorsFile(tensors.map((tensor) => rename(tensor, 'bert.', false)))]],
    ['gamma and beta', 'F32', (tensors) => [safetensorsFile(tensors.map((tensor) => rename(tensor, 'bert.', true)))]],
  ])('%s give the same as the same values in one plain file', async (_, type, files) => {
    expectClose(await run(config, files(weights, type), first), await plain(type), 1e-6);
  });

  it('a sentence alone gives the same as in a padded batch', async () => {
    const batch = await run(config, [safetensorsFile(weights)], first);
    const length = first.attentionMask[1].filter(Boolean).length;
    const row = (rows: number[][]) => [rows[1].slice(0, length)];
    const alone = await run(config, [safetensorsFile(weights)], {
      ids: row(first.ids),
      attentionMask: row(first.attentionMask),
      tokenTypeIds: row(first.tokenTypeIds),
    });
    const start = first.ids[0].length * config.hiddenSize;
    expectClose(alone, batch.subarray(start, start + alone.length), 1e-5);
  });
});

it('refuses a layer that the model does not have', () => {
  const config = parseConfig(JSON.stringify(first.config));
  expect(() => writeEncoderGraph(config, new Map(), { locations: [], endLayer: 3 })).toThrow(/between 0 and 2/);
});
