/** A head in training: what it reads, what it is judged by, how much its loss weighs. */
import type { Head } from '../nn/heads/instance';
import type { TrainOptions } from './options';

export type TaskName = 'taskA' | 'taskB';

export interface Task {
  name: TaskName;
  head: Head;
  /** λ */
  weight: number;
  frozen: boolean;
  learningRate: number;
}

/** Classes or tags by id; none where no such task is there. */
export const labelsOf = (tasks: Task[], name: TaskName): string[] =>
  (tasks.find((task) => task.name === name)?.head.config.labels ?? []) as string[];

export function createTask(name: TaskName, head: Head, options: TrainOptions): Task {
  const weight = name === 'taskA' ? options.lambdaA : options.lambdaB;
  return { name, head, weight, frozen: options.freeze[name], learningRate: options.learningRate[name] };
}
