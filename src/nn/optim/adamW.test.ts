/** AdamW in float32 against the formula of torch.optim.AdamW in float64. */
import { expect, it } from 'vitest';
import type { Store } from '../../autodiff/backend';
import { Tape, type Value } from '../../autodiff/tape';
import { BACKENDS } from '../../testing/backends';
import { hashTensor } from '../../testing/hashWeights';
import { AdamW } from './adamW';

const COUNT = 64;
const STEPS = 10;
const RATE = 1e-3;
const DECAY = 0.01;
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];
/** Of a moment, and of what all steps changed: a few roundings of float32 each step. */
const EXACT = 1e-6;

const first = hashTensor(1, { name: 'values.weight', shape: [1, COUNT] });
const gradientOf = (step: number) => hashTensor(2 + step, { name: 'gradient.weight', shape: [1, COUNT] });

function inFloat64() {
  const values = Float64Array.from(first);
  const moments = values.map(() => 0);
  const squares = values.map(() => 0);
  for (let step = 1; step <= STEPS; step++) {
    for (const [i, g] of gradientOf(step).entries()) {
      moments[i] = BETA1 * moments[i] + (1 - BETA1) * g;
      squares[i] = BETA2 * squares[i] + (1 - BETA2) * g * g;
      const move = moments[i] / (1 - BETA1 ** step) / (Math.sqrt(squares[i] / (1 - BETA2 ** step)) + EPSILON);
      values[i] -= RATE * DECAY * values[i] + RATE * move;
    }
  }
  return { values, moments, squares };
}

for (const { name, create, skipped } of BACKENDS) {
  it.skipIf(skipped)(`ten steps of AdamW on ${name}`, async () => {
    const backend = create();
    const group = { learningRate: RATE, weightDecay: DECAY, of: { task: 'a' } };
    const tree = new Map([['values', { shape: [COUNT], data: first.slice() }]]);
    const optimizer = new AdamW(backend, tree, [group], () => 0, { maxGradNorm: 0 });
    const tape = new Tape();
    const places = new Map<Value, Store>();
    const norm = optimizer.trace(tape, places);
    places.set(norm, backend.store(1));
    const program = backend.compile(tape, [norm], places);
    for (let step = 1; step <= STEPS; step++) {
      optimizer.advance(() => 1);
      optimizer.flatGradients.write(gradientOf(step));
      program.run();
    }
    const { parameters, moments } = await optimizer.state();
    const expected = inFloat64();
    const largest = Math.max(...expected.moments.map(Math.abs));
    for (let i = 0; i < COUNT; i++) {
      const at = 2 * i - (i % 4);
      expect(Math.abs(moments[at] - expected.moments[i])).toBeLessThan(EXACT * largest);
      expect(Math.abs(moments[at + 4] / expected.squares[i] - 1)).toBeLessThan(EXACT);
      expect(Math.abs(parameters[i] - expected.values[i])).toBeLessThan(EXACT * Math.abs(first[i]) + EXACT * STEPS * RATE);
    }
    program.destroy();
    optimizer.destroy();
  });
}
