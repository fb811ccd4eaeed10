/** CPU references of embedding and its gradient. Shapes as in embedding.ts. */
import type { Floats } from '../floats';
import { type EmbeddingSizes, NO_ROW } from './embedding';

/** Integers may come as int32, where NO_ROW is −1. */
const rowOf = (links: ArrayLike<number>, token: number) => links[3 * token] >>> 0;

export function embeddingReference(table: Floats, links: ArrayLike<number>, out: Floats, { tokens, columns }: EmbeddingSizes): void {
  for (let t = 0; t < tokens; t++) {
    const row = rowOf(links, t);
    for (let c = 0; c < columns; c++) out[t * columns + c] = row === NO_ROW ? 0 : table[row * columns + c];
  }
}

export function embeddingBackwardReference(
  gradient: Floats,
  links: ArrayLike<number>,
  out: Floats,
  { tokens, columns, rows }: EmbeddingSizes,
): void {
  out.fill(0, 0, rows * columns);
  for (let t = 0; t < tokens; t++) {
    const row = rowOf(links, t);
    if (row === NO_ROW || links[3 * t + 1] === 0) continue;
    for (let next = t; next !== NO_ROW; next = links[3 * next + 2] >>> 0) {
      for (let c = 0; c < columns; c++) out[row * columns + c] += gradient[next * columns + c];
    }
  }
}
