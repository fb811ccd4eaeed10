/** Kept features of a split by what they are of. */
import type { FeatureKind } from '../../tasks/head';
import type { View } from '../../tasks/kind';
import { FeatureFile } from './featureFile';
import type { CachedFeatures } from './featureStorage';

export interface Kept {
  view: View;
  /** Whose states of word pieces there are. */
  tokens: 'none' | 'last' | 'all';
  features: CachedFeatures;
}

/** Rows of one kind: [rows, width]. */
export interface FeatureRows {
  width: number;
  /** All of them, where they are in memory. */
  data?: Float32Array<ArrayBuffer>;
  /** @returns [rows, width] of some of them */
  read(rows: ArrayLike<number>): Promise<Float32Array<ArrayBuffer>>;
}

/** What a split's features take, and where they are. */
export interface FeaturesKept {
  bytes: number;
  /** In memory as float32; on disk in half precision; or nowhere: every step computes them anew. */
  where: 'memory' | 'disk' | 'nowhere';
}

/** Where an evaluation finds the features of the examples that it is about. */
export interface FeatureSource {
  /** @param what pooled vectors, the last layer's states, or all layers' side by side @throws RangeError when there are none */
  rows(view: View, what: FeatureKind): FeatureRows;
  /** Examples by parts, of each of which features can be read until the next one is asked for. @param count of examples */
  parts(count: number): AsyncIterable<number[]>;
}

export class FeatureTable implements FeatureSource {
  constructor(private readonly kept: Kept[]) {}

  /** Pooled vectors of the layer before the last; undefined where they were not read. */
  before(view: View): FeatureRows | undefined {
    const found = this.kept.find((one) => one.view === view)?.features;
    return found?.pooledBefore && inMemory(found.pooledBefore, found.pooledSize ?? found.hidden);
  }

  rows(view: View, what: FeatureKind): FeatureRows {
    const found = this.kept.find((one) => one.view === view && (what === 'sentence' || one.tokens === what));
    if (!found) throw new RangeError(`no ${what} features of ${view} were kept`);
    const { pooled, tokens, hidden, pooledSize = hidden, tokenWidth } = found.features;
    if (what === 'sentence') return inMemory(pooled, pooledSize);
    return tokens instanceof FeatureFile ? { width: tokenWidth, read: (rows) => tokens.read(rows) } : inMemory(tokens, tokenWidth);
  }

  async *parts(count: number): AsyncGenerator<number[]> {
    yield Array.from({ length: count }, (_, i) => i);
  }

  /** All that is kept. */
  get arrays(): (Float32Array | FeatureFile)[] {
    return this.kept.flatMap(({ features: { pooled, pooledBefore, tokens } }) => [pooled, ...(pooledBefore ? [pooledBefore] : []), tokens]);
  }
}

/** @returns one entry where everything is in memory, two where some is on disk */
export function keptTogether(tables: FeatureTable[]): FeaturesKept[] {
  const all = tables.flatMap((table) => table.arrays);
  const bytesOf = (some: { byteLength: number }[]) => some.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const onDisk = bytesOf(all.filter((one) => one instanceof FeatureFile));
  const places: FeaturesKept[] = [
    { bytes: bytesOf(all) - onDisk, where: 'memory' },
    { bytes: onDisk, where: 'disk' },
  ];
  return places.filter(({ bytes }) => bytes > 0);
}

/** @param data [any, width] @param first number of the first row that is in it. Default: 0 */
export function inMemory(data: Float32Array<ArrayBuffer>, width: number, first = 0): FeatureRows & Required<Pick<FeatureRows, 'data'>> {
  return {
    width,
    data,
    async read(rows) {
      const out = new Float32Array(rows.length * width);
      for (let i = 0; i < rows.length; i++) out.set(data.subarray((rows[i] - first) * width, (rows[i] - first + 1) * width), i * width);
      return out;
    },
  };
}
