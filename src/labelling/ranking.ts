/** Which rows a person should label next: by how unsure the heads are, by how little they are like others, or by chance. */
import type { Random } from '../random';

/** Unit vectors of rows, one behind another. */
export interface Vectors {
  /** [rows, width], each of length 1. */
  data: Float32Array;
  width: number;
}

/** How far the likeliest of several is ahead of the next: 0 where two are as likely, 1 where it is certain (margin sampling, Scheffer et al., 2001). */
export function marginOf(probabilities: ArrayLike<number>): number {
  let [first, second] = [0, 0];
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i];
    if (p > first) [first, second] = [p, first];
    else if (p > second) second = p;
  }
  return first - second;
}

/** @param scores one per row @returns the rows, the lowest score first, the first of equals first */
export function lowestFirst(rows: ArrayLike<number>, scores: ArrayLike<number>): number[] {
  const order = Array.from(rows, (_, i) => i).sort((a, b) => scores[a] - scores[b] || a - b);
  return order.map((i) => rows[i]);
}

/**
 * For every name in turn the row that it is likeliest for; no row twice.
 *
 * @param probabilities [rows, names]
 */
export function surestOfEveryName(rows: ArrayLike<number>, probabilities: ArrayLike<number>, names: number): number[] {
  const taken = new Set<number>();
  for (let name = 0; name < names && taken.size < rows.length; name++) {
    let best = -1;
    for (let i = 0; i < rows.length; i++) {
      if (taken.has(i)) continue;
      if (best < 0 || probabilities[i * names + name] > probabilities[best * names + name]) best = i;
    }
    taken.add(best);
  }
  return [...taken].map((i) => rows[i]);
}

/**
 * Rows that are as unlike each other as can be: each next one is the farthest from all before it (the greedy k-center of
 * Gonzalez, 1985; for labelling, Sener and Savarese, 2018), by the cosine.
 *
 * @param rows to choose from, by their places among the vectors
 * @param centres rows that there are already; without any the first of the rows begins
 */
export function farthestFirst(rows: ArrayLike<number>, { data, width }: Vectors, centres: ArrayLike<number>, count: number): number[] {
  const nearest = new Float64Array(rows.length).fill(Number.NEGATIVE_INFINITY);
  const seen = (centre: number) => {
    for (let i = 0; i < rows.length; i++) {
      let cosine = 0;
      for (let j = 0; j < width; j++) cosine += data[rows[i] * width + j] * data[centre * width + j];
      if (cosine > nearest[i]) nearest[i] = cosine;
    }
  };
  for (let c = 0; c < centres.length; c++) seen(centres[c]);
  const chosen: number[] = [];
  while (chosen.length < Math.min(count, rows.length)) {
    let farthest = 0;
    for (let i = 1; i < rows.length; i++) if (nearest[i] < nearest[farthest]) farthest = i;
    chosen.push(rows[farthest]);
    seen(rows[farthest]);
    nearest[farthest] = Number.POSITIVE_INFINITY;
  }
  return chosen;
}

/** One in so many labels is asked for a row that was drawn. */
export const DRAWN_EVERY = 10;

/**
 * A queue in which every tenth row is one that was drawn, whatever the heads say of it.
 *
 * @param given labels so far: they say where in the ten the queue begins
 * @param chosen in their order; those that are drawn are passed by there
 * @param candidates that are drawn from, each as likely
 * @returns the queue, and which of its rows were drawn
 */
export function withDrawn(
  chosen: readonly number[],
  candidates: readonly number[],
  given: number,
  random: Random,
): { rows: number[]; drawn: number[] } {
  const pool = drawnFrom(candidates, Math.ceil((2 * chosen.length) / (DRAWN_EVERY - 1)), random);
  const rows = new Set<number>();
  const drawn: number[] = [];
  for (let [c, d] = [0, 0]; c < chosen.length; ) {
    const isDrawn = (given + rows.size) % DRAWN_EVERY === DRAWN_EVERY - 1 && d < pool.length;
    const row = isDrawn ? pool[d++] : chosen[c++];
    if (rows.has(row)) continue;
    rows.add(row);
    if (isDrawn) drawn.push(row);
  }
  return { rows: [...rows], drawn };
}

/** So many different ones, all in an order by chance. */
export function drawnFrom<T>(candidates: readonly T[], count: number, random: Random): T[] {
  const pool = [...candidates];
  const drawn: T[] = [];
  while (drawn.length < count && pool.length > 0) {
    const at = Math.floor(random.next() * pool.length);
    drawn.push(pool[at]);
    pool[at] = pool[pool.length - 1];
    pool.pop();
  }
  return drawn;
}
