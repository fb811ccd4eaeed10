/** Losses and their gradients against PyTorch (reference/losses_fixture.py), on the CPU and on the GPU. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/gpuTest';
import { nodeGpu } from '../testing/nodeGpu';
import type { Backend, Data, Store } from './backend';
import { cpuBackend } from './cpuBackend';
import { gpuBackend } from './gpuBackend';
import { size } from './op';
import { OPS } from './ops/registry';
import { squaredError } from './ops/squaredError';
import { weighLoss } from './ops/weighLoss';
import { Tape, type Value } from './tape';

interface Tensor {
  shape: number[];
  data: Data;
}

interface Use {
  op: string;
  attributes?: object;
  inputs: Tensor[];
  /** What its output should be by the squared error, where it is no loss itself. */
  targets?: Tensor;
}

type Stored = { shape: number[] } & ({ floats: string } | { integers: number[] });

interface Case extends Omit<Use, 'inputs' | 'targets'> {
  name: string;
  inputs: Stored[];
  targets?: Stored;
  output: number[];
  /** Of the first inputs. */
  gradients: string[];
}

const { cases } = JSON.parse(readFileSync('reference/fixtures/losses.json', 'utf8')) as { cases: Case[] };
const floats = (base64: string) => new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
const tensorOf = (stored: Stored): Tensor => ({
  shape: stored.shape,
  data: 'floats' in stored ? floats(stored.floats) : Int32Array.from(stored.integers),
});

const gpu = await nodeGpu();
const BACKENDS: [string, () => Backend][] = [
  ['cpu', cpuBackend],
  ...(gpu ? [['webgpu', () => gpuBackend(gpu.device)] as [string, () => Backend]] : []),
];

/** @returns the op's output, and the gradients of the first `count` inputs where the loss is all there is to lower */
async function compute(backend: Backend, { op: name, attributes = {}, inputs, targets }: Use, count: number) {
  const op = OPS.find((each) => each.name === name);
  if (!op) throw new Error(`there is no op ${name}`);
  const tape = new Tape();
  const places = new Map<Value, Store>();
  const place = ({ shape, data }: Tensor, learns = false) => {
    const value = tape.parameter('input', shape, learns);
    places.set(value, backend.store(data));
    return value;
  };
  const values = inputs.map((tensor, i) => place(tensor, i < count));
  const output = tape.apply(op, values, attributes);
  const loss = targets ? tape.apply(squaredError, [output, place(targets)], {}) : output;
  const one = place({ shape: [1], data: Float32Array.of(1) });
  const total = tape.apply(weighLoss, [loss, one], { weight: 1, learned: false });
  const gradients = [...tape.gradients(total, one, values.slice(0, count)).values()];
  const wanted = [output, ...gradients];
  // Not zeros, which some of the results are.
  for (const value of wanted) places.set(value, backend.store(new Float32Array(size(value.shape)).fill(9)));
  backend.compile(tape, wanted, places).run();
  const [first, ...rest] = await Promise.all(wanted.map((value) => (places.get(value) as Store).read()));
  backend.destroy();
  return { output: first, gradients: rest };
}

const f32 = (shape: number[], ...values: number[]): Tensor => ({ shape, data: Float32Array.from(values) });
const i32 = (...values: number[]): Tensor => ({ shape: [values.length], data: Int32Array.from(values) });

/** Nothing here has a label. */
const UNLABELLED: Use[] = [
  { op: 'weightedCrossEntropy', attributes: { smoothing: 0.1 }, inputs: [f32([2, 2], 1, 2, 3, 4), i32(-100, -100), f32([2], 1, 2)] },
  { op: 'weightedCrossEntropy', attributes: { smoothing: 0.1 }, inputs: [f32([1, 2], 1, 2), i32(1), f32([2], 1, 0)] },
  { op: 'binaryCrossEntropy', inputs: [f32([1, 2], 3, -4), f32([1, 2], -1, -1)] },
  { op: 'squaredError', inputs: [f32([2, 1], 3, -4), f32([2, 2], 1, 0, 2, 0)] },
  { op: 'spanCrossEntropy', inputs: [f32([4, 1], 1, 2, 3, 4), i32(0, -1, 0, 1), { shape: [3], data: Uint32Array.of(0, 0, 3) }] },
];

for (const [device, create] of BACKENDS) {
  describe(`losses on ${device}`, () => {
    it.each(cases.map((example) => [example.op, example.name, example] as const))('%s, %s: as in PyTorch', async (_op, _name, example) => {
      const use = { ...example, inputs: example.inputs.map(tensorOf), targets: example.targets && tensorOf(example.targets) };
      const { output, gradients } = await compute(create(), use, example.gradients.length);
      for (const [i, value] of example.output.entries()) expectClose([output[i]], [value], 1e-5 * Math.max(1, Math.abs(value)));
      expect(output.length).toBe(example.output.length);
      expect(gradients.length).toBe(example.gradients.length);
      for (const [i, gradient] of example.gradients.entries()) {
        const expected = floats(gradient);
        expectClose(gradients[i], expected, 1e-4 * Math.max(...expected.map(Math.abs)));
      }
    });

    it.each(UNLABELLED.map((use) => [use.op, use] as const))('%s is 0, of 0, where nothing counts, and moves nothing', async (_op, use) => {
      const { output, gradients } = await compute(create(), use, 1);
      expect([...output]).toEqual([0, 0]);
      expect(gradients[0].every((value) => value === 0)).toBe(true);
    });

    it('a zero vector has the cosine 0 with any other, and neither has a gradient', async () => {
      const [zeros, other, targets] = [f32([1, 3], 0, 0, 0), f32([1, 3], 1, -2, 3), f32([1, 2], 1, 1)];
      for (const inputs of [
        [zeros, other],
        [other, zeros],
        [zeros, zeros],
      ]) {
        const { output, gradients } = await compute(create(), { op: 'cosine', inputs, targets }, 2);
        expect([...output]).toEqual([0]);
        for (const gradient of gradients) expect(gradient.every((value) => value === 0)).toBe(true);
      }
    });
  });
}
