/** Which runs a sweep consists of, and what they come to; deviations are numpy's, `np.std(values, ddof=1)`. */
import { describe, expect, it } from 'vitest';
import { completeOptions, type TrainOptionsInput } from '../plan/options';
import type { RunRecord } from './runs';
import { checkVaried, plannedRuns, spread, sweptSettings, withOption } from './sweep';

describe('planned runs', () => {
  it('are of each value with each seed', () => {
    const planned = plannedRuns({ over: 'batchSize', values: [16, 32], seeds: [4, 5] }, { epochs: 2 });
    expect(planned.map(({ value, seed, options }) => [value, seed, options])).toEqual([
      [16, 4, { epochs: 2, batchSize: 16, seed: 4 }],
      [16, 5, { epochs: 2, batchSize: 16, seed: 5 }],
      [32, 4, { epochs: 2, batchSize: 32, seed: 4 }],
      [32, 5, { epochs: 2, batchSize: 32, seed: 5 }],
    ]);
    expect(plannedRuns({ values: [1, 2] }, {}).map(({ options }) => options)).toEqual([{ seed: 1 }, { seed: 2 }]);
  });

  it.each([
    [{ values: [] }, 'values must be an array of the values to try.'],
    [{ over: 'seed', values: [1], seeds: [2] }, 'Where the seed is varied, values are the seeds: leave seeds out.'],
    [{ over: 'unfreeze', values: [{ layers: 1 }, { layers: 1 }] }, '{"layers":1} is there twice: the two runs would be the same.'],
    [
      { over: 'epochs', values: Array.from({ length: 101 }, (_, i) => i + 1), seeds: [0, 1] },
      'These are 202 runs; a sweep has 200 at most.',
    ],
    [{ over: 'learningRate.encoder', values: [1] }, 'The options have learningRate: 0.1, which has no part "encoder".'],
  ])('%j is refused', (input, message) => {
    expect(() => plannedRuns(input, { learningRate: 0.1 })).toThrow(message);
  });
});

it('an option is set where it is, beside what there is; names of tasks may have dots', () => {
  const options: TrainOptionsInput = { unfreeze: { layers: 2, gradual: { every: 1 } as never }, tasks: { 'a.b': { weight: 2 } } };
  expect(withOption(options, 'unfreeze.layers', 3).unfreeze).toEqual({ layers: 3, gradual: { every: 1 } });
  expect(withOption(options, 'tasks.a.b.learningRate', 1).tasks).toEqual({ 'a.b': { weight: 2, learningRate: 1 } });
  expect(withOption({}, 'drift.stop', true)).toEqual({ drift: { stop: true } });
  expect(options.unfreeze?.layers).toBe(2);
});

it('an option that changes nothing is refused', () => {
  const input = { over: 'drift.patience', values: [1, 2] };
  const planned = plannedRuns(input, {});
  const complete = planned.map(({ options }) => completeOptions(options));
  expect(() => checkVaried(input.over, planned, complete)).toThrow(
    'drift.patience does nothing here: the runs with 1 and 2 would be the same.',
  );
});

it.each([
  [[0.81, 0.84, 0.9], 0.85, 0.0458257569495584],
  [[2, 4, 4, 4, 5, 5, 7, 9], 5, 2.138089935299395],
  [[0.5, 0.5], 0.5, 0],
])('mean and deviation of %j', (values, mean, deviation) => {
  const found = spread(values);
  expect(found.mean).toBeCloseTo(mean, 12);
  expect(found.deviation).toBeCloseTo(deviation, 12);
});

it('one value has a mean and no deviation', () => {
  expect(spread([0.7])).toEqual({ mean: 0.7, values: [0.7] });
});

describe('settings', () => {
  const run = (id: string, over: string, value: unknown, f1: number, status = 'finished', test?: number) =>
    ({
      id,
      status,
      sweep: { id: 's', over, value, run: 1, runs: 4 },
      metrics: { topic: { f1 } },
      ...(test === undefined ? {} : { test: { topic: { f1: test } } }),
    }) as unknown as RunRecord;

  it('have mean and deviation of the runs that came to their end', () => {
    const runs = [
      run('a', 'batchSize', 16, 0.6, 'finished', 0.5),
      run('b', 'batchSize', 16, 0.8, 'stopped early', 0.7),
      run('c', 'batchSize', 32, 0.9),
      run('d', 'batchSize', 32, 0.1, 'stopped'),
    ];
    expect(sweptSettings(runs)).toEqual([
      {
        value: 16,
        runs: ['a', 'b'],
        metrics: { topic: { f1: { mean: 0.7, deviation: expect.closeTo(0.1414213562373095, 12), values: [0.6, 0.8] } } },
        test: { topic: { f1: { mean: 0.6, deviation: expect.closeTo(0.1414213562373095, 12), values: [0.5, 0.7] } } },
      },
      { value: 32, runs: ['c'], metrics: { topic: { f1: { mean: 0.9, values: [0.9] } } }, test: {} },
    ]);
  });

  it('of a sweep over seeds are one', () => {
    expect(sweptSettings([run('a', 'seed', 1, 0.6), run('b', 'seed', 2, 0.8)])).toMatchObject([{ runs: ['a', 'b'] }]);
  });
});
