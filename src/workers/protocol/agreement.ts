/** Labels of the same texts by two people. */
import type { Label, SplitName } from '../../data/dataset';
import type { LabelColumn } from '../../data/labelColumns';
import type { Agreement } from '../../labelling/agreement';

export interface Disagreement {
  /** Through all splits. */
  index: number;
  /** By which given labels find it again. */
  key: string;
  split: SplitName;
  text: string;
  other?: string;
  mine: Label;
  theirs: Label;
}

/** A column of labels that both have. */
export interface ComparedColumn extends Agreement {
  column: string;
  /** What the other data set calls it. */
  theirs: string;
  values: LabelColumn['values'];
  /** In the order of the rows. */
  disagreements: Disagreement[];
}

/** Two data sets with labels of the same texts, row by row. */
export interface LabelAgreement {
  /** Rows whose text is in both. */
  rows: number;
  /** Rows whose text is in one alone. */
  onlyMine: number;
  onlyTheirs: number;
  columns: ComparedColumn[];
  /** Columns of labels that could not be compared, with what they hold. */
  left: Record<'mine' | 'theirs', { column: string; values: LabelColumn['values'] }[]>;
}

/** Which column of the other data set each column is compared with, by their names. Default: the one of the same name, else the only one that holds the same. */
export type ColumnPairs = Record<string, string>;
