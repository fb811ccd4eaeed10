/** CPU reference of dropout: draws the same masks as dropout.wgsl, bit for bit. */
import type { Floats } from '../floats';
import { type Dropout, dropThreshold } from './dropout';

export function dropoutReference(x: Floats, counter: ArrayLike<number>, out: Floats, count: number, { probability, op }: Dropout): void {
  const threshold = dropThreshold(probability);
  const scale = Math.fround(1 / (1 - probability));
  for (let i = 0; i < count; i++) out[i] = pcg4d(counter[0], counter[1], op, i) >= threshold ? x[i] * scale : 0;
}

/** First word of pcg4d. */
export function pcg4d(a: number, b: number, c: number, d: number): number {
  let x = (Math.imul(a, 1664525) + 1013904223) | 0;
  let y = (Math.imul(b, 1664525) + 1013904223) | 0;
  let z = (Math.imul(c, 1664525) + 1013904223) | 0;
  let w = (Math.imul(d, 1664525) + 1013904223) | 0;
  x = (x + Math.imul(y, w)) | 0;
  y = (y + Math.imul(z, x)) | 0;
  z = (z + Math.imul(x, y)) | 0;
  w = (w + Math.imul(y, z)) | 0;
  x ^= x >>> 16;
  y ^= y >>> 16;
  w ^= w >>> 16;
  return (x + Math.imul(y, w)) >>> 0;
}
