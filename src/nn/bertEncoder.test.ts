/**
 * BERT's forward, the gradient of every parameter, and AdamW steps against PyTorch
 * (reference/encoder_fixture.py), which pads where this packs; on the CPU and on the GPU.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Backend, Program, Store } from '../autodiff/backend';
import { cpuBackend } from '../autodiff/cpuBackend';
import { gpuBackend } from '../autodiff/gpuBackend';
import { size } from '../autodiff/op';
import { Tape, type Value } from '../autodiff/tape';
import { type JointBertCase, jointBertParameters, traceJointBert } from '../testing/jointBert';
import { nodeGpu } from '../testing/nodeGpu';
import { depthOf, encoderGroupOf, encoderGroups, lowestOpen } from './encoderGroups';
import type { CpuTensor } from './ops';
import { AdamW } from './optim/adamW';

interface Case extends JointBertCase {
  losses: number[];
  states: string;
  gradients: Record<string, { norm: number; stride: number; values: string }>;
}

interface Training {
  rate: number;
  decay: number;
  layerDecay: number;
  /** Layers that learn at each step, from the top; −1 stands for all and the embeddings. */
  gradual: number[];
  allLosses: number[];
  gradualLosses: number[];
}

const { cases, training } = JSON.parse(readFileSync('reference/fixtures/encoder.json', 'utf8')) as { cases: Case[]; training: Training };
const floats = (base64: string) => new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);

const gpu = await nodeGpu();
const BACKENDS: [string, () => Backend][] = [['cpu', cpuBackend]];
if (gpu) BACKENDS.push(['webgpu', () => gpuBackend(gpu.device)]);

/** A key's bias moves all scores of a row alike: its gradient is nothing but rounding. */
const ROUNDING = 1e-7;

async function compute(backend: Backend, example: Case) {
  const { tensors, ...model } = jointBertParameters(example);
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
    gradients: new Map(
      await Promise.all([...parameters].map(async ([name, value]) => [name, await read(gradients.get(value) as Value)] as const)),
    ),
  };
}

/** AdamW steps, at each of which the layers from `lowest(step)` up learn. */
async function train(backend: Backend, example: Case, lowest: (step: number) => number) {
  const { tensors, ...model } = jointBertParameters(example);
  const { rate, decay, layerDecay } = training;
  const layers = model.config.numHiddenLayers;
  const isHead = (name: string) => name.startsWith('task');
  const groups = [
    { name: 'heads', learningRate: rate, weightDecay: decay },
    ...encoderGroups(layers, { learningRate: rate, weightDecay: decay, layerDecay }),
  ];
  const groupOf = (name: string) => groups.findIndex((group) => group.name === (isHead(name) ? 'heads' : encoderGroupOf(name)));
  const optimizer = new AdamW(backend, tensors, groups, groupOf, { maxGradNorm: 0 });
  const programs = new Map<number, { program: Program; total: Store }>();
  const programFor = (open: number) => {
    const tape = new Tape();
    const places = new Map<Value, Store>();
    const learns = (name: string) => isHead(name) || depthOf(name) >= open;
    const parameters = new Map([...tensors].map(([name, { shape }]) => [name, tape.parameter(name, shape, learns(name))] as const));
    for (const [name, value] of parameters) places.set(value, optimizer.values.get(name) as Store);
    const { total, one } = traceJointBert(tape, backend, places, example, model, (name) => parameters.get(name) as Value);
    const learned = [...parameters].filter(([name]) => learns(name));
    const gradients = tape.gradients(
      total,
      one,
      learned.map(([, value]) => value),
    );
    for (const [name, value] of learned) places.set(gradients.get(value) as Value, optimizer.gradients.get(name) as Store);
    const store = backend.store(1);
    places.set(total, store);
    const norm = optimizer.trace(tape, places);
    places.set(norm, backend.store(1));
    return { program: backend.compile(tape, [...gradients.values(), total, norm], places), total: store };
  };
  const found: number[] = [];
  const frozen: Map<string, Float32Array>[] = [];
  for (let step = 0; step < training.gradual.length; step++) {
    const open = lowest(step);
    const { program, total } = programs.get(open) ?? programFor(open);
    programs.set(open, { program, total });
    optimizer.prepare(1, ({ name }) => name === 'heads' || Number(/\d+/.exec(name)?.[0]) >= open);
    program.run();
    found.push((await total.read())[0]);
    if (step === 2) frozen.push(await optimizer.read());
  }
  return { losses: found, early: frozen[0], tensors };
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

    const all = {
      ...cases[0],
      labelsB: cases[0].labelsB.map((row, r) => row.map((label, t) => (r === 0 && t === 3 ? (3 * 5) % 7 : label))),
    };
    const layers = Number(all.config.num_hidden_layers);

    it('ten AdamW steps of all parameters, with layer-wise rates', async () => {
      const { losses } = await train(create(), all, () => 0);
      for (const [i, loss] of training.allLosses.entries()) expect(Math.abs(losses[i] - loss)).toBeLessThan(1e-4 * Math.max(1, loss));
    });

    it('ten AdamW steps of gradual unfreezing; what is frozen keeps its bits', async () => {
      const lowest = (step: number) => (training.gradual[step] < 0 ? 0 : lowestOpen({ layers: training.gradual[step] }, layers));
      const { losses, early, tensors } = await train(create(), all, lowest);
      for (const [i, loss] of training.gradualLosses.entries()) expect(Math.abs(losses[i] - loss)).toBeLessThan(1e-4 * Math.max(1, loss));
      for (const [path, { data }] of tensors) {
        if (path.startsWith('task')) expect(early.get(path)).not.toEqual(data);
        else expect(early.get(path)).toEqual(data);
      }
    });
  });
}
