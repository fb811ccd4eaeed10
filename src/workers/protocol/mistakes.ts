/** Rows that have been evaluated, which stay in the worker. */
import type { Label, SplitName } from '../../data/dataset';
import type { LabelColumn } from '../../data/labelColumns';

/** A task that was evaluated. */
export interface EvaluatedTask {
  /** As its head is called. */
  name: string;
  /** The column of labels that it is, as the data set's files call it. */
  column: string;
  values: LabelColumn['values'];
  /** Whether its answers have a confidence, and its rows a loss. */
  confident: boolean;
  /** Rows that have a label, and those of them that are answered otherwise; numbers are never wrong. */
  splits: { split: SplitName; rows: number; wrong: number }[];
}

/** Every labelled row of a data set beside what the heads answer. Calls name it by its number. */
export interface EvaluationInfo {
  evaluation: number;
  tasks: EvaluatedTask[];
}

/** Which evaluated rows of which task, and in what order. */
export interface EvaluationView {
  task: string;
  /** Default: all. */
  split?: SplitName;
  /** Rows that are answered otherwise than the data says; beside a name, those where this name is the difference. Default: all rows. */
  wrong?: boolean;
  /** A name in the label of the data; null for a label without any. */
  actual?: string | null;
  /** A name in the answer; null for an answer without any. */
  predicted?: string | null;
  /** Default: as the rows are numbered. */
  order?: { by: 'loss' | 'confidence'; first: 'most' | 'least' };
}

/** A labelled row beside what a task's head answers. */
export interface EvaluatedRow {
  /** Its number through all splits: training rows, then validation and test rows. */
  index: number;
  /** By which given labels find it again. */
  key: string;
  split: SplitName;
  text: string;
  /** The second text, where rows have one. */
  other?: string;
  /** As the data set has it. */
  actual: Label;
  answer: Label;
  /** Of the answer, in [0, 1]; of kinds that give one. */
  confidence?: number;
  /** Cross-entropy, of several choices the mean; of numbers the squared difference. Absent for kinds without either. */
  loss?: number;
  /** Whether the answer is another than the label; numbers are never wrong. */
  wrong: boolean;
}

export interface EvaluationCounts {
  /** Rows that the view has. */
  rows: number;
  /** Rows of its task and split, and those of them that are wrong. */
  of: number;
  wrong: number;
  /** Names in labels and in answers of these, with their rows, the most frequent first; null where there is none. */
  actual: [name: string | null, rows: number][];
  predicted: [name: string | null, rows: number][];
}
