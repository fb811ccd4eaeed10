/** fastText's lines: `__label__good __label__long an epic tale` (fasttext.cc/docs/en/supervised-tutorial), and what flair writes like it. */
import { plural } from '../../plural';
import type { FileRecord, SourceFile, Table } from '../records';
import type { Format, Reading } from './format';

/** Anywhere in a line, as fastText itself reads them. */
const LABEL = /(?<!\S)__label__(\S+)/g;
/** Lines looked at to recognise it. Files whose labelling is under way have few lines with labels. */
const SAMPLE = 500;
const FEWEST = 1 / 20;

export const fastText: Format = {
  name: 'fasttext',
  title: 'fastText (__label__)',
  recognises([file]) {
    if (/\.(csv|tsv|jsonl?)$/i.test(file.name)) return false;
    const lines = file.head(SAMPLE).filter((line) => line.trim() !== '');
    const marked = lines.filter((line) => /^\s*__label__\S/.test(line) || /\s__label__\S+\s*$/.test(line)).length;
    return lines.length > 1 && marked > 0 && marked >= lines.length * FEWEST;
  },
  read: readFastText,
};

function readFastText(file: SourceFile, { report }: Reading): Table {
  let bare = 0;
  const lines = file.text.split('\n').flatMap((source, i) => {
    if (source.trim() === '') return [];
    const labels = [...source.matchAll(LABEL)].map(([, label]) => label);
    const text = source.replace(LABEL, '').trim();
    if (text === '') {
      report(i + 1, 'the line has labels but no text; it is left out');
      return [];
    }
    if (labels.length === 0) bare++;
    return [{ line: i + 1, labels, text }];
  });
  if (bare > 0)
    report(
      undefined,
      `${plural(bare, 'line has no "__label__" and is', 'lines have no "__label__" and are')} read without labels`,
      'warning',
    );
  const scores = lines.every(({ labels }) => labels.length < 2 && labels.every(isDecimal));
  const records = lines.map(
    ({ line, labels, text }): FileRecord => ({
      line,
      values: [labels.length === 0 ? undefined : scores ? Number(labels[0]) : labels, text],
    }),
  );
  const column = scores ? 'score' : 'class';
  return { columns: [column, 'text'], records, roles: { text: 'text', labels: [column] } };
}

/** Numbers with a point measure something; others are classes that are called so. */
const isDecimal = (label: string) => /^[-+]?\d*\.\d+$/.test(label);
