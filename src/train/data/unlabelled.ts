/** Which of the texts without a label heads are solved with. */
import type { Example } from '../../data/dataset';
import { Random } from '../../random';

const MOST_TEXTS = 10_000;
/** Of all of them: a processor reads so much in a minute or two. */
const MOST_CHARACTERS = 500_000;

/** @returns places of such examples: all of them, or as many as the seed draws within a minute or two of reading */
export function drawnUnlabelled<Row extends Pick<Example, 'text' | 'labels'>>(
  examples: readonly Row[],
  isUnlabelled: (example: Row) => boolean,
  seed: number,
): number[] {
  const found = new Random(seed).shuffled(examples.flatMap((example, i) => (isUnlabelled(example) ? [i] : [])));
  let characters = 0;
  const end = found.findIndex((i, n) => {
    characters += examples[i].text.length;
    return n >= MOST_TEXTS || characters > MOST_CHARACTERS;
  });
  return (end < 0 ? found : found.slice(0, end)).sort((a, b) => a - b);
}
