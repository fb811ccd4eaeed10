/**
 * CoNLL and other IOB files: a token and its tag on a line, separated by tabs or blanks, sentences by empty
 * lines (Tjong Kim Sang & De Meulder, 2003). `# label = X` before a sentence gives its class.
 */
import { RowCollector } from '../rows';
import type { Format } from './format';
import { FORMAT_TITLES } from './titles';

const CLASS_COMMENT = /^#\s*(?:label|class|intent|category|topic)\s*[=:]\s*(.+)$/i;
const TAGGED_LINE = /^\S+[ \t].*\b(?:O|[BIESLUMW]-\S+)\s*$/;

export const conll: Format = {
  name: 'conll',
  title: FORMAT_TITLES.conll,
  recognises: ([{ name, text }]) => {
    if (/\.(conll|conllu|iob2?|bio|bioes)$/i.test(name)) return true;
    const lines = text
      .slice(0, 4000)
      .split(/\r?\n/)
      .slice(0, -1)
      .filter((line) => line.trim() !== '' && !line.startsWith('#'));
    return lines.length > 1 && lines.every((line) => TAGGED_LINE.test(line) || line.startsWith('-DOCSTART-'));
  },
  read({ name, text }) {
    const collector = new RowCollector(name);
    const fresh = (line: number) => ({ line, tokens: [] as string[], tags: [] as string[], label: undefined as string | undefined });
    let sentence = fresh(1);
    const finish = (next: number) => {
      if (sentence.tokens.length > 0) collector.add(sentence);
      sentence = fresh(next);
    };
    for (const [i, raw] of text.split('\n').entries()) {
      const line = raw.replace(/\r$/, '');
      if (line.trim() === '') {
        // A class above an empty line belongs to the sentence below it.
        if (sentence.tokens.length > 0) finish(i + 2);
        continue;
      }
      const label = CLASS_COMMENT.exec(line)?.[1].trim();
      if (label !== undefined && sentence.tokens.length === 0) sentence = { ...sentence, line: i + 1, label };
      if (line.startsWith('-DOCSTART-') || (line.startsWith('# ') && sentence.tokens.length === 0)) continue;
      const cells = line.includes('\t') ? line.split('\t').map((cell) => cell.trim()) : line.trim().split(/ +/);
      if (cells.length < 2 || cells[0] === '') {
        collector.problem(i + 1, `"${line.slice(0, 40)}" has no token and tag; the line is left out`);
        continue;
      }
      sentence.tokens.push(cells[0]);
      sentence.tags.push(cells.filter((cell) => cell !== '').at(-1) ?? 'O');
    }
    finish(0);
    return { rows: collector.rows, problems: collector.problems };
  },
};
