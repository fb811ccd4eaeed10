/** The tasks that rows can be labelled for: those of the data set, and those that a person made. */
import type { LabelTask } from '../../project/labels';
import type { DatasetInfo } from '../../workers/protocol';
import type { Tally } from './tally';

export interface TaskToLabel extends LabelTask {
  /** What it is called everywhere else. */
  task: string;
}

const LABELLED: readonly string[] = ['names', 'lists', 'spans'];

/** @returns in the order of the files, those that were made behind them */
export function tasksToLabel(info: DatasetInfo | undefined, made: LabelTask[], { columns }: Pick<Tally, 'columns'>): TaskToLabel[] {
  const found = new Map<string, TaskToLabel>();
  const names = new Map<string, Set<string>>();
  for (const { name, task = name, values } of info?.columns ?? []) {
    if (!LABELLED.includes(values)) continue;
    const known = Object.keys(info?.summary.columns.find((column) => column.name === task)?.names ?? {});
    found.set(name, { column: name, task, values: values as LabelTask['values'], names: [] });
    names.set(name, new Set(known));
  }
  const others = new Set(info?.columns.flatMap(({ name, values }) => (LABELLED.includes(values) ? [] : [name])));
  for (const task of made) {
    const { column } = task;
    if (others.has(column)) continue;
    if (!found.has(column)) found.set(column, { ...task, task: column });
    const known = names.get(column) ?? new Set();
    // What a person made comes first, in their order.
    names.set(column, new Set([...task.names, ...known]));
  }
  for (const [column, given] of columns) for (const name of given.names.keys()) names.get(column)?.add(name);
  return [...found.values()].map((task) => ({ ...task, names: [...(names.get(task.column) ?? [])] }));
}

/** Columns that cannot be labelled here. */
export const notLabelled = (info: DatasetInfo | undefined): string[] =>
  (info?.columns ?? []).filter(({ values }) => !LABELLED.includes(values)).map(({ name, task }) => task ?? name);
