/** AdamW in SIMD against the plain loop in float64: several groups, one that sits out, and chunks that end anywhere. */
import { expect, it } from 'vitest';
import { Random } from '../../random';
import { type AdamWBuffers, adamWGroup, BLOCK } from './adamW';
import { adamWReference } from './reference';
import { adamWSimd } from './simd';

const SETTINGS = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const STEPS = 5;

/** Blocks of each tensor, one behind another, and the group that it is in. */
const TENSORS = [
  [[1, 0]],
  [
    [1, 1],
    [3, 0],
    [70, 2],
    [1, 0],
    [31, 1],
    [33, 1],
    [100, 0],
  ],
];

it.each(TENSORS)('tensors of $length', (...tensors) => {
  const blocks = tensors.flatMap(([length, group]) => new Array<number>(length).fill(group));
  const count = blocks.length * BLOCK;
  const random = new Random(count);
  const parameters = random.uniform(count, 1);
  const moments = new Float32Array(2 * count);
  const buffers = (step: number, gradients: Float32Array): AdamWBuffers<Float32Array> => ({
    parameters,
    gradients,
    moments,
    groupOf: Uint32Array.from(blocks) as unknown as Float32Array,
    groups: Float32Array.from([
      ...adamWGroup(1e-3, 0.01, step, SETTINGS),
      ...adamWGroup(2e-2, 0, step, SETTINGS),
      ...adamWGroup(1, 0, undefined, SETTINGS),
    ]),
    clip: Float32Array.of(3, 0.7),
    norm: new Float32Array(1),
  });
  const wide = (from: Float32Array) => Float64Array.from(from);
  const expected = { parameters: wide(parameters), moments: wide(moments) };
  const before = parameters.slice();
  for (let step = 1; step <= STEPS; step++) {
    const given = buffers(step, random.uniform(count, 1));
    adamWSimd(given, count, SETTINGS);
    expect(given.norm[0]).toBe(3);
    adamWReference({ ...given, ...expected, gradients: wide(given.gradients), norm: new Float64Array(1) }, count, SETTINGS);
  }
  const worst = (actual: Float32Array, wanted: Float64Array) =>
    wanted.reduce((most, value, i) => Math.max(most, Math.abs(actual[i] - value)), 0);
  expect(worst(parameters, expected.parameters)).toBeLessThan(1e-6);
  expect(worst(moments, expected.moments)).toBeLessThan(1e-6);
  for (const [block, group] of blocks.entries()) {
    const part = parameters.subarray(block * BLOCK, (block + 1) * BLOCK);
    if (group === 2) expect(part).toEqual(before.subarray(block * BLOCK, (block + 1) * BLOCK));
    else expect(part).not.toEqual(before.subarray(block * BLOCK, (block + 1) * BLOCK));
  }
});
