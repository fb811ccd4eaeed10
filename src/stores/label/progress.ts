/** Which rows are still to be labelled. */
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
