/** Five tasks at once against PyTorch (reference/tasks_fixture.py), on kept features and on a BERT that learns, and what freezing any of them leaves alone. */
import { describe, expect, it } from 'vitest';
import type { Backend } from '../../autodiff/backend';
import { cpuBackend } from '../../autodiff/cpuBackend';
import { depthOf } from '../../nn/encoderGroups';
import { headParameters } from '../../tasks/head';
import { BACKENDS } from '../../testing/backends';
import { expectEncoderSteps, expectGradients, expectStep } from '../../testing/expectSteps';
import { hashTensor } from '../../testing/hashWeights';
import {
  type Expected,
  fixtureBatch,
  fixtureEncoder,
  fixtureHeads,
  fixtureOptions,
  type OpenCase,
  tasksFixture,
} from '../../testing/tasksFixture';
import { FeatureTable } from '../data/featureTable';
import { completeOptions } from '../plan/options';
import { createTask, kindsOf } from '../plan/task';
import { EncoderTrainer } from './encoderTrainer';
import { type HeadBatch, HeadTrainer } from './headTrainer';

const { hidden, features: kept, five } = tasksFixture;
const boundsOf = (lengths: number[]) => {
  const bounds = [0];
  for (const length of lengths) bounds.push(bounds[bounds.length - 1] + length);
  return bounds;
};

function onFeatures(backend: Backend, balance: 'fixed' | 'uncertainty' = 'fixed', frozen: string[] = []) {
  const heads = fixtureHeads(kept.tasks);
  const { length: examples } = kept.lengths;
  // Rows beyond the batch take no part.
  const options = completeOptions({ ...fixtureOptions(kept.tasks, frozen), balance, batchSize: examples + 2 }, kindsOf(heads));
  const pieces = kept.lengths.reduce((a, b) => a + b, 0);
  const table = (number: number, name: string, rows: number) => hashTensor(number, { name, shape: [rows, hidden] });
  const features = { pooled: table(900, 'pooled', examples), tokens: table(901, 'states', pieces), hidden, tokenWidth: hidden };
  const tasks = heads.map((head) => createTask(head, options));
  const trainer = new HeadTrainer(backend, tasks, new FeatureTable([{ view: 'text', tokens: 'last', features }]), options);
  const batch: HeadBatch = tasks.map((task) => {
    const rows = Uint32Array.from(kept.rows[task.name]);
    const perPiece = task.head.kind.reads[0].level === 'token';
    return { task, rows, targets: kept.targets[task.name], bounds: boundsOf(perPiece ? kept.lengths : Array.from(rows, () => 1)) };
  });
  return { trainer, batch, heads };
}

function onBert(backend: Backend, example: OpenCase) {
  const heads = fixtureHeads(example.tasks);
  const options = completeOptions({ ...fixtureOptions(example.tasks, example.frozen), batchSize: 10 }, kindsOf(heads));
  const encoder = fixtureEncoder(example.lowest);
  const tasks = heads.map((head) => createTask(head, options));
  return { trainer: new EncoderTrainer(backend, encoder, tasks, options), batch: fixtureBatch(example, heads), encoder, heads };
}

for (const { name, create, skipped } of BACKENDS) {
  describe.skipIf(skipped)(`PyTorch’s numbers of five tasks on ${name}`, () => {
    it.each(['fixed', 'uncertainty'] as const)(
      'on kept features, weights %s',
      async (balance) => {
        const { trainer, batch } = onFeatures(create(), balance);
        const { steps, gradients }: Expected = kept[balance];
        for (const [step, expected] of steps.entries()) {
          trainer.run([batch], 1);
          const [report] = await trainer.state.reports();
          expectStep(report, expected, step);
          if (step > 0) continue;
          await expectGradients(trainer.state, gradients);
        }
        trainer.destroy();
      },
      120_000,
    );

    it.each(five)(
      'on a BERT that learns: $name',
      async (example) => {
        const { trainer, batch } = onBert(create(), example);
        await expectEncoderSteps(trainer, batch, example);
        trainer.destroy();
      },
      120_000,
    );
  });
}

describe('freezing', () => {
  const names = kept.tasks.map(({ name }) => name);
  const subsets = Array.from({ length: 2 ** names.length - 1 }, (_, i) => names.filter((_, task) => ((i + 1) >> task) & 1));

  it.each(subsets.map((frozen) => [frozen.join(', '), frozen] as const))('%s: these heads alone keep their bits', async (_, frozen) => {
    for (const balance of ['fixed', 'uncertainty'] as const) {
      const { trainer, batch, heads } = onFeatures(cpuBackend(), balance, [...frozen]);
      const before = new Map([...headParameters(heads)].map(([path, { data }]) => [path, data.slice()]));
      for (let step = 0; step < 3; step++) trainer.run([batch], 1);
      await trainer.state.reports();
      for (const [path, data] of before) {
        const now = await trainer.state.parameter(path).read();
        if (frozen.includes(path.split('.')[0])) expect(now).toEqual(data);
        else expect(now).not.toEqual(data);
      }
      for (const task of names) {
        const [logVariance] = await trainer.state.parameter(`uncertainty.${task}`).read();
        expect(logVariance !== 0).toBe(balance === 'uncertainty' && !frozen.includes(task));
      }
      trainer.destroy();
    }
  });

  it('all heads: the encoder’s open layers still learn from their losses, and nothing else changes', async () => {
    const example = five.find(({ frozen }) => frozen.length === names.length) as OpenCase;
    const { trainer, batch, encoder, heads } = onBert(cpuBackend(), example);
    const before = new Map([...encoder.parameters, ...headParameters(heads)].map(([path, { data }]) => [path, data.slice()]));
    for (let step = 0; step < 3; step++) trainer.run([batch], 1, { lowest: example.lowest, learningRate: example.rate });
    await trainer.state.reports();
    const learned = await trainer.state.values();
    for (const [path, data] of before) {
      const open = !names.includes(path.split('.')[0]) && depthOf(path) >= example.lowest;
      expect(learned.has(path)).toBe(open);
      // A key's bias has no gradient but rounding.
      if (open && !path.endsWith('key.bias')) expect(learned.get(path)).not.toEqual(data);
    }
    for (const [path, { data }] of headParameters(heads)) {
      expect(await trainer.state.parameter(path).read()).toEqual(before.get(path));
      expect(data).toEqual(before.get(path));
    }
    trainer.destroy();
  });
});
