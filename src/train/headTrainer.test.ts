/** Losses, gradients and AdamW steps against PyTorch (reference/heads_fixture.py), on the CPU and on the GPU. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Backend } from '../autodiff/backend';
import { createHead } from '../nn/heads/instance';
import { IGNORE_INDEX } from '../nn/losses';
import { scheduleFactor } from '../nn/optim/schedule';
import { BACKENDS } from '../testing/backends';
import { HeadTrainer } from './headTrainer';
import { completeOptions, type TrainOptionsInput } from './options';
import type { StepReport } from './stepLog';
import { createTask } from './task';

interface Case {
  name: string;
  lambdaA?: number;
  lambdaB?: number;
  balance?: 'uncertainty';
  maxGradNorm?: number;
  frozen?: 'taskA' | 'taskB';
  schedule?: 'linear' | 'cosine';
  warmup?: number;
  gradients: Record<string, string>;
  gradNorm: number;
  /** Task A, task B, total of 20 consecutive steps. */
  losses: [number, number, number][];
}

interface Fixture {
  hidden: number;
  classes: number;
  tags: number;
  rate: number;
  decay: number;
  labelsA: number[];
  labelsB: number[];
  pooled: string;
  tokens: string;
  parameters: Record<string, string>;
  cases: Case[];
}

const fixture = JSON.parse(readFileSync('reference/fixtures/heads.json', 'utf8')) as Fixture;
const floats = (base64: string) => new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
const labels = (count: number) => Array.from({ length: count }, (_, i) => `label ${i}`);

function trainer(
  backend: Backend,
  { lambdaA, lambdaB, balance, maxGradNorm = 0, frozen }: Partial<Case>,
  more: TrainOptionsInput = {},
): HeadTrainer {
  const shape = { hiddenSize: fixture.hidden, layers: 1 };
  const options = completeOptions({
    batchSize: fixture.labelsA.length,
    learningRate: fixture.rate,
    weightDecay: fixture.decay,
    lambdaA,
    lambdaB,
    balance: balance ?? 'fixed',
    maxGradNorm,
    freeze: frozen ? { [frozen]: true } : {},
    ...more,
    ...(lambdaA === undefined ? { lambdaA: 1, lambdaB: 1 } : {}),
  });
  const a = createHead('taskA', { type: 'sentenceClassification', labels: labels(fixture.classes) }, shape, 0);
  const b = createHead('taskB', { type: 'tokenClassification', labels: labels(fixture.tags) }, shape, 0);
  for (const head of [a, b]) for (const [name, tensor] of head.parameters) tensor.data = floats(fixture.parameters[`${head.name}.${name}`]);
  const features = { pooled: floats(fixture.pooled), tokens: floats(fixture.tokens), hidden: fixture.hidden, tokenWidth: fixture.hidden };
  return new HeadTrainer(backend, [createTask('taskA', a, options), createTask('taskB', b, options)], features, options);
}

function fullBatch({ tasks }: HeadTrainer) {
  const all = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);
  return [
    { task: tasks[0], rows: all(fixture.labelsA.length), labels: Int32Array.from(fixture.labelsA) },
    { task: tasks[1], rows: all(fixture.labelsB.length), labels: Int32Array.from(fixture.labelsB) },
  ];
}

/** Dropout off, as the fixture has it: the same head without that line. */
function withoutDropout(subject: HeadTrainer): HeadTrainer {
  const [{ head }] = subject.tasks;
  const { type } = head;
  head.type = {
    ...type,
    forward: (ops, parameter, features, config) => type.forward({ ...ops, dropout: (x) => x }, parameter, features, config),
  };
  return subject;
}

const relative = (a: number, b: number) => Math.abs(a - b) / Math.max(1e-6, Math.abs(b));

for (const { name, create, skipped } of BACKENDS) {
  describe.skipIf(skipped)(`PyTorch's numbers on ${name}`, () => {
    for (const example of fixture.cases) {
      it(example.name, async () => {
        const subject = withoutDropout(trainer(create(), example));
        const batch = fullBatch(subject);
        for (const [step, [a, b, total]] of example.losses.entries()) {
          subject.run([batch], scheduleFactor(example.schedule ?? 'constant', step, 20, example.warmup ?? 0));
          const [report] = await subject.state.reports();
          const tolerance = step === 0 ? 1e-5 : 1e-4;
          expect(relative(report.taskA ?? 0, a)).toBeLessThan(tolerance);
          expect(relative(report.taskB ?? 0, b)).toBeLessThan(tolerance);
          expect(relative(report.total, total)).toBeLessThan(tolerance);
          if (step > 0) continue;
          expect(relative(report.gradNorm, example.gradNorm)).toBeLessThan(1e-5);
          for (const [parameter, base64] of Object.entries(example.gradients)) {
            const expected = floats(base64);
            const actual = await subject.state.gradient(parameter);
            const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
            for (const [i, value] of expected.entries()) expect(Math.abs(actual[i] - value) / scale).toBeLessThan(1e-5);
          }
        }
        subject.destroy();
      });
    }
  });

  describe.skipIf(skipped)(`steps on ${name}`, () => {
    const run = async (subject: HeadTrainer, steps: number): Promise<StepReport[]> => {
      for (let i = 0; i < steps; i++) subject.run([fullBatch(subject)], 1);
      return subject.state.reports();
    };

    it('the same seed gives the same bits, another seed other ones', async () => {
      const bits = async (seed: number) => {
        const subject = trainer(create(), {}, { seed });
        const reports = await run(subject, 5);
        return { reports, values: await subject.state.values() };
      };
      const [first, again, other] = [await bits(3), await bits(3), await bits(4)];
      expect(again).toEqual(first);
      expect(other.reports).not.toEqual(first.reports);
    });

    it('a frozen head keeps its values to the bit while the other learns', async () => {
      const subject = trainer(create(), { frozen: 'taskA' });
      await run(subject, 5);
      for (const [path, base64] of Object.entries(fixture.parameters)) {
        const values = await subject.state.parameter(path).read();
        if (path.startsWith('taskA')) expect(values).toEqual(floats(base64));
        else expect(values).not.toEqual(floats(base64));
      }
    });

    it('a batch without labels of one task leaves its head, its moments and the norm alone', async () => {
      const subject = trainer(create(), { balance: 'uncertainty' });
      const [a, b] = fullBatch(subject);
      subject.run([[a, b]], 1);
      const before = await subject.state.values();
      subject.run([[b]], 1);
      const after = await subject.state.values();
      expect(after.get('taskA.dense.weight')).toEqual(before.get('taskA.dense.weight'));
      expect(after.get('uncertainty.taskA')).toEqual(before.get('uncertainty.taskA'));
      expect(after.get('taskB.classifier.weight')).not.toEqual(before.get('taskB.classifier.weight'));
      const [, { gradNorm, taskA }] = await subject.state.reports();
      expect(taskA).toBeUndefined();
      const alone = await subject.state.gradient('taskB.classifier.weight');
      const bias = await subject.state.gradient('taskB.classifier.bias');
      const s = await subject.state.gradient('uncertainty.taskB');
      expect(gradNorm).toBeCloseTo(Math.hypot(...alone, ...bias, ...s), 4);
    });

    it('ignored labels only: loss 0 instead of a division by nothing', async () => {
      const subject = trainer(create(), {});
      const [a] = fullBatch(subject);
      subject.run([[{ ...a, labels: a.labels.map(() => IGNORE_INDEX) }]], 1);
      expect(await subject.state.reports()).toEqual([{ taskA: 0, total: 0, gradNorm: 0 }]);
    });

    it('goes on from a saved state with the same losses', async () => {
      const whole = trainer(create(), {});
      const all = await run(whole, 8);
      const first = trainer(create(), {});
      await run(first, 4);
      const second = trainer(create(), {});
      second.state.restore(await first.state.state());
      expect(await run(second, 4)).toEqual(all.slice(4));
    });
  });
}
