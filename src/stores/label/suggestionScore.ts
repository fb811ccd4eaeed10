/** What suggestions have been worth: each is compared with the label that the row then got. */
import type { Label } from '../../data/dataset';
import type { GivenLabel, RowMarks } from '../../project/labels';
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

/** Suggestions of one column against its labels; made before the row was labelled, by heads that had not learned from it. */
export function suggestionScore(marks: ReadonlyMap<string, RowMarks>, column: string): SuggestionScore {
  const compared: GivenLabel[] = [];
  for (const { labels } of marks.values()) {
    if (!labels || !Object.hasOwn(labels, column)) continue;
    const given = labels[column];
    if (given.suggested !== undefined && given.label !== null) compared.push(given);
  }
  compared.sort((a, b) => a.at - b.at);
  const drawn = shareOf(compared.filter((given) => given.drawn).slice(-LATEST));
  return { latest: shareOf(compared.slice(-LATEST)), drawn: { ...drawn, interval: wilson(drawn.right, drawn.of) } };
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
