/** UMAP (McInnes, Healy & Melville, 2018) in the plane, from neighbours that are known. */
import { Random } from '../random';
import type { Neighbours } from './neighbours';
import { alongPrincipalAxes } from './principalAxes';
import { umapGraph } from './umapGraph';
import { layOut } from './umapLayout';
import type { Steps, Vectors } from './vectors';

/** Neighbours of each row that a map is made from: with the row itself umap-learn's 15. */
export const MAP_NEIGHBOURS = 14;
/** Fewer points have no neighbourhoods to keep. */
export const FEWEST_POINTS = 5;

/** Width of the square that a layout begins in, and by how much points are moved in it so that no two are one. */
const [START_WIDTH, JITTER] = [10, 1e-3];

/**
 * A map in which neighbours stay neighbours. It begins with the two principal axes (Kobak & Linderman, 2021), so that the same
 * seed gives the same map.
 *
 * @param vectors [count, size], of length 1: distances are 1 − cosine
 * @param show gets the points as they move, after every piece of the work
 * @returns x and y of every row: [count, 2]
 */
export function* umap(
  vectors: Vectors,
  neighbours: Neighbours,
  { seed = 1, show }: { seed?: number; show?: (points: Float32Array) => void } = {},
): Steps<Float32Array<ArrayBuffer>> {
  const points = startingPoints(vectors, seed);
  for (const share of layOut(points, umapGraph(neighbours), seed)) {
    show?.(points);
    yield share;
  }
  return points;
}

function startingPoints(vectors: Vectors, seed: number): Float32Array<ArrayBuffer> {
  const random = new Random(seed);
  const { data } = alongPrincipalAxes(vectors, Math.min(2, vectors.size));
  const points = new Float32Array(2 * vectors.count);
  for (const axis of [0, 1]) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const value = (row: number) => (vectors.size < 2 && axis === 1 ? 0 : data[row * Math.min(2, vectors.size) + axis]);
    for (let row = 0; row < vectors.count; row++) [low, high] = [Math.min(low, value(row)), Math.max(high, value(row))];
    for (let row = 0; row < vectors.count; row++) {
      const place = high > low ? (value(row) - low) / (high - low) : 0.5;
      points[2 * row + axis] = START_WIDTH * place + JITTER * (2 * random.next() - 1);
    }
  }
  return points;
}
