import { expect, it } from 'vitest';
import type { RunRecord } from '../train/runs/runs';
import type { KindInfo } from '../workers/protocol';
import { summary } from './runSummary';

const kinds = new Map([['classification', { metrics: [{ id: 'macroF1', name: 'Macro-F1', print: 'percent' }] } as unknown as KindInfo]]);
const tasks = { topic: { kind: 'classification' }, mood: { kind: 'classification' } } as RunRecord['tasks'];

it.each([
  ['validation rows', { metrics: { topic: { macroF1: 0.8 }, mood: {} } }, 'On validation: topic macro-F1 80.0 %.'],
  [
    'cross-validation, where there are no such rows',
    { metrics: {}, crossValidation: { folds: 5, metrics: { topic: { macroF1: 0.912 }, mood: { macroF1: 0.5 } } } },
    'By 5-fold cross-validation: topic macro-F1 91.2 %, mood macro-F1 50.0 %.',
  ],
  ['nothing, where there is no score', { metrics: { topic: { macroF1: Number.NaN } } }, ''],
] as [string, Pick<RunRecord, 'metrics' | 'crossValidation'>, string][])('a run is summed up by %s', (_, scores, words) => {
  expect(summary({ tasks, ...scores }, kinds)).toBe(words);
});
