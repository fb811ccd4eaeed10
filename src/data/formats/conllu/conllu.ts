/**
 * CoNLL-U and CoNLL-U Plus (universaldependencies.org/format.html), with entities in MISC (`NER=B-PER`, `name=B-PER`)
 * or in a column, and Universal NER's layout of an ID, a word and its tag. The text is that of `# text =`.
 */

import { TandemError } from '../../../errors';
import { plural } from '../../../plural';
import type { Ask } from '../../questions';
import type { FileRecord, SourceFile } from '../../records';
import { isUsualTag } from '../../tagNotations';
import { CLASS_COMMENT, sampleOf, sentencesOf, TEXT_COMMENT, type WordLine } from '../conll/conllLines';
import type { Format } from '../format';
import { surfaceOf, type Word } from './conlluWords';

const COLUMNS = ['ID', 'FORM', 'LEMMA', 'UPOS', 'XPOS', 'FEATS', 'HEAD', 'DEPREL', 'DEPS', 'MISC'];
const GLOBAL = /^#\s*global\.columns\s*=\s*(.+)$/;
const COMMENT = /^#\s*(text|sent_id|newdoc|newpar)\b/;
const ID = /^\d+([-.]\d+)?$/;
/** Keys and columns that hold entities, the likely one first where there are several. */
const KEYS = /^(ner([-_:].*)?|ne|name|entity|iob2?|bio)$/i;

export const conllu: Format = {
  name: 'conllu',
  title: 'CoNLL-U',
  recognises: ([{ text }]) => {
    const lines = sentencesOf(sampleOf(text)).flat();
    const words = lines.filter(({ raw }) => !raw.startsWith('#')).map(({ raw }) => raw.split('\t'));
    if (words.length === 0 || !words.every((cells) => ID.test(cells[0])) || !words.some(([id]) => /^\d+$/.test(id))) return false;
    if (lines.some(({ raw }) => GLOBAL.test(raw)) || words.every((cells) => cells.length === COLUMNS.length)) return true;
    const same = words.every((cells) => cells.length === words[0].length && cells.length > 2);
    const marked = lines.some(({ raw }) => COMMENT.test(raw)) || words.some(([id]) => /^\d+-\d+$/.test(id));
    return same && marked && words[0].some((_, i) => words.every((cells) => isUsualTag(cells[i]) || !/^\d+$/.test(cells[0])));
  },
  read(file, { report, ask }) {
    const sentences = sentencesOf(file.text);
    const source = askSource(file, sentences, ask);
    const explicit = sentences.some((lines) => lines.some(({ raw }) => source(raw.split('\t')) === 'O'));
    const names = columnsOf(sentences);
    const misc = names.indexOf('MISC');
    const spaced =
      misc >= 0 && sentences.some((lines) => lines.some(({ raw }) => miscOf(raw.split('\t')[misc]).get('SpaceAfter') === 'No'));
    const odd = { partial: 0, several: 0 };
    const records: FileRecord[] = [];
    for (const lines of sentences) {
      const words = lines.filter(({ raw }) => !raw.startsWith('#')).map(({ raw }): Word => wordOf(raw.split('\t'), names, source));
      if (words.length === 0) continue;
      const surface = surfaceOf(words, odd);
      const given = lines.map(({ raw }) => TEXT_COMMENT.exec(raw)?.[1]).find((text) => text !== undefined);
      const text = given ?? (spaced ? surface.text : undefined);
      const label = lines.map(({ raw }) => CLASS_COMMENT.exec(raw)?.[1].trim()).find((name) => name !== undefined);
      // Where words outside of entities have a tag too, a sentence without any tag is one that nobody has looked at.
      const known = !explicit || words.some(({ tag }) => tag !== undefined);
      records.push({ line: lines[0].line, values: [surface.tokens, known ? surface.tags : undefined, label, text] });
    }
    if (odd.partial > 0) {
      report(
        undefined,
        `${plural(odd.partial, 'word of several parts is', 'words of several parts are')} only partly in an entity; the whole word is read as part of it`,
        'warning',
      );
    }
    if (odd.several > 0)
      report(
        undefined,
        `${plural(odd.several, 'word of several parts has', 'words of several parts have')} more than one entity; the first is read`,
      );
    const columns = ['tokens', 'entities', 'class'];
    const roles = { tokens: 'tokens', tags: 'entities', labels: ['class'] };
    if (records.every(({ values }) => values[3] === undefined)) return { columns, records, roles };
    return { columns: [...columns, 'text'], records, roles: { ...roles, text: 'text' } };
  },
};

/** The tag of a word's cells, where it has one. */
type TagSource = (cells: string[]) => string | undefined;

function columnsOf(sentences: WordLine[][]): string[] {
  for (const lines of sentences) {
    for (const { raw } of lines) {
      const [, names] = GLOBAL.exec(raw) ?? [];
      if (names) return names.trim().split(/\s+/).map(standardName);
      if (!raw.startsWith('#') && raw.split('\t').length !== COLUMNS.length) return COLUMNS.slice(0, 2);
    }
  }
  return COLUMNS;
}

/** Some write the standard's columns in lower case. */
const standardName = (name: string) => (COLUMNS.includes(name.toUpperCase()) ? name.toUpperCase() : name);

const miscOf = (cell = '') =>
  new Map(
    cell
      .split('|')
      .flatMap((item): [string, string][] =>
        item.includes('=') ? [[item.slice(0, item.indexOf('=')), item.slice(item.indexOf('=') + 1)]] : [],
      ),
  );

function wordOf(cells: string[], names: string[], source: TagSource): Word {
  const cell = (name: string) => cells[names.indexOf(name)] ?? '';
  return { id: cell('ID'), form: cell('FORM'), tag: source(cells), spaceAfter: miscOf(cell('MISC')).get('SpaceAfter') !== 'No' };
}

/** All of them; under a name that says so most, and the others are named later. */
function areTags(source: string, tags: string[]): boolean {
  const usual = tags.filter(isUsualTag).length;
  return usual === tags.length || (KEYS.test(source) && usual * 2 > tags.length);
}

/** @throws TandemError `bad-input` where nothing in the file is a tag of an entity */
function askSource({ name }: SourceFile, sentences: WordLine[][], ask: Ask): TagSource {
  const names = columnsOf(sentences);
  const misc = names.indexOf('MISC');
  const values = new Map<string, Set<string>>();
  const add = (source: string, value: string) => {
    const known = values.get(source) ?? new Set();
    values.set(source, known.add(value));
  };
  for (const { raw } of sentences.flat()) {
    if (raw.startsWith('#')) continue;
    for (const [i, value] of raw.split('\t').entries()) {
      if (i === misc) for (const [key, item] of miscOf(value)) add(key, item);
      else if (!COLUMNS.includes(names[i]) && value !== '_') add(names[i] ?? `column ${i + 1}`, value);
    }
  }
  const found = [...values].filter(([source, tags]) => areTags(source, [...tags])).map(([source]) => source);
  found.sort((a, b) => Number(KEYS.test(b)) - Number(KEYS.test(a)));
  const [likely] = found;
  if (likely === undefined) {
    const mentions = values.has('Entity') ? ' Its Entity= values mark coreference, which cannot be read here.' : '';
    throw new TandemError(
      'bad-input',
      `${name} is CoNLL-U without named entities: neither MISC (NER=B-PER) nor a column of its own has tags.${mentions} Choose a file that has them.`,
    );
  }
  const options = found.map((value) => ({ value, title: value }));
  const chosen =
    found.length < 2
      ? likely
      : ask({ id: 'tag column', text: 'Several columns or keys hold tags. Which one should be read?', options, open: false });
  const column = names.includes(chosen) ? names.indexOf(chosen) : Number(/^column (\d+)$/.exec(chosen)?.[1] ?? 0) - 1;
  return (cells) => {
    const tag = column >= 0 ? cells[column] : miscOf(cells[misc]).get(chosen);
    return tag === undefined || tag === '_' || tag === '' ? undefined : tag;
  };
}
