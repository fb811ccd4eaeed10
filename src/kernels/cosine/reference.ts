/** CPU references of cosine and its gradient. Shapes as in cosine.ts. */
import type { Floats } from '../floats';
import { type CosineSizes, EPSILON } from './cosine';

export function cosineReference(a: Floats, b: Floats, out: Floats, { rows, width }: CosineSizes): void {
  for (let r = 0; r < rows; r++) out[r] = products(a, b, r * width, width).cosine;
}

export function cosineBackwardReference(
  { a, b, upstream }: Record<'a' | 'b' | 'upstream', Floats>,
  out: Floats,
  { rows, width }: CosineSizes,
): void {
  for (let r = 0, i = 0; r < rows; r++) {
    const { cosine, normA, normB } = products(a, b, i, width);
    const scale = Math.min(normA, normB) > EPSILON ? upstream[r] / normA : 0;
    for (let end = i + width; i < end; i++) out[i] = (b[i] / normB - (cosine * a[i]) / normA) * scale;
  }
}

function products(a: Floats, b: Floats, first: number, width: number) {
  let [dot, squaresA, squaresB] = [0, 0, 0];
  for (let i = first; i < first + width; i++) {
    dot += a[i] * b[i];
    squaresA += a[i] * a[i];
    squaresB += b[i] * b[i];
  }
  const [normA, normB] = [squaresA, squaresB].map((squares) => Math.max(Math.sqrt(squares), EPSILON));
  return { cosine: dot / normA / normB, normA, normB };
}
