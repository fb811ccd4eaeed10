/** Suggestions that are learned while a person labels. */
import type { Label } from '../../data/dataset';
import type { Outlook } from '../../train/curve/powerLaw';

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
  /** Labelled rows that it has learned from, of so many in all. */
  rows: number;
  labelled: number;
  /** Labelled rows that it leaves out: their texts have not been read yet, or they are for testing. */
  unread: number;
  test: number;
  /** Whether the names of its classes count as well. */
  names: boolean;
  /** Other texts, most like it, that each text is averaged with; 0 for none. */
  neighbours: number;
  /** Texts that these are looked for among. Absent: all that were read. */
  among?: number;
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
  /** Texts of an earlier visit are still being compared: neighbours count once they are, and it is worth learning anew. */
  comparing?: true;
}

export interface LabelCurveParams {
  session: number;
  task: SuggestedTask;
  /** Rows that a person labelled, in the order in which they were; those that files label come before them. */
  order: number[];
  /** Those among them that were drawn by chance. */
  drawn: number[];
}

/** How often suggestions are right by how many labels they come from. */
export interface LabelCurve {
  /** There are so many. */
  labels: number;
  /** Texts that every point is scored on, by heads that have not learned from them. */
  scored: number;
  /** Whether these were drawn by chance; otherwise they are all that are labelled, or a part of them. */
  byChance: boolean;
  /** Ascending; none where there are too few labels. Shares of right suggestions, with the ends of their 95 % intervals. */
  points: { labels: number; share: number; low: number; high: number }[];
  outlook: Outlook;
}

export interface SuggestedLabel {
  label: Label;
  /** Of its least sure part, in [0, 1]. */
  sure: number;
}

/** By task. */
export type RowSuggestions = Record<string, SuggestedLabel>;
