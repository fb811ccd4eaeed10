/** Classes and types under other names: renamed, joined with others, or gone; in what a person gave and in what files hold. */
import type { Label } from '../../data/dataset';
import { namesIn } from '../../data/labelSets';
import type { GivenLabel, LabelTask, RowMarks } from '../../project/labels';
import type { RowChange } from '../../project/steps';
import type { FoundRow } from '../../workers/protocol';
import type { TaskToLabel } from './tasksToLabel';

export interface NameChange {
  column: string;
  name: string;
  /** The new name, or that of a class which it joins. Absent: it is deleted. */
  to?: string;
}

/** @returns null where nothing is left of a class; a list of which nothing is left says that there is none */
export function renamed(label: Label, { name, to }: NameChange): Label | null {
  if (typeof label === 'string') return label === name ? (to ?? null) : label;
  if (!Array.isArray(label)) return label;
  if (label.every((item) => typeof item === 'string')) {
    return [...new Set(label.flatMap((item) => (item === name ? (to ?? []) : item)))];
  }
  return label.flatMap((span) => (span.label === name ? (to === undefined ? [] : { ...span, label: to }) : span));
}

/**
 * @param inFiles rows whose label in the files has the name
 * @returns what changes in rows. Labels stay their authors' own, with the times at which they were given; those of files become
 * labels that lie over them.
 */
export function renameInRows(change: NameChange, inFiles: FoundRow[], marks: ReadonlyMap<string, RowMarks>, now: number): RowChange[] {
  const { column, name } = change;
  const rows: RowChange[] = [];
  const put = (key: string, before: RowMarks | undefined, given: GivenLabel) => {
    const labels = Object.assign(Object.create(null) as NonNullable<RowMarks['labels']>, before?.labels);
    labels[column] = given;
    rows.push({ key, before, after: { ...before, labels } });
  };
  const isGiven = (said: RowMarks | undefined) => said?.labels !== undefined && Object.hasOwn(said.labels, column);
  for (const { key, label } of inFiles) {
    const before = marks.get(key);
    if (label !== undefined && !isGiven(before)) put(key, before, { label: renamed(label, change), by: 'file', at: now });
  }
  const has = (label: Label | null | undefined) => namesIn(label ?? undefined).includes(name);
  for (const [key, before] of marks) {
    const given = isGiven(before) ? before.labels?.[column] : undefined;
    if (!given || !(has(given.label) || has(given.suggested))) continue;
    const suggested = given.suggested === undefined ? undefined : renamed(given.suggested, change);
    const { suggested: _, ...rest } = given;
    put(key, before, {
      ...rest,
      label: given.label === null ? null : renamed(given.label, change),
      ...(suggested === undefined || suggested === null ? {} : { suggested }),
    });
  }
  return rows;
}

export interface NameCounts {
  /** Rows that have the name by their file. */
  files: number;
  /** Rows that got it here. */
  here: number;
  /** Of all of them. */
  entities: number;
}

/** Who put a name into the rows that change with it. */
export function countName(rows: RowChange[], column: string, name: string): NameCounts {
  const counts: NameCounts = { files: 0, here: 0, entities: 0 };
  for (const { before } of rows) {
    const given = before?.labels && Object.hasOwn(before.labels, column) ? before.labels[column] : undefined;
    const has = namesIn(given?.label ?? undefined).filter((each) => each === name).length;
    if (!given || (has > 0 && given.by === 'file')) counts.files++;
    else if (has > 0) counts.here++;
    counts.entities += has;
  }
  return counts;
}

/**
 * The tasks that a person made, before and after it, with all names in the order in which they were shown: the data set learns of
 * either only later.
 */
export function renameInTasks(made: LabelTask[], { column, values, names }: TaskToLabel, { name, to }: NameChange) {
  const own = made.find((task) => task.column === column) ?? { column, values, names };
  const put = (task: LabelTask) => {
    const at = made.findIndex((each) => each.column === column);
    return at < 0 ? [...made, task] : made.with(at, task);
  };
  const shown = [...new Set(names.flatMap((each) => (each === name ? (to ?? []) : each)))];
  const gone = [...new Set([...(own.gone ?? []), name])].filter((each) => each !== to);
  // The data set may have learned of a new name by the time that it is taken back.
  const before: LabelTask = { ...own, names, ...(to === undefined || names.includes(to) ? {} : { gone: [...(own.gone ?? []), to] }) };
  const after: LabelTask = { ...own, names: shown, gone };
  return { before: put(before), after: put(after) };
}

/** Names that are gone stay so until the data set has learned of it, whichever edit is taken back or done again. */
export function withGone(now: LabelTask[], next: LabelTask[]): LabelTask[] {
  return next.map((task) => {
    const before = now.find(({ column }) => column === task.column)?.gone ?? [];
    const gone = [...new Set([...(task.gone ?? []), ...before])].filter((name) => !task.names.includes(name));
    const { gone: _, ...rest } = task;
    return gone.length > 0 ? { ...rest, gone } : rest;
  });
}
