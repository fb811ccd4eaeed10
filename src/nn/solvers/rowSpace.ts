/**
 * Rows by coordinates in the space that they span. Regularised coefficients lie in it, so that fewer rows than columns are
 * fitted in so many dimensions as there are rows, with the same result.
 */
import { dot, norm } from './vectors';

export interface RowSpace {
  rank: number;
  /** [rows, rank] */
  coordinates: Float64Array;
  /** [rank, width], orthonormal. */
  basis: Float64Array;
}

/** What is left of a row that is no direction of its own, relative to its length. */
const NOTHING = 1e-9;

/** Gram–Schmidt, each row twice. @param x [count, width]; @param pause awaited before each row: lets others have their turn, and may throw */
export async function rowSpace(x: Float64Array, count: number, width: number, pause?: () => Promise<void>): Promise<RowSpace> {
  const basis: Float64Array[] = [];
  for (let i = 0; i < count && basis.length < width; i++) {
    await pause?.();
    const row = x.slice(i * width, (i + 1) * width);
    const whole = norm(row);
    for (let pass = 0; pass < 2; pass++) {
      for (const direction of basis) {
        const share = dot(row, direction);
        for (let j = 0; j < width; j++) row[j] -= share * direction[j];
      }
    }
    const left = norm(row);
    if (left <= NOTHING * whole || left === 0) continue;
    basis.push(row.map((value) => value / left));
  }
  const rank = basis.length;
  const coordinates = new Float64Array(count * rank);
  for (let i = 0; i < count; i++) {
    const row = x.subarray(i * width, (i + 1) * width);
    for (let d = 0; d < rank; d++) coordinates[i * rank + d] = dot(row, basis[d]);
  }
  const flat = new Float64Array(rank * width);
  for (const [d, direction] of basis.entries()) flat.set(direction, d * width);
  return { rank, coordinates, basis: flat };
}
