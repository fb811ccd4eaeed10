/**
 * CoNLL and other IOB files: a token and its tag per line, separated by tabs or blanks, sentences by empty
 * lines (Tjong Kim Sang & De Meulder, 2003). `# label = X` before a sentence gives its class.
 */
import type { FileRecord } from '../records';
import type { Format } from './format';

const CLASS_COMMENT = /^#\s*(?:label|class|intent|category|topic)\s*[=:]\s*(.+)$/i;
const TAGGED_LINE = /^\S+[ \t].*\b(?:O|[BIESLUMW]-\S+)\s*$/;

export const conll: Format = {
  name: 'conll',
  title: 'CoNLL (IOB)',
  recognises: ([{ name, text }]) => {
    if (/\.(conll|conllu|iob2?|bio|bioes)$/i.test(name)) return true;
    const lines = text
      .slice(0, 4000)
      .split(/\r?\n/)
      .slice(0, -1)
      .filter((line) => line.trim() !== '' && !line.startsWith('#'));
    return lines.length > 1 && lines.every((line) => TAGGED_LINE.test(line) || line.startsWith('-DOCSTART-'));
  },
  read({ text }, { report }) {
    const records: FileRecord[] = [];
    const fresh = (line: number) => ({ line, tokens: [] as string[], tags: [] as string[], label: undefined as string | undefined });
    let sentence = fresh(1);
    const finish = (next: number) => {
      const { line, tokens, tags, label } = sentence;
      if (tokens.length > 0) records.push({ line, values: [tokens, tags, label] });
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
        report(i + 1, `"${line.slice(0, 40)}" has no token and tag; the line is left out`);
        continue;
      }
      sentence.tokens.push(cells[0]);
      sentence.tags.push(cells.filter((cell) => cell !== '').at(-1) ?? 'O');
    }
    finish(0);
    return { columns: ['tokens', 'entities', 'class'], records, roles: { tokens: 'tokens', tags: 'entities', labels: ['class'] } };
  },
};
