/** Lays a graph out in the plane by UMAP's stochastic gradient descent, as umap-learn's optimize_layout_euclidean does. */
import { Random } from '../random';
import type { WeightedEdges } from './umapGraph';
import type { Steps } from './vectors';

/** The curve 1 / (1 + a·d^2b) for points that may come as near as 0.1 (`min_dist`) at a spread of 1. */
const [A, B] = [1.576943460405378, 0.8950608781227859];
const NEGATIVE_SAMPLES = 5;
/** No coordinate moves by more in one step. */
const FURTHEST = 4;
/** Fewer passes where there are many points, as umap-learn has it. */
const epochsFor = (count: number) => (count <= 10_000 ? 500 : 200);

/**
 * Moves the points in place. Each piece of the work is one pass over the edges.
 *
 * @param points x and y of every point: [count, 2]
 */
export function* layOut(points: Float32Array, { from, to, weights }: WeightedEdges, seed: number): Steps<void> {
  const count = points.length / 2;
  const epochs = epochsFor(count);
  const random = new Random(seed);
  const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  /** Passes from one visit of an edge to the next. */
  const every = weights.map((weight) => heaviest / weight);
  const next = every.slice();
  const everyNegative = every.map((passes) => passes / NEGATIVE_SAMPLES);
  const nextNegative = everyNegative.slice();

  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = 1 - epoch / epochs;
    for (let edge = 0; edge < from.length; edge++) {
      // Edges that are too light to be visited at all.
      if (next[edge] > epoch || every[edge] > epochs) continue;
      const a = 2 * from[edge];
      const b = 2 * to[edge];
      const dx = points[a] - points[b];
      const dy = points[a + 1] - points[b + 1];
      const squared = dx * dx + dy * dy;
      if (squared > 0) {
        const power = squared ** (B - 1);
        const pull = (-2 * A * B * power) / (1 + A * power * squared);
        const moveX = rate * clip(pull * dx);
        const moveY = rate * clip(pull * dy);
        points[a] += moveX;
        points[a + 1] += moveY;
        points[b] -= moveX;
        points[b + 1] -= moveY;
      }
      next[edge] += every[edge];
      const negatives = Math.floor((epoch - nextNegative[edge]) / everyNegative[edge]);
      for (let i = 0; i < negatives; i++) push(points, a, 2 * Math.floor(random.next() * count), rate);
      nextNegative[edge] += negatives * everyNegative[edge];
    }
    yield (epoch + 1) / epochs;
  }
}

/** Moves one point away from another that was drawn at random. */
function push(points: Float32Array, a: number, other: number, rate: number): void {
  if (a === other) return;
  const dx = points[a] - points[other];
  const dy = points[a + 1] - points[other + 1];
  const squared = dx * dx + dy * dy;
  if (squared === 0) return;
  const force = (2 * B) / ((0.001 + squared) * (1 + A * squared ** B));
  points[a] += rate * clip(force * dx);
  points[a + 1] += rate * clip(force * dy);
}

const clip = (value: number) => Math.max(-FURTHEST, Math.min(FURTHEST, value));
