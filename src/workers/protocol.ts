/**
 * Everything that passes between a page and the compute worker. A call is answered by exactly one
 * result or error under its id, with any number of progress messages before; events come unasked.
 */
import type { Neighbour, Row } from '../embeddings/embeddingSet';
import type { EmbeddingFormat } from '../embeddings/formats';
import type { ErrorCode } from '../errors';
import type { Prediction } from '../inference/predict';
import type { DeviceChoice, DeviceStatus } from '../inference/starter';
import type { HeadConfig } from '../nn/heads/registry';

export type { Prediction };

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
  storedModels: { params: void; result: StoredModel[] };
  removeStoredModel: { params: { id: string }; result: void };
}

export type Method = keyof Methods;

export type Progress =
  | { stage: 'download'; file: string; loaded: number; total: number | undefined }
  | { stage: 'open'; what: 'weights' | 'session' | 'verify' }
  /** `total` is unknown while a file is still being read. */
  | { stage: 'sentences'; done: number; total: number | undefined; perSecond: number; secondsLeft: number | undefined };

/** Something happened to a model that nobody asked for: its device was lost and it runs elsewhere now. */
export interface DeviceChanged {
  kind: 'deviceChanged';
  handle: number;
  device: DeviceStatus;
}

export type WorkerEvent = DeviceChanged;

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
