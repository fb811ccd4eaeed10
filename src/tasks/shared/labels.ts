import { TandemError } from '../../errors';

/** @throws TandemError `bad-input` unless it is a list of at least `least` names, none empty, none twice */
export function checkLabels(labels: unknown, what: string, least = 2): string[] {
  if (!Array.isArray(labels) || !labels.every((label): label is string => typeof label === 'string')) {
    throw new TandemError('bad-input', `${what} must be a list of names.`);
  }
  if (labels.length < least) {
    throw new TandemError('bad-input', `${what}: at least ${least === 1 ? 'one is' : 'two are'} needed; ${labels.length} given.`);
  }
  const odd = labels.find((label, i) => label.trim() === '' || labels.indexOf(label) !== i);
  if (odd !== undefined) throw new TandemError('bad-input', `${what} must be distinct and not empty; look at "${odd}".`);
  return labels;
}

/** The names of golds, each once, in alphabetical order. */
export const sortedNames = (golds: Iterable<string>): string[] => [...new Set(golds)].sort();

/** [rows · classes], 1 where a row has the class. */
export const oneHot = (ids: number[], classes: number): number[] =>
  ids.flatMap((id) => Array.from({ length: classes }, (_, c) => Number(c === id)));
