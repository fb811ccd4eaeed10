/** Clusters by Lloyd's algorithm from a start by k-means++ (Arthur & Vassilvitskii, 2007). */
import { matmulSimd } from '../kernels/matmul/simd';
import { Random } from '../random';
import { dot, rowAt, type Steps, squaredLengths, type Vectors } from './vectors';

export interface Clusters {
  /** The cluster of every row. */
  of: Int32Array;
  /** Means of the clusters: [k, size] */
  centres: Vectors;
  /** Squared distances of all rows to the centres of their clusters, summed. */
  inertia: number;
}

const [MOST_ROUNDS, BLOCK] = [100, 4096];
/** The best of several starts, where they take no time. */
const startsFor = (count: number) => (count <= 5000 ? 5 : 1);

/** @param k as many as there are different rows at most */
export function* kMeans(vectors: Vectors, k: number, seed = 1): Steps<Clusters> {
  const random = new Random(seed);
  const starts = startsFor(vectors.count);
  let best: Clusters | undefined;
  for (let start = 0; start < starts; start++) {
    for (const found of lloyd(vectors, kMeansPlusPlus(vectors, k, random))) {
      if ('inertia' in found) {
        if (!best || found.inertia < best.inertia) best = found;
      } else yield (start + found.share) / starts;
    }
  }
  return best as Clusters;
}

/** Rounds until no row changes its cluster. @param centres where to begin; moved in place */
export function* lloyd(vectors: Vectors, centres: Vectors): Generator<{ share: number } | Clusters> {
  const lengths = squaredLengths(vectors);
  const of = new Int32Array(vectors.count).fill(-1);
  let inertia = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { changed, sum } = assign(vectors, lengths, centres, of);
    inertia = sum;
    if (!changed) break;
    moveCentres(vectors, of, centres);
    yield { share: round / MOST_ROUNDS };
  }
  yield { of, centres, inertia };
}

function assign(vectors: Vectors, lengths: Float32Array, centres: Vectors, of: Int32Array): { changed: boolean; sum: number } {
  const { data, count, size } = vectors;
  const centreLengths = squaredLengths(centres);
  let [changed, sum] = [false, 0];
  for (let first = 0; first < count; first += BLOCK) {
    const rows = Math.min(BLOCK, count - first);
    const products = new Float32Array(rows * centres.count);
    const sizes = { rows, cols: centres.count, inner: size, transposeA: false, transposeB: true };
    matmulSimd(data.subarray(first * size, (first + rows) * size), centres.data, products, sizes);
    for (let r = 0; r < rows; r++) {
      let [nearest, least] = [0, Number.POSITIVE_INFINITY];
      for (let c = 0; c < centres.count; c++) {
        const distance = centreLengths[c] - 2 * products[r * centres.count + c];
        if (distance < least) [nearest, least] = [c, distance];
      }
      sum += Math.max(0, lengths[first + r] + least);
      if (of[first + r] !== nearest) changed = true;
      of[first + r] = nearest;
    }
  }
  return { changed, sum };
}

/** A cluster that has lost all its rows stays where it is. */
function moveCentres(vectors: Vectors, of: Int32Array, centres: Vectors): void {
  const sums = new Float64Array(centres.data.length);
  const counts = new Int32Array(centres.count);
  const { size } = vectors;
  for (let row = 0; row < vectors.count; row++) {
    const [at, from] = [of[row] * size, row * size];
    counts[of[row]]++;
    for (let i = 0; i < size; i++) sums[at + i] += vectors.data[from + i];
  }
  for (let at = 0; at < sums.length; at++) {
    const rows = counts[Math.floor(at / size)];
    if (rows > 0) centres.data[at] = sums[at] / rows;
  }
}

/** Rows far from those that were drawn before are likelier to be drawn. */
function kMeansPlusPlus(vectors: Vectors, k: number, random: Random): Vectors {
  const { count, size } = vectors;
  const lengths = squaredLengths(vectors);
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const drawn: number[] = [];
  let next = Math.floor(random.next() * count);
  while (drawn.length < k) {
    drawn.push(next);
    const centre = rowAt(vectors, next);
    let sum = 0;
    for (let row = 0; row < count; row++) {
      nearest[row] = Math.min(nearest[row], Math.max(0, lengths[row] + lengths[next] - 2 * dot(rowAt(vectors, row), centre)));
      if (row === next) nearest[row] = 0;
      sum += nearest[row];
    }
    if (sum === 0) break;
    let left = random.next() * sum;
    next = nearest.findIndex((share) => {
      left -= share;
      return left < 0;
    });
    // What rounding leaves over belongs to the last row that can be drawn.
    if (next < 0) next = nearest.findLastIndex((share) => share > 0);
  }
  const data = new Float32Array(drawn.length * size);
  for (const [i, row] of drawn.entries()) data.set(rowAt(vectors, row), i * size);
  return { data, count: drawn.length, size };
}
