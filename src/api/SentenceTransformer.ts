import { rowsOf, similarityMatrix } from '../embeddings/similarity';
import { TandemError } from '../errors';
import type { Encoded, LoadedModel, Tensor } from '../workers/protocol';
import { checkBatchSize, checkSentences } from './inputs';
import type { ModelInput } from './modelInput';
import type { BatchOptions, PretrainedOptions } from './options';
import { open, PretrainedModel } from './PretrainedModel';

/** How sentences are embedded. */
export interface EncodeOptions extends BatchOptions {
  /** Scales every embedding to length 1, where the model does not do so itself. Default: false. */
  normalize?: boolean;
  /** Text to put before every sentence; '' for none. Default: that of `promptName`. */
  prompt?: string;
  /** The name of one of the model's {@link SentenceTransformer.prompts}. Default: the model's own default, which few have. */
  promptName?: string;
}

/**
 * An encoder with what its sentence-transformers files put behind it (pooling, Normalize, Dense, LayerNorm), or mean pooling
 * (Reimers & Gurevych, 2019) where it has none: one embedding per sentence, equal to SentenceTransformer.encode.
 *
 * @example
 * const encoder = await SentenceTransformer.fromPretrained('all-MiniLM-L6-v2');
 * const embeddings = await encoder.encode(['A sentence.', 'Another one.']); // data: Float32Array, shape: [2, 384]
 * encoder.similarity(embeddings, embeddings); // shape: [2, 2]
 */
export class SentenceTransformer extends PretrainedModel {
  /**
   * @param model a bundled model's name, or `org/name[@revision]` of the Hugging Face hub; or a zip or the files of a folder, which
   *   are stored under `disk/<name>` in the place of what was opened under that name before
   * @throws TandemError saying why the model cannot be loaded
   */
  static async fromPretrained(model: ModelInput, options: PretrainedOptions = {}): Promise<SentenceTransformer> {
    return new SentenceTransformer(await open(model, options));
  }

  /** Values of an embedding. */
  get embeddingSize(): number {
    return this.sentence.embeddingSize;
  }

  /** Texts that the model wants before sentences, by name: `query`, `document`, and what else it has; '' for none. */
  get prompts(): Readonly<Record<string, string>> {
    return this.sentence.prompts;
  }

  /** The prompt of sentences for which none is chosen, where the model has one. */
  get defaultPromptName(): string | undefined {
    return this.sentence.defaultPrompt;
  }

  /** How the model's embeddings are compared: `cosine`, `dot`, `euclidean`, `manhattan`. */
  get similarityFunction(): LoadedModel['sentence']['similarity'] {
    return this.sentence.similarity;
  }

  /**
   * @returns `data` [B, embeddingSize] row-major, `shape`, and which sentences were `truncated` at `maxLength`
   * @throws TandemError `bad-input` for a `promptName` that the model does not have
   */
  async encode(sentences: string[], { signal, onProgress, ...options }: EncodeOptions = {}): Promise<Encoded> {
    checkSentences(sentences);
    checkBatchSize(options.batchSize);
    return this.call('encode', { handle: this.handle, sentences, ...options }, { signal, onProgress });
  }

  /**
   * Every embedding of `a` with every one of `b`, by {@link similarityFunction}; distances are negated, so that more is more alike.
   *
   * @param a [rows, size], as {@link encode} gives it
   * @param b [columns, size]. Default: `a`
   * @returns [rows, columns]
   * @throws TandemError `bad-input` when they are not of one size
   */
  similarity(a: Tensor, b: Tensor = a): Tensor {
    const [width, other] = [a.shape.at(-1) ?? 0, b.shape.at(-1) ?? 0];
    if (width !== other) throw new TandemError('bad-input', `Embeddings of ${width} values cannot be compared with some of ${other}.`);
    const [rows, columns] = [rowsOf(a.data, width), rowsOf(b.data, width)];
    return { data: similarityMatrix(this.similarityFunction, rows, columns), shape: [rows.length, columns.length] };
  }
}
