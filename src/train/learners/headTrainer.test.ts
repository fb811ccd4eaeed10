/** Losses, gradients and AdamW steps against PyTorch (reference/heads_fixture.py), on the CPU and on the GPU. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Backend } from '../../autodiff/backend';
import { IGNORE_INDEX } from '../../nn/losses';
import { scheduleFactor } from '../../nn/optim/schedule';
import { bioLabels } from '../../tasks/entities/config';
import { createHead } from '../../tasks/head';
import { BACKENDS } from '../../testing/backends';
import { withoutDropout } from '../../testing/withoutDropout';
import { FeatureTable } from '../data/featureTable';
import { completeOptions, type TrainOptionsInput } from '../plan/options';
import { createTask, kindsOf } from '../plan/task';
import type { StepReport } from '../step/stepLog';
import { HeadTrainer } from './headTrainer';

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
/** The fixture knows them by number. */
const tags = (count: number) => bioLabels(labels(Math.ceil(count / 2))).slice(0, count);

function trainer(
  backend: Backend,
  { lambdaA, lambdaB, balance, maxGradNorm = 0, frozen }: Partial<Case>,
  more: TrainOptionsInput = {},
): HeadTrainer {
  const shape = { hiddenSize: fixture.hidden, layers: 1 };
  const heads = [
    createHead('taskA', { kind: 'classification', labels: labels(fixture.classes) }, shape, 0),
    createHead('taskB', { kind: 'entities', layers: 'last', labels: tags(fixture.tags) }, shape, 0),
  ];
  const input: TrainOptionsInput = {
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
  };
  const options = completeOptions(input, kindsOf(heads));
  for (const head of heads) for (const [name, tensor] of head.parameters) tensor.data = floats(fixture.parameters[`${head.name}.${name}`]);
  const features = { pooled: floats(fixture.pooled), tokens: floats(fixture.tokens), hidden: fixture.hidden, tokenWidth: fixture.hidden };
  const table = new FeatureTable([{ view: 'text', tokens: 'last', features }]);
  return new HeadTrainer(
    backend,
    heads.map((head) => createTask(head, options)),
    table,
    options,
  );
}

function fullBatch({ tasks }: HeadTrainer) {
  const all = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);
  return [
    { task: tasks[0], rows: all(fixture.labelsA.length), targets: fixture.labelsA, bounds: [...all(fixture.labelsA.length + 1)] },
    { task: tasks[1], rows: all(fixture.labelsB.length), targets: fixture.labelsB, bounds: [0, fixture.labelsB.length] },
  ];
}

const relative = (a: number, b: number) => Math.abs(a - b) / Math.max(1e-6, Math.abs(b));

for (const { name, create, skipped } of BACKENDS) {
  describe.skipIf(skipped)(`PyTorch's numbers on ${name}`, () => {
    for (const example of fixture.cases) {
      it(example.name, async () => {
        const subject = trainer(create(), example);
        withoutDropout(subject.tasks[0].head);
        const batch = fullBatch(subject);
        for (const [step, [a, b, total]] of example.losses.entries()) {
          subject.run([batch], scheduleFactor(example.schedule ?? 'constant', step, 20, example.warmup ?? 0));
          const [report] = await subject.state.reports();
          const tolerance = step === 0 ? 1e-5 : 1e-4;
          expect(relative(report.losses.taskA, a)).toBeLessThan(tolerance);
          expect(relative(report.losses.taskB, b)).toBeLessThan(tolerance);
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
      const [, { gradNorm, losses }] = await subject.state.reports();
      expect(Object.keys(losses)).toEqual(['taskB']);
      const alone = await subject.state.gradient('taskB.classifier.weight');
      const bias = await subject.state.gradient('taskB.classifier.bias');
      const s = await subject.state.gradient('uncertainty.taskB');
      expect(gradNorm).toBeCloseTo(Math.hypot(...alone, ...bias, ...s), 4);
    });

    it('ignored labels only: loss 0 instead of a division by nothing', async () => {
      const subject = trainer(create(), {});
      const [a] = fullBatch(subject);
      subject.run([[{ ...a, targets: a.targets.map(() => IGNORE_INDEX) }]], 1);
      expect(await subject.state.reports()).toEqual([{ losses: { taskA: 0 }, total: 0, gradNorm: 0 }]);
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
