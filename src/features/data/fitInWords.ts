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

export function fitInWords({ rows, truncated, cutQuestions = 0, tasks }: DatasetFit, { columns }: Pick<DatasetInfo, 'columns'>): string[] {
  const losing = Object.entries(tasks).filter(([, { lost }]) => lost > 0);
  const sentences = losing.map(([task, { parts, lost, examples }]) => {
    const values = columns.find((column) => column.task === task)?.values;
    const [one, many] = (values && PARTS[values]) ?? LABELS;
    const prefix = losing.length > 1 ? `${task}: ` : '';
    const example = examples.length > 0 ? `, for example “${examples[0]}”` : '';
    return `${prefix}${count(lost)} of ${plural(parts, one, many)} cannot be marked exactly by this model${example}.`;
  });
  const texts = truncated - cutQuestions;
  if (texts > 0) {
    const which = `${count(texts)} of ${plural(rows, 'text')} ${texts === 1 ? 'is' : 'are'} longer than this model reads`;
    sentences.push(`${which}; ${texts === 1 ? 'it is' : 'they are'} cut unless sliding windows are chosen in Train.`);
  }
  if (cutQuestions > 0) {
    const which = `${count(cutQuestions)} of ${plural(rows, 'question')} ${cutQuestions === 1 ? 'takes' : 'take'} more than half of what this model reads`;
    sentences.push(
      `${which}, and ${cutQuestions === 1 ? 'is' : 'are'} cut, also in sliding windows: shorten ${cutQuestions === 1 ? 'it' : 'them'}.`,
    );
  }
  return sentences;
}
