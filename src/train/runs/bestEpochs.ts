/**
 * Keeps the best epoch instead of the last. On a frozen encoder the heads share nothing, so that each keeps
 * its own best epoch; with one that learns the chosen metric decides for all. It also decides when to stop early.
 */
import type { AnyKind, MetricSpec, TaskConfig } from '../../tasks/kind';
import type { Metrics } from '../../tasks/taskMetrics';
import type { Evaluated } from '../learners/evaluator';
import type { TrainOptions } from '../plan/options';
import { byName, splitMetric, type Task } from '../plan/task';
import { parameterNames } from '../step/parameters';

type Values = Map<string, Float32Array<ArrayBuffer>>;

/** A metric in the direction in which higher is better; undefined where the split has no label of its task. */
export function towards(metric: MetricSpec, values: Metrics[string] | undefined): number | undefined {
  const value = values?.[metric.id];
  return value === undefined ? undefined : metric.better === 'higher' ? value : -value;
}

/** What the chosen metric says of a split, higher is better. @param metric `mean`, or `task.metric` */
export function monitored(metric: string, metrics: Metrics, kinds: Record<string, AnyKind>): number | undefined {
  const [task, id] = splitMetric(metric);
  if (metric !== 'mean') {
    const spec = kinds[task]?.metrics.find((known) => known.id === id);
    return spec && towards(spec, metrics[task]);
  }
  const known = Object.entries(kinds).flatMap(
    ([
      name,
      {
        metrics: [first],
      },
    ]) => towards(first, metrics[name]) ?? [],
  );
  return known.length === 0 ? undefined : known.reduce((a, b) => a + b) / known.length;
}

export interface Best {
  /** Counted from 1. */
  epoch: number;
  /** Of the metric that decided, higher is better. */
  score: number;
  /** Validation loss of that epoch, which decides between equal scores. */
  loss: number;
}

/** All that is known of the best epochs so far. */
export interface BestState {
  /** By task. */
  best: Record<string, Best>;
  metrics: Metrics;
  /** Configs that the validation rows calibrated, by task. */
  configs: Record<string, TaskConfig>;
  values: Values;
  chosen?: Best;
}

const nothing = (): BestState => ({ best: {}, metrics: {}, configs: {}, values: new Map() });

/** A better score, or the same at a lower loss. */
const isBetter = (now: Best, before: Best | undefined): boolean =>
  before === undefined || now.score > before.score || (now.score === before.score && now.loss < before.loss);

export class BestEpochs {
  readonly best: BestState['best'];
  readonly metrics: Metrics;
  readonly configs: BestState['configs'];
  readonly values: Values;
  private chosen: Best | undefined;

  /** @param from an earlier part of the same run */
  constructor(
    private readonly options: TrainOptions,
    from: BestState = nothing(),
  ) {
    this.best = byName(from.best);
    this.metrics = byName(from.metrics);
    this.configs = byName(from.configs);
    this.values = new Map(from.values);
    this.chosen = from.chosen;
  }

  get state(): BestState {
    const { best, metrics, configs, values, chosen } = this;
    return { best, metrics, configs, values, ...(chosen ? { chosen } : {}) };
  }

  /** @param values the learning parameters as they are after this epoch, by full name */
  add(epoch: number, { metrics, configs }: Pick<Evaluated, 'metrics' | 'configs'>, tasks: Task[], values: Values): void {
    const kinds = Object.fromEntries(tasks.map(({ name, head }) => [name, head.kind]));
    const { earlyStopping, unfreeze, validation } = this.options;
    const monitor = earlyStopping?.metric ?? 'mean';
    const score = monitored(monitor, metrics, kinds) ?? Number.NEGATIVE_INFINITY;
    const all = tasks.reduce((sum, { name, weight }) => sum + weight * (metrics[name]?.loss ?? 0), 0);
    const now = { epoch, score, loss: metrics[splitMetric(monitor)[0]]?.loss ?? all };
    // Without validation rows there is nothing to choose by: the last epoch is kept.
    const rises = validation === 'none' || isBetter(now, this.chosen);
    if (rises) this.chosen = now;
    for (const task of tasks) {
      const { name, metric } = task;
      const own = { epoch, score: towards(metric, metrics[name]) ?? Number.NEGATIVE_INFINITY, loss: metrics[name]?.loss ?? 0 };
      if (!(unfreeze || validation === 'none' ? rises : isBetter(own, this.best[name]))) continue;
      this.best[name] = own;
      if (metrics[name]) this.metrics[name] = metrics[name];
      if (configs[name]) this.configs[name] = configs[name];
      for (const parameter of parameterNames(task)) this.keep(values, parameter);
    }
    if (unfreeze && rises) for (const parameter of values.keys()) this.keep(values, parameter);
  }

  /** Whether the chosen metric has not risen for as long as the options allow. */
  shouldStop(epoch: number): boolean {
    const { earlyStopping } = this.options;
    return earlyStopping !== undefined && epoch - (this.chosen?.epoch ?? 0) >= earlyStopping.patience;
  }

  private keep(values: Values, parameter: string): void {
    const value = values.get(parameter);
    if (value) this.values.set(parameter, value);
  }
}
