/** The best well-formed IOB2 sequence (Viterbi, 1967, with transitions that are free or forbidden). */

/**
 * @param rows logits of each word, [labels.length] each
 * @param labels `O`, `B-X`, `I-X`; anything that begins with `I-` may only follow `B-` or `I-` of its own type
 * @returns a label id per word, of the largest sum of logits among the allowed sequences
 */
export function decodeIob2(rows: ArrayLike<number>[], labels: string[]): number[] {
  const type = labels.map((label) => label.slice(2));
  const inside = labels.map((label) => label.startsWith('I-'));
  const follows = labels.map((_, to) => labels.flatMap((from, i) => (!inside[to] || (from !== 'O' && type[i] === type[to]) ? [i] : [])));
  let scores: number[] = labels.map((_, i) => (inside[i] ? Number.NEGATIVE_INFINITY : (rows[0]?.[i] ?? 0)));
  const back: number[][] = [];
  for (const row of Array.from(rows).slice(1)) {
    const best = follows.map((from) => from.reduce((a, b) => (scores[b] > scores[a] ? b : a), from[0] ?? 0));
    const before = scores;
    scores = best.map((from, i) => (follows[i].length > 0 ? before[from] + row[i] : Number.NEGATIVE_INFINITY));
    back.push(best);
  }
  if (rows.length === 0) return [];
  let label = scores.reduce((best, score, i) => (score > scores[best] ? i : best), 0);
  const path = [label];
  for (const step of back.reverse()) {
    label = step[label];
    path.push(label);
  }
  return path.reverse();
}
