/** A set's answers in a file format: one file, or a zip of several. */
import { emptyLabels } from '../../data/dataset';
import type { OutData, OutRow } from '../../data/formats/output';
import { TandemError } from '../../errors';
import { count, plural } from '../../plural';
import { baseName, exportFiles } from '../exportFiles';
import type { ExportedFile } from '../protocol';
import type { PredictionSet } from './predictionSet';

/**
 * @param threshold answers below it are left empty; those of classes keep their score
 * @throws TandemError `bad-input` for a format that is not written
 */
export async function exportSet(set: PredictionSet, format: string, threshold: number | undefined): Promise<ExportedFile> {
  if (set.done === 0) throw new TandemError('bad-input', 'Nothing is predicted yet, so there is nothing to save.');
  return exportFiles(outData(set, threshold), format, notesOn(set, threshold));
}

function outData(set: PredictionSet, threshold: number | undefined): OutData {
  return {
    name: nameOf(set),
    columns: set.columns.map(({ task: { name, values } }) => ({ name, values })),
    rows: set.texts.slice(0, set.done).map((_, row) => outRow(set, row, threshold)),
    predicted: true,
  };
}

function outRow({ texts, columns }: PredictionSet, row: number, threshold: number | undefined): OutRow {
  const { text, other, words } = texts[row];
  const labels = emptyLabels();
  const scores = Object.create(null) as Record<string, number | number[]>;
  for (const column of columns) {
    const answer = column.answer(row);
    const { name } = column.task;
    if (!answer) continue;
    const unsure = column.isUnsure(row, threshold);
    if (!unsure) labels[name] = answer.label;
    // Scores of lists and spans belong to what is not there.
    if (answer.scores !== undefined && !(unsure && Array.isArray(answer.scores))) scores[name] = answer.scores;
  }
  return { text, ...(other === undefined ? {} : { other }), ...(words ? { words } : {}), labels, scores };
}

function notesOn({ columns, done, texts }: PredictionSet, threshold: number | undefined): string[] {
  const notes: string[] = [];
  if (done < texts.length)
    notes.push(`only the first ${count(done)} of ${plural(texts.length, 'row')} ${done === 1 ? 'is' : 'are'} predicted and saved`);
  for (const column of columns) {
    const { unsure, unanswered } = column.count(done, threshold);
    const { name } = column.task;
    if (unsure > 0)
      notes.push(`${name} is left empty in ${plural(unsure, 'row')}, where its confidence is below ${count(100 * (threshold ?? 0))} %`);
    if (unanswered > 0) notes.push(`${name} is empty in ${plural(unanswered, 'row')} without a second text, which it needs`);
  }
  return notes;
}

/** `reviews.csv` → `reviews-predicted`. */
const nameOf = ({ name }: PredictionSet) => `${baseName(name)}-predicted`;
