/** Labels that a person gives in the page, laid over what files hold. The files stay as they are. */
import { type Dataset, type Example, emptyLabels, type Label, SPLITS } from './dataset';
import type { LabelColumn } from './labelColumns';
import { describeColumn } from './labelSets';

/** A column of labels that a person made, or one of a file with labels of theirs. */
export interface GivenColumn {
  name: string;
  values: LabelColumn['values'];
}

export interface GivenLabels {
  columns: GivenColumn[];
  /** By the key of the row, then by column. `null` takes the file's label away. */
  rows: [key: string, labels: [column: string, label: Label | null][]][];
}

/**
 * What a row is known by when its file is read again, maybe in another order or with other splits: its text, and which of those
 * with the same text it is.
 */
export function rowKeys(dataset: Dataset): Record<(typeof SPLITS)[number], string[]> {
  const seen = new Map<string, number>();
  const keyOf = ({ text, other }: Example) => {
    const hash = hash64(other === undefined ? text : `${text}\u0000${other}`);
    const before = seen.get(hash) ?? 0;
    seen.set(hash, before + 1);
    return before === 0 ? hash : `${hash}.${before}`;
  };
  const [train, validation, test] = SPLITS.map((split) => dataset[split].map(keyOf));
  return { train, validation, test };
}

/** @returns a data set of its own; rows without given labels are shared with the one before */
export function withGiven<T extends Dataset>(dataset: T, { columns, rows }: GivenLabels): T {
  if (rows.length === 0) return dataset;
  const given = new Map(rows);
  const before = new Map(dataset.columns.map((column) => [column.name, column]));
  const made = new Map(columns.map(({ name, values }) => [name, values]));
  const valuesOf = (name: string) => before.get(name)?.values ?? made.get(name);
  const keys = rowKeys(dataset);
  const [train, validation, test] = SPLITS.map((split) =>
    dataset[split].map((example, i) => {
      const labels = given.get(keys[split][i]);
      return labels ? { ...example, labels: laidOver(example, labels, valuesOf) } : example;
    }),
  );
  const all = [...train, ...validation, ...test];
  const touched = new Set(rows.flatMap(([, labels]) => labels.map(([column]) => column)));
  const described = [...new Set([...before.keys(), ...made.keys()])].flatMap((name) => {
    const values = valuesOf(name);
    return touched.has(name) && values ? describeColumn(all, name, values) : (before.get(name) ?? []);
  });
  return { ...dataset, train, validation, test, columns: described.filter(({ count }) => count > 0) };
}

type ValuesOf = (column: string) => LabelColumn['values'] | undefined;

function laidOver(example: Example, given: [column: string, label: Label | null][], valuesOf: ValuesOf) {
  const labels = Object.assign(emptyLabels(), example.labels);
  for (const [column, label] of given) {
    if (!canHold(valuesOf(column), label)) continue;
    if (label === null) delete labels[column];
    else labels[column] = label;
  }
  return labels;
}

/** Labels of a column of which another file, or another reading, has made something else would be no labels of it. */
function canHold(values: LabelColumn['values'] | undefined, label: Label | null): boolean {
  if (values === undefined) return false;
  if (label === null) return true;
  if (values === 'names') return typeof label === 'string';
  if (values === 'numbers') return typeof label === 'number' && Number.isFinite(label);
  return Array.isArray(label) && label.every((item) => (typeof item === 'string') === (values === 'lists'));
}

/** FNV-1a over UTF-16 units, twice 32 bits wide: texts of a data set are told apart, nobody is kept from making equal ones. */
function hash64(text: string): string {
  let [low, high] = [0x811c9dc5, 0xcbf29ce4];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ ((unit << 5) | (i % 31)), 0x01000193);
  }
  return [low, high].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
}
