/** Training and evaluation. */
import type { Label, SplitName } from '../../data/dataset';
import type { AnyKind } from '../../tasks/kind';
import type { CurveOptions } from '../../train/curve/learningCurve';
import type { TrainOptionsInput } from '../../train/plan/options';
import type { RunRecord } from '../../train/runs/runs';
import type { SweepInput } from '../../train/runs/sweep';

/** What the page must know of a task kind. */
export type KindInfo = Pick<AnyKind, 'kind' | 'title' | 'reads' | 'settings' | 'metrics' | 'defaults'>;

/** How a data set fits a model. */
export interface DatasetFit {
  rows: number;
  /** Rows that are longer than the model can read. */
  truncated: number;
  /** Of these, the ones of which only the question is too long: windows would not help them. Default: 0 */
  cutQuestions?: number;
  /** Parts of labels in all, and those that the model cannot express: beyond its limit, or not at the ends of word pieces. */
  tasks: Record<string, { parts: number; lost: number; examples: string[] }>;
}

export interface TrainParams {
  handle: number;
  dataset: number;
  options?: TrainOptionsInput;
  /**
   * A recipe's name, or `auto` for the one that is proposed: what `options` leave out is as it says. Or the one that they come from,
   * complete, with what it says itself. Default: none.
   */
  recipe?: string | NonNullable<RunRecord['recipe']>;
  /** Makes new heads for the data set's tasks instead of training the model's own. */
  freshHeads?: boolean;
  /** Leaves the run that is in use in use, where it scored higher on the same rows. Default: false. */
  keepBetter?: boolean;
  /** An interrupted run that is to go on, with its own options and heads. */
  resume?: string;
}

/** As for a run, with what is varied. */
export type SweepParams = Omit<TrainParams, 'resume' | 'keepBetter'> & SweepInput;

/** As for a run, with how many subsets of which sizes are trained on. */
export type LearningCurveParams = Omit<TrainParams, 'resume'> & CurveOptions;

/** A row whose label is likely to be wrong. */
export interface SuspectLabel {
  split: SplitName;
  /** In its split. */
  row: number;
  text: string;
  given: Label;
  /** What heads that have not seen the row say; the same where these are misled as well. */
  suggested: Label;
  /** That they give to the given label, where it is least likely: to the class of a text, to the tag of a word. */
  probability: number;
}

/** By task. */
export type SuspectLabels = Record<
  string,
  {
    /** That were checked. */
    rows: number;
    /** Labels that are estimated to be wrong: so many of the first suspects are worth a look. */
    estimated: number;
    /** The least likely label first. */
    suspects: SuspectLabel[];
  }
>;

/** Rows by their numbers through all splits, the farthest first: a fiftieth of them, at least 20. */
export interface Outliers {
  /** Far from the texts that are nearest to them. */
  all: number[];
  /** By task of one class per text: far from the other texts of their class. */
  classes: Record<string, number[]>;
}

export interface EvaluateParams {
  handle: number;
  dataset: number;
  /** Default: validation. */
  split?: SplitName;
}
