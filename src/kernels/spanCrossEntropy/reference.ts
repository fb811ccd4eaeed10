/** CPU references of spanCrossEntropy and its gradient. Shapes as in spanCrossEntropy.ts. */
import type { Floats } from '../floats';
import { share } from '../meanLoss';
import type { SpanSizes } from './spanCrossEntropy';

interface Inputs {
  scores: Floats;
  marks: ArrayLike<number>;
  segments: ArrayLike<number>;
}

export function spanCrossEntropyReference(
  { scores, marks, segments }: Inputs,
  { out, stats }: Record<'out' | 'stats', Floats>,
  sizes: SpanSizes,
): void {
  let sum = 0;
  let pairs = 0;
  for (let s = 0, pair = 0; s < sizes.segments; s++) {
    const rows = rowsThatTakePart(marks, segments[s], segments[s + 1]);
    for (let c = 0; c < sizes.columns; c++, pair++) {
      const score = (row: number) => scores[row * sizes.columns + c];
      const gold = rows.find((row) => (marks[row] >> c) & 1) ?? -1;
      const norm = gold < 0 ? 0 : logSumExp(rows.map(score));
      stats[2 * pair] = norm;
      stats[2 * pair + 1] = gold;
      if (gold < 0) continue;
      sum += norm - score(gold);
      pairs++;
    }
  }
  out[0] = share(sum, pairs);
  out[1] = pairs;
}

export function spanCrossEntropyBackwardReference(
  { scores, marks, segments, loss, stats, upstream }: Inputs & Record<'loss' | 'stats' | 'upstream', Floats>,
  out: Floats,
  sizes: SpanSizes,
): void {
  const scale = share(upstream[0], loss[1]);
  out.fill(0, 0, sizes.rows * sizes.columns);
  for (let s = 0, pair = 0; s < sizes.segments; s++) {
    const rows = rowsThatTakePart(marks, segments[s], segments[s + 1]);
    for (let c = 0; c < sizes.columns; c++, pair++) {
      const [norm, gold] = [stats[2 * pair], stats[2 * pair + 1]];
      if (gold < 0) continue;
      for (const row of rows) {
        const i = row * sizes.columns + c;
        out[i] = (Math.exp(scores[i] - norm) - Number(row === gold)) * scale;
      }
    }
  }
}

function rowsThatTakePart(marks: ArrayLike<number>, first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, i) => first + i).filter((row) => marks[row] >= 0);
}

function logSumExp(values: number[]): number {
  const top = values.reduce((most, value) => Math.max(most, value));
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
}
