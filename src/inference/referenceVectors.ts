/**
 * A few sentences with the embeddings they must get, kept beside a model as `reference.json`. A device
 * that does not reproduce them is not used.
 */
import * as v from 'valibot';
import { fromBase64, toBase64 } from '../model/base64';

export { REFERENCE_FILE } from '../model/modelFiles';

export interface ReferenceVectors {
  texts: string[];
  /** Mean-pooled, not normalised: [texts, hidden]. */
  vectors: Float32Array<ArrayBuffer>;
}

/** Short ones: they are computed at every load. Together they hold padding, word pieces and non-ASCII text. */
export const REFERENCE_TEXTS = ['Berlin is the capital of Germany.', 'Naïve tokenisation mangles 東京 – unbelievably.', 'ok'];

/** Deviation from the reference, relative to its largest value, up to which a device counts as right. */
export const MAX_DEVIATION = 1e-3;

const schema = v.object({ texts: v.array(v.string()), vectors: v.string() });

/** @returns undefined when the file does not hold vectors of this size */
export function parseReference(bytes: Uint8Array, hiddenSize: number): ReferenceVectors | undefined {
  try {
    const { texts, vectors } = v.parse(schema, JSON.parse(new TextDecoder().decode(bytes)));
    const values = new Float32Array(fromBase64(vectors).buffer);
    return values.length === texts.length * hiddenSize ? { texts, vectors: values } : undefined;
  } catch {
    return undefined;
  }
}

export function writeReference({ texts, vectors }: ReferenceVectors): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify({ texts, vectors: toBase64(new Uint8Array(vectors.buffer)) }));
}

/** Largest difference relative to the largest reference value; Infinity when anything is not finite. */
export function deviation(actual: Float32Array, expected: Float32Array): number {
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    if (!Number.isFinite(actual[i])) return Number.POSITIVE_INFINITY;
    difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
    largest = Math.max(largest, Math.abs(expected[i]));
  }
  return difference / largest;
}
