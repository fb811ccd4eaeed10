/**
 * Everything that passes between a page and the compute worker. A call is answered by exactly one
 * result or error under its id, with any number of progress messages before; events come unasked.
 */
import type { SplitNames } from '../data/assignSplits';
import type { Roles } from '../data/columns';
import type { Example, Label, Problem, SplitName } from '../data/dataset';
import type { DatasetSummary } from '../data/describe';
import type { LabelColumn } from '../data/labelColumns';
import type { Question } from '../data/questions';
import type { ReadOptions } from '../data/readDataset';
import type { EmbeddingRow, Neighbour } from '../embeddings/embeddingSet';
import type { EmbeddingFormat } from '../embeddings/formats';
import type { ErrorCode } from '../errors';
import type { Prediction } from '../inference/predict';
import type { ReadingOptions, TextInput } from '../inference/reading';
import type { DeviceChoice, DeviceStatus } from '../inference/starter';
import type { PickedFile } from '../model/diskName';
import type { PoolingMode } from '../model/sentence/pooling';
import type { Similarity } from '../model/sentence/texts';
import type { AssignedColumn, TaskChoice } from '../tasks/fromData';
import type { AnyKind, TaskConfig } from '../tasks/kind';
import type { Metrics } from '../tasks/taskMetrics';
import type { Forecast } from '../train/learners/forecast';
import type { TrainOptionsInput } from '../train/plan/options';
import type { EpochRecord } from '../train/runs/loop';
import type { PaceReport, StepPoint } from '../train/runs/pace';
import type { RunDetails, RunRecord } from '../train/runs/runs';

/** The first message to the worker in the browser. */
export interface WorkerStart {
  /** Of ONNX Runtime's WebAssembly. */
  wasmUrl: string;
  /** Of the folder of bundled models, with a slash at its end. */
  modelsUrl: string;
}

/** A loaded model. Calls name it by its handle. */
export interface LoadedModel {
  handle: number;
  id: string;
  hiddenSize: number;
  layers: number;
  /** Longest sequence in tokens, special tokens included; longer sentences are truncated. */
  maxLength: number;
  vocabSize: number;
  parameters: number;
  sentence: SentenceFacts;
  device: DeviceStatus;
  /** What a person should know of it, in a sentence. */
  note?: string;
  /** Tasks whose heads came with the model, trained. */
  ownTasks?: Record<string, TaskConfig>;
}

/** How a model makes embeddings, and what it says of their use. */
export interface SentenceFacts {
  /** Modes whose vectors lie side by side. */
  pooling: readonly PoolingMode[];
  /** Layers on pooled vectors, each in a few words. */
  layers: string[];
  embeddingSize: number;
  /** Texts to put before sentences, by name; '' for none. */
  prompts: Readonly<Record<string, string>>;
  /** The prompt of sentences for which none is chosen. */
  defaultPrompt?: string;
  similarity: Similarity;
}

/** A matrix or more, row-major. */
export interface Tensor {
  /** Its values, one row behind another. */
  data: Float32Array<ArrayBuffer>;
  /** Its length along each axis. */
  shape: number[];
}

export interface LoadParams {
  /**
   * A bundled model's name, one of the site's own, or `org/name[@revision]` or the address of a page of the hub; or the files of a
   * folder or a zip, which replace a model of their name that was opened before.
   */
  model: string | PickedFile[];
  device: DeviceChoice;
  /** Base URL of the hub or a mirror. */
  endpoint?: string;
  /** An access token for private and gated repositories: sent to the endpoint alone, and not kept. */
  token?: string;
  /** What each task of the model is, by name. Heads of its folder with the same name, kind and labels keep their values. */
  tasks?: Record<string, TaskConfig>;
  /** Turns a model away that has no heads in its folder. */
  needsTasks?: boolean;
  /** Tasks of a model that has none in its folder. */
  defaultTasks?: Record<string, TaskConfig>;
  /** Seed of the heads' first values. */
  seed?: number;
}

/** What goes before every sentence. Default: the model's own default, which few have. */
export interface PromptChoice {
  /** The text itself; '' for none. */
  prompt?: string;
  /** The name of one of the model's prompts. */
  promptName?: string;
}

export interface EncodeParams extends PromptChoice {
  handle: number;
  sentences: string[];
  batchSize?: number;
  /** Scales every embedding to length 1. */
  normalize?: boolean;
}

export interface Encoded extends Tensor {
  /** Sentences that were longer than the model's limit. */
  truncated: boolean[];
}

export interface ForwardParams {
  handle: number;
  /** Row-major [batch, length]. */
  inputIds: number[][];
  attentionMask: number[][];
  /** Segment of each token. Default: 0. */
  tokenTypeIds?: number[][];
}

/** Embeds a whole text or file into a set that stays in the worker. */
export interface EmbedParams extends PromptChoice {
  handle: number;
  /** Texts of a data set are those of all its rows, of pairs the first ones. */
  source: { kind: 'lines'; lines: string[] } | { kind: 'dataset'; dataset: number };
  batchSize?: number;
}

export interface EmbeddingSetInfo {
  set: number;
  count: number;
  /** Values of an embedding. */
  size: number;
  similarity: Similarity;
  /** What was put before every sentence, and its name where the model has it. */
  prompt: string;
  promptName?: string;
  truncated: number;
  seconds: number;
  /** True when the job was stopped; what was embedded by then is there. */
  stopped: boolean;
}

export interface StoredModel {
  id: string;
  bytes: number;
}

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
  /** Makes new heads for the data set's tasks instead of training the model's own. */
  freshHeads?: boolean;
  /** An interrupted run that is to go on, with its own options and heads. */
  resume?: string;
}

export interface EvaluateParams {
  handle: number;
  dataset: number;
  /** Default: validation. */
  split?: SplitName;
}

export interface PredictParams {
  handle: number;
  texts: TextInput[];
  batchSize?: number;
  /** How long texts are read. Default: as the heads were trained. */
  reading?: ReadingOptions;
}

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

/** A file, or several in a zip, and what the format could not express. */
export interface ExportedFile {
  /** Its bytes. */
  blob: Blob;
  /** A file name for it. */
  name: string;
  /** What could not be expressed, a sentence each. */
  notes: string[];
}

/** A way to save a model. */
export interface TargetInfo {
  name: string;
  title: string;
  /** What opens it, in one line. */
  opens: string;
  /** The tasks of which a file holds one. Absent where it holds all. */
  tasks?: string[];
  /** Whether it may hold none of them either. Default: false. */
  withoutTask?: boolean;
  /** Why this model cannot be saved this way, and what to do. */
  refused?: string;
}

export interface ExportParams {
  handle: number;
  /** A target's name. Default: `tandem`. */
  target?: string;
  /** The task that goes out, for targets that hold one. Default: the only one there is. */
  task?: string;
  /** A kept run whose heads go out instead of those that answer now. */
  run?: string;
  /** A data set that goes out with the model, for targets that hold one. */
  dataset?: number;
  /** Leaves the heads out: those that were never trained are of no use to others. Default: false. */
  withoutHeads?: boolean;
  /** How to train on it, for targets that go on training. Default: as the run did whose heads go out. */
  options?: TrainOptionsInput;
}

export interface Methods {
  load: { params: LoadParams; result: LoadedModel };
  dispose: { params: { handle: number }; result: void };
  /** Replaces the heads of a loaded model. */
  setTasks: { params: { handle: number; tasks: Record<string, TaskConfig>; seed: number }; result: void };
  /** Token ids and mask, padded to the longest: [B, L]. */
  tokenize: { params: { handle: number; sentences: string[] }; result: { inputIds: number[][]; attentionMask: number[][] } };
  encode: { params: EncodeParams; result: Encoded };
  forward: { params: ForwardParams; result: Record<string, Tensor> };
  predict: { params: PredictParams; result: Prediction[] };
  /** Makes a set without answers of all rows of a data set: those of all splits, one split behind the other. */
  openPredictions: { params: { handle: number; dataset: number }; result: PredictionSetInfo };
  /** Answers what is not answered yet. Cancelling it ends it where it is, as does an error: what was answered stays. */
  runPredictions: { params: { handle: number; set: number; batchSize?: number }; result: PredictionSetInfo };
  predictionRows: { params: { set: number; view: PredictionView; from: number; count: number }; result: PredictedRow[] };
  predictionCounts: { params: { set: number; view: PredictionView }; result: PredictionCounts };
  /** Of all answered rows in the order of the file. Unsure answers are left empty. */
  exportPredictions: { params: { set: number; format: string; threshold?: number }; result: ExportedFile };
  dropPredictions: { params: { set: number }; result: void };
  embed: { params: EmbedParams; result: EmbeddingSetInfo };
  embeddingRows: { params: { set: number; from: number; count: number }; result: EmbeddingRow[] };
  nearest: { params: { set: number; index: number; count: number }; result: Neighbour[] };
  /** Similarities of the first `count` rows, by the model's function: [count, count]. */
  similarities: { params: { set: number; count: number }; result: Tensor };
  exportEmbeddings: { params: { set: number; format: EmbeddingFormat }; result: Blob };
  dropEmbeddings: { params: { set: number }; result: void };
  /** The ways in which a model can be saved. */
  exportTargets: { params: Omit<ExportParams, 'target' | 'task'>; result: TargetInfo[] };
  exportModel: { params: ExportParams; result: ExportedFile };
  storedModels: { params: void; result: StoredModel[] };
  removeStoredModel: { params: { id: string }; result: void };
  /** Every registered kind. */
  taskKinds: { params: void; result: KindInfo[] };
  /** Imports a module whose default export makes a task kind of the tools for it. */
  registerTask: { params: { url: string }; result: KindInfo };
  dataFormats: { params: void; result: FormatInfo[] };
  /**
   * @param keepRefused to get files that no row could be read of as a data set without rows, with `refused`, instead of an error
   */
  loadDataset: { params: { source: DatasetSource; options?: DatasetOptions; keepRefused?: boolean }; result: DatasetInfo };
  datasetRows: { params: { dataset: number; split: SplitName; from: number; count: number }; result: DatasetRow[] };
  /** All rows with all labels, save columns that were left out, as they were read and corrected. */
  exportDataset: { params: { dataset: number; format: string }; result: ExportedFile };
  dropDataset: { params: { dataset: number }; result: void };
  /** Cancelling it ends the run where it is; what was learnt by then is its result. */
  train: { params: TrainParams; result: RunDetails };
  /** Of a run with an open encoder, before it is started. */
  forecast: { params: TrainParams; result: Forecast };
  pauseTraining: { params: { handle: number; paused: boolean }; result: void };
  /** Of the model's heads on a split, by the answers that they give. */
  evaluate: { params: EvaluateParams; result: Metrics };
  datasetFit: { params: { handle: number; dataset: number }; result: DatasetFit };
  runs: { params: void; result: RunRecord[] };
  /** Gives a model the heads of a kept run. */
  useRun: { params: { handle: number; run: string }; result: RunDetails };
  removeRun: { params: { run: string }; result: void };
}

export type Method = keyof Methods;

/** How far a job is; `stage` tells what it is at. */
export type Progress =
  /** Bytes; `total` is unknown where the server does not tell it. */
  | { stage: 'download'; file: string; loaded: number; total: number | undefined }
  /** Bytes of a file that is made. */
  | { stage: 'file'; done: number; total: number }
  /** A model is opened: its weights are read, its session is made, its device is verified. */
  | { stage: 'open'; what: 'weights' | 'session' | 'verify' }
  /** `total` is unknown while a file is still being read. */
  | { stage: 'sentences'; done: number; total: number | undefined; perSecond: number; secondsLeft: number | undefined }
  /** Cross-validation begins one of its folds, counted from 1. */
  | { stage: 'fold'; fold: number; folds: number }
  /** Training steps since the last message. */
  | { stage: 'steps'; points: StepPoint[]; pace: PaceReport }
  /** An epoch is over: its record, and the best epoch of each task so far with its metrics. */
  | { stage: 'epoch'; record: EpochRecord; best: RunRecord['best']; metrics: Metrics };

/** Something happened to a model that nobody asked for: its device was lost and it runs elsewhere now. */
export interface DeviceChanged {
  kind: 'deviceChanged';
  handle: number;
  device: DeviceStatus;
}

/** The model behind a handle has become another one: its encoder was trained. */
export interface ModelChanged {
  kind: 'modelChanged';
  handle: number;
  model: LoadedModel;
}

export type WorkerEvent = DeviceChanged | ModelChanged;

export interface WireError {
  code: ErrorCode;
  message: string;
}

export type Call = { [M in Method]: { kind: 'call'; id: number; method: M; params: Methods[M]['params'] } }[Method];
export type ToWorker = Call | { kind: 'cancel'; id: number };
export type FromWorker =
  | { kind: 'result'; id: number; result: Methods[Method]['result'] }
  | { kind: 'error'; id: number; error: WireError }
  | { kind: 'progress'; id: number; progress: Progress }
  | { kind: 'event'; event: WorkerEvent };
