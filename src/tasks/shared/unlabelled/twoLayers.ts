/**
 * Texts by two layers. The last layer of a sentence encoder has been trained to say what a text is about; the one before it still
 * says how it is put (docs/measurements.md).
 */
import { normalizeReference } from '../../../kernels/normalize/reference';

/** What the layer before the last counts, both being of length 1. */
const BEFORE = 0.5;

/** @param last [rows, width], @param before the same of the layer before it @returns [rows, width] */
export function twoLayers(last: Float32Array, before: Float32Array, width: number): Float32Array<ArrayBuffer> {
  const [units, others] = [last, before].map((vectors) => {
    const scaled = new Float32Array(vectors.length);
    normalizeReference(vectors, scaled, { rows: vectors.length / width, width });
    return scaled;
  });
  for (let i = 0; i < units.length; i++) units[i] += BEFORE * others[i];
  return units;
}
