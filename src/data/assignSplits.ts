/** Which rows are for training, validation and test. */
import { plural } from '../plural';
import { SPLITS, type SplitName } from './dataset';
import type { LabelKind } from './labelKinds';
import type { Row, Say } from './rows';
import { stratifiedSplit } from './split';
import { splitOfName } from './splitNames';
import type { Steps } from './steps';

/** By the name of a file, or a value of the split column. */
export type SplitCorrections = Record<string, SplitName | 'leave out'>;

/** Names of files and values of the split column, in the order of the rows; undefined is one that says nothing. */
export type SplitNames = { name: string; split: SplitName | 'leave out' | undefined }[];

export interface SplitOptions {
  splits?: SplitCorrections;
  /** Share of the training rows that validate, where no row is for validation. Default 0.2. */
  validationShare?: number;
  /** Of that share. Default 0. */
  seed?: number;
}

export function splitNamed(name: string, { splits = {} }: SplitOptions): SplitName | 'leave out' | undefined {
  return Object.hasOwn(splits, name) ? splits[name] : splitOfName(name);
}

/**
 * By column, else by file name, else for training. Test rows are for nothing else.
 *
 * @param kinds of the columns: the share is drawn from every class of the first that has classes
 * @returns a split per row, undefined for a row that is left out; and what each name of a file or of the column was taken for
 */
export function* assignSplits(
  rows: Row[],
  kinds: Map<string, LabelKind>,
  options: SplitOptions,
  say: Say,
): Steps<{ splits: (SplitName | undefined)[]; names: SplitNames }> {
  const { validationShare = 0.2, seed = 0 } = options;
  const unknown: Row[] = [];
  const known = new Map<string, SplitName | 'leave out' | undefined>();
  const lookUp = (name: string, otherwise?: SplitName) => {
    if (!known.has(name)) known.set(name, splitNamed(name, options) ?? otherwise);
    return known.get(name);
  };
  const splits = rows.map((row) => {
    const split = row.split === undefined ? lookUp(row.file, 'train') : lookUp(row.split);
    if (split === undefined) unknown.push(row);
    return split === 'leave out' ? undefined : split;
  });
  yield;
  if (unknown.length > 0) sayUnknown(unknown, say);
  const names = [...known].map(([name, split]) => ({ name, split }));
  if (splits.includes('validation')) return { splits, names };
  const [column] = [...kinds].find(([, kind]) => kind === 'names') ?? [];
  const train = rows.flatMap((_, i) => (splits[i] === 'train' ? [i] : []));
  const keys = train.map((i) => {
    const label = column === undefined ? undefined : rows[i].labels[column];
    return typeof label === 'string' ? label : undefined;
  });
  yield;
  for (const [n, split] of stratifiedSplit(keys, validationShare, seed).entries()) splits[train[n]] = split;
  return { splits, names };
}

function sayUnknown(rows: Row[], say: Say): void {
  const names = [...new Set(rows.map(({ split }) => split))];
  const shown = names.slice(0, 5).map((name) => `"${name}"`);
  const more = names.length > shown.length ? ` and ${plural(names.length - shown.length, 'other name')}` : '';
  const message = `${plural(rows.length, 'row is', 'rows are')} left out because the split is called ${shown.join(', ')}${more}: choose which of ${SPLITS.join(', ')} that is`;
  say(rows[0], message, 'warning');
}
