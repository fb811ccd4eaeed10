/** What is done to every row of a matrix of embeddings. */

type Values = Float32Array<ArrayBuffer>;

/** Smallest length by which a vector is divided, as torch.nn.functional.normalize has it. */
const SMALLEST = 1e-12;

/** Scales every row to length 1, in place. */
export function normalizeRows(data: Values, width: number): void {
  for (let from = 0; from < data.length; from += width) {
    const row = data.subarray(from, from + width);
    const norm = Math.max(SMALLEST, Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)));
    for (let i = 0; i < width; i++) row[i] /= norm;
  }
}

/** The first values of every row. */
export function truncateRows(data: Values, width: number, size: number): Values {
  if (size === width) return data;
  const kept = new Float32Array((data.length / width) * size);
  for (let row = 0; row < data.length / width; row++) kept.set(data.subarray(row * width, row * width + size), row * size);
  return kept;
}
