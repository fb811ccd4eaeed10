/** What suggestions have been worth: each is compared with the label that the row then got. */
import type { Label } from '../../data/dataset';
import type { GivenLabel } from '../../project/labels';
import { type Interval, wilson } from '../../tasks/metrics/intervals';

export interface Share {
  right: number;
  of: number;
}

export interface SuggestionScore {
  /** Of the last suggestions. */
  latest: Share;
  /** Of suggestions for rows that were drawn by chance, the last ones: what all rows without a label may expect. With its 95 % interval. */
  drawn: Share & { interval: Interval };
}

/** Earlier suggestions say little about the heads as they are now. */
const LATEST = 50;

/** Whether a label can be compared with a suggestion: one that was made before, by heads that had not learned from it. */
export const isCompared = ({ suggested, label }: GivenLabel): boolean => suggested !== undefined && label !== null;

/** Suggestions of one column against its labels. @param compared in the order in which labels were given, see {@link isCompared} */
export function suggestionScore(compared: readonly GivenLabel[] = []): SuggestionScore {
  const drawn: GivenLabel[] = [];
  for (let i = compared.length - 1; i >= 0 && drawn.length < LATEST; i--) if (compared[i].drawn) drawn.push(compared[i]);
  const share = shareOf(drawn);
  return { latest: shareOf(compared.slice(-LATEST)), drawn: { ...share, interval: wilson(share.right, share.of) } };
}

const shareOf = (compared: GivenLabel[]): Share => ({
  right: compared.filter(({ label, suggested }) => isSame(label, suggested)).length,
  of: compared.length,
});

/** Whatever the order of names or spans. */
function isSame(a: Label | null, b: Label | undefined): boolean {
  const written = (label: Label | null | undefined) =>
    Array.isArray(label) ? label.map((part) => JSON.stringify(part, KEYS)).sort() : label;
  return JSON.stringify(written(a)) === JSON.stringify(written(b));
}

const KEYS = ['start', 'end', 'label'];
