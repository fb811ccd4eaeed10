/** How runs are listed, against lists made by hand. */
import { describe, expect, it } from 'vitest';
import type { RunsView } from '../../../stores/runsSlice';
import { DEFAULT_OPTIONS } from '../../../train/plan/options';
import type { RunAbout } from '../../../train/runs/about';
import type { RunRecord } from '../../../train/runs/runs';
import { bestIn, type RunColumn } from '../runColumns';
import { chosenRuns, groupsOf, sortedRuns } from './runGroups';

const COLUMN: RunColumn = { task: 'topic', spec: { id: 'f1', name: 'F1', better: 'higher', print: 'percent' } };
const VIEW: RunsView = { sort: 'started', descending: true, text: '', pinnedOnly: false };

const run = (id: string, started: number, f1?: number, about?: RunAbout, digest = 'd', epochs = 1): RunRecord => ({
  id,
  started,
  model: 'm',
  dataset: { name: 'mail', train: 10, validation: 2, test: 0, digest },
  options: DEFAULT_OPTIONS,
  tasks: {},
  status: 'finished',
  history: Array.from({ length: epochs }) as RunRecord['history'],
  best: {},
  metrics: f1 === undefined ? {} : { topic: { f1, loss: 0, count: 2 } },
  device: 'CPU',
  ...(about ? { about } : {}),
});
const ids = (runs: RunRecord[]) => runs.map(({ id }) => id).join('');

describe('groups', () => {
  it('are runs of the same rows, labels and split', () => {
    const other = { ...run('x', 1), dataset: { ...run('x', 1).dataset, validation: 3 } };
    const groups = groupsOf([run('c', 3), other, run('b', 2), run('a', 1, 0.5, undefined, 'changed')]);
    expect(groups.map(({ runs }) => ids(runs))).toEqual(['cb', 'x', 'a']);
    expect(groups[1]).toMatchObject({ title: 'mail', detail: '10 to train on, 3 to validate, 0 to test' });
    // The same name and numbers, other labels: told apart by when they were first trained on.
    expect(groups[0].detail).toMatch(/^10 to train on, 2 to validate, 0 to test · rows and labels of /);
    expect(groups[2].detail).toMatch(/ · rows and labels of /);
  });

  it('of earlier versions go by name and numbers of rows', () => {
    const { digest: _, ...dataset } = run('a', 1).dataset;
    expect(
      groupsOf([
        { ...run('a', 1), dataset },
        { ...run('b', 0), dataset },
      ]),
    ).toHaveLength(1);
  });
});

describe('the order', () => {
  const runs = [run('d', 4, 0.9), run('c', 3), run('b', 2, 0.7, { name: 'run 10' }), run('a', 1, 0.8, { name: 'run 9' }, 'd', 5)];

  it('is by time, a metric, names as people count, or epochs; unknown values are last', () => {
    expect(ids(sortedRuns(runs, VIEW, []))).toBe('dcba');
    expect(ids(sortedRuns(runs, { ...VIEW, sort: 'topic.f1' }, [COLUMN]))).toBe('dabc');
    expect(ids(sortedRuns(runs, { ...VIEW, sort: 'topic.f1', descending: false }, [COLUMN]))).toBe('badc');
    expect(ids(sortedRuns(runs.slice(2), { ...VIEW, sort: 'name', descending: false }, []))).toBe('ab');
    expect(ids(sortedRuns(runs, { ...VIEW, sort: 'epochs' }, []))).toBe('adcb');
  });

  it('has pinned runs first', () => {
    expect(ids(sortedRuns([...runs, run('p', 0, 0.1, { pinned: true })], { ...VIEW, sort: 'topic.f1' }, [COLUMN]))).toBe('pdabc');
  });
});

it('a filter asks for every word, in names, notes and what else is shown', () => {
  const runs = [run('a', 1, 0, { name: 'Base line', notes: 'first try' }), run('b', 2, 0, { pinned: true }), run('c', 3)];
  const words = ({ id }: RunRecord) => (id === 'c' ? 'Epochs: 50' : 'defaults');
  const found = (change: Partial<RunsView>) => ids(chosenRuns(runs, { ...VIEW, ...change }, words));
  expect(found({})).toBe('abc');
  expect(found({ text: 'TRY base' })).toBe('a');
  expect(found({ text: 'base 50' })).toBe('');
  expect(found({ text: 'epochs' })).toBe('c');
  expect(found({ pinnedOnly: true })).toBe('b');
});

it('the best of a column is known where there are two values, and may be the lowest', () => {
  const runs = [run('a', 1, 0.5), run('b', 2, 0.7)];
  expect(bestIn(runs, COLUMN)).toBe(0.7);
  expect(bestIn(runs, { ...COLUMN, spec: { ...COLUMN.spec, better: 'lower' } })).toBe(0.5);
  expect(bestIn(runs.slice(1), COLUMN)).toBeUndefined();
});
