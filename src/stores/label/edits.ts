/** Everything that a person does to labels is an edit: what was there before and after it, so that it can be taken back. */
import type { Label } from '../../data/dataset';
import type { Author, RowMarks } from '../../project/labels';
import type { Edit } from '../../project/steps';

/** What a row gets in a column: null for none, undefined for what the file says; and what was suggested to the person. */
export type Given = [column: string, label: Label | null | undefined, suggested?: Label];

/** The same edit backwards. */
export const inverse = ({ what, rows, tasks, position }: Edit): Edit => ({
  what,
  position,
  rows: rows.map(({ key, before, after }) => ({ key, before: after, after: before })),
  ...(tasks ? { tasks: { before: tasks.after, after: tasks.before } } : {}),
});

/** What is said of the rows that the edit changed, after it; undefined where that is nothing. */
export const saidAfter = ({ rows }: Edit): Map<string, RowMarks | undefined> =>
  new Map(rows.map(({ key, after }) => [key, after && Object.keys(after).length > 0 ? after : undefined]));

/**
 * What was suggested first stays known, however often the label is changed after.
 *
 * @param isDrawn whether the row was drawn by chance
 */
export function withLabel(marks: RowMarks | undefined, [column, label, shown]: Given, by: Author, now: number, isDrawn = false): RowMarks {
  const { labels: before, skipped: _, ...rest } = marks ?? {};
  const labels = Object.assign(Object.create(null) as NonNullable<RowMarks['labels']>, before);
  const earlier = before && Object.hasOwn(before, column) ? before[column] : undefined;
  const suggested = earlier?.suggested ?? shown;
  const drawn = earlier ? earlier.drawn : isDrawn;
  if (label === undefined) delete labels[column];
  else labels[column] = { label, by, at: now, ...(suggested === undefined ? {} : { suggested }), ...(drawn ? { drawn } : {}) };
  return Object.keys(labels).length > 0 ? { ...rest, labels } : rest;
}

/** What a row's label in a column is: what a person said, else what its file says. */
export function labelOf(marks: RowMarks | undefined, file: Record<string, Label>, column: string): Label | undefined {
  const { labels } = marks ?? {};
  if (labels && Object.hasOwn(labels, column)) return labels[column].label ?? undefined;
  return file[column];
}
