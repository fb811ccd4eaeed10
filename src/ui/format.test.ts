import { expect, test } from 'vitest';
import { rate, timings } from './format';

test('no time is 0, however short', () => {
  expect(timings([1.24, 0.3, 0.02, 31.6])).toEqual({ values: ['1.2', '0.3', '< 0.1', '32'], unit: 's' });
  expect(timings([0.035, 0.9, 0.0002])).toEqual({ values: ['35', '900', '< 1'], unit: 'ms' });
});

test('a rate is written without powers of ten', () => {
  expect([0.52, 7.25, 16.4, 163.7, 1234].map(rate)).toEqual(['0.52', '7.3', '16', '164', '1,234']);
});
