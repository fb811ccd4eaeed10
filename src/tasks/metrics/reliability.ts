/** Whether answers are right as often as their probabilities say. */

/** A probability that an answer gives, and whether what it is given to is so. */
export interface Claim {
  confidence: number;
  right: boolean;
}

/** Claims of similar confidence. */
export interface ReliabilityBin {
  /** Above `from`, up to and with `to`; 0 belongs to the first bin. */
  from: number;
  to: number;
  count: number;
  /** Mean of the claims. */
  confidence: number;
  /** Share that was right. */
  accuracy: number;
}

export interface Reliability {
  /** Expected calibration error: the mean gap between confidence and accuracy of a bin, weighted by its claims. */
  error: number;
  count: number;
  /** Those that hold claims. */
  bins: ReliabilityBin[];
}

/**
 * Expected calibration error over bins of equal width, and the bins of its reliability diagram (Naeini et al., 2015; Guo et al.,
 * 2017, who take 15).
 */
export function reliabilityOf(claims: Claim[], bins = 15): Reliability {
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const { confidence, right } of claims) {
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1))];
    bin.count++;
    bin.confidence += confidence;
    bin.right += Number(right);
  }
  const filled = sums.flatMap(({ count, confidence, right }, i) =>
    count === 0 ? [] : [{ from: i / bins, to: (i + 1) / bins, count, confidence: confidence / count, accuracy: right / count }],
  );
  const gaps = filled.reduce((sum, { count, confidence, accuracy }) => sum + count * Math.abs(accuracy - confidence), 0);
  return { error: gaps / Math.max(1, claims.length), count: claims.length, bins: filled };
}
