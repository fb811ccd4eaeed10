/** Against the same in float64, all pairs sorted. */
import { expect, it } from 'vitest';
import { Random } from '../../../random';
import { NEIGHBOURS, neighboursOf, withNeighbours } from './neighbourhood';

const unit = (row: number[]) => row.map((value) => value / Math.hypot(...row));
const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);

it.each([40, NEIGHBOURS + 1, 4])('of %i rows, each plus the mean of its nearest by their cosines', async (count) => {
  const width = 5;
  const random = new Random(3);
  const rows = Array.from({ length: count }, () => unit(Array.from({ length: width }, () => random.next() - 0.5)));
  const units = Float32Array.from(rows.flat());
  const found = withNeighbours(units, width, await neighboursOf(units, { count, width }, async () => {}));
  for (const [i, row] of rows.entries()) {
    const others = rows.filter((_, j) => j !== i).sort((a, b) => dot(row, b) - dot(row, a));
    const nearest = others.slice(0, NEIGHBOURS);
    for (const [j, value] of row.entries()) {
      const mean = nearest.reduce((sum, other) => sum + Math.max(0, dot(row, other)) * other[j], 0) / nearest.length;
      expect(found[i * width + j]).toBeCloseTo(value + mean, 5);
    }
  }
});
