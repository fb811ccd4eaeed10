/**
 * What a frozen encoder says of texts is kept: in memory for the run after this one, in storage for the visit
 * after this one. The key is the model with its weights, the device and whether that was verified, the sequences, and which
 * states were asked for.
 */
import { throwIfAborted } from '../../errors';
import { type Depths, extentOf } from '../../inference/depths';
import type { Encoder, FeatureOptions, RunOptions } from '../../inference/encoder';
import type { EncodedText } from '../../inference/reading';
import type { FileCache } from '../../model/fileCache';
import { digest } from './digest';
import { FeatureFile } from './featureFile';
import { type CachedFeatures, FeatureStorage } from './featureStorage';

/** Texts as the encoder reads them, and what tells them from others. */
export interface CachedTexts {
  key: string;
  /** Called only where they must be computed. @throws TandemError `aborted`; `bad-input` for one that is too long */
  texts(signal?: AbortSignal): Promise<EncodedText[]>;
  count: number;
}

/** Kept in memory: what a run of one task needs, and the run after it. */
const IN_MEMORY = { sets: 4, bytes: 1e9 };
/** Bytes of a set; a larger one is in a file. */
const LARGEST = 512e6;
/** Goes up when the same model, texts and device come to give other values. */
const VERSION = 3;
/** A model's tokenizer is known by what it makes of this, besides its name. */
const PROBE = 'The quick brown fox jumps over the lazy dog.';

/** Which states are kept. */
type Tokens = 'none' | 'last' | 'all' | Depths;

/** The same, and whether two layers are pooled. */
type What = Tokens | `${Tokens} and before`;

/** @param largest set of features that is held in memory, in bytes. Default: 512 MB */
export class FeatureCache {
  private readonly memory = new Map<string, CachedFeatures>();
  private readonly stored: FeatureStorage;

  constructor(
    storage: () => Promise<FileCache>,
    private readonly largest = LARGEST,
  ) {
    this.stored = new FeatureStorage(storage);
  }

  /**
   * What heads read of texts. More than fits into memory is in a file, in half precision.
   *
   * @throws TandemError as the encoder does; storage that is refused or full is not an error where everything fits into memory
   */
  async get(encoder: Encoder, texts: CachedTexts, tokens: 'none' | 'last' | 'all', options: FeatureOptions): Promise<CachedFeatures> {
    const both: What = `${tokens} and before`;
    const found = await this.lookUp(encoder, texts, options.pooledBefore ? [both] : [tokens, both], options, async (key, lasting) => {
      const all = await texts.texts(options.signal);
      const { shape, hiddenSize } = encoder;
      const pieces = all.reduce((sum, text) => sum + text.pieces.length, 0);
      const bytes = pieces * (tokens === 'all' ? shape.layers : 1) * hiddenSize * 4;
      if (tokens === 'none' || bytes <= this.largest) return encoder.features(all, tokens, options);
      return this.stored.compute(key, encoder, all, tokens, options, lasting);
    });
    const { pooledBefore, ...last } = found;
    // What is learned must not depend on what happens to be kept.
    return pooledBefore && !options.pooledBefore ? last : found;
  }

  /** Hidden states of all tokens; see {@link Encoder.statesAt}. @throws TandemError as the encoder does */
  async states(encoder: Encoder, texts: CachedTexts, depths: Depths, options: RunOptions): Promise<Float32Array> {
    const { tokens } = await this.lookUp(encoder, texts, [depths], options, async () => {
      const { hiddenSize: hidden } = encoder;
      const states = await encoder.statesAt(await texts.texts(options.signal), depths, options);
      return { pooled: new Float32Array(), tokens: states, hidden, tokenWidth: extentOf(depths).states * hidden };
    });
    if (tokens instanceof FeatureFile) throw new RangeError('hidden states are kept in memory');
    return tokens;
  }

  /** @param whats which of them will do: the first one is computed where none is known */
  private async lookUp(
    encoder: Encoder,
    texts: CachedTexts,
    whats: What[],
    options: RunOptions,
    compute: (key: string, lasting: () => boolean) => Promise<CachedFeatures>,
  ): Promise<CachedFeatures> {
    const place = placeOf(encoder).join();
    const keys = await Promise.all(whats.map((what) => featuresKey(encoder, texts, what)));
    const { key, known } = (await this.known(keys)) ?? { key: keys[0], known: undefined };
    // Where the device changed in the middle, they are of both.
    const lasting = () => placeOf(encoder).join() === place;
    const features = known ?? (await compute(key, lasting));
    if (known) options.onProgress?.(texts.count);
    throwIfAborted(options.signal, 'The run');
    if (!lasting()) return features;
    this.remember(key, features);
    const { tokens: found } = features;
    if (!known && !(found instanceof FeatureFile)) await this.stored.keep(key, { ...features, tokens: found }).catch(() => undefined);
    return features;
  }

  private async known(keys: string[]): Promise<{ key: string; known: CachedFeatures } | undefined> {
    for (const key of keys) {
      const known = (await this.remembered(key)) ?? (await this.stored.find(key).catch(() => undefined));
      if (known) return { key, known };
    }
    return undefined;
  }

  /** A file may have been removed meanwhile. */
  private async remembered(key: string): Promise<CachedFeatures | undefined> {
    const known = this.memory.get(key);
    const gone = known?.tokens instanceof FeatureFile && !(await known.tokens.isThere());
    return gone ? undefined : known;
  }

  private remember(key: string, features: CachedFeatures): void {
    this.memory.delete(key);
    this.memory.set(key, features);
    const bytes = () => [...this.memory.values()].reduce((sum, one) => sum + bytesInMemory(one), 0);
    for (const oldest of [...this.memory.keys()].slice(0, -1)) {
      if (this.memory.size <= IN_MEMORY.sets && bytes() <= IN_MEMORY.bytes) break;
      this.memory.delete(oldest);
    }
  }
}

const bytesInMemory = ({ pooled, pooledBefore, tokens }: CachedFeatures) =>
  pooled.byteLength + (pooledBefore?.byteLength ?? 0) + (tokens instanceof FeatureFile ? 0 : tokens.byteLength);

/** Where an encoder computes as it is now. */
const placeOf = ({ device: { device, adapter, verified } }: Encoder) => [device, adapter, verified];

/** What features are known by: of which model on which device, and of what. */
export async function featuresKey(encoder: Encoder, { key }: Pick<CachedTexts, 'key'>, what: What): Promise<string> {
  const { model, tokenizer } = encoder;
  const reads = [tokenizer.encode(PROBE).ids, tokenizer.maxLength, model.sentence.pooling.modes];
  return digest(JSON.stringify([VERSION, model.id, model.config, model.weightsHash, placeOf(encoder), reads, what, key]));
}
