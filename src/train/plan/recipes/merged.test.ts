import { expect, it } from 'vitest';
import { merged } from './merged';

it('what a caller names counts; what it leaves out is the recipe’s, part by part', () => {
  const recipe = { epochs: 9, learningRate: { encoder: 1e-4 }, freeze: { a: true }, tasks: { a: { head: 'logistic' }, b: { weight: 2 } } };
  const given = { epochs: 3, learningRate: { a: 1e-3 }, freeze: { b: true }, tasks: { a: { C: 4 }, c: { freeze: true } } };
  expect(merged(recipe, given)).toEqual({
    epochs: 3,
    learningRate: { encoder: 1e-4, a: 1e-3 },
    freeze: { a: true, b: true },
    tasks: { a: { head: 'logistic', C: 4 }, b: { weight: 2 }, c: { freeze: true } },
  });
  expect(merged(recipe, { learningRate: 5e-5 }).learningRate).toBe(5e-5);
  expect(merged(recipe, {})).toEqual(recipe);
});
