/** What was understood of files, in one sentence. */

import { plural } from '../plural';
import type { SplitNames } from './assignSplits';
import type { Roles } from './columns';
import { type Dataset, SPLITS } from './dataset';
import type { LabelColumn } from './labelColumns';

const KINDS: Record<LabelColumn['values'], (distinct: number) => string> = {
  names: (distinct) => `a class in {}, ${plural(distinct, 'value')}`,
  lists: (distinct) => `several classes in {}, ${plural(distinct, 'value')}`,
  numbers: () => 'a number in {}',
  spans: (distinct) => `spans in {}, ${plural(distinct, 'type')}`,
  answers: () => 'answers in {}',
};

/** Columns of labels that the sentence names. */
const MOST_COLUMNS = 20;

/** Names of columns stand between backticks. @param title of the format */
export function describeReading(dataset: Dataset, title: string, roles: Roles, splitNames: SplitNames): string {
  const total = SPLITS.reduce((sum, split) => sum + dataset[split].length, 0);
  const text = roles.text ?? roles.tokens;
  const other = roles.other === undefined ? '' : ` and \`${roles.other}\``;
  const left = dataset.columns.length - MOST_COLUMNS;
  const labels = dataset.columns
    .slice(0, MOST_COLUMNS)
    .map(({ name, values, distinct }) => KINDS[values](distinct).replace('{}', `\`${name}\``));
  if (left > 0) labels.push(`labels in ${plural(left, 'more column')}`);
  const parts = [
    `${title}: ${plural(total, 'text')}${text === undefined ? '' : ` in \`${text}\`${other}`}`,
    labels.length > 0 ? labels.join('; ') : 'no labels',
    ...splitNames.flatMap(({ name, split }) => (split === 'test' ? `\`${name}\` is kept for testing` : [])).slice(0, 3),
  ];
  return `${parts.join('; ')}.`;
}
