/** run.json: what a run is set to, and its tasks in the order in which they count. */
import type { Model } from '../../model/model';
import type { PoolingMode } from '../../model/sentence/pooling';
import type { TrainOptions } from '../../train/plan/options';
import type { Task } from '../../train/plan/task';

export interface ProjectRun {
  /** Goes up when what Python reads changes. */
  format: 1;
  model: string;
  dataset: string;
  /** How tokens become the vector that sentence heads read: vectors of these modes side by side. */
  pooling: readonly PoolingMode[];
  options: TrainOptions;
  tasks: {
    name: string;
    kind: string;
    weight: number;
    learningRate: number;
    frozen: boolean;
    metric: MetricName;
    metrics: MetricName[];
  }[];
}

interface MetricName {
  id: string;
  better: 'higher' | 'lower';
}

const nameOf = ({ id, better }: MetricName): MetricName => ({ id, better });

export function projectRun({ id: model, sentence }: Model, dataset: string, tasks: Task[], options: TrainOptions): ProjectRun {
  return {
    format: 1,
    model,
    dataset,
    pooling: sentence.pooling.modes,
    options,
    tasks: tasks.map(({ name, head: { kind }, weight, learningRate, frozen, metric }) => ({
      name,
      kind: kind.kind,
      weight,
      learningRate,
      frozen,
      metric: nameOf(metric),
      metrics: kind.metrics.map(nameOf),
    })),
  };
}
