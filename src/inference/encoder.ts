/**
 * A model awake: sentences in, embeddings or head logits out, in dynamic batches sorted by length.
 */
import { TandemError, throwIfAborted } from '../errors';
import type { Model } from '../model/model';
import { type EncoderShape, type Head, layersOf } from '../nn/heads/instance';
import type { Wanted } from './backend';
import { collate, planBatches } from './batching';
import { breather } from './breather';
import { Engine } from './engine';
import type { DeviceStatus, EngineOptions, Host } from './starter';
import { loadTokenizer } from './tokenizer/load';
import type { Encoding, Tokenizer } from './tokenizer/tokenizer';

export interface RunOptions {
  /** Sentences a batch. Default 32. */
  batchSize?: number;
  signal?: AbortSignal;
  /** Called after every batch with the number of sentences done. */
  onProgress?: (done: number) => void;
}

export interface EncodeOptions extends RunOptions {
  /** Scales every embedding to length 1. Default false. */
  normalize?: boolean;
}

export interface Embeddings {
  /** [B, H] */
  data: Float32Array<ArrayBuffer>;
  shape: [number, number];
  /** Sentences that were longer than the model's limit. */
  truncated: boolean[];
  /** Tokens of each sentence, special tokens included. */
  tokens: number[];
}

export interface HeadLogits {
  encoding: Encoding;
  /** A head: [outputs] of a sentence head, [pieces, outputs] of a token head. */
  logits: Float32Array[];
}

const DEFAULT_BATCH_SIZE = 32;
/** Padded tokens a batch: 8 sentences of 512, where attention scores take 100 MB on a 12-head model. */
const MAX_BATCH_TOKENS = 4096;

/** What heads read of sentences; see {@link Encoder.features}. */
export interface SentenceFeatures {
  /** Mean-pooled, [sentences, hidden]. */
  pooled: Float32Array<ArrayBuffer>;
  /** States of all word pieces, [pieces, tokenWidth]; empty where none were wanted. */
  tokens: Float32Array<ArrayBuffer>;
  hidden: number;
  /** `hidden`, or layers · hidden. */
  tokenWidth: number;
}

/** Takes a sentence's row of a batch of that padded length. */
type Storing = (index: number, row: number, result: Awaited<ReturnType<Engine['evaluate']>>, length: number) => void;

export class Encoder {
  private allLayers: Promise<Engine> | undefined;

  private constructor(
    readonly model: Model,
    readonly tokenizer: Tokenizer,
    private readonly engine: Engine,
    private readonly openFor: (layers: 'all' | number) => Promise<Engine>,
  ) {}

  static async open(model: Model, host: Host, options: EngineOptions): Promise<Encoder> {
    const tokenizer = await loadTokenizer(model);
    const open = (layers: 'last' | 'all' | number) => Engine.open(model, tokenizer, host, { ...options, layers });
    return new Encoder(model, tokenizer, await open('last'), open);
  }

  get hiddenSize(): number {
    return this.model.config.hiddenSize;
  }

  get shape(): EncoderShape {
    const { hiddenSize, numHiddenLayers } = this.model.config;
    return { hiddenSize, layers: numHiddenLayers + 1 };
  }

  get device(): DeviceStatus {
    return this.engine.status;
  }

  /** Mean-pooled embeddings (Reimers & Gurevych, 2019). No sentences give the shape [0, H]. */
  async encode(sentences: string[], options: EncodeOptions = {}): Promise<Embeddings> {
    const hidden = this.hiddenSize;
    const encodings = sentences.map((sentence) => this.tokenizer.encode(sentence));
    const data = new Float32Array(sentences.length * hidden);
    await this.runBatches(encodings, [], { pooled: true }, options, (index, row, { pooled }) => {
      data.set((pooled as Float32Array).subarray(row * hidden, (row + 1) * hidden), index * hidden);
    });
    if (options.normalize) normalizeRows(data, hidden);
    return {
      data,
      shape: [sentences.length, hidden],
      truncated: encodings.map(({ truncated }) => truncated),
      tokens: encodings.map(({ ids }) => ids.length),
    };
  }

  /** Logits of every head for every sentence. */
  async classify(sentences: string[], heads: Head[], options: RunOptions = {}): Promise<HeadLogits[]> {
    const encodings = sentences.map((sentence) => this.tokenizer.encode(sentence));
    const results: HeadLogits[] = encodings.map((encoding) => ({ encoding, logits: [] }));
    await this.runBatches(encodings, heads, {}, options, (index, row, { logits }, length) => {
      const pieces = encodings[index].pieces.length;
      results[index].logits = logits.map((values, h) => sliceRow(values, row, length, pieces, heads[h]));
    });
    return results;
  }

  /**
   * Logits for token ids as they come, [B, L]: sentence heads [B, outputs], token heads [B, L, outputs].
   *
   * @param attentionMask 1 for tokens that count, 0 for padding
   * @throws TandemError `bad-input` for ids that the vocabulary does not have, or more than `maxLength` tokens
   */
  async forward(inputIds: number[][], attentionMask: number[][], heads: Head[]): Promise<Float32Array<ArrayBuffer>[]> {
    const length = inputIds[0].length;
    this.checkIds(inputIds, length);
    const batch = {
      batch: inputIds.length,
      length,
      inputIds: BigInt64Array.from(inputIds.flat(), BigInt),
      attentionMask: Uint32Array.from(attentionMask.flat()),
    };
    return (await (await this.engineFor(heads, {})).evaluate(batch, heads, {})).logits;
  }

  /**
   * What heads read of sentences: pooled vectors, and the states of all word pieces, without special tokens
   * and padding.
   *
   * @param tokens whose states are wanted: none, the last layer's, or all layers' side by side
   */
  async features(sentences: string[], tokens: 'none' | 'last' | 'all', options: RunOptions = {}): Promise<SentenceFeatures> {
    const { hiddenSize, layers } = this.shape;
    const encodings = sentences.map((sentence) => this.tokenizer.encode(sentence));
    const first = new Uint32Array(sentences.length + 1);
    for (const [i, { pieces }] of encodings.entries()) first[i + 1] = first[i] + pieces.length;
    const width = tokens === 'all' ? layers * hiddenSize : hiddenSize;
    const pooled = new Float32Array(sentences.length * hiddenSize);
    const states = new Float32Array(tokens === 'none' ? 0 : first[sentences.length] * width);
    const wanted: Wanted = { pooled: true, ...(tokens === 'none' ? {} : { tokens }) };
    await this.runBatches(encodings, [], wanted, options, (index, row, batch, length) => {
      if (batch.pooled) pooled.set(batch.pooled.subarray(row * hiddenSize, (row + 1) * hiddenSize), index * hiddenSize);
      if (!batch.tokens) return;
      const from = row * length + 1;
      states.set(batch.tokens.subarray(from * width, (from + first[index + 1] - first[index]) * width), first[index] * width);
    });
    return { pooled, tokens: states, hidden: hiddenSize, tokenWidth: width };
  }

  /**
   * Hidden states of all tokens above so many layers, special tokens included: [tokens, hidden], sentences one
   * behind another.
   *
   * @param depth 0 for the embeddings
   */
  async statesAt(sentences: string[], depth: number, options: RunOptions = {}): Promise<Float32Array<ArrayBuffer>> {
    const { hiddenSize } = this;
    const encodings = sentences.map((sentence) => this.tokenizer.encode(sentence));
    const first = [0];
    for (const { ids } of encodings) first.push((first.at(-1) ?? 0) + ids.length);
    const states = new Float32Array((first.at(-1) ?? 0) * hiddenSize);
    const engine = await this.openFor(depth);
    try {
      await this.runOn(engine, encodings, [], { tokens: 'last' }, options, (index, row, { tokens }, length) => {
        const from = row * length;
        states.set(
          (tokens as Float32Array).subarray(from * hiddenSize, (from + encodings[index].ids.length) * hiddenSize),
          first[index] * hiddenSize,
        );
      });
    } finally {
      await engine.release();
    }
    return states;
  }

  private checkIds(inputIds: number[][], length: number): void {
    const { maxLength } = this.tokenizer;
    if (length > maxLength) throw new TandemError('bad-input', `${length} tokens a sentence are more than the model's ${maxLength}.`);
    const { vocabSize } = this.model.config;
    const odd = inputIds.flat().find((id) => !Number.isInteger(id) || id < 0 || id >= vocabSize);
    if (odd !== undefined)
      throw new TandemError('bad-input', `${odd} is not a token id: the vocabulary has ids from 0 to ${vocabSize - 1}.`);
  }

  async release(): Promise<void> {
    await this.engine.release();
    await (await this.allLayers)?.release();
  }

  /** The engine that gives what these heads read; the one for all layers is opened when it is first needed. */
  private engineFor(heads: Head[], { tokens }: Wanted): Engine | Promise<Engine> {
    if (tokens !== 'all' && !heads.some((head) => layersOf(head) === 'all')) return this.engine;
    this.allLayers ??= this.openFor('all');
    return this.allLayers;
  }

  private async runBatches(encodings: Encoding[], heads: Head[], wanted: Wanted, options: RunOptions, store: Storing): Promise<void> {
    return this.runOn(await this.engineFor(heads, wanted), encodings, heads, wanted, options, store);
  }

  /** Two batches are under way at a time, so that reading one back overlaps with computing the next. */
  private async runOn(
    engine: Engine,
    encodings: Encoding[],
    heads: Head[],
    wanted: Wanted,
    { batchSize = DEFAULT_BATCH_SIZE, signal, onProgress }: RunOptions,
    store: Storing,
  ): Promise<void> {
    const lengths = encodings.map(({ ids }) => ids.length);
    let done = 0;
    let previous: Promise<void> = Promise.resolve();
    const breathe = breather();
    for (const group of planBatches(lengths, { batchSize, maxTokens: MAX_BATCH_TOKENS })) {
      throwIfAborted(signal, 'The job');
      const batch = collate(
        group.map((index) => encodings[index].ids),
        this.tokenizer.padId,
      );
      const current = engine.evaluate(batch, heads, wanted).then((result) => {
        for (const [row, index] of group.entries()) store(index, row, result, batch.length);
        done += group.length;
        onProgress?.(done);
      });
      current.catch(() => undefined);
      await previous;
      previous = current;
      await breathe();
    }
    await previous;
  }
}

/** Row `row` of a batch's logits; of a token head without special tokens and padding. */
function sliceRow(values: Float32Array, row: number, length: number, pieces: number, head: Head): Float32Array {
  const perToken = head.type.level === 'token';
  const outputs = head.outputs;
  const from = perToken ? (row * length + 1) * outputs : row * outputs;
  return values.slice(from, from + (perToken ? pieces : 1) * outputs);
}

function normalizeRows(data: Float32Array, hidden: number): void {
  for (let from = 0; from < data.length; from += hidden) {
    const row = data.subarray(from, from + hidden);
    const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1;
    for (let i = 0; i < hidden; i++) row[i] /= norm;
  }
}
