/** How far labelling has come. */
import { namesIn } from '../../data/labelSets';
import type { LabelState } from './labelStore';
import type { TaskToLabel } from './tasksToLabel';

type Known = Pick<LabelState, 'keys' | 'labelled' | 'marks'>;

/** Whether a row has a label in a column, of its file or of a person. */
function isLabelled({ keys, labelled, marks }: Known, index: number, column: string): boolean {
  const given = marks.get(keys[index])?.labels;
  if (given && Object.hasOwn(given, column)) return given[column].label !== null;
  return labelled.get(column)?.[index] === 1;
}

/**
 * The first row behind the one that is looked at, in their order, that lacks a label of any task, else the first one of all;
 * skipped ones are passed by.
 *
 * @returns undefined where none does
 */
export function nextUnlabelled(state: Known & Pick<LabelState, 'position' | 'order'>, tasks: TaskToLabel[]): number | undefined {
  const { keys, marks, order, position } = state;
  const place = order ? order.places[position] : position;
  for (let step = 1; step <= keys.length; step++) {
    const next = (place + step) % keys.length;
    const index = order ? order.rows[next] : next;
    if (marks.get(keys[index])?.skipped) continue;
    if (tasks.some(({ column }) => !isLabelled(state, index, column))) return index;
  }
  return undefined;
}

export interface TaskProgress {
  /** Rows with a label, of the files or a person. */
  labelled: number;
  /** Rows that a person labelled here. */
  given: number;
  /** Of these, the ones in which a suggestion was accepted as it was. */
  accepted: number;
  /** By name, in rows that a person labelled here: rows of a class, entities of a type. */
  names: Map<string, number>;
}

export function progressOf(state: Known, { column }: TaskToLabel): TaskProgress {
  const progress: TaskProgress = { labelled: 0, given: 0, accepted: 0, names: new Map() };
  for (let index = 0; index < state.keys.length; index++) {
    if (isLabelled(state, index, column)) progress.labelled++;
    const given = state.marks.get(state.keys[index])?.labels;
    if (!given || !Object.hasOwn(given, column)) continue;
    const { label, by } = given[column];
    if (label === null) continue;
    progress.given++;
    if (by === 'suggestion') progress.accepted++;
    for (const name of namesIn(label)) progress.names.set(name, (progress.names.get(name) ?? 0) + 1);
  }
  return progress;
}

/** Labels that were given in the hour before `now`, by any task. */
export function givenWithinHour({ marks }: Pick<LabelState, 'marks'>, now: number): number {
  let count = 0;
  for (const { labels = {} } of marks.values()) for (const { at } of Object.values(labels)) if (now - at < 3_600_000) count++;
  return count;
}
