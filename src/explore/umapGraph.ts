/** The weighted graph of neighbours that UMAP lays out (McInnes, Healy & Melville, 2018, section 3.1), as umap-learn builds it. */
import type { Neighbours } from './neighbours';

/** Edges in both directions: the weight of (a, b) is that of (b, a). */
export interface WeightedEdges {
  from: Int32Array;
  to: Int32Array;
  weights: Float32Array;
}

const ITERATIONS = 64;
const TOLERANCE = 1e-5;
/** The narrowest kernel, as a share of the mean distance. */
const NARROWEST = 1e-3;

export function umapGraph(neighbours: Neighbours): WeightedEdges {
  const { k, rows } = neighbours;
  const count = k === 0 ? 0 : rows.length / k;
  const weights = memberships(neighbours, count);
  const weightOf = (a: number, b: number) => {
    for (let at = a * k; at < (a + 1) * k; at++) if (rows[at] === b) return weights[at];
    return 0;
  };
  const from: number[] = [];
  const to: number[] = [];
  const joined: number[] = [];
  for (let a = 0; a < count; a++) {
    for (let at = a * k; at < (a + 1) * k; at++) {
      const b = rows[at];
      const back = weightOf(b, a);
      // Pairs that know each other are met from both sides.
      if (back > 0 && b < a) continue;
      const weight = weights[at] + back - weights[at] * back;
      from.push(a, b);
      to.push(b, a);
      joined.push(weight, weight);
    }
  }
  return { from: Int32Array.from(from), to: Int32Array.from(to), weights: Float32Array.from(joined) };
}

/** How far each neighbour belongs to its row: 1 for the nearest, less beyond, log2(k + 1) in all. [count, k] */
function memberships({ k, distances: squared }: Neighbours, count: number): Float32Array {
  const distances = squared.map((value) => value / 2);
  const target = Math.log2(k + 1);
  const overall = mean(distances, 0, distances.length);
  const weights = new Float32Array(count * k);
  for (let row = 0; row < count; row++) {
    const [first, end] = [row * k, (row + 1) * k];
    let nearest = 0;
    for (let at = first; at < end && nearest === 0; at++) nearest = distances[at];
    let [low, high, width] = [0, Number.POSITIVE_INFINITY, 1];
    for (let i = 0; i < ITERATIONS; i++) {
      let sum = 0;
      for (let at = first; at < end; at++) sum += membership(distances[at] - nearest, width);
      if (Math.abs(sum - target) < TOLERANCE) break;
      if (sum > target) high = width;
      else low = width;
      width = high === Number.POSITIVE_INFINITY ? width * 2 : (low + high) / 2;
    }
    width = Math.max(width, NARROWEST * (nearest > 0 ? mean(distances, first, end) : overall));
    for (let at = first; at < end; at++) weights[at] = membership(distances[at] - nearest, width);
  }
  return weights;
}

const membership = (beyond: number, width: number) => (beyond <= 0 || width === 0 ? 1 : Math.exp(-beyond / width));

function mean(values: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += values[at];
  return sum / Math.max(1, to - from);
}
