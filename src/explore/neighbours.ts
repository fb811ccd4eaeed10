/** The nearest rows of every row. All pairs are compared, a block of products at a time: SIMD makes that as fast as an index would be. */
import { matmulSimd } from '../kernels/matmul/simd';
import { alongPrincipalAxes } from './principalAxes';
import { rowAt, type Steps, squaredLengths, type Vectors } from './vectors';

/** Of every row, the nearest first, itself excluded. */
export interface Neighbours {
  /** How many of each row. */
  k: number;
  /** [count, k] */
  rows: Int32Array;
  /** Squared Euclidean distances: [count, k]. Of rows of length 1 they are twice 1 − cosine. */
  distances: Float32Array;
}

/** Above so many rows candidates are looked for along so many principal axes, and compared in full width. */
const MOST_EXACT = 20_000;
const AXES = 64;
const CANDIDATES = 2;

const [BLOCK_ROWS, BLOCK_COLS] = [512, 4096];

/**
 * @param k how many of each row: fewer where there are fewer other rows
 * @param exact compares all pairs in full width. Default: up to 20,000 rows
 */
export function* nearestNeighbours(vectors: Vectors, k: number, exact = vectors.count <= MOST_EXACT): Steps<Neighbours> {
  const few = Math.max(0, Math.min(k, vectors.count - 1));
  if (exact || vectors.size <= AXES) return yield* allPairs(vectors, few);
  const candidates = yield* allPairs(alongPrincipalAxes(vectors, AXES), Math.min(CANDIDATES * k, vectors.count - 1));
  return inFullWidth(vectors, candidates, few);
}

function* allPairs(vectors: Vectors, k: number): Steps<Neighbours> {
  const { data, count, size } = vectors;
  const lengths = squaredLengths(vectors);
  const found = new Nearest(count, k);
  const products = new Float32Array(Math.min(BLOCK_ROWS, count) * Math.min(BLOCK_COLS, count));
  for (let first = 0; first < count; first += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, count - first);
    const block = data.subarray(first * size, (first + rows) * size);
    for (let from = 0; from < count; from += BLOCK_COLS) {
      const cols = Math.min(BLOCK_COLS, count - from);
      const others = data.subarray(from * size, (from + cols) * size);
      matmulSimd(block, others, products, { rows, cols, inner: size, transposeA: false, transposeB: true });
      for (let r = 0; r < rows; r++) {
        const row = first + r;
        const own = lengths[row];
        let worst = found.worst(row);
        for (let c = 0, at = r * cols; c < cols; c++, at++) {
          const distance = own + lengths[from + c] - 2 * products[at];
          if (distance < worst && from + c !== row) worst = found.add(row, from + c, Math.max(0, distance));
        }
      }
      yield (first + (rows * (from + cols)) / count) / count;
    }
  }
  return found.all();
}

function inFullWidth(vectors: Vectors, candidates: Neighbours, k: number): Neighbours {
  const found = new Nearest(vectors.count, k);
  for (let row = 0; row < vectors.count; row++) {
    const values = rowAt(vectors, row);
    for (let c = 0; c < candidates.k; c++) {
      const other = candidates.rows[row * candidates.k + c];
      found.add(row, other, squaredDistance(values, rowAt(vectors, other)));
    }
  }
  return found.all();
}

/** The nearest so far, kept sorted: equals in the order in which they came. Until there are enough, the places left are infinitely far. */
export class Nearest {
  private readonly rows: Int32Array;
  private readonly distances: Float32Array;

  constructor(
    count: number,
    private readonly k: number,
  ) {
    this.rows = new Int32Array(count * k);
    this.distances = new Float32Array(count * k).fill(Number.POSITIVE_INFINITY);
  }

  /** A distance that a row must be below to be among the nearest. */
  worst(row: number): number {
    return this.k === 0 ? 0 : this.distances[(row + 1) * this.k - 1];
  }

  /** @returns the new worst */
  add(row: number, other: number, distance: number): number {
    const [first, last] = [row * this.k, (row + 1) * this.k - 1];
    if (distance >= this.worst(row)) return this.worst(row);
    let at = last;
    for (; at > first && this.distances[at - 1] > distance; at--) {
      this.distances[at] = this.distances[at - 1];
      this.rows[at] = this.rows[at - 1];
    }
    this.distances[at] = distance;
    this.rows[at] = other;
    return this.distances[last];
  }

  all(): Neighbours {
    return { k: this.k, rows: this.rows, distances: this.distances };
  }
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}
