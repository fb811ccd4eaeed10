/**
 * Keeps the best epoch instead of the last. On a frozen encoder the heads share nothing, so that each keeps
 * its own best epoch; with one that learns the chosen metric decides for all. It also decides when to stop early.
 */
import type { Metrics } from './metrics/metrics';
import type { MonitoredMetric, TrainOptions } from './options';
import type { Task, TaskName } from './task';

type Values = Map<string, Float32Array<ArrayBuffer>>;

/** @returns undefined where the split has no label of the task that is meant */
export function monitored(metric: MonitoredMetric, { taskA, taskB }: Metrics): number | undefined {
  switch (metric) {
    case 'taskA.accuracy':
      return taskA?.accuracy;
    case 'taskA.macroF1':
      return taskA?.macroF1;
    case 'taskB.f1':
      return taskB?.f1;
    case 'taskB.tokenAccuracy':
      return taskB?.tokenAccuracy;
    case 'mean': {
      const known = [taskA?.macroF1, taskB?.f1].filter((value) => value !== undefined);
      return known.length === 0 ? undefined : known.reduce((a, b) => a + b) / known.length;
    }
  }
}

export interface Best {
  /** Counted from 1. */
  epoch: number;
  score: number;
}

/** All that is known of the best epochs so far. */
export interface BestState {
  best: Partial<Record<TaskName, Best>>;
  metrics: Metrics;
  values: Values;
  chosen?: Best;
}

export class BestEpochs {
  readonly best: Partial<Record<TaskName, Best>>;
  readonly metrics: Metrics;
  readonly values: Values;
  private chosen: Best | undefined;

  /** @param from an earlier part of the same run */
  constructor(
    private readonly options: TrainOptions,
    from: BestState = { best: {}, metrics: {}, values: new Map() },
  ) {
    this.best = { ...from.best };
    this.metrics = { ...from.metrics };
    this.values = new Map(from.values);
    this.chosen = from.chosen;
  }

  get state(): BestState {
    const { best, metrics, values, chosen } = this;
    return { best, metrics, values, ...(chosen ? { chosen } : {}) };
  }

  /** @param values the learning parameters as they are after this epoch, by full name */
  add(epoch: number, metrics: Metrics, tasks: Task[], values: Values): void {
    const score = monitored(this.options.earlyStopping?.metric ?? 'mean', metrics);
    const rises = this.chosen === undefined || (score !== undefined && score > this.chosen.score);
    if (rises) this.chosen = { epoch, score: score ?? Number.NEGATIVE_INFINITY };
    for (const { name } of tasks) {
      const own = monitored(metricOf(name, this.options), metrics);
      const before = this.best[name];
      const better = this.options.unfreeze ? rises : !before || (own !== undefined && own > before.score);
      if (!better) continue;
      this.best[name] = { epoch, score: own ?? 0 };
      Object.assign(this.metrics, { [name]: metrics[name] });
      this.keep(values, (parameter) => parameter.startsWith(`${name}.`) || parameter === `uncertainty.${name}`);
    }
    if (this.options.unfreeze && rises) this.keep(values, () => true);
  }

  /** Whether the chosen metric has not risen for as long as the options allow. */
  shouldStop(epoch: number): boolean {
    const { earlyStopping } = this.options;
    return earlyStopping !== undefined && epoch - (this.chosen?.epoch ?? 0) >= earlyStopping.patience;
  }

  private keep(values: Values, which: (parameter: string) => boolean): void {
    for (const [parameter, value] of values) if (which(parameter)) this.values.set(parameter, value);
  }
}

/** The chosen metric where it is the task's own, else what people look at first. */
export function metricOf(task: TaskName, { earlyStopping }: TrainOptions): MonitoredMetric {
  if (earlyStopping?.metric.startsWith(task)) return earlyStopping.metric;
  return task === 'taskA' ? 'taskA.macroF1' : 'taskB.f1';
}
