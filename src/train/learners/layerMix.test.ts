/** A head that reads a mix of all layers while the encoder learns: PyTorch's losses and gradients (reference/layer_mix_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EncoderConfig } from '../../architectures/architecture';
import { parametersOf } from '../../architectures/parameters';
import type { Backend } from '../../autodiff/backend';
import { cpuBackend } from '../../autodiff/cpuBackend';
import { fromBase64 } from '../../model/base64';
import { parseConfig } from '../../model/config';
import { lowestOpen } from '../../nn/encoderGroups';
import type { CpuTensor } from '../../nn/ops';
import { stackAttention, unstackAttention } from '../../nn/stackedAttention';
import { type ArchitectureCase, architectureTree } from '../../testing/architectureCases';
import { BACKENDS } from '../../testing/backends';
import { expectClose } from '../../testing/gpuTest';
import { jointBatch, jointBertParameters } from '../../testing/jointBert';
import { withoutDropout } from '../../testing/withoutDropout';
import { completeOptions } from '../plan/options';
import { createTask, kindsOf } from '../plan/task';
import type { StepReport } from '../step/stepLog';
import { EncoderForward } from './encoderForward';
import { EncoderTrainer } from './encoderTrainer';

interface MixCase extends Omit<ArchitectureCase, 'steps'> {
  steps: Record<'all' | 'gradual' | 'frozenHead', { open: number[]; losses: number[]; mix: string }>;
}

const fixture = JSON.parse(readFileSync('reference/fixtures/layer_mix.json', 'utf8')) as {
  training: { rate: number; decay: number; layerDecay: number };
  cases: Record<string, MixCase>;
};
const { rate: learningRate, decay: weightDecay, layerDecay } = fixture.training;
const cases = Object.entries(fixture.cases);
const floats = (base64: string) => new Float32Array(fromBase64(base64).buffer);

/** @param lowest parameters that are read below this depth alone are not there. Default: 0 */
function create(backend: Backend, example: MixCase, { lowest = 0, frozen = false, seed = 0, dropout = 0 } = {}) {
  const config = { ...parseConfig(JSON.stringify(example.config)), hiddenDropoutProb: dropout, attentionProbsDropoutProb: dropout };
  const tree = architectureTree(config);
  const { heads } = jointBertParameters(example, tree);
  if (dropout === 0) for (const head of heads) withoutDropout(head);
  const freeze = frozen ? { taskB: true } : {};
  const options = completeOptions(
    { learningRate, weightDecay, layerDecay, freeze, seed, lambdaA: 0.3, lambdaB: 0.7, batchSize: example.ids.length, maxGradNorm: 0 },
    kindsOf(heads),
  );
  const read = new Set(parametersOf(config).all.flatMap(({ name, readUpTo }) => (readUpTo >= lowest ? [name] : [])));
  const parameters = new Map([...tree].filter(([name]) => read.has(name)));
  const tasks = heads.map((head) => createTask(head, options));
  const trainer = new EncoderTrainer(backend, { config, parameters, lowest, modes: ['mean'] }, tasks, options);
  return { trainer, config };
}

/** The states of a case's tokens at all depths below `top` and there, side by side. */
function statesTo(example: MixCase, hidden: number, top: number): Float32Array {
  const layers = example.hiddenStates.slice(0, top + 1).map(floats);
  const tokens = layers[0].length / hidden;
  const states = new Float32Array(tokens * layers.length * hidden);
  for (const [l, layer] of layers.entries()) {
    for (let t = 0; t < tokens; t++) states.set(layer.subarray(t * hidden, (t + 1) * hidden), (t * layers.length + l) * hidden);
  }
  return states;
}

const near = (value: number, expected: number) => expect(Math.abs(value - expected)).toBeLessThan(1e-4 * Math.max(1, Math.abs(expected)));
const figures = (reports: StepReport[]) => reports.flatMap(({ total, gradNorm }) => [total, gradNorm]);

for (const { name, create: backend, skipped } of BACKENDS) {
  describe.skipIf(skipped)(`a mix of all layers on ${name} as in PyTorch`, () => {
    it.each(cases)('%s: losses and every gradient', async (_, example) => {
      const { trainer, config } = create(backend(), example);
      trainer.run([jointBatch(example)], 0, { lowest: 0, learningRate });
      const [report] = await trainer.state.reports();
      near(report.total, example.losses[2]);
      const gradients = await gradientsOf(trainer, config, example);
      expect([...gradients.keys()].sort()).toEqual(Object.keys(example.gradients).sort());
      for (const [path, { norm, stride, values }] of Object.entries(example.gradients)) {
        const actual = gradients.get(path) as Float32Array;
        const typical = norm / Math.sqrt(actual.length);
        for (const [i, value] of floats(values).entries()) {
          expect(Math.abs(actual[i * stride] - value), path).toBeLessThan(1e-4 * Math.max(Math.abs(value), typical) + 1e-7);
        }
      }
      trainer.destroy();
    });

    for (const [plan, title] of [
      ['all', 'all layers and the embeddings'],
      ['gradual', 'layers that open one after another'],
      ['frozenHead', 'one layer below a frozen head'],
    ] as const) {
      it.each(cases)(`%s: ten steps, ${title}`, async (_, example) => {
        const { open, losses, mix } = example.steps[plan];
        const { trainer, config } = create(backend(), example, { frozen: plan === 'frozenHead' });
        for (const [step, layers] of open.entries()) {
          const lowest = layers < 0 ? 0 : lowestOpen({ layers }, config.numHiddenLayers);
          trainer.run([jointBatch(example)], 1, { lowest, learningRate });
          const [{ total }] = await trainer.state.reports();
          near(total, losses[step]);
        }
        expectClose(await trainer.state.parameter('taskB.mix').read(), floats(mix), 1e-4);
        trainer.destroy();
      });
    }
  });
}

/** By Hugging Face's names. */
async function gradientsOf({ state }: EncoderTrainer, config: EncoderConfig, example: MixCase) {
  const { all, stacks } = parametersOf(config);
  const parts = new Set(stacks.flatMap((stack) => stack.parts));
  const heads = Object.keys(example.gradients).filter((path) => path.startsWith('task'));
  const learned = [...heads, ...[...all, ...stacks].flatMap(({ name }) => (parts.has(name) ? [] : [name]))];
  return unstackAttention(stacks, new Map(await Promise.all(learned.map(async (path) => [path, await state.gradient(path)] as const))));
}

describe('hidden states of all layers', () => {
  it.each(cases)('%s: upper layers learn the same from kept states of all those below', async (_, example) => {
    const run = async (known?: number) => {
      const { trainer, config } = create(cpuBackend(), example, { lowest: known === undefined ? 0 : known + 1 });
      const states = known === undefined ? {} : { states: statesTo(example, config.hiddenSize, known) };
      const depths = known === undefined ? {} : { known: `to ${known}` as const };
      for (let step = 0; step < 3; step++) trainer.run([{ ...jointBatch(example), ...states }], 1, { lowest: 2, learningRate, ...depths });
      const reports = figures(await trainer.state.reports());
      trainer.destroy();
      return reports;
    };
    const whole = await run();
    near(whole[0], example.losses[2]);
    for (const [i, value] of (await run(1)).entries()) near(value, whole[i]);
  });

  it.each(cases)('%s: the forward gives them as PyTorch does, from token ids and from what is kept', async (_, example) => {
    const config = parseConfig(JSON.stringify(example.config));
    const backend = cpuBackend();
    const tree = stackAttention(parametersOf(config).stacks, architectureTree(config));
    const parameter = (name: string) => {
      const { shape, data } = tree.get(name) as CpuTensor;
      return { shape, store: backend.store(data) };
    };
    const { numHiddenLayers: layers, hiddenSize } = config;
    const expected = statesTo(example, hiddenSize, layers);
    for (const known of [undefined, 0, 1, layers]) {
      const depths = known === undefined ? undefined : (`to ${known}` as const);
      const forward = new EncoderForward(backend, { config, modes: ['mean'], parameter }, depths, 'all');
      const kept = known === undefined ? {} : { states: statesTo(example, hiddenSize, known) };
      const { rows, typeIds } = jointBatch(example);
      expectClose((await forward.run({ rows, typeIds, ...kept })).states, expected, 1e-5);
      forward.destroy();
    }
  });

  it('those below the known ones cannot be mixed where they were not kept', () => {
    const [[, example]] = cases;
    const { trainer } = create(cpuBackend(), example);
    expect(() => trainer.compile(jointBatch(example), { lowest: 2, known: 1 })).toThrow('the states below depth 1 are not known');
  });

  it.each(cases)('%s: layers computed anew for their gradients, dropout included, and a state that goes on', async (_, example) => {
    const of = (options: { recompute?: boolean } = {}) => {
      const { trainer } = create(cpuBackend(), example, { seed: 3, dropout: 0.1 });
      return { trainer, step: () => trainer.run([jointBatch(example)], 1, { lowest: 0, learningRate, ...options }) };
    };
    const run = async ({ trainer, step }: ReturnType<typeof of>, steps: number) => {
      for (let i = 0; i < steps; i++) step();
      return figures(await trainer.state.reports());
    };
    const whole = await run(of(), 4);
    for (const [i, value] of (await run(of({ recompute: true }), 4)).entries()) near(value, whole[i]);
    const [first, second] = [of(), of()];
    await run(first, 2);
    second.trainer.state.restore(await first.trainer.state.state());
    expect(await run(second, 2)).toEqual(whole.slice(4));
  });
});
