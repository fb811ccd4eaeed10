/**
 * OntoNotes as CoNLL-2012 has it (`.v4_gold_conll`; Pradhan et al., 2012): a word per line, names in brackets over
 * several lines: `(PERSON*`, `*`, `*)`. Words joined by blanks are the text.
 */

import { TandemError } from '../../errors';
import { plural } from '../../plural';
import type { Ask } from '../questions';
import type { FileRecord } from '../records';
import { isUsualTag } from '../tagNotations';
import { sampleOf, sentencesOf } from './conll/conllLines';
import type { Format } from './format';

const NAME = /^(\([A-Za-z][^()*\s|]*)*\*?\)*$/;
/** Arguments of verbs, and parts of sentences, are in brackets too. */
const OTHER = /^\((([RC]-)?(A\d|AA|AM|ARG|V\b)|TOP\b|ROOT\b)/;
/** Where the shared task has the words, and the names. */
const WORD_COLUMN = 3;
const NAME_COLUMN = 10;
/** Document, part, number, word, part of speech, and names at the least. */
const LEAST = 6;
/** Penn Treebank's ways of writing brackets. */
const BRACKETS: Record<string, string> = {
  '-LRB-': '(',
  '-RRB-': ')',
  '-LSB-': '[',
  '-RSB-': ']',
  '-LCB-': '{',
  '-RCB-': '}',
};

const isComment = (raw: string) => /^#(begin|end) document/.test(raw);
const cellsOf = (raw: string) => raw.trim().split(/\s+/);

export const ontonotes: Format = {
  name: 'ontonotes',
  title: 'OntoNotes (CoNLL-2012)',
  recognises: ([{ text }]) => {
    const lines = sentencesOf(sampleOf(text))
      .flat()
      .map(({ raw }) => raw);
    const words = lines.filter((raw) => !isComment(raw)).map(cellsOf);
    const shaped = words.length > 0 && words.every((cells) => cells.length >= LEAST && /^\d+$/.test(cells[1]) && /^\d+$/.test(cells[2]));
    if (shaped) return lines.some(isComment) || words.every((cells) => cells.slice(LEAST - 1).some((cell) => cell.includes('*')));
    // Files of the kind without names are refused with a word on what is missing.
    return lines.some(isComment) && words.length > 0 && !words.every((cells) => isUsualTag(cells[cells.length - 1]));
  },
  read(file, { report, ask }) {
    const sentences = sentencesOf(file.text)
      .map((lines) => lines.filter(({ raw }) => !isComment(raw)).map(({ line, raw }) => ({ line, cells: cellsOf(raw) })))
      .filter((lines) => lines.length > 0);
    const rows = sentences.flatMap((lines) => lines.map(({ cells }) => cells));
    if (rows.length > 0 && rows.every((cells) => cells[WORD_COLUMN] === '[WORD]')) {
      throw new TandemError(
        'bad-input',
        `${file.name} has [WORD] instead of every word. Choose the file into which the words of OntoNotes have been put.`,
      );
    }
    const column = nameColumn(rows, file.name, ask);
    const odd = { nested: 0, unclosed: 0 };
    const records = sentences.map((lines): FileRecord => {
      const words = lines.map(({ cells }) => plainWord(cells[WORD_COLUMN]));
      return {
        line: lines[0].line,
        values: [
          words,
          tagsOf(
            lines.map(({ cells }) => cells[column] ?? '*'),
            odd,
          ),
        ],
      };
    });
    if (odd.nested > 0)
      report(undefined, `${plural(odd.nested, 'name is inside another', 'names are inside others')}; only the outer names are read`);
    if (odd.unclosed > 0)
      report(
        undefined,
        `${plural(odd.unclosed, 'name does', 'names do')} not end in the same sentence; ${odd.unclosed === 1 ? 'it is' : 'they are'} read up to the end of the sentence`,
        'warning',
      );
    return { columns: ['tokens', 'entities'], records, roles: { tokens: 'tokens', tags: 'entities', labels: [] } };
  },
};

/** Found by its contents: types in brackets that are no roles of arguments. */
function nameColumn(rows: string[][], name: string, ask: Ask): number {
  const least = Math.min(...rows.map((cells) => cells.length));
  const fits = Array.from({ length: Math.max(0, least - 4) }, (_, i) => i + 4).filter((column) =>
    rows.every((cells) => NAME.test(cells[column])),
  );
  if (fits.includes(NAME_COLUMN) && !rows.some((cells) => OTHER.test(cells[NAME_COLUMN]))) return NAME_COLUMN;
  const named = fits.filter(
    (column) => !rows.some((cells) => OTHER.test(cells[column])) && rows.some((cells) => cells[column].startsWith('(')),
  );
  const [likely] = named;
  if (likely === undefined) {
    throw new TandemError(
      'bad-input',
      `${name} is OntoNotes without a column of names like (PERSON*, * and *). Choose the file that has them, often called .gold_conll.`,
    );
  }
  if (named.length === 1) return likely;
  const options = named.map((column) => {
    const examples = [...new Set(rows.map((cells) => cells[column]))].filter((cell) => cell.startsWith('(')).slice(0, 3);
    return { value: String(column + 1), title: `Column ${column + 1} (${examples.join(', ')})` };
  });
  return (
    Number(ask({ id: 'tag column', text: 'Several columns hold names in brackets. Which one should be read?', options, open: false })) - 1
  );
}

function tagsOf(cells: string[], odd: { nested: number; unclosed: number }): string[] {
  let type = '';
  let depth = 0;
  const tags = cells.map((cell) => {
    const opened = cell.match(/\([^()*]+/g) ?? [];
    if (opened.length > 0) odd.nested += depth > 0 ? opened.length : opened.length - 1;
    const begins = depth === 0 && opened.length > 0;
    if (begins) type = (opened[0] ?? '').slice(1);
    depth += opened.length;
    const tag = depth === 0 ? 'O' : `${begins ? 'B' : 'I'}-${type}`;
    depth = Math.max(0, depth - (cell.match(/\)/g) ?? []).length);
    return tag;
  });
  if (depth > 0) odd.unclosed++;
  return tags;
}

/** `/.` and `/?` are how OntoNotes writes marks; brackets have names. */
function plainWord(word: string): string {
  if (Object.hasOwn(BRACKETS, word)) return BRACKETS[word];
  return /^\/[.?!,:;-]+$/.test(word) ? word.slice(1) : word;
}
