/** A head in training: how much its loss weighs, whether and how fast it learns, what it is known by. */
import { TandemError } from '../../errors';
import { createHead, type EncoderShape, type Head, hasParameters } from '../../tasks/head';
import type { AnyKind, MetricSpec, TaskConfig } from '../../tasks/kind';
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

/** What options say of a task's config: settings of its kind, and what its classes are called. */
function chosen(name: string, kind: AnyKind, { tasks, names }: TrainOptions): Record<string, unknown> {
  const own = Object.entries(tasks[name] ?? {}).filter(([key]) => kind.settings.some((setting) => setting.key === key));
  return { ...Object.fromEntries(own), ...(names && Object.hasOwn(names, name) ? { names: names[name] } : {}) };
}

/** The config of a task with what the options say of it. Classes that are named beside those it has are classes of it. */
export function configuredTask(name: string, kind: AnyKind, config: TaskConfig, options: TrainOptions): TaskConfig {
  return withChoices(config, chosen(name, kind, options));
}

function withChoices(config: TaskConfig, choices: Record<string, unknown>): TaskConfig {
  const { names: before, solvedNames, ...rest } = config;
  const isNamed = (choices.head ?? config.head) === 'names';
  const merged = { ...(isNamed ? config : rest), ...choices };
  if (!isNamed || choices.names === undefined) return merged;
  const known = Array.isArray(config.labels) ? config.labels : [];
  return { ...merged, labels: [...known, ...Object.keys(choices.names as object).filter((label) => !known.includes(label))] };
}

/**
 * A head with what the options say of it: a new one where these ask for other parameters.
 *
 * @throws TandemError `bad-input` for a value that makes no sense, or a frozen head that would have to be another one
 */
export function configured(head: Head, options: TrainOptions, shape: EncoderShape): Head {
  const { name, kind } = head;
  // What a setting leaves to the machine is as the head has it.
  const left = kind.settings.filter(
    (setting) => setting.shapesHead && kind.fresh && options.tasks[name]?.[setting.key] === setting.default,
  );
  const choices = Object.entries(chosen(name, kind, options)).filter(([key]) => !left.some((setting) => setting.key === key));
  if (choices.length === 0) return head;
  const made = createHead(name, withChoices(head.config, Object.fromEntries(choices)), shape, options.seed);
  const isSame = [...made.parameters].every(([path, { shape: own }]) => String(head.parameters.get(path)?.shape) === String(own));
  if (isSame && made.parameters.size === head.parameters.size) return { ...head, config: made.config };
  if (options.tasks[name]?.freeze) {
    throw new TandemError('bad-input', `tasks.${name} asks for a different head and freezes it: leave one of the two out.`);
  }
  return made;
}
