/**
 * What a person did to labels, step by step, with what was before and after: so that it can be taken back, after a reload too. All
 * of it lasts as long as the page; what a project keeps of it are the latest steps.
 */
import type { LabelTask, RowMarks } from './labels';

export interface RowChange {
  key: string;
  /** Absent: nothing was said of the row. */
  before?: RowMarks;
  after?: RowMarks;
}

export interface Edit {
  /** In words, for the buttons that take it back. */
  what: string;
  rows: RowChange[];
  tasks?: { before: LabelTask[]; after: LabelTask[] };
  /** The row that was looked at. */
  position: number;
}

/** Steps are numbered from the first that was ever done; one that is done after others were taken back has the number of the first of these. */
export interface Steps {
  done: Edit[];
  /** The last one is the first to be done again. */
  undone: Edit[];
  /** How many were done before the first of these, and are not known any more. */
  earlier: number;
}

export const NO_STEPS: Steps = { done: [], undone: [], earlier: 0 };

/** What is written of them. */
export interface StepChanges {
  /** By number. */
  written: ReadonlyMap<number, Edit>;
  /** Steps from this number on are forgotten before that. Absent: none. */
  from?: number;
  /** Steps below this number are done, all others were taken back. */
  done: number;
  /** Steps below this number are not kept. */
  first: number;
}

/** Two changes as one. */
export function bothChanges(before: StepChanges | undefined, after: StepChanges | undefined): StepChanges | undefined {
  if (!before || !after) return after ?? before;
  const from = Math.min(before.from ?? Number.POSITIVE_INFINITY, after.from ?? Number.POSITIVE_INFINITY);
  const still = [...before.written].filter(([number]) => after.from === undefined || number < after.from);
  const written = [...still, ...after.written].filter(([number]) => number >= after.first);
  return { written: new Map(written), ...(Number.isFinite(from) ? { from } : {}), done: after.done, first: after.first };
}

/** @param kept in the order of their numbers; steps that lack one between them are of no use */
export function stepsOf(kept: (readonly [number: number, edit: Edit])[], { done, first }: Pick<StepChanges, 'done' | 'first'>): Steps {
  const edits = kept.filter(([number]) => number >= first);
  const isWhole = done >= first && done <= first + edits.length && edits.every(([number], i) => number === first + i);
  if (!isWhole) return { ...NO_STEPS, earlier: done };
  const all = edits.map(([, edit]) => edit);
  return { done: all.slice(0, done - first), undone: all.slice(done - first).reverse(), earlier: first };
}

/** Kept at most, and how many rows they changed together: what is written and read in a moment. */
const MOST_STEPS = 2000;
const MOST_ROWS = 20_000;

/** Which steps are kept: the latest ones. */
export class KeptSteps {
  /** Rows that each of them changed. */
  private readonly sizes: number[] = [];
  private rows = 0;

  constructor(
    /** Steps below this number are not. */
    public first = 0,
  ) {}

  static of({ done, undone, earlier }: Steps): KeptSteps {
    const kept = new KeptSteps(earlier);
    for (const [i, edit] of [...done, ...undone.toReversed()].entries()) kept.add(earlier + i, edit);
    return kept;
  }

  /** A step that takes the place of all from its number on. @returns whether it is kept */
  add(number: number, { rows }: Edit): boolean {
    while (this.sizes.length > 0 && this.first + this.sizes.length > number) this.rows -= this.sizes.pop() ?? 0;
    if (this.sizes.length === 0) this.first = number;
    // One that changes no row is written as well.
    const size = Math.max(1, rows.length);
    this.sizes.push(size);
    this.rows += size;
    while (this.sizes.length > MOST_STEPS || this.rows > MOST_ROWS) {
      this.rows -= this.sizes.shift() ?? 0;
      this.first++;
    }
    return this.first <= number;
  }
}
