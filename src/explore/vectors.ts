/** Rows of one width, one behind another. */
export interface Vectors {
  /** [count, size] */
  data: Float32Array;
  count: number;
  size: number;
}

export const rowAt = ({ data, size }: Vectors, row: number): Float32Array => data.subarray(row * size, (row + 1) * size);

/** Scales every row to length 1, in place, so that the nearest rows are those of the highest cosine. Rows of zeros stay. */
export function normalise(vectors: Vectors): Vectors {
  for (let row = 0; row < vectors.count; row++) {
    const values = rowAt(vectors, row);
    const length = Math.sqrt(dot(values, values));
    if (length > 0) for (let i = 0; i < values.length; i++) values[i] /= length;
  }
  return vectors;
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** The squared length of every row. */
export const squaredLengths = (vectors: Vectors): Float32Array =>
  Float32Array.from({ length: vectors.count }, (_, row) => dot(rowAt(vectors, row), rowAt(vectors, row)));

/** Work in pieces: what it yields is the share that is done, in [0, 1], so that whoever runs it can report that and stop. */
export type Steps<T> = Generator<number, T>;

/** Runs it to its end. */
export function finish<T>(steps: Steps<T>): T {
  while (true) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
