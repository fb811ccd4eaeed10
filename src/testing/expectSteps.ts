/** Training steps held against PyTorch's. */
import { expect } from 'vitest';
import type { EncoderConfig } from '../architectures/architecture';
import { type AttentionStack, parametersOf } from '../architectures/parameters';
import { unstackAttention } from '../nn/stackedAttention';
import type { EncoderTrainer } from '../train/learners/encoderTrainer';
import type { EncoderBatch } from '../train/step/encoderStep';
import type { StepReport } from '../train/step/stepLog';
import type { TrainingState } from '../train/step/trainingState';
import { fixtureEncoder, type OpenCase, type Sampled } from './tasksFixture';

const STEP_0 = 1e-5;
const LATER = 1e-4;
/** Of a gradient, in units of its largest value. */
const GRADIENT = 1e-4;
/** Of a gradient that is 0 but for rounding: a bias under a softmax over rows. */
const ROUNDING = 1e-7;

/** How far a value is off, relative to the expected one. */
const relative = (actual: number, expected: number) => Math.abs(actual - expected) / Math.abs(expected);

/** @param expected each task's loss, the total, the gradient norm */
export function expectStep({ losses, total, gradNorm }: StepReport, expected: number[], step: number): void {
  const actual = [...Object.entries(losses), ['total', total], ['gradient norm', gradNorm]] as const;
  expect(actual.length).toBe(expected.length);
  for (const [i, [name, value]] of actual.entries()) {
    expect(relative(value, expected[i]), `${name} in step ${step}`).toBeLessThan(step === 0 ? STEP_0 : LATER);
  }
}

/** An encoder and its heads in training: the losses of every step, and the gradients of the first. */
export async function expectEncoderSteps(
  trainer: EncoderTrainer,
  batch: EncoderBatch,
  { steps, lowest, rate, gradients }: Pick<OpenCase, 'steps' | 'lowest' | 'rate' | 'gradients'>,
  config: EncoderConfig = fixtureEncoder(0).config,
): Promise<void> {
  for (const [step, expected] of steps.entries()) {
    trainer.run([batch], 1, { lowest, learningRate: rate });
    const [report] = await trainer.state.reports();
    expectStep(report, expected, step);
    if (step === 0) await expectGradients(trainer.state, gradients, parametersOf(config).stacks);
  }
}

/** Of every parameter that PyTorch has a gradient of, by its Hugging Face name. */
export async function expectGradients(
  state: TrainingState,
  expected: Record<string, Sampled>,
  stacks: AttentionStack[] = [],
): Promise<void> {
  const own = new Set(Object.keys(expected).map((name) => stacks.find(({ parts }) => parts.includes(name))?.name ?? name));
  const gradients = new Map<string, Float32Array<ArrayBuffer>>();
  for (const name of own) gradients.set(name, await state.gradient(name));
  const named = unstackAttention(stacks, gradients);
  for (const [name, values] of Object.entries(expected)) expectGradient(named.get(name) ?? new Float32Array(), values, name);
}

function expectGradient(actual: Float32Array, { norm, largest, stride, values }: Sampled, name: string): void {
  const expected = new Float32Array(Uint8Array.from(Buffer.from(values, 'base64')).buffer);
  for (const [i, value] of expected.entries())
    expect(Math.abs(actual[i * stride] - value), name).toBeLessThan(GRADIENT * largest + ROUNDING);
  expect(Math.abs(normOf(actual) - norm), name).toBeLessThan(GRADIENT * norm + ROUNDING);
}

const normOf = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
