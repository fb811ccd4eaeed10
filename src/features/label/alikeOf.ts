import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { type Labelling, namesChosen, spansIn } from './useLabelling';

/** A label to be given wherever the same words stand: to the text from `start` to `end`, or to all of it. */
export interface Alike {
  task: TaskToLabel;
  name: string;
  start?: number;
  end?: number;
}

/** @returns what is to be given to others as well, or why there is nothing */
export function alikeOf(
  task: TaskToLabel,
  labelling: Labelling,
  chosen: { start: number; end: number } | undefined,
  type: string | undefined,
): Alike | string {
  const label = labelling.labelOf(task);
  if (task.values === 'spans') {
    const spans = spansIn(label);
    const stretch = chosen ?? spans.at(-1);
    if (!stretch) return 'Choose words or mark an entity first: then it can be marked wherever it stands.';
    const name = spans.find(({ start, end }) => start < stretch.end && stretch.start < end)?.label ?? type ?? task.names[0];
    if (name === undefined) return 'Add a type first.';
    return { task, name, ...stretch };
  }
  if (task.values === 'names' || task.values === 'lists') {
    const name = namesChosen(label)[0];
    return name === undefined ? `Label this row for ${task.task} first: then others can get the same class.` : { task, name };
  }
  return 'Classes and entities can be given to all equal texts; scores and answers are given one by one.';
}
