import { TandemError } from '../errors';
import type { HeadConfig } from '../nn/heads/registry';
import type { Metrics, Prediction, RunDetails, Tensor, TrainOptionsInput } from '../workers/protocol';
import type { Dataset } from './Dataset';
import type { BatchOptions, JobOptions, PretrainedOptions } from './options';
import { open, PretrainedModel } from './PretrainedModel';

export interface MultiTaskOptions extends PretrainedOptions {
  /** Sentence classification: Linear H→H, ReLU, Dropout 0.1, Linear H→C on the pooled vector. */
  taskA: { labels: string[] };
  /**
   * Token classification: Linear H→K on every token. Labels are BIO. `layers: 'mix'` reads a learned weighted
   * sum of all layers instead of the last; `decoding: 'iob2'` gives well-formed sequences only.
   */
  taskB: { labels: string[]; layers?: 'last' | 'mix'; decoding?: 'argmax' | 'iob2' };
  /** Further heads by name; their types are registered in src/nn/heads. */
  heads?: Record<string, HeadConfig>;
  /** Seed of the heads' first values. Default: 0. */
  seed?: number;
}

export type TrainCallOptions = TrainOptionsInput & JobOptions;

export interface ForwardResult {
  /** [B, C] */
  taskALogits: Tensor;
  /** [B, L, K] */
  taskBLogits: Tensor;
  /** Logits of every head by its name, these two included. */
  logits: Record<string, Tensor>;
}

export interface PredictResult {
  /** [B] */
  classIds: number[];
  /** Label ids of each sentence's word pieces, in the order of its tokens. */
  tokenIds: number[][];
  items: Prediction[];
}

/**
 * One shared encoder under two heads: what a sentence is about, and what each of its tokens is.
 * The heads start as torch.nn.Linear does, from a seeded generator.
 */
export class MultiTaskSentenceTransformer extends PretrainedModel {
  /**
   * @param model a bundled model's name, or `org/name[@revision]` of the Hugging Face hub
   * @throws TandemError saying why the model cannot be loaded, or what is wrong with the labels
   */
  static async fromPretrained(model: string, options: MultiTaskOptions): Promise<MultiTaskSentenceTransformer> {
    const { taskA, taskB, heads = {}, seed = 0 } = options;
    const all: Record<string, HeadConfig> = {
      taskA: { type: 'sentenceClassification', labels: taskA.labels },
      taskB: { type: 'tokenClassification', ...taskB },
      ...heads,
    };
    return new MultiTaskSentenceTransformer(await open(model, options, { heads: all, seed }));
  }

  /**
   * @param inputIds token ids [B, L]
   * @param attentionMask [B, L], 1 for tokens and 0 for padding
   * @throws TandemError `bad-input` when the two do not have one rectangular shape
   */
  async forward({ inputIds, attentionMask }: { inputIds: number[][]; attentionMask: number[][] }): Promise<ForwardResult> {
    checkRectangular(inputIds, attentionMask);
    const logits = await this.call('forward', { handle: this.handle, inputIds, attentionMask });
    return { taskALogits: logits.taskA, taskBLogits: logits.taskB, logits };
  }

  async predict(sentences: string[], { batchSize, ...job }: BatchOptions = {}): Promise<PredictResult> {
    const items = await this.call('predict', { handle: this.handle, sentences, batchSize }, job);
    return {
      classIds: items.map(({ classId }) => classId),
      tokenIds: items.map(({ tokens }) => tokens.map(({ labelId }) => labelId)),
      items,
    };
  }

  /**
   * Trains the heads on a data set whose labels are theirs. The best epoch is kept, and answers from then on.
   *
   * @param options left out ones have their defaults; `onProgress` hears of every step and epoch. A fired
   *   `signal` ends the run: what was learnt by then is its result.
   * @throws TandemError `bad-input` when an option makes no sense, or the data has a label that no head has
   */
  async train(dataset: Dataset, { signal, onProgress, ...options }: TrainCallOptions = {}): Promise<RunDetails> {
    return this.call('train', { handle: this.handle, dataset: dataset.info.dataset, options }, { signal, onProgress });
  }

  /** Metrics of both heads on the data set's validation split. */
  async evaluate(dataset: Dataset, job: JobOptions = {}): Promise<Metrics> {
    return this.call('evaluate', { handle: this.handle, dataset: dataset.info.dataset }, job);
  }
}

function checkRectangular(inputIds: number[][], attentionMask: number[][]): void {
  const length = inputIds[0]?.length ?? 0;
  const same = (rows: number[][]) => rows.length === inputIds.length && rows.every((row) => row.length === length);
  if (length === 0 || !same(inputIds) || !same(attentionMask)) {
    throw new TandemError(
      'bad-input',
      'inputIds and attentionMask must both be [B, L] with at least one token. Use tokenize() to make them.',
    );
  }
}
