/** Training with every architecture against PyTorch (reference/architectures_fixture.py). */
import { describe, expect, it } from 'vitest';
import { parametersOf } from '../../architectures/parameters';
import type { Backend } from '../../autodiff/backend';
import { cpuBackend } from '../../autodiff/cpuBackend';
import { fromBase64 } from '../../model/base64';
import { parseConfig } from '../../model/config';
import type { CpuTensor } from '../../nn/ops';
import { stackAttention } from '../../nn/stackedAttention';
import { type ArchitectureCase, architecturesFixture, architectureTree } from '../../testing/architectureCases';
import { BACKENDS } from '../../testing/backends';
import { expectClose } from '../../testing/gpuTest';
import { jointBatch, jointBertParameters } from '../../testing/jointBert';
import { withoutDropout } from '../../testing/withoutDropout';
import { completeOptions } from '../plan/options';
import { createTask, kindsOf } from '../plan/task';
import { EncoderForward } from './encoderForward';
import { EncoderTrainer } from './encoderTrainer';

const { cases, training } = architecturesFixture;
const all = Object.entries(cases);
const { rate: learningRate } = training;

/** @param lowest what is not read at this depth or above is not there. Default: 0 */
function create(backend: Backend, example: ArchitectureCase, lowest = 0): EncoderTrainer {
  const config = { ...parseConfig(JSON.stringify(example.config)), hiddenDropoutProb: 0, attentionProbsDropoutProb: 0 };
  const tree = architectureTree(config);
  const { heads } = jointBertParameters(example, tree);
  for (const head of heads) withoutDropout(head);
  const rates = { learningRate, weightDecay: training.decay, layerDecay: training.layerDecay, lambdaA: 0.3, lambdaB: 0.7 };
  const options = completeOptions({ ...rates, batchSize: example.ids.length, maxGradNorm: 0 }, kindsOf(heads));
  const read = parametersOf(config).all.filter(({ readUpTo }) => readUpTo >= lowest);
  const parameters = new Map([...tree].filter(([name]) => read.some((parameter) => parameter.name === name)));
  const tasks = heads.map((head) => createTask(head, options));
  return new EncoderTrainer(backend, { config, parameters, lowest, modes: ['mean'] }, tasks, options);
}

for (const { name, create: backend, skipped } of BACKENDS) {
  describe.skipIf(skipped)(`PyTorch’s losses of ten steps on ${name}`, () => {
    it.each(all)(
      '%s',
      async (_, example) => {
        const trainer = create(backend(), example);
        for (const [step, loss] of example.steps.entries()) {
          trainer.run([jointBatch(example)], 1, { lowest: 0, learningRate });
          const [{ total }] = await trainer.state.reports();
          expect(Math.abs(total - loss), `step ${step}`).toBeLessThan(1e-4 * Math.max(1, loss));
        }
        trainer.destroy();
      },
      120_000,
    );
  });
}

describe('the same losses', () => {
  it.each(all)('%s: layers computed anew for their gradients', async (_, example) => {
    const trainer = create(cpuBackend(), example);
    for (const loss of example.steps.slice(0, 3)) {
      trainer.run([jointBatch(example)], 1, { lowest: 0, learningRate, recompute: true });
      const [{ total }] = await trainer.state.reports();
      expect(Math.abs(total - loss)).toBeLessThan(1e-4 * Math.max(1, loss));
    }
  });

  it.each(all)('%s: the upper layers from kept states, without the parameters below', async (_, example) => {
    const run = async (trainer: EncoderTrainer, known: { known?: number; states?: Float32Array }) => {
      for (let step = 0; step < 3; step++) {
        trainer.run([{ ...jointBatch(example), ...known }], 1, { lowest: 2, learningRate, ...known });
      }
      return (await trainer.state.reports()).map(({ total, gradNorm }) => [total, gradNorm]);
    };
    const whole = await run(create(cpuBackend(), example, 0), {});
    const states = new Float32Array(fromBase64(example.hiddenStates[1]).buffer);
    const upper = await run(create(cpuBackend(), example, 2), { known: 1, states });
    expect(Math.abs(whole[0][0] - example.losses[2])).toBeLessThan(1e-5 * example.losses[2]);
    for (const [step, values] of whole.entries())
      for (const [i, value] of values.entries()) expect(Math.abs(upper[step][i] - value)).toBeLessThan(1e-4 * Math.max(1, value));
  });
});

it.each(Object.entries(architecturesFixture.long))(
  '%s reads a long sequence as PyTorch does',
  async (_, { config: json, ids, tokens, states }) => {
    const config = parseConfig(JSON.stringify(json));
    const backend = cpuBackend();
    const tree = stackAttention(parametersOf(config).stacks, architectureTree(config));
    const parameter = (name: string) => {
      const { shape, data } = tree.get(name) as CpuTensor;
      return { shape, store: backend.store(data) };
    };
    const forward = new EncoderForward(backend, { config, modes: ['mean'], parameter });
    const { states: all } = await forward.run({ rows: [ids] });
    forward.destroy();
    const { hiddenSize } = config;
    const seen = tokens.flatMap((token) => [...all.subarray(token * hiddenSize, (token + 1) * hiddenSize)]);
    expectClose(seen, new Float32Array(fromBase64(states).buffer), 1e-4);
  },
);
