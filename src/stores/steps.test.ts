import { describe, expect, it } from 'vitest';
import type { RowMarks } from '../project/labels';
import type { RunRecord } from '../train/runs/runs';
import type { DatasetInfo } from '../workers/protocol';
import { EMPTY_TALLY, tallyOf } from './label/tally';
import { nextStep, type Progress, stepsOf } from './steps';

const info = (rows: number, labelled: number[], tasks: object = {}) =>
  ({
    tasks,
    summary: {
      rows: { train: rows - 1, validation: 1, test: 0 },
      columns: labelled.map((train, i) => ({ name: `c${i}`, labelled: { train, validation: 0, test: 0 } })),
    },
  }) as unknown as DatasetInfo;
const run = { id: 'r', history: [{ epoch: 1 }], tasks: {} } as unknown as RunRecord;
const evaluated = { ...run, history: [] };
/** Of two texts, `a` and `b`. */
const marked = (...keys: string[]) =>
  tallyOf(
    { places: new Map([...'ab'].map((key, place) => [key, place])), labelled: new Map() },
    new Map<string, RowMarks>([
      ...keys.map((key) => [key, { labels: { topic: { label: 'a', by: 'person', at: 0 } } }] as const),
      ['taken back', { labels: { topic: { label: null, by: 'person', at: 0 } } }],
      ['flagged', { flagged: true }],
    ]),
  );

const nothing: Progress = {
  data: { loading: false },
  labels: { tally: EMPTY_TALLY, stale: false, tasks: [] },
  train: { running: false },
  predict: {},
  exports: { taken: false },
};
const done = (progress: Partial<Progress>) => stepsOf({ ...nothing, ...progress }).flatMap(({ id, done: is }) => (is ? [id] : []));
const has = (progress: Partial<Progress>) =>
  Object.fromEntries(stepsOf({ ...nothing, ...progress }).map(({ id, has: what }) => [id, what]));
const next = (progress: Partial<Progress>) => nextStep(stepsOf({ ...nothing, ...progress }))?.id;

describe('steps', () => {
  it.each([
    ['at first', {}, [], 'data'],
    ['texts without labels', { data: { info: info(40, []), loading: false } }, ['data'], 'label'],
    ['labels of the file', { data: { info: info(40, [0, 12]), loading: false } }, ['data', 'label'], 'train'],
    ['a run', { data: { info: info(40, [40]), loading: false }, predict: { run } }, ['data', 'label', 'train'], 'predict'],
    ['an evaluation', { data: { info: info(40, [40]), loading: false }, predict: { run: evaluated } }, ['data', 'label'], 'train'],
    ['answers of a run', { predict: { run, predictions: [] } }, ['train', 'predict'], 'take'],
    ['answers of heads that were not trained here', { predict: { predictions: [] } }, [], 'data'],
    ['heads that came with a model', { predict: { own: {} } }, ['train'], 'predict'],
    ['a saved model', { predict: { run, predictions: [] }, exports: { taken: true } }, ['train', 'predict', 'take'], undefined],
  ] as [string, Partial<Progress>, string[], string | undefined][])('%s', (_, progress, isDone, comes) => {
    expect(done(progress)).toEqual(isDone);
    expect(next(progress)).toBe(comes);
  });

  it('counts rows with a label, also those that the data set does not know yet, and none that were taken back', () => {
    const data = { info: info(1200, [3, 8]), loading: false };
    expect(has({ data })).toMatchObject({ data: '1,200 texts', label: '8 labelled' });
    expect(has({ data, labels: { tally: marked('a', 'b'), stale: true, tasks: [] } }).label).toBe('8 labelled');
    const unlabelled = { info: info(2, []), loading: false };
    expect(has({ data: unlabelled, labels: { tally: marked('a'), stale: true, tasks: [] } }).label).toBe('1 labelled');
    expect(has({ data: unlabelled, labels: { tally: marked('a', 'b', 'of other texts'), stale: true, tasks: [] } }).label).toBe(
      'all labelled',
    );
    // Of the texts that were open before.
    expect(has({ data: unlabelled, labels: { tally: marked('a'), stale: false, tasks: [] } }).label).toBeUndefined();
  });

  it('asks for a task to label for, then for labels', () => {
    const todo = (progress: Partial<Progress>) => nextStep(stepsOf({ ...nothing, ...progress }))?.todo;
    const data = { info: info(40, []), loading: false };
    expect(todo({ data })).toBe('Say what to label your texts with');
    const tasks = [{ column: 'topic', kind: 'classification', names: ['a', 'b'] }] as unknown as Progress['labels']['tasks'];
    expect(todo({ data, labels: { ...nothing.labels, tasks } })).toBe('Label a few texts');
    expect(todo({ data: { ...data, info: info(40, [], { topic: {} }) } })).toBe('Label a few texts');
  });

  it('says what is under way', () => {
    expect(has({ data: { loading: true }, train: { running: true } })).toMatchObject({ data: 'reading…', train: 'training…' });
  });
});
