/** What a preview shows of a data set: counts and lengths. */
import { type Dataset, type Example, SPLITS, type SplitName } from './dataset';
import type { LabelColumn } from './labelColumns';
import { namesIn, namesOf, numbersOf } from './labelSets';

export type Counts = Record<SplitName, number>;

/** What a column of labels holds. */
export interface ColumnSummary {
  /** As the file calls it. */
  name: string;
  /** What kind of values its labels are. */
  values: LabelColumn['values'];
  /** Rows that have a label. */
  labelled: Counts;
  /** Labels of every name, in alphabetical order: rows of a class, entities of a type. Without a prototype. */
  names: Record<string, Counts>;
  /** Of a column of numbers, over all splits. */
  numbers?: { min: number; median: number; max: number; mean: number };
}

/** What a data set holds, in numbers. */
export interface DatasetSummary {
  /** Per split. */
  rows: Counts;
  /** Those of labels. */
  columns: ColumnSummary[];
  /** Of the texts, in words between blanks. */
  words: { median: number; longest: number };
}

export function describeDataset(dataset: Dataset): DatasetSummary {
  const lengths = SPLITS.flatMap((split) => dataset[split].map(({ text }) => countWords(text))).sort((a, b) => a - b);
  return {
    rows: count(dataset, (examples) => examples.length),
    columns: dataset.columns.map((column) => describeColumn(dataset, column)),
    words: { median: lengths[Math.floor(lengths.length / 2)] ?? 0, longest: lengths.at(-1) ?? 0 },
  };
}

const count = (dataset: Dataset, of: (examples: Example[]) => number): Counts => ({
  train: of(dataset.train),
  validation: of(dataset.validation),
  test: of(dataset.test),
});

function describeColumn(dataset: Dataset, { name, values }: LabelColumn): ColumnSummary {
  const all = SPLITS.flatMap((split) => dataset[split]);
  const names = Object.create(null) as Record<string, Counts>;
  for (const each of namesOf(all, name)) names[each] = { train: 0, validation: 0, test: 0 };
  for (const split of SPLITS) {
    for (const { labels } of dataset[split]) for (const each of namesIn(labels[name])) names[each][split]++;
  }
  const numbers = numbersOf(all, name).sort((a, b) => a - b);
  return {
    name,
    values,
    labelled: count(dataset, (examples) => examples.filter(({ labels }) => labels[name] !== undefined).length),
    names,
    ...(numbers.length > 0 ? { numbers: spread(numbers) } : {}),
  };
}

/** @param sorted at least one number, ascending */
function spread(sorted: number[]): { min: number; median: number; max: number; mean: number } {
  const middle = sorted.length / 2;
  return {
    min: sorted[0],
    median: (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2,
    max: sorted[sorted.length - 1],
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
  };
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
