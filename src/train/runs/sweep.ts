/** Several runs that differ in one option, or in their seed: which they are, and what they come to together. */
import { TandemError } from '../../errors';
import type { Metrics } from '../../tasks/taskMetrics';
import type { TrainOptions, TrainOptionsInput } from '../plan/options';
import type { RunRecord } from './runs';

/** What a sweep varies. */
export interface SweepInput {
  /**
   * The option whose values are tried: `seed`, `batchSize`, `learningRate.encoder`, `unfreeze.layers`, `tasks.topic.learningRate`.
   * Default: seed.
   */
  over?: string;
  /** Its values, each once. */
  values: unknown[];
  /** Seeds with which each value is tried; not where the seed itself is varied. Default: the one of the options. */
  seeds?: number[];
}

/** Which part of a sweep a run is. */
export interface SweepPart {
  /** Runs with the same id are one sweep. */
  id: string;
  over: string;
  value: unknown;
  /** Counted from 1. */
  run: number;
  /** In all. */
  runs: number;
}

export interface Spread {
  mean: number;
  /** Standard deviation of a sample, with n − 1; absent for a single run. */
  deviation?: number;
  /** In the order of the runs. */
  values: number[];
}

/** What the runs with one value of the option came to. */
export interface SweptSetting {
  /** Absent where the seed was varied: all runs then have the same setting. */
  value?: unknown;
  /** Ids of the runs that count: those that came to their end. */
  runs: string[];
  /** On the validation rows, by task and metric. */
  metrics: Record<string, Record<string, Spread>>;
  /** On the test rows, where there are any. */
  test: Record<string, Record<string, Spread>>;
}

/** What a sweep came to. */
export interface Sweep {
  id: string;
  over: string;
  /** Each as it is kept, in the order in which they ran. */
  runs: RunRecord[];
  /** Mean and deviation for each value, in their order. */
  settings: SweptSetting[];
  /** Runs that failed, and why. */
  failures: { value: unknown; seed?: number; message: string }[];
  /** How many runs there were to be. Fewer where it was stopped. */
  planned: number;
}

/** Runs of a sweep at most. */
const MOST_RUNS = 200;

export interface PlannedRun {
  value: unknown;
  seed?: number;
  options: TrainOptionsInput;
}

/** Values in their order, each with all seeds. @throws TandemError `bad-input` for a sweep that makes no sense */
export function plannedRuns({ over = 'seed', values, seeds }: SweepInput, options: TrainOptionsInput): PlannedRun[] {
  if (!Array.isArray(values) || values.length === 0) throw refused('values must be an array of the values to try.');
  if (seeds !== undefined && (!Array.isArray(seeds) || seeds.length === 0)) throw refused('seeds must be an array of numbers.');
  if (over === 'seed' && seeds) throw refused('Where the seed is varied, values are the seeds: leave seeds out.');
  for (const all of [values, seeds ?? []]) {
    const twice = all.find((value, i) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(value)) < i);
    if (twice !== undefined) throw refused(`${JSON.stringify(twice)} is there twice: the two runs would be the same.`);
  }
  const runs = values.flatMap((value) =>
    (seeds ?? [undefined]).map((seed): PlannedRun => {
      const own = withOption(options, over, value);
      return { value, ...(seed === undefined ? {} : { seed }), options: seed === undefined ? own : { ...own, seed } };
    }),
  );
  if (runs.length > MOST_RUNS) throw refused(`These are ${runs.length} runs; a sweep has ${MOST_RUNS} at most.`);
  return runs;
}

/** @param path `batchSize`, `learningRate.encoder`, or `tasks.NAME.setting`, where the name may have dots */
export function withOption(options: TrainOptionsInput, path: string, value: unknown): TrainOptionsInput {
  if (typeof path !== 'string' || path === '') throw refused('over must be the name of an option.');
  const task = path.match(/^tasks\.(.+)\.([^.]+)$/);
  if (task) {
    const [, name, key] = task;
    const { tasks = {} } = options;
    const own = Object.hasOwn(tasks, name) ? tasks[name] : {};
    return { ...options, tasks: { ...tasks, [name]: { ...own, [key]: value } } };
  }
  const dot = path.indexOf('.');
  if (dot < 0) return { ...options, [path]: value } as TrainOptionsInput;
  const [first, second] = [path.slice(0, dot), path.slice(dot + 1)];
  const before = options[first as keyof TrainOptionsInput];
  if (before !== undefined && typeof before !== 'object' && before !== true) {
    throw refused(`The options have ${first}: ${String(before)}, which has no part "${second}". Give them as { ${first}: { … } }.`);
  }
  return { ...options, [first]: { ...(typeof before === 'object' ? before : {}), [second]: value } } as TrainOptionsInput;
}

/** @param complete options of the planned runs @throws TandemError `bad-input` where two values come to the same run */
export function checkVaried(over: string, planned: PlannedRun[], complete: TrainOptions[]): void {
  const seen = new Map<string, unknown>();
  for (const [i, { value }] of planned.entries()) {
    const key = JSON.stringify(complete[i]);
    if (seen.has(key)) {
      throw refused(
        `${over} does nothing here: the runs with ${JSON.stringify(seen.get(key))} and ${JSON.stringify(value)} would be the same.`,
      );
    }
    seen.set(key, value);
  }
}

/** Mean and deviation for each value, of runs of one sweep. */
export function sweptSettings(runs: RunRecord[]): SweptSetting[] {
  const groups = new Map<string, { value?: unknown; runs: RunRecord[] }>();
  for (const run of runs) {
    if (!run.sweep) continue;
    const { over, value } = run.sweep;
    const key = over === 'seed' ? '' : JSON.stringify(value);
    const group = groups.get(key) ?? { ...(over === 'seed' ? {} : { value }), runs: [] };
    groups.set(key, { ...group, runs: [...group.runs, run] });
  }
  return [...groups.values()].map(({ runs: all, ...of }) => {
    const ended = all.filter(({ status }) => status === 'finished' || status === 'stopped early');
    return {
      ...of,
      runs: ended.map(({ id }) => id),
      metrics: spreads(ended.map(({ metrics }) => metrics)),
      test: spreads(ended.flatMap(({ test }) => (test ? [test] : []))),
    };
  });
}

function spreads(all: Metrics[]): SweptSetting['metrics'] {
  const found: SweptSetting['metrics'] = Object.create(null);
  for (const task of new Set(all.flatMap((metrics) => Object.keys(metrics)))) {
    const of = all.flatMap((metrics) => (metrics[task] ? [metrics[task]] : []));
    const ids = new Set(of.flatMap((metrics) => Object.keys(metrics)));
    found[task] = Object.fromEntries(
      [...ids].map((id) => [id, spread(of.flatMap(({ [id]: value }) => (value === undefined ? [] : [value])))]),
    );
  }
  return found;
}

export function spread(values: number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, values };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)), values };
}

const refused = (message: string) => new TandemError('bad-input', message);
