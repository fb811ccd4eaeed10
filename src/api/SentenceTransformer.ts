import type { Encoded } from '../workers/protocol';
import type { BatchOptions, PretrainedOptions } from './options';
import { open, PretrainedModel } from './PretrainedModel';

export interface EncodeOptions extends BatchOptions {
  /** Scales every embedding to length 1. Default: false. */
  normalize?: boolean;
}

/**
 * A pretrained BERT with mean pooling (Reimers & Gurevych, 2019): one embedding a sentence.
 *
 * @example
 * const encoder = await SentenceTransformer.fromPretrained('all-MiniLM-L6-v2');
 * const { data, shape } = await encoder.encode(['A sentence.', 'Another one.']); // Float32Array, [2, 384]
 */
export class SentenceTransformer extends PretrainedModel {
  /**
   * @param model a bundled model's name, or `org/name[@revision]` of the Hugging Face hub
   * @throws TandemError saying why the model cannot be loaded
   */
  static async fromPretrained(model: string, options: PretrainedOptions = {}): Promise<SentenceTransformer> {
    return new SentenceTransformer(await open(model, options));
  }

  /**
   * @returns `data` [B, H] row-major, `shape` [B, H], and which sentences were `truncated` at `maxLength`
   */
  encode(sentences: string[], { batchSize, normalize, ...job }: EncodeOptions = {}): Promise<Encoded> {
    return this.call('encode', { handle: this.handle, sentences, batchSize, normalize }, job);
  }
}
