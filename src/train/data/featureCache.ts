/**
 * What a frozen encoder says of texts is kept: in memory for the run after this one, in storage for the visit
 * after this one. The key is the model with its weights, the device and whether that was verified, the sequences, and which
 * states were asked for.
 */
import { throwIfAborted } from '../../errors';
import { type Depths, extentOf } from '../../inference/depths';
import type { Encoder, RunOptions, TextFeatures } from '../../inference/encoder';
import type { EncodedText } from '../../inference/reading';
import { type FileCache, writeFile } from '../../model/fileCache';
import { digest } from './digest';

/** Texts as the encoder reads them, and what tells them from others. */
export interface CachedTexts {
  key: string;
  /** Called only where they must be computed. */
  texts(): EncodedText[];
  count: number;
}

/** Kept in memory: what a run of one task needs, and the run after it. */
const IN_MEMORY = 4;
/** Kept in storage, the newest ones. */
const IN_STORAGE = 16;
const FILE = 'features.bin';
/** Written last: what has it is complete. */
const SHAPE = 'shape.json';
/** Goes up when the same model, texts and device come to give other values. */
const VERSION = 2;
/** A model's tokenizer is known by what it makes of this, besides its name. */
const PROBE = 'The quick brown fox jumps over the lazy dog.';

/** Of pieces: see {@link Encoder.features}. Depths: of all tokens, without pooled vectors; see {@link Encoder.statesAt}. */
type Tokens = 'none' | 'last' | 'all' | Depths;

export class FeatureCache {
  private readonly memory = new Map<string, TextFeatures>();

  constructor(private readonly storage: () => Promise<FileCache>) {}

  /** @throws TandemError as the encoder does; storage that is refused or full is not an error */
  async get(encoder: Encoder, texts: CachedTexts, tokens: Tokens, options: RunOptions): Promise<TextFeatures> {
    const place = placeOf(encoder).join();
    const key = await keyOf(encoder, texts, tokens);
    const known = this.memory.get(key) ?? (await this.stored(key).catch(() => undefined));
    const features = known ?? (await compute(encoder, texts, tokens, options));
    if (known) options.onProgress?.(texts.count);
    throwIfAborted(options.signal, 'The run');
    // Where the device changed in the middle, they are of both.
    if (placeOf(encoder).join() !== place) return features;
    this.remember(key, features);
    if (!known) await this.store(key, features).catch(() => undefined);
    return features;
  }

  private remember(key: string, features: TextFeatures): void {
    this.memory.delete(key);
    this.memory.set(key, features);
    for (const oldest of [...this.memory.keys()].slice(0, -IN_MEMORY)) this.memory.delete(oldest);
  }

  private async stored(key: string): Promise<TextFeatures | undefined> {
    const storage = await this.storage();
    const name = (await storage.list()).find((folder) => folder.endsWith(key));
    if (!name) return undefined;
    const folder = storage.folder(name);
    const [shape, bytes] = [await folder.read(SHAPE), await folder.read(FILE)];
    if (!shape || !bytes) return undefined;
    const { hidden, pooledSize, tokenWidth, pooled } = JSON.parse(new TextDecoder().decode(shape)) as {
      hidden: number;
      pooledSize?: number;
      tokenWidth: number;
      pooled: number;
    };
    const floats = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    return { hidden, pooledSize, tokenWidth, pooled: floats.subarray(0, pooled), tokens: floats.subarray(pooled) };
  }

  private async store(key: string, { hidden, pooledSize, tokenWidth, pooled, tokens }: TextFeatures): Promise<void> {
    const storage = await this.storage();
    const free = await storage.freeBytes();
    if (free !== undefined && free < 2 * (pooled.byteLength + tokens.byteLength)) return;
    // Folders sort by their age.
    const name = `${Date.now().toString(36).padStart(10, '0')}-${key}`;
    try {
      const folder = storage.folder(name);
      await writeFile(folder, FILE, pooled, tokens);
      await writeFile(folder, SHAPE, new TextEncoder().encode(JSON.stringify({ hidden, pooledSize, tokenWidth, pooled: pooled.length })));
    } catch (error) {
      await storage.remove(name);
      throw error;
    }
    for (const old of (await storage.list()).slice(0, -IN_STORAGE)) await storage.remove(old);
  }
}

/** Where an encoder computes as it is now. */
const placeOf = ({ device: { device, adapter, verified } }: Encoder) => [device, adapter, verified];

async function keyOf(encoder: Encoder, { key }: CachedTexts, tokens: Tokens): Promise<string> {
  const { model, tokenizer } = encoder;
  const reads = [tokenizer.encode(PROBE).ids, tokenizer.maxLength, model.sentence.pooling.modes];
  return digest(JSON.stringify([VERSION, model.id, model.config, model.weightsHash, placeOf(encoder), reads, tokens, key]));
}

async function compute(encoder: Encoder, cached: CachedTexts, tokens: Tokens, options: RunOptions): Promise<TextFeatures> {
  const texts = cached.texts();
  if (tokens === 'none' || tokens === 'last' || tokens === 'all') return encoder.features(texts, tokens, options);
  const { hiddenSize: hidden } = encoder;
  const states = await encoder.statesAt(texts, tokens, options);
  return { pooled: new Float32Array(), tokens: states, hidden, tokenWidth: extentOf(tokens).states * hidden };
}
