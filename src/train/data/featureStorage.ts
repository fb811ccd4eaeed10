/**
 * Kept features in storage: those of earlier visits, and those that are too many for the memory. A folder per set; what has a
 * shape is complete.
 */
import { storageFull, TandemError } from '../../errors';
import type { Encoder, FeatureOptions, TextFeatures } from '../../inference/encoder';
import type { EncodedText } from '../../inference/reading';
import { type CacheFolder, type FileCache, writeFile, writePart } from '../../model/fileCache';
import { toHalves } from '../../model/halves';
import { holds, type Seal, sealOf } from '../runs/seal';
import { FeatureFile } from './featureFile';

/** As the encoder gives them, or with the states of word pieces in a file. */
export interface CachedFeatures extends Omit<TextFeatures, 'tokens'> {
  tokens: TextFeatures['tokens'] | FeatureFile;
}

/** Sets that are kept, the newest ones. */
const MOST = 16;
/** Files that a run may be reading, the last ones that were asked for: they do not make room for others. */
const IN_USE = 8;
const FILE = 'features.bin';
/** Pooled vectors of a set whose states are in a file of their own. */
const POOLED = 'pooled.bin';
/** Written last. */
const SHAPE = 'shape.json';
/** Written whenever a set is used: those that have not been used for longest go first. */
const USED = 'used';
/** Word pieces whose states are computed and written at a time, in values. */
const WRITTEN = 1 << 24;

interface Shape extends Omit<TextFeatures, 'pooled' | 'pooledBefore' | 'tokens'> {
  /** Values of the pooled vectors. */
  pooled: number;
  /** As many stand behind these, of the layer before the last. */
  hasBefore?: boolean;
  /** Rows of a file in half precision. */
  rows?: number;
  /** Of the file that is read whole: damaged values would change every later run without a word. Absent in earlier sets, which are not used. */
  seal?: Seal;
}

export class FeatureStorage {
  /** Keys, the last one that was asked for at the end. */
  private readonly inUse = new Set<string>();

  constructor(private readonly storage: () => Promise<FileCache>) {}

  async find(key: string): Promise<CachedFeatures | undefined> {
    const storage = await this.storage();
    const name = (await storage.list()).findLast((folder) => folder.endsWith(key));
    if (!name) return undefined;
    const folder = storage.folder(name);
    const shape = await folder.read(SHAPE);
    if (!shape) return undefined;
    await writeFile(folder, USED, new TextEncoder().encode(String(Date.now()))).catch(() => undefined);
    const { pooled, hasBefore = false, rows, seal, ...widths } = JSON.parse(new TextDecoder().decode(shape)) as Shape;
    if (rows !== undefined) {
      const bytes = await readSealed(folder, POOLED, seal);
      const tokens = new FeatureFile(folder, FILE, rows, widths.tokenWidth);
      if (!bytes || !(await tokens.isThere())) return undefined;
      this.use(key);
      return { ...widths, ...vectorsIn(floats(bytes), pooled, hasBefore), tokens };
    }
    const bytes = await readSealed(folder, FILE, seal);
    if (!bytes) return undefined;
    const values = floats(bytes);
    return { ...widths, ...vectorsIn(values, pooled, hasBefore), tokens: values.subarray(hasBefore ? 2 * pooled : pooled) };
  }

  /** Storage that is refused or full is not an error: they are in memory. */
  async keep(key: string, { pooled, pooledBefore, tokens, ...widths }: TextFeatures): Promise<void> {
    const values = [pooled, ...(pooledBefore ? [pooledBefore] : []), tokens];
    const storage = await this.storage();
    const free = await storage.freeBytes();
    if (free !== undefined && free < 2 * values.reduce((sum, { byteLength }) => sum + byteLength, 0)) return;
    await this.inFolder(storage, key, async (folder) => {
      await writeFile(folder, FILE, ...values);
      await writeShape(folder, { ...widths, pooled: pooled.length, hasBefore: !!pooledBefore, seal: await sealOf(values) });
    });
  }

  /**
   * Computes features part by part, with the states of word pieces in a file.
   *
   * @param lasting whether they may be found later, asked when all are computed
   * @throws TandemError `storage-full` where there is no room; the message says how much they take
   */
  async compute(
    key: string,
    encoder: Encoder,
    texts: EncodedText[],
    tokens: 'last' | 'all',
    options: FeatureOptions,
    lasting: () => boolean,
  ): Promise<CachedFeatures> {
    const storage = await this.storage();
    const { hiddenSize: hidden, shape } = encoder;
    const { pooledSize = hidden } = shape;
    const tokenWidth = tokens === 'all' ? shape.layers * hidden : hidden;
    const rows = texts.reduce((sum, { pieces }) => sum + pieces.length, 0);
    const bytes = rows * tokenWidth * Uint16Array.BYTES_PER_ELEMENT;
    this.use(key);
    await this.makeRoom(storage, bytes);
    const values = texts.length * pooledSize;
    const { pooledBefore: hasBefore = false } = options;
    const vectors = new Float32Array(hasBefore ? 2 * values : values);
    return this.inFolder(storage, key, async (folder) => {
      const file = await folder.append(FILE, { truncate: true });
      try {
        for (const [from, end] of partsOf(texts, WRITTEN / tokenWidth)) {
          const onProgress = (done: number) => options.onProgress?.(from + done);
          const part = await encoder.features(texts.slice(from, end), tokens, { ...options, onProgress });
          vectors.set(part.pooled, from * pooledSize);
          if (part.pooledBefore) vectors.set(part.pooledBefore, values + from * pooledSize);
          await writePart(file, toHalves(part.tokens));
        }
      } finally {
        await file.close();
      }
      if (lasting()) {
        await writeFile(folder, POOLED, vectors);
        await writeShape(folder, { hidden, pooledSize, tokenWidth, pooled: values, hasBefore, rows, seal: await sealOf([vectors]) });
      }
      const kept = new FeatureFile(folder, FILE, rows, tokenWidth);
      return { hidden, pooledSize, tokenWidth, ...vectorsIn(vectors, values, hasBefore), tokens: kept };
    }).catch((error) => {
      throw error instanceof TandemError && error.code === 'storage-full' ? noRoom(bytes, error) : error;
    });
  }

  private use(key: string): void {
    this.inUse.delete(key);
    this.inUse.add(key);
    for (const oldest of [...this.inUse].slice(0, -IN_USE)) this.inUse.delete(oldest);
  }

  /** Sets that no run may be reading, the oldest ones first. */
  private async idle(storage: FileCache): Promise<string[]> {
    return (await storage.list()).filter((name) => ![...this.inUse].some((used) => name.endsWith(used)));
  }

  /** Removes the oldest sets that are not in use until so many bytes fit, as far as anyone knows. @throws TandemError `storage-full` */
  private async makeRoom(storage: FileCache, bytes: number): Promise<void> {
    const fits = async () => ((await storage.freeBytes()) ?? Number.POSITIVE_INFINITY) > 1.05 * bytes;
    for (const old of await this.idle(storage)) {
      if (await fits()) return;
      await storage.remove(old);
    }
    if (!(await fits())) throw noRoom(bytes, storageFull('the quota is smaller'));
  }

  /** Writes a set; one that was not finished is removed, and so are the oldest ones that are not in use. */
  private async inFolder<T>(storage: FileCache, key: string, write: (folder: CacheFolder) => Promise<T>): Promise<T> {
    // Folders sort by their age.
    const name = `${Date.now().toString(36).padStart(10, '0')}-${key}`;
    try {
      const written = await write(storage.folder(name));
      const tooMany = Math.max(0, (await storage.list()).length - MOST);
      for (const old of (await this.idle(storage)).slice(0, tooMany)) await storage.remove(old);
      return written;
    } catch (error) {
      await storage.remove(name);
      throw error;
    }
  }
}

/** @param values pooled vectors, of two layers or one, and whatever stands behind them @param count of values of a layer's */
const vectorsIn = (
  values: Float32Array<ArrayBuffer>,
  count: number,
  hasBefore: boolean,
): Pick<TextFeatures, 'pooled' | 'pooledBefore'> => ({
  pooled: values.subarray(0, count),
  ...(hasBefore ? { pooledBefore: values.subarray(count, 2 * count) } : {}),
});

const floats = ({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>) => new Float32Array(buffer, byteOffset, length / 4);

/** @returns undefined for a file that is not there, or not as it was written */
async function readSealed(folder: CacheFolder, path: string, seal: Seal | undefined): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = await folder.read(path);
  return bytes && seal && (await holds(bytes, seal)) ? bytes : undefined;
}

const writeShape = (folder: CacheFolder, shape: Shape) => writeFile(folder, SHAPE, new TextEncoder().encode(JSON.stringify(shape)));

const noRoom = (bytes: number, cause: unknown) =>
  new TandemError(
    'storage-full',
    `The features of these texts take ${(bytes / 1e9).toFixed(1)} GB, and there is no room for them in the browser’s storage. Free some space, train on fewer texts, or have the heads on word pieces read the last layer instead of all.`,
    { cause },
  );

/** Texts [from, end) with so many pieces at most; one that has more is a part of its own. */
function* partsOf(texts: EncodedText[], most: number): Generator<[from: number, end: number]> {
  let [from, pieces] = [0, 0];
  for (const [i, text] of texts.entries()) {
    if (i > from && pieces + text.pieces.length > most) {
      yield [from, i];
      [from, pieces] = [i, 0];
    }
    pieces += text.pieces.length;
  }
  if (from < texts.length) yield [from, texts.length];
}
