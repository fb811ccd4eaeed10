/** What passes about models: loading them, and what they compute of texts. */
import type { ReadingOptions, TextInput } from '../../inference/reading';
import type { DeviceChoice, DeviceStatus } from '../../inference/starter';
import type { PickedFile } from '../../model/diskName';
import type { PoolingMode } from '../../model/sentence/pooling';
import type { Similarity } from '../../model/sentence/texts';
import type { TaskConfig } from '../../tasks/kind';

/** A loaded model. Calls name it by its handle. */
export interface LoadedModel {
  handle: number;
  /** As it was asked for, or of what its encoder became by training. */
  id: string;
  /** Values of a hidden state. */
  hiddenSize: number;
  /** Of the encoder, the embeddings not counted. */
  layers: number;
  /** Whether layers share parameters, so that they learn together or not at all. */
  sharesLayers: boolean;
  /** Why its encoder cannot be trained here, in a sentence; absent where it can. */
  untrainable?: string;
  /** Longest sequence in tokens, special tokens included; longer sentences are truncated. */
  maxLength: number;
  /** Tokens that it knows. */
  vocabSize: number;
  /** Trainable values of the encoder, pooler and heads not counted. */
  parameters: number;
  sentence: SentenceFacts;
  /** Where it computes, and why. */
  device: DeviceStatus;
  /** What a person should know of it, in a sentence. */
  note?: string;
  /** Tasks whose heads came with the model, trained. */
  ownTasks?: Record<string, TaskConfig>;
}

/** Heads that ship with a bundled model, trained on the sample of the page. */
export interface SampleHeads {
  tasks: Record<string, TaskConfig>;
  /** Sentences that they were trained on. */
  rows: number;
  /** Others, which chose the epoch and gave the metrics. */
  validation: number;
  /** By task. */
  metrics: Record<string, Record<string, number>>;
}

/** How a model makes embeddings, and what it says of their use. */
export interface SentenceFacts {
  /** Modes whose vectors lie side by side. */
  pooling: readonly PoolingMode[];
  /** Layers on pooled vectors, each in a few words. */
  layers: string[];
  /** Values of an embedding. */
  embeddingSize: number;
  /** Texts to put before sentences, by name; '' for none. */
  prompts: Readonly<Record<string, string>>;
  /** The prompt of sentences for which none is chosen. */
  defaultPrompt?: string;
  /** By which its embeddings are compared. */
  similarity: Similarity;
}

/** A matrix or more, row-major. */
export interface Tensor {
  /** Its values, one row behind another. */
  data: Float32Array<ArrayBuffer>;
  /** Its length along each axis. */
  shape: number[];
}

/** What is loaded, from where, and with which tasks. */
export interface LoadParams {
  /**
   * A bundled model's name, one of the site's own, or `org/name[@revision]` or the address of a page of the hub; or the files of a
   * folder or a zip, which replace a model of their name that was opened before.
   */
  model: string | PickedFile[];
  /** Where it is to compute. */
  device: DeviceChoice;
  /** Base URL of the hub or a mirror. */
  endpoint?: string;
  /** An access token for private and gated repositories: sent to the endpoint alone, and not kept. */
  token?: string;
  /** Hosts that the endpoint may redirect downloads to, besides those that hubs are known to use. */
  allowedHosts?: string[];
  /** What each task of the model is, by name. Heads of its folder with the same name, kind and labels keep their values. */
  tasks?: Record<string, TaskConfig>;
  /** Turns a model away that has no heads in its folder. */
  needsTasks?: boolean;
  /** Tasks of a model that has none in its folder. */
  defaultTasks?: Record<string, TaskConfig>;
  /** Seed of the heads' first values. */
  seed?: number;
}

/** A model in this browser’s storage. */
export interface StoredModel {
  /** By which it is loaded. */
  id: string;
  /** Of its weights. */
  bytes: number;
}

/** What goes before every sentence. Default: the model's own default, which few have. */
export interface PromptChoice {
  /** The text itself; '' for none. */
  prompt?: string;
  /** The name of one of the model's prompts. */
  promptName?: string;
}

/** Sentences that become embeddings. */
export interface EncodeParams extends PromptChoice {
  handle: number;
  sentences: string[];
  /** Sentences at once. Default: as the device can take. */
  batchSize?: number;
  /** Scales every embedding to length 1. */
  normalize?: boolean;
}

/** Embeddings: [sentences, size]. */
export interface Encoded extends Tensor {
  /** Sentences that were longer than the model's limit. */
  truncated: boolean[];
}

/** Token ids of which logits are wanted. */
export interface ForwardParams {
  handle: number;
  /** Row-major [batch, length]. */
  inputIds: number[][];
  /** [batch, length], 1 for tokens and 0 for padding. */
  attentionMask: number[][];
  /** Segment of each token. Default: 0. */
  tokenTypeIds?: number[][];
}

/** Texts that all tasks answer. */
export interface PredictParams {
  handle: number;
  texts: TextInput[];
  batchSize?: number;
  /** How long texts are read. Default: as the heads were trained. */
  reading?: ReadingOptions;
}
