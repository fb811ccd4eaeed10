/** What a person says of rows: labels with who gave them and when, and marks that are no label. */
import type { Label } from '../data/dataset';
import type { GivenLabels } from '../data/given';
import type { LabelColumn } from '../data/labelColumns';
import type { RankedBy } from '../workers/protocol';
import type { Steps } from './steps';

/** `suggestion`: a model's answer that a person accepted as it was. `file`: a file's label, in which a name was changed here. */
export type Author = 'person' | 'suggestion' | 'file';

export interface GivenLabel {
  /** `null`: the row has none, whatever its file says. */
  label: Label | null;
  by: Author;
  /** Milliseconds since 1970. */
  at: number;
  /** What a model suggested when the row got its first label in this column. Absent: nothing was suggested. */
  suggested?: Label;
  /** The row was drawn by chance, so that its suggestion stands for those of all rows that had no label. */
  drawn?: true;
}

/** Of one row. */
export interface RowMarks {
  /** By column. Absent: what the file says holds. */
  labels?: Record<string, GivenLabel>;
  flagged?: true;
  skipped?: true;
  comment?: string;
}

/** A task that a person made, or added names to. */
export interface LabelTask {
  column: string;
  values: LabelColumn['values'];
  /** Beside those that rows have, in the order in which they were made. */
  names: string[];
  /** Names that no row has any more, though the data set does not know that yet. */
  gone?: string[];
  /** Between which numbers a score is expected. */
  range?: [lowest: number, highest: number];
}

/** All that a person said of the rows of a project. */
export interface KeptLabels {
  tasks: LabelTask[];
  /** By the keys of rows. */
  marks: ReadonlyMap<string, RowMarks>;
  /** The row that is looked at. */
  position: number;
  /** What can be taken back. Absent: nothing. */
  steps?: Steps;
  /** In which rows come. Absent: as the files have them. */
  order?: KeptOrder;
  /** What a person has chosen of these. */
  choices?: LabelChoices;
}

export interface KeptOrder {
  /** What puts rows in it, in words. */
  title: string;
  /** Rows that come first: of those that are ranked anew with every label, the ones where a person has been. */
  first: Uint32Array;
  /** Rows that are in it by chance. Absent: it is not one that is ranked anew. */
  drawn?: number[];
  /** How many rows there are: among others it is of no use. */
  rows: number;
}

/** How rows are ranked, by whose suggestions, and who suggests. What is absent was not chosen. */
export interface LabelChoices {
  rankedBy?: RankedBy | 'files';
  rankedTask?: string;
  source?: 'labels' | 'heads';
}

export const NO_LABELS: KeptLabels = { tasks: [], marks: new Map(), position: 0 };

/** @returns what the data set is told; `columns` are those of the files that have given labels, and those that were made */
export function givenLabels({ tasks, marks }: Pick<KeptLabels, 'tasks' | 'marks'>): GivenLabels {
  return {
    columns: tasks.map(({ column, values }) => ({ name: column, values })),
    rows: [...marks].flatMap(([key, { labels }]) =>
      labels ? [[key, Object.entries(labels).map(([column, { label }]): [string, Label | null] => [column, label])] as const] : [],
    ) as GivenLabels['rows'],
  };
}
