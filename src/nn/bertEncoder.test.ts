/**
 * BERT's forward and the gradient of every parameter against PyTorch (reference/encoder_fixture.py), which
 * pads where this packs; on the CPU and on the GPU.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Backend, Store } from '../autodiff/backend';
import { cpuBackend } from '../autodiff/cpuBackend';
import { gpuBackend } from '../autodiff/gpuBackend';
import { meanPool } from '../autodiff/ops/meanPool';
import { Tape, type Value } from '../autodiff/tape';
import { linkTokens, NO_ROW } from '../kernels/embedding/embedding';
import { parseBertConfig } from '../model/config';
import { hashTensor, hashWeights } from '../testing/hashWeights';
import { nodeGpu } from '../testing/nodeGpu';
import { BertEncoder } from './bertEncoder';
import { createHead, forwardHead } from './heads/instance';
import { IGNORE_INDEX, jointLoss } from './losses';
import { tapeOps } from './tapeOps';

interface Case {
  config: Record<string, unknown>;
  ids: number[][];
  attentionMask: number[][];
  tokenTypeIds: number[][];
  labelsA: number[];
  labelsB: number[][];
  losses: number[];
  states: string;
  gradients: Record<string, { norm: number; stride: number; values: string }>;
}

const { cases } = JSON.parse(readFileSync('reference/fixtures/encoder.json', 'utf8')) as { cases: Case[] };
const floats = (base64: string) => new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
const labels = (count: number) => Array.from({ length: count }, (_, i) => `label ${i}`);

const gpu = await nodeGpu();
const BACKENDS: [string, () => Backend][] = [['cpu', cpuBackend]];
if (gpu) BACKENDS.push(['webgpu', () => gpuBackend(gpu.device)]);

/** A key's bias moves all scores of a row alike: its gradient is nothing but rounding. */
const ROUNDING = 1e-7;

/** Rows of a size bucket beyond the batch's tokens, which belong to no sequence. */
const PADDING = 3;

/** Tokens of all rows, one behind another. */
function pack({ ids, attentionMask, tokenTypeIds, labelsB }: Case) {
  const lengths = attentionMask.map((row) => row.reduce((a, b) => a + b, 0));
  const real = <T>(rows: T[][]) => rows.flatMap((row, i) => row.slice(0, lengths[i]));
  const padded = (values: number[], filler: number) => [...values, ...new Array<number>(PADDING).fill(filler)];
  const cuSeqlens = [0];
  for (const length of lengths) cuSeqlens.push((cuSeqlens.at(-1) ?? 0) + length);
  const bounds = lengths.flatMap((length, s) => new Array(length).fill([cuSeqlens[s], cuSeqlens[s + 1]])).flat() as number[];
  return {
    words: linkTokens(padded(real(ids), NO_ROW)),
    positions: linkTokens(
      padded(
        lengths.flatMap((length) => Array.from({ length }, (_, i) => i)),
        NO_ROW,
      ),
    ),
    types: linkTokens(padded(real(tokenTypeIds), NO_ROW)),
    sequences: Uint32Array.from([0, 0, ...bounds, ...padded([], 0), ...padded([], 0)]),
    cuSeqlens: Uint32Array.from(cuSeqlens),
    labelsB: Int32Array.from(padded(real(labelsB), IGNORE_INDEX)),
    tokens: (cuSeqlens.at(-1) ?? 0) + PADDING,
  };
}

async function compute(backend: Backend, example: Case) {
  const config = parseBertConfig(JSON.stringify(example.config));
  const packed = pack(example);
  const tape = new Tape();
  const places = new Map<Value, Store>();
  const parameters = new Map<string, Value>();
  const place = (value: Value, store: Store) => {
    places.set(value, store);
    return value;
  };
  const parameter = (name: string, shape: readonly number[], data: Float32Array<ArrayBuffer>) => {
    const value = place(tape.parameter(name, shape, true), backend.store(data));
    parameters.set(name, value);
    return value;
  };
  for (const { name, shape, values } of hashWeights(config)) parameter(name, shape, values);
  const input = (name: string, shape: number[], data: Parameters<Backend['store']>[0]) =>
    place(tape.input(name, shape), backend.store(data));
  const { tokens } = packed;
  const links = (name: 'words' | 'positions' | 'types') => input(name, [tokens, 3], packed[name]);
  const encoder = new BertEncoder(tape, config, (name) => parameters.get(name) as Value, {
    words: links('words'),
    positions: links('positions'),
    types: links('types'),
    sequences: input('sequences', [tokens + 1, 2], packed.sequences),
  });
  const states = encoder.lastHiddenState();
  const sequences = example.ids.length;
  const pooled = tape.apply(meanPool, [states, input('cuSeqlens', [sequences + 1], packed.cuSeqlens)], {});
  const shape = { hiddenSize: config.hiddenSize, layers: 1 };
  const heads = [
    createHead('taskA', { type: 'sentenceClassification', labels: labels(4) }, shape, 0),
    createHead('taskB', { type: 'tokenClassification', labels: labels(7) }, shape, 0),
  ];
  let number = 1000;
  const logits = heads.map((head, h) => {
    const named = new Map([...head.parameters].map(([name, tensor]) => [tensor, `${head.name}.${name}`]));
    return forwardHead(head, tapeOps(tape, undefined, 0), h === 0 ? pooled : states, (tensor) => {
      const name = named.get(tensor) ?? '';
      return parameter(name, tensor.shape, hashTensor(number++, { name, shape: tensor.shape }));
    });
  });
  const unused = input('s', [1], 1);
  const { losses, total } = jointLoss(
    tape,
    [
      { logits: logits[0], labels: input('labelsA', [sequences], Int32Array.from(example.labelsA)), weight: 0.3, logVariance: unused },
      { logits: logits[1], labels: input('labelsB', [tokens], packed.labelsB), weight: 0.7, logVariance: unused },
    ],
    false,
  );
  const gradients = tape.gradients(total, input('one', [1], Float32Array.of(1)), [...parameters.values()]);
  const wanted = [states, ...losses, total, ...gradients.values()];
  for (const value of wanted) place(value, backend.store(value.shape.reduce((a, b) => a * b, 1)));
  const program = backend.compile(tape, wanted, places);
  program.run();
  const read = (value: Value) => (places.get(value) as Store).read();
  return {
    states: await read(states),
    losses: [(await read(losses[0]))[0], (await read(losses[1]))[0], (await read(total))[0]],
    gradients: new Map(
      await Promise.all([...parameters].map(async ([name, value]) => [name, await read(gradients.get(value) as Value)] as const)),
    ),
    dispatches: program.dispatches,
  };
}

for (const [name, create] of BACKENDS) {
  describe(`BERT on ${name} as in PyTorch`, () => {
    for (const example of cases) {
      const { num_hidden_layers: layers, hidden_size: hidden, hidden_act: act } = example.config;
      it(`${layers} × ${hidden}, ${act}: last hidden state, losses, every gradient`, async () => {
        const { states, losses, gradients } = await compute(create(), example);
        const expected = floats(example.states);
        for (const [i, value] of expected.entries()) expect(Math.abs(states[i] - value)).toBeLessThan(1e-5);
        for (const [i, loss] of example.losses.entries()) expect(Math.abs(losses[i] - loss)).toBeLessThan(1e-5 * Math.max(1, loss));
        expect([...gradients.keys()].sort()).toEqual(Object.keys(example.gradients).sort());
        for (const [parameter, { norm, stride, values }] of Object.entries(example.gradients)) {
          const actual = gradients.get(parameter) as Float32Array;
          expect(Math.abs(Math.hypot(...actual) - norm)).toBeLessThan(1e-4 * norm + ROUNDING);
          // Element by element relative to the tensor's typical value: single ones may be all but zero.
          const typical = norm / Math.sqrt(actual.length);
          for (const [i, value] of floats(values).entries()) {
            expect(Math.abs(actual[i * stride] - value)).toBeLessThan(1e-4 * Math.max(Math.abs(value), typical) + ROUNDING);
          }
        }
      });
    }
  });
}
