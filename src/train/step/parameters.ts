/** Parameters of heads in training, and the optimiser's groups of them: one per head, and one for its learned loss weight. */
import type { ParameterGroup } from '../../nn/optim/optimizer';
import type { ParameterTree } from '../../nn/parameters';
import { headParameters } from '../../tasks/head';
import type { TrainOptions } from '../plan/options';
import type { Task } from '../plan/task';

/** A parameter tree, and of each parameter the group that it learns in; one without a group is frozen. */
export interface LearningParameters {
  tree: ParameterTree;
  groups: ParameterGroup[];
  groupOf: ReadonlyMap<string, ParameterGroup>;
}

export const uncertaintyName = ({ name }: Pick<Task, 'name'>): string => `uncertainty.${name}`;

/** Full names of what belongs to a task. */
export const parameterNames = (task: Task): string[] => [...headParameters([task.head]).keys(), uncertaintyName(task)];

/** Frozen heads included, and each task's log-variance. */
export function headLearning(tasks: Task[], { weightDecay }: TrainOptions): LearningParameters {
  const tree: ParameterTree = headParameters(tasks.map(({ head }) => head));
  const groups: ParameterGroup[] = [];
  const groupOf = new Map<string, ParameterGroup>();
  for (const task of tasks) {
    if (task.frozen) continue;
    const { name, learningRate } = task;
    const own: ParameterGroup = { of: { task: name }, learningRate, weightDecay };
    const uncertainty: ParameterGroup = { of: { task: name, uncertainty: true }, learningRate, weightDecay: 0 };
    groups.push(own, uncertainty);
    for (const parameter of headParameters([task.head]).keys()) groupOf.set(parameter, own);
    groupOf.set(uncertaintyName(task), uncertainty);
  }
  for (const task of tasks) tree.set(uncertaintyName(task), { shape: [1], data: new Float32Array(1) });
  return { tree, groups, groupOf };
}

/** Whether a group learns from a batch that has labels of these tasks. */
export function learnsFrom(tasks: Task[], uncertainty: boolean): (group: ParameterGroup) => boolean {
  const learning = new Set(tasks.filter(({ frozen }) => !frozen).map(({ name }) => name));
  return ({ of }) => 'task' in of && learning.has(of.task) && (uncertainty || !of.uncertainty);
}
