/** Training steps held against PyTorch's. */
import { expect } from 'vitest';
import type { StepReport } from '../train/step/stepLog';
import type { Sampled } from './tasksFixture';

const STEP_0 = 1e-5;
const LATER = 1e-4;
/** Of a gradient, in units of its largest value. */
const GRADIENT = 1e-4;
/** Of a gradient that is 0 but for rounding: a bias under a softmax over rows. */
const ROUNDING = 1e-7;

/** What is smaller is compared as if it were this large: a squared error that comes near 0. */
const SMALLEST = 1e-2;

/** How far a value is off, relative to the expected one. */
const relative = (actual: number, expected: number) => Math.abs(actual - expected) / Math.max(SMALLEST, Math.abs(expected));

/** @param expected each task's loss, the total, the gradient norm */
export function expectStep({ losses, total, gradNorm }: StepReport, expected: number[], step: number): void {
  const actual = [...Object.values(losses), total, gradNorm];
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(relative(actual[i], value)).toBeLessThan(step === 0 ? STEP_0 : LATER);
}

export function expectGradient(actual: Float32Array, { norm, largest, stride, values }: Sampled): void {
  const expected = new Float32Array(Uint8Array.from(Buffer.from(values, 'base64')).buffer);
  for (const [i, value] of expected.entries()) expect(Math.abs(actual[i * stride] - value)).toBeLessThan(GRADIENT * largest + ROUNDING);
  expect(Math.abs(Math.hypot(...actual) - norm)).toBeLessThan(GRADIENT * norm + ROUNDING);
}
