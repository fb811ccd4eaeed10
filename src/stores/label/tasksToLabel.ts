/** The tasks that rows can be labelled for: those of the data set, and those that a person made. */
import { ANSWER } from '../../data/answers';
import type { LabelTask } from '../../project/labels';
import type { DatasetInfo } from '../../workers/protocol';
import type { Tally } from './tally';

export interface TaskToLabel extends Omit<LabelTask, 'gone'> {
  /** What it is called everywhere else. */
  task: string;
}

type Values = LabelTask['values'];

/** Whether its labels are stretches of the text. */
export const marksText = ({ values }: { values: Values }): boolean => values === 'spans' || values === 'answers';
/** Whether its names are a person's own, to be added to and changed. */
export const hasNames = ({ values }: { values: Values }): boolean => values !== 'numbers' && values !== 'answers';

/** @returns in the order of the files, those that were made behind them */
export function tasksToLabel(info: DatasetInfo | undefined, made: LabelTask[], { columns }: Pick<Tally, 'columns'>): TaskToLabel[] {
  const found = new Map<string, TaskToLabel>();
  const names = new Map<string, Set<string>>();
  for (const { name, task = name, values } of info?.columns ?? []) {
    const summary = info?.summary.columns.find((column) => column.name === task);
    const { min, max } = summary?.numbers ?? {};
    const range: Pick<LabelTask, 'range'> = min === undefined || max === undefined ? {} : { range: [min, max] };
    found.set(name, { column: name, task, values, names: [], ...range });
    names.set(name, new Set(Object.keys(summary?.names ?? {})));
  }
  for (const { column, values, names: own, gone = [], range } of made) {
    const before = found.get(column);
    // What a file holds stays what it is.
    if (before && before.values !== values) continue;
    const widest = range && before?.range ? ([Math.min(range[0], before.range[0]), Math.max(range[1], before.range[1])] as const) : range;
    found.set(column, { column, task: column, values, names: [], ...before, ...(widest ? { range: [...widest] } : {}) });
    const known = names.get(column) ?? new Set();
    for (const name of gone) known.delete(name);
    // What a person made comes first, in their order.
    names.set(column, new Set([...own, ...known]));
  }
  for (const [column, given] of columns) for (const name of given.names.keys()) names.get(column)?.add(name);
  const namesOf = (task: TaskToLabel) => {
    if (task.values === 'answers') return [ANSWER];
    return task.values === 'numbers' ? [] : [...(names.get(task.column) ?? [])];
  };
  return [...found.values()].map((task) => ({ ...task, names: namesOf(task) }));
}
