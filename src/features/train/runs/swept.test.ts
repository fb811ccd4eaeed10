import { expect, it } from 'vitest';
import { taskKinds } from '../../../tasks/registry';
import { DEFAULT_OPTIONS } from '../../../train/plan/options';
import type { KindInfo } from '../../../workers/protocol';
import { overInWords, valueInWords, valuesOf, variedOf } from './swept';

const KINDS = new Map(taskKinds().map((kind) => [kind.kind, kind as unknown as KindInfo]));
const TASKS = { 'a: b': { kind: 'classification' } };
const varied = (over: string, options = DEFAULT_OPTIONS) => variedOf(options, TASKS, KINDS).find((one) => one.over === over);

it('offers the seed first, settings that mean anything, and those of tasks', () => {
  const all = variedOf(DEFAULT_OPTIONS, TASKS, KINDS).map(({ over }) => over);
  expect(all[0]).toBe('seed');
  expect(all).toContain('batchSize');
  expect(all).toContain('tasks.a: b.learningRate');
  // Windows share nothing where texts are cut; no layer is open.
  expect(all).not.toContain('stride');
  expect(all).not.toContain('unfreeze.layers');
  expect(varied('unfreeze.layers', { ...DEFAULT_OPTIONS, unfreeze: { layers: 2 } })?.label).toBe('Open layers');
});

it.each([
  ['batchSize', '16, 32 64;128', [16, 32, 64, 128], undefined],
  ['batchSize', '16, 0', [16, 0], '“0” cannot be a value: it must be a whole number of at least 1.'],
  ['batchSize', '16, x', [16, Number.NaN], '“x” cannot be a value: it must be a whole number of at least 1.'],
  ['weightDecay', '0.1 1e-1', [0.1, 0.1], '1e-1 is there twice: the two runs would be the same.'],
  ['seed', ' ', [], 'Type the values to try, with commas or spaces between them.'],
])('values of %s: %s', (over, typed, values, problem) => {
  const setting = varied(over)?.setting;
  expect(setting && valuesOf(setting, typed)).toEqual(problem ? { values, problem } : { values });
});

it('is read back as a person reads it, also what only code varies', () => {
  expect([overInWords('tasks.a: b.weight', TASKS, KINDS), valueInWords('tasks.a: b.freeze', true, TASKS, KINDS)]).toEqual([
    'a: b · λ',
    'frozen',
  ]);
  expect([overInWords('unfreeze', TASKS, KINDS), valueInWords('unfreeze', { layers: 1 }, TASKS, KINDS)]).toEqual([
    'unfreeze',
    '{"layers":1}',
  ]);
});
