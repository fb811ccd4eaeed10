/** What a recipe is chosen by: the model, the rows and their labels, and how fast the device is. Plain values, so that they pass to the page. */
import type { Counts } from '../../../data/describe';

export interface TaskSituation {
  kind: string;
  level: 'sentence' | 'token';
  /** Rows with a label that the task can read. */
  labelled: Counts;
  /** Of a classification. Rows are those that may train: validation rows too, where nobody asked for any. */
  classes?: {
    count: number;
    withRows: number;
    fewest: number;
    mean: number;
    /** Those whose names say nothing, as numbers and codes; absent where all do. */
    silent?: string[];
  };
  /** Settings of its kind that decide which parameters a head has, so that they hold for new heads alone. */
  shaping: string[];
  /** What its kind calls the head that is solved at once, where it has one. */
  solvedHead?: string;
  /** What its kind calls the head that begins with the names of its classes. */
  namedHead?: string;
}

export interface Situation {
  model: {
    id: string;
    hiddenSize: number;
    layers: number;
    /** Why its encoder cannot be trained here, in a sentence. */
    untrainable?: string;
    /** Whether layers share parameters, so that they learn together or not at all. */
    sharesLayers: boolean;
  };
  rows: Counts;
  /** Rows that may train and have no label at all, and how many of these a head that is solved reads. */
  unlabelled: { all: number; read: number };
  /** Whether validation rows are a share drawn by default: neither the files nor a person asked for any. */
  validationIsDrawn: boolean;
  /** Of a row, mean, with special tokens. */
  tokensPerRow: number;
  tasks: Record<string, TaskSituation>;
  heads: {
    /** Whether the heads in use have learned anything. */
    trained: boolean;
    /** Why they cannot go on with these rows, in a sentence. */
    misfit?: string;
  };
}

/** Seconds per token on this device, measured. */
export interface Speed {
  /** Of a pass through the whole frozen encoder. */
  forward: number;
  /** Of a training step, for each open layer. */
  layer: number;
}

/** Whether a head learns step by step; others are solved at once. @param head as the options name it */
export const isStepwise = ({ solvedHead, namedHead }: TaskSituation, head: unknown): boolean =>
  head === undefined || ![solvedHead, namedHead].some((one) => one === head);

/** Rows that train when `validation` is this. */
export function trainingRows({ rows }: Pick<Situation, 'rows'>, validation: 'split' | 'none'): number {
  return rows.train + (validation === 'none' ? rows.validation : 0);
}

/** Labels that may train: those of the validation rows too, where nobody asked for any. */
export const labelsOf = ({ labelled }: TaskSituation, { validationIsDrawn }: Pick<Situation, 'validationIsDrawn'>): number =>
  labelled.train + (validationIsDrawn ? labelled.validation : 0);

/** Labels per class from which on texts can be compared with others of their class. */
export const ENOUGH_TO_COMPARE = 2;
/** Classes from which on pairs of few texts teach an encoder no more than the classes' names say (Banking77, in docs/measurements.md). */
const MANY_CLASSES = 30;
/** Labels per class up to which that was measured. */
const MEASURED_PER_CLASS = 8;

/** Whether there are labels to compare, but names and labels on the frozen encoder are as good as comparing, and much quicker. */
export function namesAreEnough({ classes, namedHead }: TaskSituation): boolean {
  if (!classes || namedHead === undefined || classes.count < MANY_CLASSES) return false;
  if (classes.mean < ENOUGH_TO_COMPARE || classes.mean > MEASURED_PER_CLASS) return false;
  return (classes.silent?.length ?? 0) < classes.count / 2;
}
