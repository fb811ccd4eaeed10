/**
 * Rows as those around them see them: what a text says by chance is averaged out, and texts of one class move together. One step of
 * feature propagation over the graph of nearest texts (Wu et al., 2019, Simplifying Graph Convolutional Networks).
 */
import { type Neighbours, nearestNeighbours } from '../../../explore/neighbours';

/** Rows that a row is averaged with. */
export const NEIGHBOURS = 10;
/** Of fewer texts, most would have neighbours that have little to do with them. */
const FEWEST_TEXTS = 100;

/** Texts by whose neighbours classes are told apart: for each class at least as many as a text has neighbours. */
export const fewestTexts = (classes: number): number => Math.max(FEWEST_TEXTS, NEIGHBOURS * classes);

export const areEnough = (texts: number, classes: number): boolean => texts >= fewestTexts(classes);

/**
 * @param units [count, width], each at length 1
 * @param pause awaited now and then: lets others have their turn, and may throw
 */
export async function neighboursOf(
  units: Float32Array,
  { count, width }: { count: number; width: number },
  pause: () => Promise<void>,
): Promise<Neighbours> {
  const search = nearestNeighbours({ data: units, count, size: width }, NEIGHBOURS);
  let step = search.next();
  for (; !step.done; step = search.next()) await pause();
  return step.value;
}

/** @param values [rows, width] @returns [rows, width]: each plus the mean of those of its nearest, these by their cosines */
export function withNeighbours<Values extends Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(
  values: Values,
  width: number,
  { k, rows, distances }: Neighbours,
): Values {
  const result = values.slice() as Values;
  for (let at = 0, to = 0; at < rows.length; at += k, to += width) {
    const near = { rows: rows.subarray(at, at + k), distances: distances.subarray(at, at + k) };
    addNearest(result.subarray(to, to + width), values, near, 1);
  }
  return result;
}

/**
 * Adds to the values of one row the mean of those of its nearest, these by their cosines.
 *
 * @param to [width], changed
 * @param values [rows, width]
 * @param near of the row: what is infinitely far counts nothing
 * @param share what the mean is multiplied by
 */
export function addNearest(
  to: Float32Array | Float64Array,
  values: Float32Array | Float64Array,
  { rows, distances }: Pick<Neighbours, 'rows' | 'distances'>,
  share: number,
): void {
  const width = to.length;
  for (let i = 0; i < rows.length; i++) {
    // Of vectors at length 1 the squared distance is twice 1 − cosine.
    const factor = (share * Math.max(0, 1 - distances[i] / 2)) / rows.length;
    if (factor === 0) continue;
    const from = rows[i] * width;
    for (let j = 0; j < width; j++) to[j] += factor * values[from + j];
  }
}
