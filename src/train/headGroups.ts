/** Parameters of heads in training, and the optimiser's groups of them: one a head, and one for its learned loss weight. */
import type { ParameterGroup } from '../nn/optim/adamW';
import { headParameters, ownerOf, type ParameterTree } from '../nn/parameters';
import type { TrainOptions } from './options';
import { uncertaintyName } from './stepTracer';
import type { Task } from './task';

/** Frozen heads included, and each task's log-variance. */
export function headTree(tasks: Task[]): ParameterTree {
  const uncertainty: ParameterTree = new Map(tasks.map((task) => [uncertaintyName(task), { shape: [1], data: new Float32Array(1) }]));
  return new Map([...headParameters(tasks.map(({ head }) => head)), ...uncertainty]);
}

export function headGroups(tasks: Task[], { weightDecay }: TrainOptions): { groups: ParameterGroup[]; groupName(name: string): string } {
  const learning = tasks.filter(({ frozen }) => !frozen);
  const groups = learning.flatMap((task) => [
    { name: task.name, learningRate: task.learningRate, weightDecay },
    { name: uncertaintyName(task), learningRate: task.learningRate, weightDecay: 0 },
  ]);
  return { groups, groupName: (name) => (name.startsWith('uncertainty.') ? name : ownerOf(name)) };
}

/**
 * Whether a parameter, or a group of that name, is one of these tasks' own and learns.
 *
 * @param uncertainty whether log-variances learn. Default: true
 */
export function learnsAmong(tasks: Task[], uncertainty = true): (name: string) => boolean {
  return (name) =>
    tasks.some(
      (task) => !task.frozen && (name === task.name || ownerOf(name) === task.name || (uncertainty && name === uncertaintyName(task))),
    );
}
