/** A set's answers in a file format: one file, or a zip of several. */
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { emptyLabels } from '../../data/dataset';
import type { OutData, OutFile, OutRow } from '../../data/formats/output';
import { FORMATS } from '../../data/formats/registry';
import { TandemError } from '../../errors';
import type { ExportedFile } from '../protocol';
import type { PredictionSet } from './predictionSet';

/**
 * @param threshold answers below it are left empty; those of classes keep their score
 * @throws TandemError `bad-input` for a format that is not written
 */
export async function exportSet(set: PredictionSet, format: string, threshold: number | undefined): Promise<ExportedFile> {
  const writer = FORMATS.find(({ name }) => name === format)?.writer;
  if (!writer) {
    const written = FORMATS.flatMap(({ name, writer: known }) => (known ? [name] : []));
    throw new TandemError('bad-input', `Predictions cannot be saved as "${format}". Formats that are written: ${written.join(', ')}.`);
  }
  if (set.done === 0) throw new TandemError('bad-input', 'Nothing is predicted yet, so there is nothing to save.');
  const notes = notesOn(set, threshold);
  const files = await writer.write(outData(set, threshold), (message) => notes.push(message));
  if (files.length === 1) return { blob: new Blob(files[0].parts), name: baseName(files[0].path), notes };
  return { blob: zipped(files), name: `${nameOf(set)}.zip`, notes };
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
  const number = new Intl.NumberFormat('en');
  const rows = (count: number) => `${number.format(count)} ${count === 1 ? 'row' : 'rows'}`;
  if (done < texts.length) notes.push(`only the first ${number.format(done)} of ${rows(texts.length)} are predicted and saved`);
  for (const column of columns) {
    const { unsure, unanswered } = column.count(done, threshold);
    const { name } = column.task;
    if (unsure > 0) notes.push(`${name} is left empty in ${rows(unsure)}, where its confidence is below ${threshold}`);
    if (unanswered > 0) notes.push(`${name} is empty in ${rows(unanswered)} without a second text, which it needs`);
  }
  return notes;
}

/** `reviews.csv` → `reviews-predicted`. */
function nameOf({ name }: PredictionSet): string {
  const [first] = name.split(', ');
  return `${baseName(first).replace(/\.[^.]*$/, '') || 'texts'}-predicted`;
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

function zipped(files: OutFile[]): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    parts.push(chunk as Uint8Array<ArrayBuffer>);
  });
  for (const { path, parts: pieces } of files) {
    const file = new ZipDeflate(path);
    zip.add(file);
    for (const piece of pieces) file.push(typeof piece === 'string' ? strToU8(piece) : piece);
    file.push(new Uint8Array(), true);
  }
  zip.end();
  return new Blob(parts, { type: 'application/zip' });
}
