/**
 * A task kind is one folder: what it is called, which data it takes, its parameters, its forward, its loss, and
 * what its outputs mean to a person. Kinds know nothing of each other, of the encoder, or of where they run.
 */
import type { Tape, Value } from '../autodiff/tape';
import type { Label } from '../data/dataset';
import type { LabelColumn } from '../data/labelColumns';
import type { Ops } from '../nn/ops';
import type { ParameterSpec } from '../nn/parameters';
import type { LogitRows } from '../nn/solvers/temperature';
import type { Claim } from './metrics/reliability';
import type { Tally } from './metrics/tally';
import type { Setting } from './settings';
import type { ReadText } from './text';

/** What asks for a task: a registered kind, and whatever that kind reads. */
export interface TaskConfig {
  /** Name of a registered kind: `classification`, `entities`, … */
  kind: string;
  [option: string]: unknown;
}

/**
 * How the texts of an example become sequences. `text`: the text alone. `other`: the second text alone.
 * `joint`: the second text, then the text, as one sequence with two segments.
 */
export type View = 'text' | 'other' | 'joint';

/** Features that a head reads: of a view, one row per example (its pooled vector) or one per word piece of the text. */
export interface Reading {
  view: View;
  level: 'sentence' | 'token';
}

/** What a loss is given for every row. A row whose values are all `filler` does not count. */
export interface TargetType<Config> {
  type: 'i32' | 'f32';
  /** Values per row; 1 for integers. */
  width(config: Config): number;
  filler: number;
}

/** A setting of a kind: its key is the config's. */
export type KindSetting = Setting & {
  /** Whether it decides which parameters a head has, so that it holds for new heads alone. Default: false. */
  shapesHead?: boolean;
  /** The values of another setting with which alone it counts. Default: with any. */
  onlyWith?: { key: string; values: unknown[] };
};

/** A figure by which a task is known. */
export interface MetricSpec {
  /** Its key in the metrics of a run. */
  id: string;
  name: string;
  better: 'higher' | 'lower';
  /** `percent`: a share, from 0 to 1. `count`: how many. Default: `number`. */
  print?: 'percent' | 'number' | 'count';
  /** A share of so many rows, so that its interval is that of a proportion. Default: false. */
  share?: boolean;
}

/** An example that is about to be learned from. */
export interface TrainingRow<Gold> {
  gold: Gold;
  /** The text that the task reads. */
  source: string;
  /** As the head will see it. */
  read(): ReadText;
}

/** An example as it is scored: what the data says, and what the head answered. */
export interface Scored<Gold, Answer> {
  gold: Gold;
  answer: Answer;
  text: ReadText;
}

export interface Scores<Details> {
  /** By the id of each metric. */
  values: Record<string, number>;
  /** More than numbers: a confusion matrix, scores of every type. For the kind's own view. */
  details: Details;
}

/** How sure an answer is, in [0, 1]. */
export interface Certainty {
  /** Of the answer as a whole: that of its least sure part. */
  confidence: number;
  /** Of a class; one per name of a list, or per span. */
  scores: number | number[];
}

/** Rows that a head is solved on: those that have gold. */
export interface SolvingRows<Gold> {
  golds: Gold[];
  /** [golds, width]: what the head reads. */
  features: Float32Array<ArrayBuffer>;
  width: number;
  /** [texts, width]: of training rows without gold, for kinds that learn from them. */
  unlabelled: Float32Array<ArrayBuffer>;
  /** The same of the layer before the last, for kinds that learn from texts without gold; absent where it was not read. */
  before?: Record<'features' | 'unlabelled', Float32Array>;
}

/** Pooled vectors of texts, [texts, width]. */
export interface EmbeddedTexts {
  last: Float32Array;
  /** Of the layer before the last; absent where it was not read. */
  before?: Float32Array;
}

export interface SolveJob {
  /** Of whatever is drawn. */
  seed: number;
  /** Whether the encoder has learned from the labels of these rows, so that cross-validation on them would flatter. */
  seen: boolean;
  /** Other texts, as the head reads those of rows. */
  embed(texts: string[]): Promise<EmbeddedTexts>;
  /** Awaited again and again: lets others have their turn, and throws when the job is called off. */
  pause(): Promise<void>;
}

export interface Solved<Config> {
  /** By the names of `parameters`. */
  parameters: Map<string, Float32Array<ArrayBuffer>>;
  config: Config;
  /** Of rows by their places, what values that have not seen them put out; none where no row could be spared for that. */
  unseen: { row: number; outputs: Float32Array }[];
  /** What a person should know of how it came about: it goes on from the task's name. */
  note: string;
}

/** An example with what a head put out for it. */
export interface OutputRow<Gold> {
  gold: Gold;
  /** [rows, outputs] */
  outputs: Float32Array;
  text: ReadText;
}

/** How a kind's probabilities are held against what is right, and made to fit it. */
export interface Probabilities<Config, Gold, Answer> {
  /** The path of its last layer, whose weight and bias are divided by a temperature. */
  layer: string;
  /** Logits that stand against one another, with the one that is right. */
  logits(rows: OutputRow<Gold>[], config: Config): LogitRows;
  /** The config of a head whose outputs are divided by a temperature. Default: as it is. */
  divided?(config: Config, temperature: number): Config;
  /** What an answer says of how sure it is, and whether that is so. */
  claims(row: Scored<Gold, Answer>, config: Config): Claim[];
}

export interface LossInputs {
  tape: Tape;
  /** What `forward` gave. */
  outputs: Value;
  /** i32 [rows], or f32 [rows, width]. */
  targets: Value;
  /** u32 [examples + 1]: where the rows of each example begin; rows beyond the last bound belong to none. */
  bounds: Value;
  /** A constant of the run, [values]: class weights. */
  constant(values: number[]): Value;
}

export interface TaskKind<Config extends TaskConfig, Gold extends Label, Answer, Details> {
  kind: string;
  /** What a person calls it. */
  title: string;
  /** Features it reads, in the order in which `forward` takes them; all of one level. */
  reads: Reading[];
  /** Beside those that every task has. */
  settings: KindSetting[];
  /** Defaults filled in. @throws TandemError `bad-input` when the config makes no sense */
  complete(config: TaskConfig): Config;
  /** How well a column of labels fits, from 0 to 1; the best fit wins. */
  fits(column: LabelColumn): number;
  /** A file's label as this kind's gold; undefined where it cannot be. */
  gold(label: Label): Gold | undefined;
  /** The config of a data set's task. */
  configOf(golds: Gold[]): Config;
  /** The names that a label consists of, where a head must know them all. Default: none. */
  names?(gold: Gold): string[];
  /** The names that a head knows. */
  known?(config: Config): string[];
  /** A config for a new head, where something is left for the machine to choose. @param encoder what it is put on */
  fresh?(config: Config, encoder: { lastOnly?: boolean }): Config;
  /** Columns of the outputs. */
  outputs(config: Config): number;
  /** Which hidden states it reads: the last layer's, [rows, H], or all side by side, [rows, (layers + 1) · H]. Default: last. */
  layers?(config: Config): 'last' | 'all';
  /** @param layers hidden states a model has: its layers and the embeddings below them */
  parameters(config: Config, hiddenSize: number, layers: number): ParameterSpec[];
  /** Features as `reads` has them, [rows, width] each → [rows, outputs] */
  forward<T>(ops: Ops<T>, parameter: (name: string) => T, features: T[], config: Config): T;
  /** What the training rows decide: class weights, the scale of a score. Called before the first step. Default: nothing. */
  settle?(config: Config, rows: Iterable<TrainingRow<Gold>>): Config;
  /**
   * What a head keeps although the training rows would decide otherwise, as its parameters have learned with it: a sentence that
   * goes on from the task's name. Called before `settle`. Default: nothing.
   */
  keeps?(config: Config, rows: Iterable<TrainingRow<Gold>>): string | undefined;
  target: TargetType<Config>;
  /**
   * Targets of an example's rows: one row for a sentence, one for each piece of the text.
   *
   * @returns `lost`: parts of the gold that the rows cannot express, for a person to see
   */
  targets(gold: Gold, text: ReadText, config: Config): { values: ArrayLike<number>; lost?: Label };
  /** [2]: the mean, and what it is a mean over; 0 and 0 where nothing counts. */
  loss(inputs: LossInputs, config: Config): Value;
  /** What the outputs of one example say. @param outputs [rows, outputs] */
  decode(outputs: Float32Array, text: ReadText, config: Config): Answer;
  /** An answer in the form of a label. */
  label(answer: Answer): Label;
  /** What a column of its answers holds. */
  values: LabelColumn['values'];
  /** How sure an answer is. Absent where there is no probability: numbers. */
  certainty?(answer: Answer, text: ReadText, config: Config): Certainty;
  /**
   * How the best values are found at once while the encoder is frozen; undefined for a head that learns step by step. Default: that.
   */
  solver?(config: Config): ((rows: SolvingRows<Gold>, job: SolveJob) => Promise<Solved<Config>>) | undefined;
  /** Whether its solver learns from texts without a label, too. Default: it does not. */
  usesUnlabelled?(config: Config): boolean;
  /** Whether its solver needs no labelled row. Default: it does. */
  needsNoRows?(config: Config): boolean;
  /** Absent where it gives no probabilities, or none that could be held against the data. */
  probabilities?: Probabilities<Config, Gold, Answer>;
  /** What the validation rows decide: thresholds. Called after every epoch. Default: nothing. */
  calibrate?(config: Config, rows: { gold: Gold; outputs: Float32Array }[]): Config;
  /** The first is the one that is monitored by default: higher is better, and its best is 1. */
  metrics: MetricSpec[];
  score(rows: Scored<Gold, Answer>[], config: Config): Scores<Details>;
  /** The same metrics as sums over rows, of which thousands of resamples are quickly made. Default: `score` is called for each. */
  tally?(rows: Scored<Gold, Answer>[], config: Config): Tally;
  defaults: { learningRate: number };
}

/** A kind of which nothing more is known: what the registry holds. */
export type AnyKind = TaskKind<TaskConfig, Label, unknown, unknown>;
