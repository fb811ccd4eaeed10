/** How alike two vectors are, by the functions of sentence-transformers: more is more alike, also of distances, which are negated. */
import type { Similarity } from '../model/sentence/texts';

type Vector = Float32Array;

/** Compares one vector with others of the same width. */
export type Comparing = (other: Vector) => number;

const COMPARING: Record<Similarity, (vector: Vector) => Comparing> = {
  cosine(vector) {
    const length = norm(vector);
    return (other) => dot(vector, other) / (length * norm(other));
  },
  dot: (vector) => (other) => dot(vector, other),
  euclidean: (vector) => (other) => -Math.sqrt(sum(vector, (value, i) => (value - other[i]) ** 2)),
  manhattan: (vector) => (other) => -sum(vector, (value, i) => Math.abs(value - other[i])),
};

export const comparing = (similarity: Similarity, vector: Vector): Comparing => COMPARING[similarity](vector);

/**
 * Every row of `a` with every row of `b`.
 *
 * @param a [rows, width]
 * @param b [columns, width]
 * @returns [rows, columns]
 */
export function similarityMatrix(similarity: Similarity, a: Vector[], b: Vector[]): Float32Array<ArrayBuffer> {
  const values = new Float32Array(a.length * b.length);
  for (const [i, row] of a.entries()) {
    const compare = comparing(similarity, row);
    for (const [j, other] of b.entries()) values[i * b.length + j] = compare(other);
  }
  return values;
}

/** The rows of a matrix. */
export const rowsOf = (data: Vector, width: number): Vector[] =>
  Array.from({ length: width === 0 ? 0 : data.length / width }, (_, i) => data.subarray(i * width, (i + 1) * width));

function sum(vector: Vector, of: (value: number, index: number) => number): number {
  let total = 0;
  for (let i = 0; i < vector.length; i++) total += of(vector[i], i);
  return total;
}

function dot(a: Vector, b: Vector): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

/** Of a vector without direction as small as torch.nn.functional.normalize takes it. */
const norm = (vector: Vector): number => Math.max(1e-12, Math.sqrt(dot(vector, vector)));
