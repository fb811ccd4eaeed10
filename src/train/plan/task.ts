/** A head in training: how much its loss weighs, whether and how fast it learns, what it is known by. */
import { TandemError } from '../../errors';
import { type Head, hasParameters } from '../../tasks/head';
import type { AnyKind, MetricSpec } from '../../tasks/kind';
import type { TrainOptions } from './options';

export interface Task {
  name: string;
  head: Head;
  /** λ */
  weight: number;
  /** Keeps its values. */
  frozen: boolean;
  learningRate: number;
  /** By which its best epoch is chosen. */
  metric: MetricSpec;
}

export function createTask(head: Head, { tasks, earlyStopping }: TrainOptions): Task {
  const { weight, learningRate, freeze } = tasks[head.name];
  const [task, id] = splitMetric(earlyStopping?.metric ?? 'mean');
  const { metrics } = head.kind;
  const metric = (task === head.name && metrics.find((known) => known.id === id)) || metrics[0];
  return { name: head.name, head, weight, frozen: freeze, learningRate, metric };
}

/** `topic.accuracy` → task and metric; a task's own name may have dots. */
export function splitMetric(metric: string): [task: string, id: string] {
  const dot = metric.lastIndexOf('.');
  return dot < 0 ? ['', metric] : [metric.slice(0, dot), metric.slice(dot + 1)];
}

/** Whether there is anything in the head that may learn. */
export const headLearns = ({ head, frozen }: Task): boolean => !frozen && hasParameters(head);

export const kindsOf = (heads: Head[]): Record<string, AnyKind> => byName(Object.fromEntries(heads.map(({ name, kind }) => [name, kind])));

/** A copy without a prototype: people name tasks as they like. */
export const byName = <T>(record: Record<string, T>): Record<string, T> => Object.assign(Object.create(null), record);

/**
 * A head with the settings of its kind that the options name.
 *
 * @throws TandemError `bad-input` for one that would need other parameters, or a value that makes no sense
 */
export function configured(head: Head, { tasks }: TrainOptions): Head {
  const changes = Object.entries(tasks[head.name] ?? {}).filter(([key]) => head.kind.settings.some((setting) => setting.key === key));
  if (changes.length === 0) return head;
  const config = head.kind.complete({ ...head.config, ...Object.fromEntries(changes) });
  const fixed = head.kind.settings.find(({ key, shapesHead }) => shapesHead && config[key] !== head.config[key]);
  if (fixed) {
    throw new TandemError(
      'bad-input',
      `tasks.${head.name}.${fixed.key} decides which parameters a head has, and this one has others. Start with new heads.`,
    );
  }
  return { ...head, config };
}
