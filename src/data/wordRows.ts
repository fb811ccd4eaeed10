/** Tables with a word per row, as data frames of tagged text are saved, to one record per sentence. */

import { plural } from '../plural';
import type { Reading } from './formats/format';
import { toNumber } from './labelKinds';
import type { FileRecord, Table } from './records';
import { isCellTag } from './tagNotations';

const SENTENCE = /^(sentence|sent|sentence[\s_]?(#|id|idx|no|number)|sent[\s_]?id|sent[\s_]?no|doc(ument)?[\s_]?id|#)$/i;
const WORD = /^(words?|tokens?|forms?)$/i;
const TAG = /^(tags?|labels?|ner([\s_]?tags?)?|iob|bio|entity|entities)$/i;
const TAG_VALUE = /^([BIESLUMWO]|[BIESLUMW][-_]\S+|\S+[-_][BIESLUMW])$/;
/** Rows looked at, and the share of them that must look like it. */
const SAMPLE = 500;
const SHARE = 0.95;

/**
 * Asks under the id `sentences` where rows are words and nothing says where a sentence ends.
 *
 * @returns the table as it is where its rows are not words
 */
export function joinWordRows(table: Table, { report, ask, file }: Reading & { file: string }): Table {
  const places = table.roles ? undefined : placesIn(table);
  if (!places) return table;
  const { columns, records } = table;
  const { sentence, word, tag } = places;
  // Empty lines between sentences are no rows.
  const gaps = new Set(records.flatMap(({ line }, i) => (i > 0 && line > records[i - 1].line + 1 ? [i] : [])));
  if (sentence < 0 && gaps.size === 0 && !wordsAreOneText(records.length, file, ask)) return table;
  const joined: FileRecord[] = [];
  let open: { id: unknown; tokens: string[]; tags: string[] } | undefined;
  for (const [i, { line, values }] of records.entries()) {
    const id = sentence < 0 || isBlank(values[sentence]) ? open?.id : values[sentence];
    if (!open || id !== open.id || (sentence < 0 && gaps.has(i))) {
      open = { id, tokens: [], tags: [] };
      joined.push({ line, values: [open.tokens, open.tags, values[columns.indexOf('split')]] });
    }
    if (isBlank(values[word])) continue;
    open.tokens.push(String(values[word]));
    open.tags.push(isBlank(values[tag]) ? 'O' : String(values[tag]).trim());
  }
  const others = columns.filter((column, i) => ![sentence, word, tag].includes(i) && column !== 'split');
  if (others.length > 0)
    report(
      undefined,
      `${others.join(', ')}: each row is one word, so only the column ${columns[tag]} is read; the others are left out`,
      'warning',
    );
  return {
    columns: ['tokens', columns[tag], 'split'],
    records: joined.filter(({ values }) => (values[0] as string[]).length > 0),
    roles: { tokens: 'tokens', tags: columns[tag], ...(columns.includes('split') ? { split: 'split' } : {}) },
  };
}

/** Columns by their names; the tags and the words by their values too. Negative where there is none. */
function placesIn({ columns, records }: Table): { sentence: number; word: number; tag: number } | undefined {
  const find = (name: RegExp) => columns.findIndex((column) => name.test(column));
  const sentence = find(SENTENCE);
  const sample = records.slice(0, SAMPLE);
  const named = find(WORD);
  const tagged = columns.findLastIndex((_, i) => i !== sentence && i !== named && areTags(sample, i));
  const tag = tagged >= 0 ? tagged : columns.findLastIndex((column, i) => TAG.test(column) && i !== named && i !== sentence);
  const word = named >= 0 ? named : tagged < 0 ? -1 : columns.findIndex((_, i) => i !== sentence && i !== tag);
  if (word < 0 || tag < 0 || (sentence < 0 && tagged < 0)) return undefined;
  return areWords(sample, word, tag) ? { sentence, word, tag } : undefined;
}

/** Beginnings of entities beside words outside: no other column has these. */
function areTags(records: FileRecord[], column: number): boolean {
  const values = records.map(({ values: cells }) => String(cells[column] ?? '').trim()).filter((value) => value !== '');
  return values.length > 1 && values.every(isCellTag) && values.some((value) => /^[BI][-_]/.test(value));
}

function wordsAreOneText(count: number, file: string, ask: Reading['ask']): boolean {
  const answer = ask({
    id: 'sentences',
    text: `${file} has one tagged word per row, and nothing marks where sentences end: no column with their numbers, no empty rows. Its ${plural(count, 'word')} ${count === 1 ? 'is' : 'are'}`,
    options: [
      { value: 'one', title: 'one text' },
      { value: 'each', title: 'texts of one word each' },
    ],
    open: true,
  });
  return answer === 'one';
}

const isBlank = (value: unknown) => value === undefined || value === null || String(value).trim() === '';

/** Single words beside tags; of sentences in cells, most have several. Numbers may be tags whose names are asked for. */
function areWords(records: FileRecord[], word: number, tag: number): boolean {
  const filled = records.filter(({ values }) => !isBlank(values[word]));
  const like = filled.filter(({ values }) => {
    const [form, mark] = [values[word], values[tag]];
    if (typeof form === 'object' || typeof mark === 'object') return false;
    return !/\S\s+\S/.test(String(form)) && (isBlank(mark) || TAG_VALUE.test(String(mark).trim()) || Number.isInteger(toNumber(mark)));
  });
  return filled.length > 1 && like.length >= SHARE * filled.length;
}
