/** Training with an open encoder: PyTorch's losses (reference/encoder_fixture.py), repeatability, the bundled model. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { depthsOf } from '../../architectures/parameters';
import type { Backend } from '../../autodiff/backend';
import { cpuBackend } from '../../autodiff/cpuBackend';
import { gpuBackend } from '../../autodiff/gpuBackend';
import { measuringBackend } from '../../autodiff/measuringBackend';
import { sampleDataset } from '../../data/builtIn';
import { CUT, encodeText } from '../../inference/reading';
import { bundledModel } from '../../model/bundled';
import { openModel } from '../../model/model';
import { MEAN_POOLING } from '../../model/sentence/pooling';
import { readTensors } from '../../model/tensorValues';
import { lowestOpen } from '../../nn/encoderGroups';
import { assignTasks } from '../../tasks/fromData';
import { createHead } from '../../tasks/head';
import { BACKENDS, WEBGPU, WITH_BLOCKS } from '../../testing/backends';
import { asHardware, deviceWith } from '../../testing/deviceWith';
import { type JointBertCase, jointBertParameters } from '../../testing/jointBert';
import { nodeGpu } from '../../testing/nodeGpu';
import { nodeHost } from '../../testing/nodeHost';
import { textsApart } from '../../testing/textsApart';
import { withoutDropout } from '../../testing/withoutDropout';
import { loadTokenizer } from '../../tokenizer/load';
import { encodeSplit } from '../data/encodedSplit';
import { completeOptions } from '../plan/options';
import { createTask, kindsOf } from '../plan/task';
import type { EncoderBatch } from '../step/encoderStep';
import { encoderBatch } from './encoderBatch';
import { EncoderTrainer } from './encoderTrainer';

interface Training {
  rate: number;
  decay: number;
  layerDecay: number;
  gradual: number[];
  allLosses: number[];
  gradualLosses: number[];
  dropout: { probability: number; seed: number; losses: number[] };
}

const fixture = JSON.parse(readFileSync('reference/fixtures/encoder.json', 'utf8')) as { cases: JointBertCase[]; training: Training };
const { rate, decay, layerDecay, gradual, allLosses, gradualLosses } = fixture.training;
const example = fixture.cases[0];

const gpu = await nodeGpu();

/** The batch of the fixture's steps: that of its first case, in one segment, and with the label that the case masks. */
function batchOf({ ids, attentionMask, labelsA, labelsB }: JointBertCase): EncoderBatch {
  const lengths = attentionMask.map((row) => row.reduce((a, b) => a + b, 0));
  const tokenLabels = labelsB.flatMap((row, r) => row.slice(0, lengths[r]).map((label, t) => (r === 0 && t === 3 ? (3 * 5) % 7 : label)));
  const rows = ids.map((row, i) => row.slice(0, lengths[i]));
  return packed(rows, labelsA, tokenLabels);
}

/** Both tasks of the fixture on some sequences, each an example of its own. */
function packed(rows: number[][], classIds: ArrayLike<number>, tokenLabels: ArrayLike<number>): EncoderBatch {
  const ends = [0];
  for (const { length } of rows) ends.push((ends.at(-1) ?? 0) + length);
  const bounds = new Map([['text', ends]] as const);
  const targets = { taskA: classIds, taskB: tokenLabels };
  return { rows, bounds, texts: textsApart(bounds), targets: new Map(Object.entries(targets)) };
}

function create(backend: Backend, { seed = 0, dropout = 0, gradientAccumulation = 1 } = {}) {
  const { config, heads, tensors } = jointBertParameters(example);
  const input = {
    batchSize: example.ids.length,
    learningRate: rate,
    weightDecay: decay,
    layerDecay,
    lambdaA: 0.3,
    lambdaB: 0.7,
    maxGradNorm: 0,
    gradientAccumulation,
    seed,
  };
  const options = completeOptions(input, kindsOf(heads));
  if (dropout === 0) withoutDropout(heads[0]);
  const encoder = {
    config: { ...config, hiddenDropoutProb: dropout, attentionProbsDropoutProb: dropout },
    modes: MEAN_POOLING.modes,
    parameters: new Map([...tensors].filter(([name]) => !name.startsWith('task'))),
    lowest: 0,
  };
  const tasks = heads.map((head) => createTask(head, options));
  return { trainer: new EncoderTrainer(backend, encoder, tasks, options), tensors, config };
}

for (const { name, create: backend, skipped } of BACKENDS) {
  describe.skipIf(skipped)(`EncoderTrainer on ${name}`, () => {
    it.each([
      ['all parameters, layer-wise rates', () => 0, allLosses],
      ['gradual unfreezing', (step: number) => (gradual[step] < 0 ? 0 : lowestOpen({ layers: gradual[step] }, 2)), gradualLosses],
    ] as const)('PyTorch’s losses: %s', async (_, lowest, expected) => {
      const { trainer } = create(backend());
      for (const [step, loss] of expected.entries()) {
        trainer.run([batchOf(example)], 1, { lowest: lowest(step), learningRate: rate });
        const [{ total }] = await trainer.state.reports();
        expect(Math.abs(total - loss)).toBeLessThan(1e-4 * Math.max(1, loss));
      }
      trainer.destroy();
    });

    it('PyTorch’s losses with dropout, whose masks it was given', async () => {
      const { probability, seed, losses } = fixture.training.dropout;
      const { trainer } = create(backend(), { seed, dropout: probability });
      for (const loss of losses) {
        trainer.run([batchOf(example)], 1, { lowest: 0, learningRate: rate });
        const [{ total }] = await trainer.state.reports();
        expect(Math.abs(total - loss)).toBeLessThan(1e-4 * Math.max(1, loss));
      }
      trainer.destroy();
    });

    it('with dropout: the same seed gives the same bits, another seed others; a state goes on with the same losses', async () => {
      const losses = async ({ trainer }: ReturnType<typeof create>, steps: number) => {
        for (let i = 0; i < steps; i++) trainer.run([batchOf(example)], 1, { lowest: 0, learningRate: rate });
        return (await trainer.state.reports()).map(({ total }) => total);
      };
      const whole = await losses(create(backend(), { seed: 3, dropout: 0.1 }), 6);
      expect(await losses(create(backend(), { seed: 3, dropout: 0.1 }), 6)).toEqual(whole);
      expect(await losses(create(backend(), { seed: 4, dropout: 0.1 }), 6)).not.toEqual(whole);
      const first = create(backend(), { seed: 3, dropout: 0.1 });
      await losses(first, 3);
      const second = create(backend(), { seed: 3, dropout: 0.1 });
      second.trainer.state.restore(await first.trainer.state.state());
      expect(await losses(second, 3)).toEqual(whole.slice(3));
    });

    it('two equal batches a step are one: gradients are averaged, and PyTorch’s losses follow', async () => {
      const { trainer } = create(backend(), { gradientAccumulation: 2 });
      for (const loss of allLosses.slice(0, 4)) {
        trainer.run([batchOf(example), batchOf(example)], 1, { lowest: 0, learningRate: rate });
        const [{ total }] = await trainer.state.reports();
        expect(Math.abs(total - loss)).toBeLessThan(1e-4 * Math.max(1, loss));
      }
      trainer.destroy();
    });

    it('layers computed anew for their gradients: the same losses, dropout included', async () => {
      const losses = async (recompute: boolean) => {
        const { trainer } = create(backend(), { seed: 3, dropout: 0.1 });
        for (let i = 0; i < 4; i++) trainer.run([batchOf(example)], 1, { lowest: 0, learningRate: rate, recompute });
        return (await trainer.state.reports()).map(({ total, gradNorm }) => [total, gradNorm]);
      };
      const [plain, again] = [(await losses(false)).flat(), (await losses(true)).flat()];
      for (const [i, value] of plain.entries()) expect(Math.abs(again[i] - value)).toBeLessThan(1e-5 * Math.max(1, value));
    });

    it('layers below the open ones keep their bits', async () => {
      const { trainer, tensors, config } = create(backend());
      const depthOf = depthsOf(config);
      for (let i = 0; i < 3; i++) trainer.run([batchOf(example)], 1, { lowest: 2, learningRate: rate });
      const values = await trainer.state.values();
      for (const [path, { data }] of tensors) {
        const open = path.startsWith('task') || depthOf(path) >= 2;
        // A key's bias has no gradient but rounding.
        if (!open) expect(values.get(path)).toEqual(data);
        else if (!path.endsWith('key.bias')) expect(values.get(path)).not.toEqual(data);
      }
    });
  });
}

it.skipIf(WEBGPU.skipped)('a seed of 32 bits drops the same on the GPU and on the CPU', async () => {
  const lossOf = async (backend: Backend, seed: number) => {
    const { trainer } = create(backend, { seed, dropout: 0.3 });
    trainer.run([batchOf(example)], 1, { lowest: 0, learningRate: rate });
    const [{ total }] = await trainer.state.reports();
    trainer.destroy();
    return total;
  };
  const seed = 4_123_456_789;
  const loss = await lossOf(cpuBackend(), seed);
  expect(Math.abs((await lossOf(WEBGPU.create(), seed)) - loss)).toBeLessThan(1e-5 * loss);
  // Not by chance: another seed, the nearest that float32 has, gives another loss.
  expect(Math.abs((await lossOf(cpuBackend(), Math.fround(seed))) - loss)).toBeGreaterThan(1e-4 * loss);
});

it.skipIf(WEBGPU.skipped)('a layer that learns costs 24 dispatches a step, dropout included', () => {
  for (const { create: backend } of [WEBGPU, WITH_BLOCKS]) {
    const { trainer } = create(backend(), { dropout: 0.1 });
    const [one, two] = [2, 1].map((lowest) => trainer.compile(batchOf(example), { lowest, known: lowest - 1 }).dispatches);
    expect(two - one).toBeLessThanOrEqual(24);
    trainer.destroy();
  }
});

it('recomputing holds less at a time, the more layers there are', () => {
  const activations = (recompute: boolean) => {
    const counting = measuringBackend();
    const { trainer } = create(counting, { dropout: 0.1 });
    const rows = Array.from({ length: 3 }, () => Array.from({ length: 200 }, (_, i) => i % 50));
    const long = packed(rows, [0, 1, 2], new Array<number>(600).fill(1));
    trainer.run([long], 1, { lowest: 1, learningRate: rate, recompute });
    return counting.peak.temporaries;
  };
  expect(activations(true)).toBeLessThan(0.8 * activations(false));
});

it.skipIf(!gpu)('what is counted beforehand is what the device then holds, within 10 %', async () => {
  if (!gpu) return;
  let [held, most] = [0, 0];
  const device = deviceWith(asHardware(gpu.device), {
    createBuffer(descriptor) {
      const buffer = gpu.device.createBuffer(descriptor);
      held += descriptor.size;
      most = Math.max(most, held);
      const destroy = buffer.destroy.bind(buffer);
      buffer.destroy = () => {
        held -= descriptor.size;
        destroy();
      };
      return buffer;
    },
  });
  const long = Array.from({ length: 3 }, () => Array.from({ length: 500 }, (_, i) => i % 50));
  const run = async (backend: Backend) => {
    const { trainer } = create(backend, { dropout: 0.1 });
    for (const rows of [long, long.map((row) => row.slice(0, 100))]) {
      const tokenLabels = rows.flatMap((row) => row.map(() => 1));
      trainer.run([packed(rows, [0, 1, 2], tokenLabels)], 1, { lowest: 1, learningRate: rate });
      await trainer.state.reports();
    }
    trainer.destroy();
  };
  const counting = measuringBackend();
  await run(counting);
  await run(gpuBackend(device));
  expect(most / counting.peak.total).toBeGreaterThan(0.9);
  expect(most / counting.peak.total).toBeLessThan(1.1);
});

it('the bundled model learns a few sentences of the sample by its top two layers', async () => {
  const host = nodeHost();
  const model = await openModel(bundledModel('all-MiniLM-L6-v2', host.modelsUrl, host.fetch));
  const tokenizer = await loadTokenizer(model);
  const dataset = assignTasks(await sampleDataset());
  const examples = dataset.train.slice(0, 8);
  const shape = { hiddenSize: model.config.hiddenSize, layers: 7 };
  const heads = Object.entries(dataset.tasks).map(([name, config]) => createHead(name, config, shape, 0));
  expect(heads.map(({ kind }) => kind.kind)).toEqual(['classification', 'entities']);
  const options = completeOptions({ batchSize: 8, layerDecay: 0.9 }, kindsOf(heads));
  const tasks = heads.map((head) => createTask(head, options));
  const parameters = await readTensors(model);
  const encoder = {
    config: model.config,
    modes: model.sentence.pooling.modes,
    parameters,
    lowest: lowestOpen({ layers: 2 }, model.config.numHiddenLayers),
  };
  const trainer = new EncoderTrainer(cpuBackend(), encoder, tasks, options);
  const split = encodeSplit(examples, heads, (example, view) => encodeText(tokenizer, example, view, CUT));
  const { batch } = encoderBatch(
    split,
    tasks,
    examples.map((_, i) => i),
    encoder.modes,
  );
  const before = new Map([...parameters].map(([path, { data }]) => [path, data.slice(0, 64)]));
  for (let step = 0; step < 4; step++) trainer.run([batch], 1, { lowest: encoder.lowest, learningRate: 5e-4 });
  const reports = await trainer.state.reports();
  expect(reports[3].total).toBeLessThan(reports[0].total * 0.8);
  const values = await trainer.state.values();
  for (const [path, data] of before) {
    const now = values.get(path)?.slice(0, 64);
    if (depthsOf(model.config)(path) < encoder.lowest) expect(now).toBeUndefined();
    else if (!path.endsWith('key.bias')) expect(now).not.toEqual(data);
  }
});
