/** The most probable pair of a beginning and an end. */

/**
 * @param scores [pieces, 2]: logits of beginning and end, each softmaxed over the pieces
 * @param longest pieces that an answer may have
 * @returns undefined without pieces
 */
export function bestSpan(scores: Float32Array, longest: number): { first: number; last: number; score: number } | undefined {
  const pieces = scores.length / 2;
  if (pieces === 0) return undefined;
  let best = { first: 0, last: 0, sum: Number.NEGATIVE_INFINITY };
  for (let first = 0; first < pieces; first++) {
    for (let last = first; last < Math.min(pieces, first + longest); last++) {
      const sum = scores[2 * first] + scores[2 * last + 1];
      if (sum > best.sum) best = { first, last, sum };
    }
  }
  const { first, last, sum } = best;
  return { first, last, score: Math.exp(sum - logSumExp(scores, 0) - logSumExp(scores, 1)) };
}

function logSumExp(scores: Float32Array, column: 0 | 1): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = column; i < scores.length; i += 2) top = Math.max(top, scores[i]);
  let sum = 0;
  for (let i = column; i < scores.length; i += 2) sum += Math.exp(scores[i] - top);
  return top + Math.log(sum);
}
