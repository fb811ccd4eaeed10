/** Cutting a text where a pattern matches, and what becomes of the matches: `SplitDelimiterBehavior` of Rust's tokenizers. */
import type { AlignedText, Stretch } from '../alignedText';

export type Behavior = 'Removed' | 'Isolated' | 'MergedWithPrevious' | 'MergedWithNext' | 'Contiguous';

/** @param invert whether the words are what matches, and delimiters what does not */
export function cut(text: AlignedText, pattern: RegExp, behavior: Behavior, invert = false): AlignedText[] {
  const stretches = text.find(pattern).map(({ from, to, found }) => ({ from, to, found: found !== invert }));
  return merged(stretches, behavior).flatMap(({ from, to }) => (from < to ? [text.slice(from, to)] : []));
}

function merged(stretches: Stretch[], behavior: Behavior): Stretch[] {
  switch (behavior) {
    case 'Removed':
      return stretches.filter(({ found }) => !found);
    case 'Isolated':
      return stretches;
    case 'Contiguous':
      return joined(stretches, (stretch, before) => stretch.found === before);
    case 'MergedWithPrevious':
      return joined(stretches, (stretch, before) => stretch.found && !before);
    case 'MergedWithNext':
      return joined(stretches.reverse(), (stretch, before) => stretch.found && !before).reverse();
  }
}

/** Joins each stretch with the one before it where `joins` says so; before the first one nothing was found. */
function joined(stretches: Stretch[], joins: (stretch: Stretch, before: boolean) => boolean): Stretch[] {
  const result: Stretch[] = [];
  let before = false;
  for (const stretch of stretches) {
    const last = result.at(-1);
    if (last && joins(stretch, before)) {
      last.from = Math.min(last.from, stretch.from);
      last.to = Math.max(last.to, stretch.to);
    } else {
      result.push({ ...stretch });
    }
    before = stretch.found;
  }
  return result;
}
