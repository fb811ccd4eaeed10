import { describe, expect, it } from 'vitest';
import { taskKind } from '../../tasks/registry';
import { DEFAULT_OPTIONS, type TrainOptions } from '../plan/options';
import { areComparable, behind, outdone } from './outdone';
import type { RunRecord } from './runs';

const metricsOf = (kind: string) => taskKind(kind).metrics;

const run = (id: string, topic: number, score?: number, more: Partial<RunRecord> & { change?: Partial<TrainOptions> } = {}): RunRecord => {
  const { change, ...rest } = more;
  return {
    id,
    started: Number(id),
    model: 'm',
    dataset: { name: 'd', train: 8, validation: 2, test: 0, digest: 'rows' },
    options: { ...DEFAULT_OPTIONS, ...change },
    tasks: { topic: { kind: 'classification', labels: ['a', 'b'] }, score: { kind: 'regression' } },
    status: 'finished',
    history: [],
    best: {},
    metrics: {
      topic: { loss: 1, count: 2, macroF1: topic, accuracy: 1 - topic },
      ...(score === undefined ? {} : { score: { loss: 1, count: 2, [metricsOf('regression')[0].id]: score } }),
    },
    device: 'CPU',
    ...rest,
  };
};

describe('runs that can be compared', () => {
  it('were scored on the same rows, which neither has learned from', () => {
    expect(areComparable(run('1', 0.5), run('2', 0.6))).toBe(true);
    const rows = (digest?: string) => ({ dataset: { name: 'd', train: 8, validation: 2, test: 0, ...(digest ? { digest } : {}) } });
    expect(areComparable(run('1', 0.5), run('2', 0.6, undefined, rows('others')))).toBe(false);
    expect(areComparable(run('1', 0.5, undefined, rows()), run('2', 0.6, undefined, rows()))).toBe(false);
    expect(areComparable(run('1', 0.5), run('2', 0.6, undefined, { change: { validation: 'none' } }))).toBe(false);
    expect(areComparable(run('1', 0.5), run('2', 0.6, undefined, { status: 'running' }))).toBe(false);
  });
});

describe('what is lower', () => {
  it('is told of the watched metric of each task', () => {
    expect(behind(run('2', 0.5), run('1', 0.7), metricsOf)).toEqual([
      { task: 'topic', metric: 'macroF1', better: 'higher', before: 0.7, now: 0.5 },
    ]);
    expect(behind(run('2', 0.7), run('1', 0.7), metricsOf)).toEqual([]);
    // By accuracy, which goes the other way here.
    const chosen = { change: { earlyStopping: { metric: 'topic.accuracy', patience: 3 } } };
    expect(behind(run('2', 0.7, undefined, chosen), run('1', 0.5), metricsOf)).toMatchObject([{ metric: 'accuracy', before: 0.5 }]);
    expect(behind(run('2', 0.7, 0.1), run('1', 0.5, 0.4), metricsOf)).toMatchObject([{ task: 'score', before: 0.4, now: 0.1 }]);
  });
});

describe('a run is outdone', () => {
  it('by the one in use, which stays if that is asked for', () => {
    const former = run('1', 0.8);
    expect(outdone(run('2', 0.7), [former], former, metricsOf, true)).toMatchObject({ by: '1', started: 1, stays: true });
    expect(outdone(run('2', 0.7), [former], former, metricsOf, false)).toMatchObject({ by: '1', stays: false });
    expect(outdone(run('2', 0.8), [former], former, metricsOf, true)).toBeUndefined();
  });

  it('by the best of the kept ones, although another is in use and it is better than that', () => {
    const [best, former] = [run('1', 0.9), run('2', 0.5)];
    expect(outdone(run('3', 0.7), [run('0', 0.8), best, former], former, metricsOf, true)).toMatchObject({ by: '1', stays: false });
    expect(outdone(run('3', 0.7), [run('0', 0.8), best], undefined, metricsOf, true)).toMatchObject({ by: '1', stays: false });
  });

  it('one task better and one worse: by the one in use, but by no other', () => {
    const other = run('1', 0.6, 0.9);
    expect(outdone(run('2', 0.7, 0.8), [other], other, metricsOf, true)).toMatchObject({ metrics: [{ task: 'score' }], stays: true });
    expect(outdone(run('2', 0.7, 0.8), [other], undefined, metricsOf, true)).toBeUndefined();
  });

  it('never by itself, nor by one on other rows', () => {
    const same = run('2', 0.9);
    expect(outdone(run('2', 0.7), [same], same, metricsOf, true)).toBeUndefined();
    const elsewhere = run('1', 0.9, undefined, { dataset: { name: 'x', train: 1, validation: 1, test: 0, digest: 'x' } });
    expect(outdone(run('2', 0.7), [elsewhere], elsewhere, metricsOf, true)).toBeUndefined();
  });
});
