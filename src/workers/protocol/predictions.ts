/** Answers for all texts of a data set, which stay in the worker. */
import type { Label } from '../../data/dataset';
import type { LabelColumn } from '../../data/labelColumns';
import type { TaskConfig } from '../../tasks/kind';

/** A task whose answers a prediction set holds. */
export interface PredictedTask {
  name: string;
  config: TaskConfig;
  /** What its answers are. */
  values: LabelColumn['values'];
  /** Whether its answers have a confidence. */
  confident: boolean;
}

/** Answers for all texts of a data set. They stay in the worker; calls name them by their number. */
export interface PredictionSetInfo {
  set: number;
  name: string;
  /** The model that answers. */
  model: string;
  tasks: PredictedTask[];
  /** Texts in all. */
  rows: number;
  /** Texts that are answered: the first ones. */
  done: number;
  /** Texts that are longer than the model can read. */
  truncated: number;
  /** Seconds that were spent on them. */
  seconds: number;
}

/** Which answered rows, and in what order. */
export interface PredictionView {
  /** By the confidence of a task's answers. Default: as the file has them. */
  order?: { task: string; first: 'least' | 'most' };
  /** Those with this name in the task's answer; without a name, those whose list of names or spans is empty. */
  label?: { task: string; name?: string };
  /** Answers below this confidence are unsure. Default: none is. */
  threshold?: number;
  /** Those with an unsure answer alone: of the task whose label is asked for, else of any. */
  unsure?: boolean;
}

export interface PredictedAnswer {
  label: Label;
  /** In [0, 1]. */
  confidence?: number;
  /** Of a class; one per name of a list, or per span. */
  scores?: number | number[];
}

export interface PredictedRow {
  /** Its place in the file, from 0. */
  index: number;
  text: string;
  other?: string;
  truncated: boolean;
  /** In the order of the set's tasks; undefined for a task on two texts where there is one alone. */
  answers: (PredictedAnswer | undefined)[];
}

export interface PredictionCounts {
  /** Answered rows that the view has. */
  rows: number;
  done: number;
  /** Rows with an unsure answer of any task. */
  unsure: number;
  /** In the order of the set's tasks, over all answered rows. */
  tasks: {
    /** Rows with each name in the answer, the most frequent first. */
    names: [name: string, rows: number][];
    /** Rows whose list of names or spans is empty. */
    none: number;
    unsure: number;
    /** Rows that the task could not answer. */
    unanswered: number;
  }[];
}
