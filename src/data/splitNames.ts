/** What files and columns call the splits. */
import type { SplitName } from './dataset';

/** A name that has words of two splits ("eval-test") belongs to the one that stands first here. */
const WORDS: [SplitName, string[]][] = [
  ['test', ['test', 'testb', 'testing', 'testset', 'heldout', 'holdout']],
  // CoNLL-2003 calls the set to develop with "testa".
  ['validation', ['validation', 'valid', 'validate', 'val', 'dev', 'devel', 'development', 'eval', 'testa', 'devset', 'valset']],
  ['train', ['train', 'training', 'trainset']],
];

/**
 * @param name a value of a split column, or a file's path, of which the last telling segment counts
 * @returns undefined where no word in it names a split
 */
export function splitOfName(name: string): SplitName | undefined {
  const segments = name.toLowerCase().split('/').reverse();
  return segments.map(splitOfSegment).find((split) => split !== undefined);
}

function splitOfSegment(segment: string): SplitName | undefined {
  const words: string[] =
    segment
      .replace(/(held|hold)[-_ ]out/, '$1out')
      .replace(/cross[-_ ]?val(id(ation)?)?(?!\p{L})/gu, '')
      .match(/[\p{L}\p{M}]+/gu) ?? [];
  // Of sentences out of scope a person must say whether they make a class.
  if (words.includes('oos')) return undefined;
  return WORDS.find(([, names]) => names.some((name) => words.includes(name)))?.[0];
}
