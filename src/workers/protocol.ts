/**
 * Everything that passes between a page and the compute worker. A call is answered by exactly one
 * result or error under its id, with any number of progress messages before; events come unasked.
 */
import type { Roles } from '../data/columns';
import type { Dataset, Example, Problem, SplitName } from '../data/dataset';
import type { DatasetSummary } from '../data/describe';
import type { ReadOptions } from '../data/readDataset';
import type { Neighbour, Row } from '../embeddings/embeddingSet';
import type { EmbeddingFormat } from '../embeddings/formats';
import type { ErrorCode } from '../errors';
import type { Prediction } from '../inference/predict';
import type { DeviceChoice, DeviceStatus } from '../inference/starter';
import type { HeadConfig } from '../nn/heads/registry';
import type { Comparison } from '../train/comparison';
import type { Forecast } from '../train/forecast';
import type { EpochRecord } from '../train/loop';
import type { Metrics } from '../train/metrics/metrics';
import type { TrainOptions, TrainOptionsInput } from '../train/options';
import type { PaceReport, StepPoint } from '../train/pace';
import type { TokenHeadOptions } from '../train/prepare';
import type { ClassifiedSentence, RunDetails, RunRecord } from '../train/runs';

export type {
  ClassifiedSentence,
  Comparison,
  EpochRecord,
  Forecast,
  Metrics,
  Prediction,
  Problem,
  RunDetails,
  RunRecord,
  SplitName,
  StepPoint,
  TrainOptions,
  TrainOptionsInput,
};

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
  device: DeviceStatus;
}

/** A matrix or more, row-major. */
export interface Tensor {
  data: Float32Array<ArrayBuffer>;
  shape: number[];
}

export interface LoadParams {
  /** A bundled model's name, or `org/name[@revision]` of the hub. */
  model: string;
  device: DeviceChoice;
  /** Base URL of the hub or a mirror. */
  endpoint?: string;
  /** Heads by task name. */
  heads?: Record<string, HeadConfig>;
  /** Seed of the heads' first values. */
  seed?: number;
}

export interface EncodeParams {
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
}

/** Embeds a whole text or file into a set that stays in the worker. */
export interface EmbedParams {
  handle: number;
  source: { kind: 'lines'; lines: string[] } | { kind: 'file'; file: File };
  batchSize?: number;
}

export interface EmbeddingSetInfo {
  set: number;
  count: number;
  hiddenSize: number;
  truncated: number;
  seconds: number;
  /** True when the job was stopped; what was embedded by then is there. */
  stopped: boolean;
}

export type { EmbeddingFormat, Neighbour, Row as EmbeddingRow };

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

export type DatasetOptions = ReadOptions;
export { ROLES, type Role } from '../data/columns';
export { FORMAT_TITLES } from '../data/formats/titles';
export { encoderGroups, lowestOpen } from '../nn/encoderGroups';
export { SCHEDULES } from '../nn/optim/schedule';
export { fallen } from '../train/drift';
export { completeOptions, DEFAULT_OPTIONS, METRICS } from '../train/options';
export { type EpochDepth, planUnfreezing, type Stage, type Unfreezing } from '../train/unfreezing';
export type { TokenHeadOptions };

/** A data set that stays in the worker; calls name it by its number. */
export interface DatasetInfo extends Pick<Dataset, 'name' | 'labels' | 'tags' | 'problems'> {
  dataset: number;
  format?: string;
  /** Columns or fields of its files, and the part that each plays. */
  columns?: string[];
  roles?: Roles;
  /** How its files mark entities. */
  scheme?: string;
  summary: DatasetSummary;
}

export interface DatasetRow extends Example {
  index: number;
}

export interface TrainParams {
  handle: number;
  dataset: number;
  options?: TrainOptionsInput;
  /** Makes new heads for the data set's labels instead of training the model's own. */
  freshHeads?: boolean;
  /** How the new token head is built. */
  tokenHead?: TokenHeadOptions;
  /** An interrupted run that is to go on, with its own options and heads. */
  resume?: string;
}

export interface Methods {
  load: { params: LoadParams; result: LoadedModel };
  dispose: { params: { handle: number }; result: void };
  /** Replaces the heads of a loaded model. */
  setHeads: { params: { handle: number; heads: Record<string, HeadConfig>; seed: number }; result: void };
  /** Token ids and mask, padded to the longest: [B, L]. */
  tokenize: { params: { handle: number; sentences: string[] }; result: { inputIds: number[][]; attentionMask: number[][] } };
  encode: { params: EncodeParams; result: Encoded };
  forward: { params: ForwardParams; result: Record<string, Tensor> };
  predict: { params: { handle: number; sentences: string[]; batchSize?: number }; result: Prediction[] };
  embed: { params: EmbedParams; result: EmbeddingSetInfo };
  embeddingRows: { params: { set: number; from: number; count: number }; result: Row[] };
  nearest: { params: { set: number; index: number; count: number }; result: Neighbour[] };
  /** Cosine similarities of the first `count` rows: [count, count]. */
  similarities: { params: { set: number; count: number }; result: Tensor };
  exportEmbeddings: { params: { set: number; format: EmbeddingFormat }; result: Blob };
  dropEmbeddings: { params: { set: number }; result: void };
  /** A zip of a folder that transformers, sentence-transformers and ONNX Runtime open. */
  exportModel: { params: { handle: number }; result: Blob };
  storedModels: { params: void; result: StoredModel[] };
  removeStoredModel: { params: { id: string }; result: void };
  loadDataset: { params: { source: DatasetSource; options?: DatasetOptions }; result: DatasetInfo };
  datasetRows: { params: { dataset: number; split: SplitName; from: number; count: number }; result: DatasetRow[] };
  dropDataset: { params: { dataset: number }; result: void };
  /** Cancelling it ends the run where it is; what was learnt by then is its result. */
  train: { params: TrainParams; result: RunDetails };
  /** Of a run with an open encoder, before it is started. */
  forecast: { params: TrainParams; result: Forecast };
  pauseTraining: { params: { handle: number; paused: boolean }; result: void };
  /** Of the model's heads on the validation split. */
  evaluate: { params: { handle: number; dataset: number }; result: Metrics };
  runs: { params: void; result: RunRecord[] };
  /** Gives a model the heads of a kept run. */
  useRun: { params: { handle: number; run: string }; result: RunDetails };
  removeRun: { params: { run: string }; result: void };
}

export type Method = keyof Methods;

export type Progress =
  | { stage: 'download'; file: string; loaded: number; total: number | undefined }
  | { stage: 'open'; what: 'weights' | 'session' | 'verify' }
  /** `total` is unknown while a file is still being read. */
  | { stage: 'sentences'; done: number; total: number | undefined; perSecond: number; secondsLeft: number | undefined }
  /** Training steps since the last message. */
  | { stage: 'steps'; points: StepPoint[]; pace: PaceReport }
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
