/** Data sets, which stay in the worker. */
import type { SplitNames } from '../../data/assignSplits';
import type { Roles } from '../../data/columns';
import type { Example, Label, Problem, SplitName } from '../../data/dataset';
import type { DatasetSummary } from '../../data/describe';
import type { Phrase } from '../../data/occurrences';
import type { Question } from '../../data/questions';
import type { ReadOptions } from '../../data/readDataset';
import type { AssignedColumn, TaskChoice } from '../../tasks/fromData';
import type { TaskConfig } from '../../tasks/kind';

/** Where a data set comes from: `again` reads an earlier one's files with other options. */
export type DatasetSource =
  | { kind: 'sample' }
  | { kind: 'toy' }
  | { kind: 'text'; name: string; text: string }
  | { kind: 'files'; files: File[] }
  | { kind: 'again'; dataset: number };

export interface DatasetOptions extends ReadOptions {
  /** What a person says of columns of labels, by their names. */
  tasks?: Record<string, TaskChoice>;
}

/** A file format, by what code and people call it. */
export interface FormatInfo {
  name: string;
  title: string;
  /** Whether data sets can be saved in it. */
  writes: boolean;
}

/** A data set that stays in the worker; calls name it by its number. */
export interface DatasetInfo {
  dataset: number;
  name: string;
  /** What each task is, by name; `fromPretrained` takes them as they are. */
  tasks: Record<string, TaskConfig>;
  /** Columns of labels, and the tasks that they are. */
  columns: AssignedColumn[];
  problems: Problem[];
  format?: string;
  /** Columns or fields of its files, and the part that each plays. */
  fields?: string[];
  roles?: Roles;
  /** How its files mark entities. */
  scheme?: string;
  /** What was understood of the files, in one sentence; names of columns stand between backticks. */
  reading?: string;
  /** Why no row could be read, in words; the rest says what was understood. */
  refused?: string;
  /** What was assumed where the files leave it open, and what may be corrected; open questions first. */
  questions?: Question[];
  /** What the names of its files, or the values of its split column, were taken for. */
  splitNames?: SplitNames;
  /** The first rows of all, for a look at how they were read. */
  examples: DatasetRow[];
  summary: DatasetSummary;
}

export interface DatasetRow extends Example {
  index: number;
}

/** `index` counts through all splits. */
export interface RowToLabel extends DatasetRow {
  split: SplitName;
  /** By which given labels find it again. */
  key: string;
}

/** All rows of a data set, in the order of {@link RowToLabel.index}. */
export interface LabelOutline {
  rows: number;
  /** Of the first rows: as many as a message may carry without holding up the page. */
  keys: string[];
  /** By column: 1 for a row with a label in the files. */
  labelled: [column: string, rows: Uint8Array][];
}

/** `name`: rows whose label in the files has it. `text`: rows that say the same. `phrase`: rows in which it stands. */
export type RowSearch = { column: string } & (
  | { by: 'name'; name: string }
  | { by: 'text'; text: string; other?: string }
  | ({ by: 'phrase' } & Phrase)
);

export interface FoundRow {
  index: number;
  key: string;
  /** Of the text, around what was found. */
  excerpt: string;
  /** Where the excerpt begins. */
  from: number;
  /** Where the phrase stands in the text; empty where the row as a whole was sought. */
  found: { start: number; end: number }[];
  /** In the column of the search, by the files. */
  label?: Label;
}
