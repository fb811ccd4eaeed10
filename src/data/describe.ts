/** What a preview shows of a data set: counts and lengths. */
import type { Dataset, Example, SplitName } from './dataset';

export interface Counts {
  train: number;
  validation: number;
}

export interface DatasetSummary {
  rows: Counts;
  /** Rows that have a class, and rows that have tags. */
  labelled: Counts;
  tagged: Counts;
  /** Rows of every class. */
  labels: Record<string, Counts>;
  /** Entities of every type. */
  entities: Record<string, Counts>;
  /** Of the texts, in words between blanks. */
  words: { median: number; longest: number };
}

const SPLITS: SplitName[] = ['train', 'validation'];

export function describeDataset(dataset: Dataset): DatasetSummary {
  const zero = (): Counts => ({ train: 0, validation: 0 });
  const summary: DatasetSummary = {
    rows: zero(),
    labelled: zero(),
    tagged: zero(),
    labels: {},
    entities: {},
    words: { median: 0, longest: 0 },
  };
  for (const label of dataset.labels) summary.labels[label] = zero();
  for (const split of SPLITS) for (const example of dataset[split]) count(summary, split, example);
  const lengths = SPLITS.flatMap((split) => dataset[split].map(({ text }) => countWords(text))).sort((a, b) => a - b);
  summary.words = { median: lengths[Math.floor(lengths.length / 2)] ?? 0, longest: lengths.at(-1) ?? 0 };
  summary.entities = Object.fromEntries(Object.entries(summary.entities).sort(([a], [b]) => (a < b ? -1 : 1)));
  return summary;
}

function count(summary: DatasetSummary, split: SplitName, { label, tags }: Example): void {
  summary.rows[split]++;
  if (label !== undefined) {
    summary.labelled[split]++;
    summary.labels[label][split]++;
  }
  if (!tags) return;
  summary.tagged[split]++;
  for (const [i, tag] of tags.entries()) {
    const opens = tag.startsWith('B-') || (tag.startsWith('I-') && (tags[i - 1] ?? 'O').slice(2) !== tag.slice(2));
    if (!opens) continue;
    const type = tag.slice(2);
    summary.entities[type] ??= { train: 0, validation: 0 };
    summary.entities[type][split]++;
  }
}

/** Without making an array of each: there may be hundreds of thousands. */
function countWords(text: string): number {
  let words = 0;
  let inside = false;
  for (let i = 0; i < text.length; i++) {
    const blank = text.charCodeAt(i) <= 32;
    if (!blank && !inside) words++;
    inside = !blank;
  }
  return words;
}
