/** Where hidden states of a split lie that are kept: texts that come again and again, as in pairs of rows, are computed once. */
import type { Example } from '../../data/dataset';
import type { View } from '../../tasks/kind';
import type { EncodedSplit } from './encodedSplit';
import { inputOf } from './prepare';

/** Of each example, the first one that reads the same in a view: itself, where none before it does. */
function firstAlike(examples: Example[], view: View): number[] {
  const first = new Map<string, number>();
  return examples.map((example, i) => {
    const key = JSON.stringify(inputOf(example, view));
    const known = first.get(key) ?? i;
    first.set(key, known);
    return known;
  });
}

/** Those whose states are kept, in the order in which they lie. */
export function keptExamples(examples: Example[], view: View): Example[] {
  const alike = firstAlike(examples, view);
  return examples.filter((_, i) => alike[i] === i);
}

/** @returns `first` token of each example in the kept states, and how many `tokens` these have */
export function keptLayout(
  { examples, encoded }: { examples: Example[]; encoded: Pick<EncodedSplit, 'views'> },
  view: View,
): { first: number[]; tokens: number } {
  const alike = firstAlike(examples, view);
  const first: number[] = [];
  let tokens = 0;
  for (const [i, { sequences }] of (encoded.views.get(view)?.texts ?? []).entries()) {
    first.push(alike[i] === i ? tokens : first[alike[i]]);
    if (alike[i] === i) tokens += sequences.reduce((sum, { ids }) => sum + ids.length, 0);
  }
  return { first, tokens };
}
