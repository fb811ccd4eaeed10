/**
 * A model awake: texts in, embeddings, features or hidden states out, in dynamic batches sorted by length.
 */

import { breather } from '../breather';
import { TandemError, throwIfAborted } from '../errors';
import type { Gpu } from '../gpu/device';
import type { Model } from '../model/model';
import type { PoolingMode } from '../model/sentence/pooling';
import { type EncoderShape, type Head, layersOf } from '../tasks/head';
import type { View } from '../tasks/kind';
import { loadTokenizer } from '../tokenizer/load';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { collate, padWeights, planBatches } from './batching';
import { type Depths, extentOf } from './depths';
import { Engine } from './engine';
import { Mutex } from './mutex';
import { CUT, type EncodedText, encodeText, type ReadingOptions, type Sequence, type TextInput, tokensOf } from './reading';
import { applyLayers, widthBehind } from './sentence/applyLayers';
import { PooledVectors } from './sentence/pooledVectors';
import { pooledFrom, poolingWeights } from './sentence/poolingWeights';
import { resolvePrompt } from './sentence/prompts';
import { normalizeRows, truncateRows } from './sentence/vectorRows';
import type { DeviceChoice, DeviceStatus, EngineOptions, Host, Layers } from './starter';
import type { BatchResult, Wanted } from './statesReader';

export interface RunOptions {
  /** Sequences per batch. Default 32. */
  batchSize?: number;
  signal?: AbortSignal;
  /** Called after every batch with the number of sequences done. */
  onProgress?: (done: number) => void;
}

export interface FeatureOptions extends RunOptions {
  /** The layer before the last is pooled as well. Default: false. Needs a model of several layers that is not an ONNX graph alone. */
  pooledBefore?: boolean;
}

export interface EncodeOptions extends RunOptions {
  /** Scales every embedding to length 1, where the model does not do so itself. Default: false. */
  normalize?: boolean;
  /** Text to put before every sentence. Default: that of `promptName`. */
  prompt?: string;
  /** One of the model's prompts. Default: the model's own default, which few have. */
  promptName?: string;
}

export interface Embeddings {
  /** [B, embeddingSize] */
  data: Float32Array<ArrayBuffer>;
  shape: [number, number];
  /** Sentences that were longer than the model's limit. */
  truncated: boolean[];
  /** Tokens of each sentence, special tokens included. */
  tokens: number[];
}

const DEFAULT_BATCH_SIZE = 32;
/** Padded tokens per batch: 8 sentences of 512, where attention scores take 100 MB on a 12-head model. */
const MAX_BATCH_TOKENS = 4096;

/** What heads read of texts; see {@link Encoder.features}. */
export interface TextFeatures {
  /** By the model's own pooling, [texts, pooledSize]. */
  pooled: Float32Array<ArrayBuffer>;
  /** The same of the layer before the last, where it was wanted. */
  pooledBefore?: Float32Array<ArrayBuffer>;
  /** States of all word pieces, [pieces, tokenWidth]; empty where none were wanted. */
  tokens: Float32Array<ArrayBuffer>;
  hidden: number;
  /** Default: `hidden`. */
  pooledSize?: number;
  /** `hidden`, or layers · hidden. */
  tokenWidth: number;
}

/** Takes one sequence's row of a batch of that padded length. */
export type Storing = (sequence: number, row: number, result: BatchResult, length: number) => void;

export class Encoder {
  /** Sessions of numbered layers are opened and closed one after another. */
  private readonly numbered = new Mutex();

  private constructor(
    readonly model: Model,
    readonly tokenizer: Tokenizer,
    private readonly engine: Engine,
  ) {}

  static async open(model: Model, host: Host, options: EngineOptions): Promise<Encoder> {
    const tokenizer = await loadTokenizer(model);
    return new Encoder(model, tokenizer, await Engine.open(model, tokenizer, host, options));
  }

  get hiddenSize(): number {
    return this.model.config.hiddenSize;
  }

  get shape(): EncoderShape {
    const { config, sentence, weights } = this.model;
    const { hiddenSize, numHiddenLayers } = config;
    return { hiddenSize, layers: numHiddenLayers + 1, pooledSize: sentence.pooledSize, ...(weights.size === 0 ? { lastOnly: true } : {}) };
  }

  get device(): DeviceStatus {
    return this.engine.status;
  }

  /** The verified GPU, for whoever else computes with this model; undefined where it computes on the CPU. */
  get gpu(): Gpu | undefined {
    return this.engine.gpu;
  }

  /**
   * Whoever computes with {@link gpu} calls this first, and every so often meanwhile.
   *
   * @throws TandemError `wrong-result` or `device-lost`: the model then computes on the CPU
   */
  proveKernels(): Promise<void> {
    return this.engine.proveKernels();
  }

  /** The choice of device for a model that takes the place of this one. */
  get deviceChoice(): DeviceChoice {
    return this.engine.choice;
  }

  /** Texts as sequences of this model. */
  read(input: TextInput, view: View, reading: ReadingOptions = CUT): EncodedText {
    return encodeText(this.tokenizer, input, view, reading, this.model.config.typeVocabSize > 1);
  }

  /** Many of them: lets messages in now and then. @throws TandemError `aborted`; `bad-input` for one that is too long */
  async readAll(inputs: readonly TextInput[], view: View, reading: ReadingOptions, signal?: AbortSignal): Promise<EncodedText[]> {
    const breathe = breather();
    const texts: EncodedText[] = [];
    for (const input of inputs) {
      texts.push(this.read(input, view, reading));
      await breathe();
      throwIfAborted(signal, 'The job');
    }
    return texts;
  }

  /** Values of an embedding, which modules behind the pooling may have changed. */
  get embeddingSize(): number {
    return this.model.sentence.embeddingSize;
  }

  /** Sentence embeddings, as the model's sentence-transformers modules make them. No sentences give the shape [0, size]. */
  async encode(sentences: string[], options: EncodeOptions = {}): Promise<Embeddings> {
    const { layers, pooledSize, embeddingSize, pooling } = this.model.sentence;
    const prompt = resolvePrompt(this.model.sentence, options);
    const prompted = sentences.map((text) => ({ text: prompt + text }));
    const texts = await this.readAll(prompted, 'text', CUT, options.signal);
    const unpooled = pooling.includePrompt || prompt === '' ? 0 : this.lengthOfPrompt(prompt);
    const { pooled } = await this.features(texts, 'none', options, unpooled);
    const embedded = applyLayers(layers, pooled, pooledSize);
    const data = truncateRows(embedded, widthBehind(layers, pooledSize), embeddingSize);
    if (options.normalize) normalizeRows(data, embeddingSize);
    return {
      data,
      shape: [sentences.length, embeddingSize],
      truncated: texts.map(({ truncated }) => truncated),
      tokens: texts.map(tokensOf),
    };
  }

  /** Tokens of a prompt before a text, the special one before it included. */
  private lengthOfPrompt(prompt: string): number {
    const { ids } = this.tokenizer.encode(prompt);
    return this.tokenizer.single.after.length > 0 ? ids.length - 1 : ids.length;
  }

  /**
   * Hidden states of each token of ids as they come, [B, L], and their pooled vectors, through token heads.
   *
   * @param attentionMask 1 for tokens that count, 0 for padding
   * @param tokenTypeIds segment of each token. Default: 0
   * @throws TandemError `bad-input` for ids that the vocabulary does not have, or more than `maxLength` tokens
   */
  async forward(
    inputIds: number[][],
    attentionMask: number[][],
    tokenTypeIds: number[][] | undefined,
    heads: Head[],
  ): Promise<BatchResult> {
    const length = inputIds[0].length;
    this.checkIds(inputIds, length);
    this.checkSegments(tokenTypeIds);
    const { modes } = this.model.sentence.pooling;
    const weights = attentionMask.flatMap((mask) => poolingWeights(modes, [mask]));
    const batch = {
      batch: inputIds.length,
      length,
      inputIds: BigInt64Array.from(inputIds.flat(), BigInt),
      attentionMask: Uint32Array.from(attentionMask.flat()),
      pooling: padWeights({ modes, weights }, length),
      ...(tokenTypeIds ? { typeIds: BigInt64Array.from(tokenTypeIds.flat(), BigInt) } : {}),
    };
    return this.engine.run(batch, heads, {}, layersFor(heads));
  }

  /**
   * What heads read of texts: pooled vectors, over the tokens of all windows; and the states of all word pieces, without
   * special tokens and padding.
   *
   * @param tokens whose states are wanted: none, the last layer's, or all layers' side by side
   * @param unpooled tokens at the beginning of every sequence that are not pooled. Default: 0
   */
  async features(texts: EncodedText[], tokens: 'none' | 'last' | 'all', options: FeatureOptions = {}, unpooled = 0): Promise<TextFeatures> {
    const { pooledBefore = false } = options;
    const { hiddenSize: hidden, layers } = this.shape;
    const first = new Uint32Array(texts.length + 1);
    for (const [i, { pieces }] of texts.entries()) first[i + 1] = first[i] + pieces.length;
    const width = tokens === 'all' ? layers * hidden : hidden;
    const { modes } = this.model.sentence.pooling;
    const pooled = new PooledVectors(texts.length, hidden, modes);
    const before = pooledBefore ? new PooledVectors(texts.length, hidden, modes) : undefined;
    const states = new Float32Array(tokens === 'none' ? 0 : first[texts.length] * width);
    const wanted: Wanted = { ...(tokens === 'none' ? {} : { tokens }), pooledBefore };
    const sequences = flatten(texts, modes, unpooled);
    await this.run(tokens === 'all' || pooledBefore ? 'all' : 'last', sequences, [], wanted, options, (s, row, batch, length) => {
      const { text, sequence } = sequences[s];
      pooled.add(text, batch.pooled as Float32Array, row);
      before?.add(text, batch.pooledBefore as Float32Array, row);
      if (!batch.tokens) return;
      const from = row * length + sequence.at;
      states.set(
        batch.tokens.subarray(from * width, (from + sequence.end - sequence.first) * width),
        (first[text] + sequence.first) * width,
      );
    });
    const pooledSize = modes.length * hidden;
    return { pooled: pooled.data, ...(before ? { pooledBefore: before.data } : {}), tokens: states, hidden, pooledSize, tokenWidth: width };
  }

  /**
   * Hidden states of all tokens above so many layers, special tokens included: [tokens, hidden], the sequences of all
   * texts one behind another.
   *
   * @param depths 0 for the embeddings; `to k` for those of all depths up to k side by side, [tokens, (k + 1) · hidden]
   */
  async statesAt(texts: Pick<EncodedText, 'sequences'>[], depths: Depths, options: RunOptions = {}): Promise<Float32Array<ArrayBuffer>> {
    const width = extentOf(depths).states * this.hiddenSize;
    const sequences = flatten(texts);
    const first = [0];
    for (const { sequence } of sequences) first.push((first.at(-1) ?? 0) + sequence.ids.length);
    const states = new Float32Array((first.at(-1) ?? 0) * width);
    const store: Storing = (s, row, { tokens }, length) => {
      const from = row * length;
      states.set((tokens as Float32Array).subarray(from * width, (from + first[s + 1] - first[s]) * width), first[s] * width);
    };
    const wanted = typeof depths === 'number' ? 'last' : 'all';
    await this.numbered.run(() =>
      this.run(depths, sequences, [], { tokens: wanted }, options, store).finally(() => this.engine.close(depths)),
    );
    return states;
  }

  /** Runs sequences through the encoder and token heads, in batches, the longest first. */
  async runHeads(sequences: FlatSequence[], heads: Head[], wanted: Wanted, options: RunOptions, store: Storing): Promise<void> {
    return this.run(layersFor(heads), sequences, heads, wanted, options, store);
  }

  async release(): Promise<void> {
    await this.engine.release();
  }

  private checkSegments(tokenTypeIds: number[][] = []): void {
    const { typeVocabSize } = this.model.config;
    const odd = tokenTypeIds.flat().find((id) => !Number.isInteger(id) || id < 0 || id >= Math.max(1, typeVocabSize));
    if (odd !== undefined)
      throw new TandemError('bad-input', `${odd} is not a segment: this model has ${Math.max(1, typeVocabSize)}, counted from 0.`);
  }

  private checkIds(inputIds: number[][], length: number): void {
    const { maxLength } = this.tokenizer;
    if (length > maxLength) throw new TandemError('bad-input', `${length} tokens per sentence are more than the model's ${maxLength}.`);
    const { vocabSize } = this.model.config;
    const odd = inputIds.flat().find((id) => !Number.isInteger(id) || id < 0 || id >= vocabSize);
    if (odd !== undefined)
      throw new TandemError('bad-input', `${odd} is not a token id: the vocabulary has ids from 0 to ${vocabSize - 1}.`);
  }

  /** Two batches are under way at a time, so that reading one back overlaps with computing the next. */
  private async run(
    layers: Layers,
    sequences: FlatSequence[],
    heads: Head[],
    wanted: Wanted,
    { batchSize = DEFAULT_BATCH_SIZE, signal, onProgress }: RunOptions,
    store: Storing,
  ): Promise<void> {
    const lengths = sequences.map(({ sequence }) => sequence.ids.length);
    let done = 0;
    let previous: Promise<void> = Promise.resolve();
    const breathe = breather();
    for (const group of planBatches(lengths, { batchSize, maxTokens: MAX_BATCH_TOKENS })) {
      throwIfAborted(signal, 'The job');
      const members = group.map((index) => sequences[index].sequence);
      const weights = group.flatMap((index) => sequences[index].weights ?? []);
      const batch = collate(
        members.map(({ ids }) => ids),
        this.tokenizer.padId,
        members.map(({ typeIds }) => typeIds),
        weights.length > 0 ? { modes: this.model.sentence.pooling.modes, weights } : undefined,
      );
      const current = this.engine.run(batch, heads, wanted, layers).then((result) => {
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

/** Which hidden states these heads read. */
const layersFor = (heads: Head[]): Layers => (heads.some((head) => layersOf(head) === 'all') ? 'all' : 'last');

/** A sequence and the text it is of. */
export interface FlatSequence {
  text: number;
  sequence: Sequence;
  /** Of its tokens, where it is pooled; see poolingWeights. */
  weights?: Float32Array<ArrayBuffer>;
}

/**
 * @param modes by which texts are pooled. Default: they are not
 * @param unpooled tokens at the beginning of every sequence that are not pooled. Default: 0
 */
export function flatten(texts: Pick<EncodedText, 'sequences'>[], modes?: readonly PoolingMode[], unpooled = 0): FlatSequence[] {
  return texts.flatMap(({ sequences }, text) => {
    const windows = sequences.map(({ ids }) => pooledFrom(ids.length, unpooled));
    const weights = modes ? poolingWeights(modes, windows) : [];
    return sequences.map((sequence, i) => ({ text, sequence, ...(modes ? { weights: weights[i] } : {}) }));
  });
}
