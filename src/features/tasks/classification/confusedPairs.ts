/** A class taken for another; both counted from 0. */
export interface ConfusedPair {
  actual: number;
  predicted: number;
  /** How often. */
  value: number;
}

/** The pairs confused most often, the most frequent first. @param confusion [actual][predicted], of thousands of classes at times */
export function mostConfused(confusion: number[][], most: number): ConfusedPair[] {
  const pairs: ConfusedPair[] = [];
  // An object per cell would be millions.
  for (const [actual, row] of confusion.entries()) {
    for (let predicted = 0; predicted < row.length; predicted++) {
      if (row[predicted] > 0 && predicted !== actual) pairs.push({ actual, predicted, value: row[predicted] });
    }
  }
  return pairs.sort((a, b) => b.value - a.value).slice(0, most);
}
