/** What is odd about a data set as a whole: nothing that stops it, all that a person should know. */
import { plural } from '../plural';
import { type Dataset, type Problem, SPLITS, type SplitName } from './dataset';
import type { LabelColumn } from './labelColumns';
import { namesIn } from './labelSets';
import { someOf } from './someOf';

export function datasetProblems(dataset: Dataset): Problem[] {
  const found = [...missingRows(dataset), ...dataset.columns.flatMap((column) => columnProblems(dataset, column))];
  return found.map((message) => ({ severity: 'warning', file: dataset.name, message }));
}

function missingRows({ train, validation, test }: Dataset): string[] {
  if (train.length > 0) return validation.length > 0 ? [] : ['there are no rows for validation'];
  const there = [validation.length > 0 ? 'validation' : '', test.length > 0 ? 'test' : ''].filter((name) => name !== '');
  if (there.length === 0) return ['there are no rows for training'];
  const all = `by the names of the files or the split column, all rows are ${there.join(' and ')} rows`;
  return [`there are no rows for training: ${all}. Rename the file, or choose another split for it`];
}

/** Fewer training rows than this say little of a class. */
const FEW = 3;
/** From this share of the rows on, always answering one class looks good. */
const MOST = 0.9;
/** Too few rows to speak of shares. */
const SMALL = 30;
const MOST_SHOWN = 5;

function columnProblems(dataset: Dataset, { name, values }: LabelColumn): string[] {
  if (values === 'numbers' || values === 'answers') return [];
  const counts = countNames(dataset, 'train', name);
  return [...rareNames(name, values, counts), ...(values === 'names' ? imbalance(dataset, name) : [])];
}

function countNames(dataset: Dataset, split: SplitName, column: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { labels } of dataset[split]) for (const name of namesIn(labels[column])) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function rareNames(column: string, values: LabelColumn['values'], counts: Map<string, number>): string[] {
  const rare = [...counts].filter(([, count]) => count < FEW);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  // Of a handful of rows nothing is frequent.
  if (rare.length === 0 || all < SMALL) return [];
  const [one, many, where] =
    values === 'spans' ? ['type has', 'types have', 'training entities'] : ['class has', 'classes have', 'training rows'];
  const list = someOf(
    rare.map(([name, count]) => `"${name}" (${count})`),
    MOST_SHOWN,
  );
  return [`${column}: ${plural(rare.length, one, many)} fewer than ${FEW} ${where}: ${list}. That is too few to learn from`];
}

function imbalance(dataset: Dataset, column: string): string[] {
  const counts = new Map<string, number>();
  for (const split of SPLITS)
    for (const [name, count] of countNames(dataset, split, column)) counts.set(name, (counts.get(name) ?? 0) + count);
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [name, most] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['', 0]);
  if (counts.size < 2 || all < SMALL || most < MOST * all) return [];
  const share = `${Math.floor((1000 * most) / all) / 10} %`;
  return [
    `${column}: ${share} of the rows are "${name}", so a model that always answers "${name}" has an accuracy of ${share}; look at macro-F1 instead`,
  ];
}
