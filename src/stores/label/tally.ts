/** What was labelled, counted as it happens: each edit costs as much as it touches, however many rows there are. */
import { namesIn } from '../../data/labelSets';
import type { GivenLabel, RowMarks } from '../../project/labels';
import type { RowChange } from '../../project/steps';
import type { Lookup } from '../places';
import { isCompared } from './suggestionScore';

export interface ColumnTally {
  /** Rows with a label, of the files or a person. */
  labelled: number;
  /** Rows that a person labelled here. */
  given: number;
  /** Of these, the ones in which a suggestion was accepted as it was. */
  accepted: number;
  /** By name, in rows that a person labelled here: rows of a class, entities of a type. */
  names: ReadonlyMap<string, number>;
}

export interface Tally {
  /** By column; of rows of the data set that is looked at. */
  columns: ReadonlyMap<string, ColumnTally>;
  /** When labels were given, ascending, in milliseconds since 1970; of all data sets. */
  times: readonly number[];
  /** By column: labels with a suggestion that came before them, in the order in which they were given; of all data sets. */
  compared: ReadonlyMap<string, readonly GivenLabel[]>;
}

/** The rows that are counted. */
export interface Counted {
  /** By key. */
  places: Lookup;
  /** By column: 1 for rows with a label in the files. */
  labelled: ReadonlyMap<string, Uint8Array>;
}

export const EMPTY_TALLY: Tally = { columns: new Map(), times: [], compared: new Map() };
const EMPTY_COLUMN: ColumnTally = { labelled: 0, given: 0, accepted: 0, names: new Map() };

/** Of everything, from the beginning. */
export function tallyOf(counted: Counted, marks: ReadonlyMap<string, RowMarks>): Tally {
  const columns = new Map<string, ColumnTally>();
  for (const [column, rows] of counted.labelled) {
    columns.set(column, { ...EMPTY_COLUMN, labelled: rows.reduce((sum, has) => sum + has, 0) });
  }
  const all = Array.from(marks, ([key, after]): RowChange => ({ key, after }));
  return tallyAfter({ columns, times: [], compared: new Map() }, counted, all);
}

/** @returns the counts after rows have changed */
export function tallyAfter(tally: Tally, { places, labelled }: Counted, changes: RowChange[]): Tally {
  const columns = new Map(tally.columns);
  const changed = new Map<string, ColumnTally & { names: Map<string, number> }>();
  const [gone, come]: number[][] = [[], []];
  const suggested = new Map<string, { gone: Set<GivenLabel>; come: GivenLabel[] }>();
  const suggestedIn = (column: string) => {
    const found = suggested.get(column) ?? { gone: new Set(), come: [] };
    suggested.set(column, found);
    return found;
  };
  const columnAt = (name: string) => {
    const found = changed.get(name);
    if (found) return found;
    const before = columns.get(name) ?? EMPTY_COLUMN;
    const copy = { ...before, names: new Map(before.names) };
    changed.set(name, copy);
    columns.set(name, copy);
    return copy;
  };
  const count = (place: number, column: string, { label, by }: GivenLabel, sign: 1 | -1) => {
    const sum = columnAt(column);
    sum.labelled += sign * (Number(label !== null) - (labelled.get(column)?.[place] ?? 0));
    if (label === null || by === 'file') return;
    sum.given += sign;
    if (by === 'suggestion') sum.accepted += sign;
    for (const name of namesIn(label)) {
      const number = (sum.names.get(name) ?? 0) + sign;
      if (number > 0) sum.names.set(name, number);
      else sum.names.delete(name);
    }
  };
  const visit = (key: string, labels: RowMarks['labels'], others: RowMarks['labels'], sign: 1 | -1) => {
    const place = places.get(key);
    for (const column in labels) {
      const given = labels[column];
      if (others?.[column] === given) continue;
      if (given.by !== 'file') (sign > 0 ? come : gone).push(given.at);
      if (isCompared(given)) {
        if (sign > 0) suggestedIn(column).come.push(given);
        else suggestedIn(column).gone.add(given);
      }
      if (place !== undefined) count(place, column, given, sign);
    }
  };
  for (const { key, before, after } of changes) {
    if (before?.labels === after?.labels) continue;
    visit(key, before?.labels, after?.labels, -1);
    visit(key, after?.labels, before?.labels, 1);
  }
  return { columns, times: timesAfter(tally.times, gone, come), compared: comparedAfter(tally.compared, suggested) };
}

function comparedAfter(
  before: Tally['compared'],
  changed: ReadonlyMap<string, { gone: ReadonlySet<GivenLabel>; come: readonly GivenLabel[] }>,
): Tally['compared'] {
  if (changed.size === 0) return before;
  const compared = new Map(before);
  for (const [column, { gone, come }] of changed) {
    const known = compared.get(column) ?? [];
    const kept = gone.size === 0 ? known : known.filter((given) => !gone.has(given));
    const all = [...kept, ...come];
    // Labels are given one after another; only what is taken back, and what is read again, comes out of turn.
    const inOrder = come.every(({ at }, i) => at >= ((i > 0 ? come[i - 1] : kept.at(-1))?.at ?? at));
    compared.set(column, inOrder ? all : all.sort((a, b) => a.at - b.at));
  }
  return compared;
}

function timesAfter(times: readonly number[], gone: number[], come: number[]): readonly number[] {
  if (gone.length === 0 && come.length === 0) return times;
  const left = new Map<number, number>();
  for (const at of gone) left.set(at, (left.get(at) ?? 0) + 1);
  const stays = (at: number) => {
    const more = left.get(at) ?? 0;
    if (more > 0) left.set(at, more - 1);
    return more === 0;
  };
  const kept = gone.length === 0 ? [...times] : times.filter(stays);
  const inOrder = come.every((at, i) => at >= (i > 0 ? come[i - 1] : (kept.at(-1) ?? at)));
  kept.push(...come);
  return inOrder ? kept : kept.sort((a, b) => a - b);
}

/** Whoever stops for longer begins another sitting. */
const PAUSE_MS = 30 * 60 * 1000;

export interface Sitting {
  /** Labels given in it. */
  labels: number;
  /** Since its first label, in seconds. */
  seconds: number;
  /** Labels per hour at this pace. Absent in its first minute. */
  perHour?: number;
}

/** Labels that were given without a pause of half an hour. @returns undefined where none was given lately */
export function sittingOf({ times }: Tally, now: number): Sitting | undefined {
  let first = times.length;
  let later = now;
  while (first > 0 && later - times[first - 1] <= PAUSE_MS) later = times[--first];
  const labels = times.length - first;
  if (labels === 0) return undefined;
  const seconds = (now - times[first]) / 1000;
  return { labels, seconds, ...(seconds >= 60 ? { perHour: Math.round((labels * 3600) / seconds) } : {}) };
}
