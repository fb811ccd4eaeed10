/**
 * Vectors as texts around them see them: what a text says by chance is averaged out, and texts of one class move together. One step
 * of feature propagation over the graph of nearest texts (Wu et al., 2019, Simplifying Graph Convolutional Networks).
 */
import { nearestNeighbours } from '../../../explore/neighbours';
import { normalizeReference } from '../../../kernels/normalize/reference';

/** Texts that a text is averaged with. */
export const NEIGHBOURS = 10;

/**
 * @param units [count, width], each at length 1
 * @param pause awaited now and then: lets others have their turn, and may throw
 * @returns [count, width]: each plus the mean of its nearest, these by their cosines, at length 1
 */
export async function amongNeighbours(
  units: Float32Array<ArrayBuffer>,
  { count, width }: { count: number; width: number },
  pause: () => Promise<void>,
): Promise<Float32Array<ArrayBuffer>> {
  const search = nearestNeighbours({ data: units, count, size: width }, NEIGHBOURS);
  let step = search.next();
  for (; !step.done; step = search.next()) await pause();
  const { k, rows, distances } = step.value;
  const result = units.slice();
  for (let row = 0; row < count; row++) {
    for (let n = row * k; n < (row + 1) * k; n++) {
      // Of vectors at length 1 the squared distance is twice 1 − cosine.
      const share = Math.max(0, 1 - distances[n] / 2) / k;
      for (let j = 0; j < width; j++) result[row * width + j] += share * units[rows[n] * width + j];
    }
  }
  normalizeReference(result, result, { rows: count, width });
  return result;
}
