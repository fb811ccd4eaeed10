/**
 * A class, then the sentence, per line: `1 a good film` (SST-2), `LOC:city What city …` (TREC, of whose
 * classes the coarse part counts), `label<tab>text`.
 */
import type { FileRecord } from '../records';
import type { Format } from './format';

const LINE = /^(?:__label__)?([^\s:]{1,40})(?::[^\s:]*)?(?:\t| )\s*(.*\S)\s*$/;
/** Lines looked at to recognise it, and how many different first words make classes. */
const SAMPLE = 500;
const MOST_CLASSES = 50;

export const labelled: Format = {
  name: 'labelled',
  title: 'Label and text per line',
  recognises([{ text }]) {
    const lines = text.split('\n', SAMPLE).filter((line) => line.trim() !== '');
    const found = lines.map((line) => LINE.exec(line)?.[1]);
    const classes = new Set(found);
    return lines.length > 3 && !classes.has(undefined) && classes.size <= Math.min(MOST_CLASSES, lines.length / 3);
  },
  read({ text }, { report }) {
    const records: FileRecord[] = [];
    for (const [i, line] of text.split('\n').entries()) {
      if (line.trim() === '') continue;
      const [, label, sentence] = LINE.exec(line.replace(/\r$/, '')) ?? [];
      if (sentence === undefined) report(i + 1, 'a label and a text are expected; the line is left out');
      else records.push({ line: i + 1, values: [label, sentence] });
    }
    return { columns: ['class', 'text'], records, roles: { text: 'text', labels: ['class'] } };
  },
};
