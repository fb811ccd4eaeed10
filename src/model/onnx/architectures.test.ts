/** The exported graph of every architecture, run by ONNX Runtime, against PyTorch (reference/architectures_fixture.py). */
import { describe, expect, it } from 'vitest';
import { ARCHITECTURES } from '../../architectures/registry';
import { architecturesFixture, architectureWeights } from '../../testing/architectureCases';
import { expectClose } from '../../testing/gpuTest';
import { nodeOrt } from '../../testing/nodeHost';
import { safetensorsFile } from '../../testing/safetensorsFile';
import { fromBase64 } from '../base64';
import { parseConfig } from '../config';
import { parseSafetensorsHeader } from '../safetensors';
import { locateWeights } from '../weights';
import { writeEncoderGraph } from './encoderGraph';

const cases = Object.entries(architecturesFixture.cases);
const floats = (text: string) => new Float32Array(fromBase64(text).buffer);

describe.each(cases)('%s', (_, example) => {
  const config = parseConfig(JSON.stringify(example.config));
  const file = safetensorsFile(architectureWeights(config));
  const weights = locateWeights(config, [parseSafetensorsHeader(file, file.length, 'file')]);

  /** Values of real tokens, [tokens, width]. */
  async function run(options: { endLayer?: number; allLayers?: boolean }) {
    const graph = writeEncoderGraph(config, weights, { locations: ['file'], ...options });
    const session = await nodeOrt.InferenceSession.create(graph, { externalData: [{ path: 'file', data: file }] });
    const { ids, attentionMask, tokenTypeIds } = example;
    const tensor = (rows: number[][]) =>
      new nodeOrt.Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0].length]);
    const all: Record<string, number[][]> = { input_ids: ids, attention_mask: attentionMask, token_type_ids: tokenTypeIds };
    const feeds = Object.fromEntries(session.inputNames.map((name) => [name, tensor(all[name])]));
    const { [session.outputNames[0]]: output } = await session.run(feeds);
    await session.release();
    const width = output.dims[2];
    const data = output.data as Float32Array;
    const real = attentionMask.flat().flatMap((on, token) => (on ? [data.subarray(token * width, (token + 1) * width)] : []));
    return { real, inputs: session.inputNames };
  }

  it('gives PyTorch’s hidden states of all layers', async () => {
    const { real } = await run({ allLayers: true });
    for (const [layer, expected] of example.hiddenStates.entries()) {
      const states = real.flatMap((row) => [...row.subarray(layer * config.hiddenSize, (layer + 1) * config.hiddenSize)]);
      expectClose(states, floats(expected), 1e-5);
    }
  });

  it('gives the last one alone, and ends at any layer', async () => {
    for (const [endLayer, expected] of example.hiddenStates.entries()) {
      const { real } = await run({ endLayer });
      expectClose(
        real.flatMap((row) => [...row]),
        floats(expected),
        1e-5,
      );
    }
  });

  it('asks for segments only where the model tells them apart', async () => {
    const { inputs } = await run({});
    expect(inputs.includes('token_type_ids')).toBe(config.typeVocabSize > 1);
  });
});

it.each(Object.entries(architecturesFixture.long))(
  '%s reads a long sequence as PyTorch does',
  async (_, { config: json, ids, tokens, states }) => {
    const config = parseConfig(JSON.stringify(json));
    const file = safetensorsFile(architectureWeights(config));
    const weights = locateWeights(config, [parseSafetensorsHeader(file, file.length, 'file')]);
    const graph = writeEncoderGraph(config, weights, { locations: ['file'] });
    const session = await nodeOrt.InferenceSession.create(graph, { externalData: [{ path: 'file', data: file }] });
    const row = (values: number[]) => new nodeOrt.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    const output = await session.run({ input_ids: row(ids), attention_mask: row(ids.map(() => 1)) });
    await session.release();
    const { hiddenSize } = config;
    const all = output.last_hidden_state.data as Float32Array;
    const seen = tokens.flatMap((token) => [...all.subarray(token * hiddenSize, (token + 1) * hiddenSize)]);
    expectClose(seen, floats(states), 1e-4);
  },
);

it('no architecture goes without an example', () => {
  const seen = new Set(cases.map(([, { config }]) => parseConfig(JSON.stringify(config)).architecture));
  // BERT has examples of its own: encoderGraph.test.ts.
  expect(ARCHITECTURES.filter(({ name }) => name !== 'bert' && !seen.has(name))).toEqual([]);
});
