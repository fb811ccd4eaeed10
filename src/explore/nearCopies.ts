/** Pairs of rows that are nearly the same, among neighbours that are known. */
import type { Neighbours } from './neighbours';

export interface Pairs {
  a: Int32Array;
  b: Int32Array;
  /** Cosine similarity, the highest first. */
  similarity: Float32Array;
  /** Whether there are more above the threshold than are listed. */
  more: boolean;
}

/**
 * @param neighbours of rows of length 1. A pair is found if one of its rows is among the nearest of the other.
 * @param atLeast the lowest similarity
 * @param most pairs that are listed
 */
export function nearCopies({ k, rows, distances }: Neighbours, atLeast: number, most = 10_000): Pairs {
  const found: { a: number; b: number; similarity: number }[] = [];
  const knows = (row: number, other: number) => {
    for (let at = row * k; at < (row + 1) * k; at++) if (rows[at] === other) return true;
    return false;
  };
  for (let at = 0; at < rows.length; at++) {
    const similarity = 1 - distances[at] / 2;
    const [row, other] = [Math.floor(at / k), rows[at]];
    if (similarity < atLeast || (other < row && knows(other, row))) continue;
    found.push({ a: Math.min(row, other), b: Math.max(row, other), similarity });
  }
  found.sort((one, two) => two.similarity - one.similarity || one.a - two.a || one.b - two.b);
  const listed = found.slice(0, most);
  return {
    a: Int32Array.from(listed, ({ a }) => a),
    b: Int32Array.from(listed, ({ b }) => b),
    similarity: Float32Array.from(listed, ({ similarity }) => similarity),
    more: found.length > most,
  };
}
