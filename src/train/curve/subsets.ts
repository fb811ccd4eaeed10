/** Which rows a learning curve trains on: small sets inside larger ones, each with its share of every class. */
import { Random } from '../../random';

/**
 * An order of rows whose every beginning has about its share of each class, so that its first n rows are a set inside its first
 * n + 1.
 *
 * @param classes of every row; rows without one make a class of their own
 */
export function nestedOrder(classes: (string | undefined)[], seed: number): number[] {
  const random = new Random(seed);
  const groups = new Map<string | undefined, number[]>();
  for (const row of random.shuffled(classes.map((_, i) => i))) {
    const group = groups.get(classes[row]);
    if (group) group.push(row);
    else groups.set(classes[row], [row]);
  }
  // A class of k rows has its rows at 1/k, 2/k … of the way, each moved by chance within its stretch.
  const placed = [...groups.values()].flatMap((rows) => rows.map((row, rank) => ({ row, at: (rank + random.next()) / rows.length })));
  return placed.sort((a, b) => a.at - b.at).map(({ row }) => row);
}

/** Sizes of the subsets of so many rows, each once. */
export const sizesOf = (rows: number, fractions: number[], fewest: number): number[] =>
  [...new Set(fractions.map((fraction) => Math.round(fraction * rows)))]
    .filter((size) => size >= Math.min(fewest, rows))
    .sort((a, b) => a - b);
