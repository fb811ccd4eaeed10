/** What a data set's tasks are and hold, in words. */
import type { ColumnSummary, Counts } from '../../data/describe';
import type { LabelColumn } from '../../data/labelColumns';
import { count, plural } from '../../ui/format';
import type { DatasetInfo, KindInfo } from '../../workers/protocol';

export type Kinds = ReadonlyMap<string, KindInfo>;

/** The worker names kinds soon after the page has opened; until then a kind has the name that code knows it by. */
export const kindTitle = (kinds: Kinds, kind: string) => kinds.get(kind)?.title ?? kind;

const HELD: Record<LabelColumn['values'], (distinct: number) => string> = {
  names: (n) => `names: ${count(n)} different`,
  lists: (n) => `lists of names: ${count(n)} different`,
  numbers: (n) => `numbers: ${count(n)} different`,
  spans: (n) => `marked stretches: ${plural(n, 'type')}`,
  answers: () => 'answers in the text',
};

/** "names: 4 different in 424 rows" */
export const columnInWords = ({ values, distinct, count: rows }: LabelColumn) => `${HELD[values](distinct)} in ${plural(rows, 'row')}`;

/** "topic (Classification, 4 labels)" */
export function taskInWords(summary: ColumnSummary, { tasks }: Pick<DatasetInfo, 'tasks'>, kinds: Kinds): string {
  const kind = Object.hasOwn(tasks, summary.name) ? kindTitle(kinds, tasks[summary.name].kind) : '';
  const { values, names, numbers } = summary;
  const distinct = Object.keys(names).length;
  const held = numbers
    ? `${figure(numbers.min)} to ${figure(numbers.max)}`
    : values === 'answers' || distinct === 0
      ? ''
      : plural(distinct, values === 'spans' ? 'type' : 'label');
  return `${summary.name} (${[kind, held].filter(Boolean).join(', ')})`;
}

const digits = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });

/** A number of a data set: "0.25", "1,200". */
export const figure = (value: number) => digits.format(value).replace('-', '−');

export const sum = ({ train, validation, test }: Counts) => train + validation + test;
