/** What a model cannot take in of a data set, in sentences. */
import type { LabelColumn } from '../../data/labelColumns';
import { count, plural } from '../../ui/format';
import type { DatasetFit, DatasetInfo } from '../../workers/protocol';

type Parts = [one: string, many: string];

const PARTS: Partial<Record<LabelColumn['values'], Parts>> = {
  spans: ['entity', 'entities'],
  answers: ['answer', 'answers'],
};
const LABELS: Parts = ['label', 'labels'];

export function fitInWords({ rows, truncated, tasks }: DatasetFit, { columns }: Pick<DatasetInfo, 'columns'>): string[] {
  const losing = Object.entries(tasks).filter(([, { lost }]) => lost > 0);
  const sentences = losing.map(([task, { parts, lost, examples }]) => {
    const values = columns.find((column) => column.task === task)?.values;
    const [one, many] = (values && PARTS[values]) ?? LABELS;
    const prefix = losing.length > 1 ? `${task}: ` : '';
    const example = examples.length > 0 ? `, for example “${examples[0]}”` : '';
    return `${prefix}${count(lost)} of ${plural(parts, one, many)} cannot be marked exactly by this model${example}.`;
  });
  if (truncated > 0) {
    const which = `${count(truncated)} of ${plural(rows, 'text')} ${truncated === 1 ? 'is' : 'are'} longer than this model reads`;
    sentences.push(`${which}; ${truncated === 1 ? 'it is' : 'they are'} cut unless sliding windows are chosen in Train.`);
  }
  return sentences;
}
