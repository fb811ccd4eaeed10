/**
 * BERT's forward and the gradient of every parameter against PyTorch (reference/encoder_fixture.py), which
 * pads where this packs; on the CPU and on the GPU.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parametersOf } from '../architectures/parameters';
import type { Backend, Store } from '../autodiff/backend';
import { gpuBackend } from '../autodiff/gpuBackend';
import { size } from '../autodiff/op';
import { Tape, type Value } from '../autodiff/tape';
import { bundledModel } from '../model/bundled';
import { openModel } from '../model/model';
import { readTensors } from '../model/tensorValues';
import { BACKENDS, onGpu } from '../testing/backends';
import { asHardware } from '../testing/deviceWith';
import { type JointBertCase, jointBertParameters, traceJointBert } from '../testing/jointBert';
import { nodeHost } from '../testing/nodeHost';
import type { CpuTensor } from './ops';
import { stackAttention, unstackAttention } from './stackedAttention';

interface Case extends JointBertCase {
  /** Whether its weights are those of the bundled model instead of hashes. */
  bundled?: boolean;
  losses: number[];
  states: string;
  gradients: Record<string, { norm: number; stride: number; values: string }>;
}

const { cases } = JSON.parse(readFileSync('reference/fixtures/encoder.json', 'utf8')) as { cases: Case[] };
const floats = (base64: string) => new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);

/** A key's bias moves all scores of a row alike: its gradient is nothing but rounding. */
const ROUNDING = 1e-7;

async function bundledWeights(): Promise<Map<string, CpuTensor>> {
  const host = nodeHost();
  const model = await openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch));
  return readTensors(model);
}

async function compute(backend: Backend, example: Case) {
  const { tensors: named, ...model } = jointBertParameters(example, example.bundled ? await bundledWeights() : undefined);
  const { stacks } = parametersOf(model.config);
  const tensors = stackAttention(stacks, named);
  const tape = new Tape();
  const places = new Map<Value, Store>();
  const parameters = new Map([...tensors].map(([name, { shape }]) => [name, tape.parameter(name, shape, true)] as const));
  for (const [name, value] of parameters) places.set(value, backend.store((tensors.get(name) as CpuTensor).data));
  const { states, losses, total, one } = traceJointBert(tape, backend, places, example, model, (name) => parameters.get(name) as Value);
  const gradients = tape.gradients(total, one, [...parameters.values()]);
  const wanted = [states, ...losses, total, ...gradients.values()];
  for (const value of wanted) places.set(value, backend.store(size(value.shape)));
  backend.compile(tape, wanted, places).run();
  const read = (value: Value) => (places.get(value) as Store).read();
  return {
    states: await read(states),
    losses: [(await read(losses[0]))[0], (await read(losses[1]))[0], (await read(total))[0]],
    gradients: unstackAttention(
      stacks,
      new Map(await Promise.all([...parameters].map(async ([name, value]) => [name, await read(gradients.get(value) as Value)] as const))),
    ),
  };
}

/** Over more values than a call takes arguments. */
const norm2 = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

for (const { name, create, skipped } of [...BACKENDS, onGpu('webgpu, kernels of GPUs', (device) => gpuBackend(asHardware(device)))]) {
  describe.skipIf(skipped)(`BERT on ${name} as in PyTorch`, () => {
    for (const example of cases) {
      const { num_hidden_layers: layers, hidden_size: hidden, hidden_act: act } = example.config;
      it(`${layers} × ${hidden}, ${act}${example.bundled ? ', the bundled MiniLM' : ''}: last hidden state, losses, every gradient`, async () => {
        const { states, losses, gradients } = await compute(create(), example);
        const expected = floats(example.states);
        for (const [i, value] of expected.entries()) expect(Math.abs(states[i] - value)).toBeLessThan(1e-5);
        for (const [i, loss] of example.losses.entries()) expect(Math.abs(losses[i] - loss)).toBeLessThan(1e-5 * Math.max(1, loss));
        expect([...gradients.keys()].sort()).toEqual(Object.keys(example.gradients).sort());
        for (const [parameter, { norm, stride, values }] of Object.entries(example.gradients)) {
          const actual = gradients.get(parameter) as Float32Array;
          expect(Math.abs(norm2(actual) - norm)).toBeLessThan(1e-4 * norm + ROUNDING);
          // Element by element relative to the tensor's typical value: single ones may be all but zero.
          const typical = norm / Math.sqrt(actual.length);
          for (const [i, value] of floats(values).entries()) {
            expect(Math.abs(actual[i * stride] - value)).toBeLessThan(1e-4 * Math.max(Math.abs(value), typical) + ROUNDING);
          }
        }
      }, 60_000);
    }
  });
}
