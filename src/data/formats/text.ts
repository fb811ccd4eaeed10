/** Texts without labels: one per line. */
import { plural } from '../../plural';
import type { SourceFile } from '../records';
import type { Format } from './format';

/** Lines looked at; so few different first words make one wonder whether they are labels. */
const SAMPLE = 500;
const FEW = 20;

export const text: Format = {
  name: 'text',
  title: 'Text: one per line, no labels',
  recognises: ([file]) => /\.(txt|text)$/i.test(file.name) || !/\.[a-z0-9]+$/i.test(file.base),
  read(file, { ask }) {
    const lines = file.text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [{ line: i + 1, text: line.trim() }]));
    const first = firstWords(file);
    const labelled =
      first !== undefined &&
      ask({
        id: 'first words',
        text: `Lines begin with one of ${plural(first.length, 'word')} (${first
          .slice(0, 3)
          .map((word) => `"${word}"`)
          .join(', ')} …). The first word of a line is`,
        options: [
          { value: 'text', title: 'part of the text, which has no label' },
          { value: 'label', title: 'the label of the text after it' },
        ],
        open: true,
      }) === 'label';
    return {
      columns: ['class', 'text'],
      records: lines.map(({ line, text: whole }) => {
        const at = labelled ? whole.search(/\s/) : -1;
        return { line, values: at < 0 ? [undefined, whole] : [whole.slice(0, at), whole.slice(at).trim()] };
      }),
      roles: { text: 'text', ...(labelled ? { labels: ['class'] } : {}) },
    };
  },
};

/** Undefined where they differ as the words of texts do. */
function firstWords(file: SourceFile): string[] | undefined {
  const lines = file.head(SAMPLE).filter((line) => /\S\s+\S/.test(line));
  const words = [...new Set(lines.map((line) => line.trim().split(/\s/, 1)[0]))];
  return lines.length > 3 && words.length > 1 && words.length <= Math.min(FEW, lines.length / 3) ? words : undefined;
}
