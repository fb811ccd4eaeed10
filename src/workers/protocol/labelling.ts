/** Suggestions that are learned while a person labels. */
import type { Label } from '../../data/dataset';

/** A task that rows are labelled for. */
export interface SuggestedTask {
  /** What it is called. */
  task: string;
  column: string;
  values: 'names' | 'lists' | 'spans';
  /** Of its classes or types of entities. */
  names: string[];
}

/** What a person has said of a row, by column: null for none. */
export interface LabelledRow {
  /** Among the rows of all splits. */
  row: number;
  labels: [column: string, label: Label | null][];
  /** Not to be asked for. */
  skipped: boolean;
}

/** In which rows come: the least sure first, a mix of these with rows that are unlike others and some by chance, or all by chance. */
export type RankedBy = 'leastSure' | 'mixed' | 'drawn';

export interface LearnParams {
  session: number;
  tasks: SuggestedTask[];
  /** What has changed since the last call. */
  changed: LabelledRow[];
  /** Absent: rows stay as they are. */
  ranking?: {
    by: RankedBy;
    /** Of whose answers; the first task where it is not there. */
    task: string;
  };
}

/** What a task's suggestions come from. */
export interface LearnedTask {
  /** Labelled rows. */
  rows: number;
  /** Whether the names of its classes count as well. */
  names: boolean;
  /** Share of the texts that were read which are answered otherwise than so many labels ago. */
  changed?: { labels: number; share: number };
}

export interface Learned {
  /** By task; one that is missing suggests nothing yet. */
  tasks: Record<string, LearnedTask>;
  /** Rows without a label, the next one first, and those among them that were drawn by chance. */
  queue?: { rows: Uint32Array; drawn: number[] };
  /** Texts that were read. */
  read: number;
  /** Rows that lack a label. */
  open: number;
}

export interface SuggestedLabel {
  label: Label;
  /** Of its least sure part, in [0, 1]. */
  sure: number;
}

/** By task. */
export type RowSuggestions = Record<string, SuggestedLabel>;
