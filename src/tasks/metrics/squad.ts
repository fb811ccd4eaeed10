/** Exact match and token F1 of answers, by the rules of SQuAD v1.1's evaluation (Rajpurkar et al., 2016), as shares of 1. */

export interface AnswerMetrics {
  exactMatch: number;
  f1: number;
  count: number;
}

/** string.punctuation of Python, the ASCII signs; those beyond, such as “ or ¿, are kept. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
/** Whole words, where Python's \b knows the letters and digits of all scripts and that of JavaScript only ASCII's. */
const ARTICLES = /(?<![\p{L}\p{N}])(?:a|an|the)(?![\p{L}\p{N}])/gu;
/** The white space of Unicode, which is Python's but for four control characters. */
const SPACE = /\p{White_Space}+/u;

/** Lower case, without punctuation and English articles, words separated by single spaces. */
export function normalizeAnswer(text: string): string {
  return answerTokens(text).join(' ');
}

/** Whether a gold answer and the predicted one are the same once normalised; two that normalise to nothing are. */
export function exactMatch(gold: string[], predicted: string): boolean {
  const said = normalizeAnswer(predicted);
  return gold.some((answer) => normalizeAnswer(answer) === said);
}

/**
 * F1 of the normalised words, counting repeated ones, with the gold answer that gives the highest. 0 where nothing is shared,
 * so also between two answers that normalise to nothing (v2.0 gives 1).
 */
export function tokenF1(gold: string[], predicted: string): number {
  const said = answerTokens(predicted);
  return gold.reduce((best, answer) => Math.max(best, overlapF1(answerTokens(answer), said)), 0);
}

/**
 * Means over questions; 0 without any.
 *
 * @param gold the accepted answers of each question
 * @throws RangeError for sides of unequal length
 */
export function answerMetrics(gold: string[][], predicted: string[]): AnswerMetrics {
  const count = gold.length;
  if (predicted.length !== count) throw new RangeError(`${count} gold answers, ${predicted.length} predicted ones`);
  const mean = (score: (answers: string[], said: string) => number) =>
    gold.reduce((sum, answers, i) => sum + score(answers, predicted[i]), 0) / Math.max(count, 1);
  return { exactMatch: mean((answers, said) => Number(exactMatch(answers, said))), f1: mean(tokenF1), count };
}

function answerTokens(text: string): string[] {
  const bare = text.toLowerCase().replace(PUNCTUATION, '').replace(ARTICLES, ' ');
  return bare.split(SPACE).filter((token) => token !== '');
}

function overlapF1(gold: string[], predicted: string[]): number {
  const left = new Map<string, number>();
  for (const token of gold) left.set(token, (left.get(token) ?? 0) + 1);
  let shared = 0;
  for (const token of predicted) {
    const there = left.get(token) ?? 0;
    if (there === 0) continue;
    left.set(token, there - 1);
    shared++;
  }
  return shared === 0 ? 0 : (2 * shared) / (gold.length + predicted.length);
}
