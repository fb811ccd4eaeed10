/** What is in embeddings: a map of them, clusters with names, near-duplicates. All of it is computed in the caller's thread. */
import { TandemError } from '../errors';
import { ClusterWords } from '../explore/clusterNames';
import { kMeans } from '../explore/kMeans';
import { nearCopies } from '../explore/nearCopies';
import { nearestNeighbours } from '../explore/neighbours';
import { FEWEST_POINTS, MAP_NEIGHBOURS, umap } from '../explore/umap';
import { finish, normalise, type Vectors } from '../explore/vectors';
import type { Tensor } from '../workers/protocol';

/** Two embeddings that are nearly the same. */
export interface NearDuplicate {
  /** Rows of the embeddings, `a` before `b`. */
  a: number;
  b: number;
  /** Cosine. */
  similarity: number;
}

/**
 * A map in which embeddings that are alike lie together: UMAP (McInnes, Healy & Melville, 2018) by cosine, with 15 neighbours and
 * points at least 0.1 apart. It takes seconds for thousands of rows, and minutes for 100,000.
 *
 * @param embeddings [rows, size], as `encode` gives them
 * @param options `seed` (default: 1): the same seed gives the same map
 * @returns x and y of every row: [rows, 2]
 * @throws TandemError `bad-input` for fewer than 5 rows
 */
export function mapEmbeddings(embeddings: Tensor, { seed = 1 }: { seed?: number } = {}): Tensor {
  const vectors = unitRows(embeddings);
  if (vectors.count < FEWEST_POINTS) {
    throw new TandemError('bad-input', `A map needs at least ${FEWEST_POINTS} embeddings; there are ${vectors.count}.`);
  }
  const points = finish(umap(vectors, finish(nearestNeighbours(vectors, MAP_NEIGHBOURS)), { seed }));
  return { data: points, shape: [vectors.count, 2] };
}

/**
 * Clusters by k-means on embeddings of length 1, from starts by k-means++ (Arthur & Vassilvitskii, 2007).
 *
 * @param embeddings [rows, size]
 * @param k how many: from 1 to the number of rows
 * @param options `seed` (default: 1)
 * @returns the cluster of every row, from 0; fewer than `k` where there are fewer different rows
 * @throws TandemError `bad-input` for another `k`
 */
export function clusterEmbeddings(embeddings: Tensor, k: number, { seed = 1 }: { seed?: number } = {}): number[] {
  const vectors = unitRows(embeddings);
  if (!Number.isInteger(k) || k < 1 || k > vectors.count) {
    throw new TandemError('bad-input', `The number of clusters has to be a whole number from 1 to ${vectors.count}, not ${k}.`);
  }
  return [...finish(kMeans(vectors, k, seed)).of];
}

/**
 * Names of clusters from the words of their texts, the heaviest three of each by class-based TF-IDF (Grootendorst, 2022). Words that
 * are in most clusters are left out.
 *
 * @param clusters the cluster of every text, from 0
 * @throws TandemError `bad-input` when there are not as many as texts
 */
export function nameClusters(texts: string[], clusters: number[]): string[] {
  if (texts.length !== clusters.length || !clusters.every((cluster) => Number.isInteger(cluster) && cluster >= 0)) {
    throw new TandemError('bad-input', 'Every text needs the number of its cluster, counted from 0.');
  }
  const words = new ClusterWords(clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0));
  for (const [i, text] of texts.entries()) words.add(text, clusters[i]);
  return words.names();
}

/**
 * Pairs of embeddings that are nearly the same, the most alike first, 10,000 at most. Of each row its 14 nearest are looked at.
 *
 * @param embeddings [rows, size]
 * @param options `atLeast` (default: 0.95): the lowest cosine
 */
export function nearDuplicates(embeddings: Tensor, { atLeast = 0.95 }: { atLeast?: number } = {}): NearDuplicate[] {
  const { a, b, similarity } = nearCopies(finish(nearestNeighbours(unitRows(embeddings), MAP_NEIGHBOURS)), atLeast);
  return Array.from(a, (row, i) => ({ a: row, b: b[i], similarity: similarity[i] }));
}

/** A copy, whose rows have length 1. */
function unitRows({ data, shape }: Tensor): Vectors {
  const [count, size] = shape;
  if (shape.length !== 2 || data.length !== count * size) {
    throw new TandemError('bad-input', `Embeddings have to be [rows, size], not [${shape.join(', ')}].`);
  }
  return normalise({ data: data.slice(), count, size });
}
