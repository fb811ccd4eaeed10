/**
 * Texts as those around them see them, while they are read: each vector plus the mean of its nearest, these by their cosines, at
 * length 1 (Wu et al., 2019, Simplifying Graph Convolutional Networks). What a text says by chance is averaged out, and texts of one
 * class move together, so that few labels say more. Then what all texts have in common is taken away (Mu and Viswanath, 2018,
 * All-but-the-Top): in a few directions they all point the same way, which hides how they differ.
 */
import { GrowingNeighbours } from '../../explore/growingNeighbours';
import type { Neighbours } from '../../explore/neighbours';
import { normalise } from '../../explore/vectors';
import { addNearest, areEnough, NEIGHBOURS } from '../../tasks/shared/unlabelled/neighbourhood';
import type { RowFeatures } from '../../train/data/rowFeatures';

/** The mean of its neighbours counts as much as a text itself with so many labels per class, and more with fewer. */
const LABELS_PER_CLASS = 20;
const [LEAST, MOST] = [0.5, 2];
/** The mean of fewer texts says too little of what all have in common. */
const FEWEST_CENTRED = 100;
/** Rows of an earlier visit that are compared at a time. */
const BLOCK = 128;

/** What the mean of its neighbours counts beside a text (docs/measurements.md). */
export const shareOfNeighbours = (texts: number, labels: number, classes: number): number =>
  areEnough(texts, classes) ? Math.min(MOST, Math.max(LEAST, (LABELS_PER_CLASS * classes) / labels)) : 0;

/** How heads read texts. */
export interface Sight {
  /** Of neighbours; see {@link shareOfNeighbours}. */
  share: number;
  /** What all texts have in common, which is taken away from each. */
  mean?: Float32Array;
}

/** Where neighbours count nothing. */
const NONE = { rows: new Int32Array(), distances: new Float32Array() };

/** Each text by itself. */
export const ALONE: Sight = { share: 0 };

export class Surroundings {
  private readonly neighbours: GrowingNeighbours;
  /** Of the vectors that were compared. */
  private readonly sum: Float64Array;
  private hasCaughtUp = false;

  constructor(
    private readonly features: RowFeatures,
    private readonly rows: number,
  ) {
    const { units: data, width: size } = features;
    this.neighbours = new GrowingNeighbours({ data, count: rows, size }, NEIGHBOURS);
    this.sum = new Float64Array(size);
  }

  /** Texts that were compared; 0 before it has caught up: heads would learn from texts with neighbours, and answer others without. */
  get count(): number {
    return this.hasCaughtUp ? this.neighbours.count : 0;
  }

  /** Texts that the nearest are looked for among, where these are not all that were read. */
  get among(): number | undefined {
    const { candidates, count } = this.neighbours;
    return candidates < count ? candidates : undefined;
  }

  /** @param read just now */
  add(read: number[]): void {
    this.compare(read.filter((row) => !this.neighbours.has(row)));
  }

  /** Compares what was read before. @param pause awaited between the blocks @param isOver asked there whether nobody wants it any more */
  async catchUp(pause: () => Promise<void>, isOver: () => boolean): Promise<void> {
    for (let row = 0; row < this.rows; ) {
      if (isOver()) return;
      const missing: number[] = [];
      for (; row < this.rows && missing.length < BLOCK; row++) if (this.features.has(row) && !this.neighbours.has(row)) missing.push(row);
      this.compare(missing);
      await pause();
    }
    this.hasCaughtUp = true;
  }

  /** As heads are to read texts, for now: both change with what is read and labelled. */
  sight(labels: number, classes: number): Sight {
    const { count } = this;
    const share = shareOfNeighbours(count, labels, classes);
    return count < FEWEST_CENTRED ? { share } : { share, mean: Float32Array.from(this.sum, (sum) => sum / count) };
  }

  /** @returns [width], at length 1 */
  around(row: number, sight: Sight): Float32Array<ArrayBuffer> {
    const { width, units } = this.features;
    return this.seen(units.slice(row * width, (row + 1) * width), this.neighbours.of(row), sight);
  }

  /** @param units [count, width] of other texts @returns [count, width], each at length 1 */
  aroundOthers(units: Float32Array<ArrayBuffer>, sight: Sight): Float32Array<ArrayBuffer> {
    const { width } = this.features;
    const { rows, distances } = sight.share > 0 ? this.neighbours.among(units) : NONE;
    const found = units.slice();
    for (let i = 0; i < units.length / width; i++) {
      const [first, end] = [i * NEIGHBOURS, (i + 1) * NEIGHBOURS];
      const near = { rows: rows.subarray(first, end), distances: distances.subarray(first, end) };
      this.seen(found.subarray(i * width, (i + 1) * width), near, sight);
    }
    return found;
  }

  private compare(rows: number[]): void {
    this.neighbours.add(rows);
    const { width, units } = this.features;
    for (const row of rows) for (let j = 0; j < width; j++) this.sum[j] += units[row * width + j];
  }

  /** @param values changed, and returned */
  private seen(values: Float32Array<ArrayBuffer>, near: Pick<Neighbours, 'rows' | 'distances'>, { share, mean }: Sight) {
    const scale = () => normalise({ data: values, count: 1, size: values.length });
    if (share > 0) {
      addNearest(values, this.features.units, near, share);
      scale();
    }
    if (mean) {
      for (const [j, value] of mean.entries()) values[j] -= value;
      scale();
    }
    return values;
  }
}
