/**
 * An encoder's forward and the gradient of every parameter against PyTorch (reference/encoder_fixture.py,
 * architectures_fixture.py), which pads where this packs; on the CPU and on the GPU.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parametersOf } from '../architectures/parameters';
import type { Backend, Store } from '../autodiff/backend';
import { size } from '../autodiff/op';
import { Tape, type Value } from '../autodiff/tape';
import { bundledModel } from '../model/bundled';
import { parseConfig } from '../model/config';
import { openModel } from '../model/model';
import { readTensors } from '../model/tensorValues';
import { architecturesFixture, architectureTree } from '../testing/architectureCases';
import { BACKENDS, WITH_BLOCKS } from '../testing/backends';
import { type JointBertCase, jointBertParameters, traceJointBert } from '../testing/jointBert';
import { nodeHost } from '../testing/nodeHost';
import type { CpuTensor } from './ops';
import { stackAttention, unstackAttention } from './stackedAttention';

interface Expected extends JointBertCase {
  losses: number[];
  gradients: Record<string, { norm: number; stride: number; values: string }>;
}

interface Case extends Expected {
  /** Whether its weights are those of the bundled model instead of hashes. */
  bundled?: boolean;
  states: string;
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

/** @param weights of the encoder by name. Default: hashes */
async function compute(backend: Backend, example: JointBertCase, weights?: ReadonlyMap<string, CpuTensor>) {
  const { tensors: named, ...model } = jointBertParameters(example, weights);
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

function expectAll(
  { states, losses, gradients }: Awaited<ReturnType<typeof compute>>,
  expected: Expected,
  expectedStates: string,
  tolerance: number,
): void {
  for (const [i, value] of floats(expectedStates).entries()) expect(Math.abs(states[i] - value)).toBeLessThan(tolerance);
  for (const [i, loss] of expected.losses.entries()) expect(Math.abs(losses[i] - loss)).toBeLessThan(tolerance * Math.max(1, loss));
  expect([...gradients.keys()].sort()).toEqual(Object.keys(expected.gradients).sort());
  for (const [parameter, { norm, stride, values }] of Object.entries(expected.gradients)) {
    const actual = gradients.get(parameter) as Float32Array;
    expect(Math.abs(norm2(actual) - norm), parameter).toBeLessThan(1e-4 * norm + ROUNDING);
    // Element by element relative to the tensor's typical value: single ones may be all but zero.
    const typical = norm / Math.sqrt(actual.length);
    for (const [i, value] of floats(values).entries()) {
      expect(Math.abs(actual[i * stride] - value), parameter).toBeLessThan(1e-4 * Math.max(Math.abs(value), typical) + ROUNDING);
    }
  }
}

for (const { name, create, skipped } of [...BACKENDS, WITH_BLOCKS]) {
  describe.skipIf(skipped)(`BERT on ${name} as in PyTorch`, () => {
    for (const example of cases) {
      const { num_hidden_layers: layers, hidden_size: hidden, hidden_act: act } = example.config;
      it(`${layers} × ${hidden}, ${act}${example.bundled ? ', the bundled MiniLM' : ''}: last hidden state, losses, every gradient`, async () => {
        const weights = example.bundled ? await bundledWeights() : undefined;
        expectAll(await compute(create(), example, weights), example, example.states, 1e-5);
      });
    }
  });
}

for (const { name, create, skipped } of BACKENDS) {
  describe.skipIf(skipped)(`architectures on ${name} as in PyTorch`, () => {
    it.each(Object.entries(architecturesFixture.cases))(
      '%s: last hidden state, losses, every gradient',
      async (_, example) => {
        const config = parseConfig(JSON.stringify(example.config));
        const expectedStates = example.hiddenStates.at(-1) as string;
        expectAll(await compute(create(), example, architectureTree(config)), example, expectedStates, 1e-5);
      },
      120_000,
    );
  });
}
