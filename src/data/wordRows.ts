/** Tables with a word per row, as data frames of tagged text are saved, to one record per sentence. */
import { toNumber } from './labelKinds';
import type { FileRecord, ReportProblem, Table } from './records';

const SENTENCE = /^(sentence|sent|sentence[\s_]?(#|id|idx|no|number)|sent[\s_]?id|sent[\s_]?no|doc(ument)?[\s_]?id|#)$/i;
const WORD = /^(words?|tokens?|forms?)$/i;
const TAG = /^(tags?|labels?|ner([\s_]?tags?)?|iob|bio|entity|entities)$/i;
const TAG_VALUE = /^([BIESLUMWO]|[BIESLUMW][-_]\S+|\S+[-_][BIESLUMW])$/;
/** Rows looked at, and the share of them that must look like it. */
const SAMPLE = 500;
const SHARE = 0.95;

/** @returns the table as it is where its rows are not words */
export function joinWordRows(table: Table, report: ReportProblem): Table {
  const { columns, records } = table;
  const find = (name: RegExp) => columns.findIndex((column) => name.test(column));
  const [sentence, word] = [find(SENTENCE), find(WORD)];
  const tag = columns.findLastIndex((column, i) => TAG.test(column) && i !== word && i !== sentence);
  if (table.roles || sentence < 0 || word < 0 || tag < 0 || !areWords(records, word, tag)) return table;
  const joined: FileRecord[] = [];
  let open: { id: unknown; record: FileRecord; tokens: string[]; tags: string[] } | undefined;
  for (const { line, values } of records) {
    const id = isBlank(values[sentence]) ? open?.id : values[sentence];
    if (!open || id !== open.id) {
      const [tokens, tags]: string[][] = [[], []];
      const record = { line, values: [tokens, tags, values[columns.indexOf('split')]] };
      open = { id, record, tokens, tags };
      joined.push(record);
    }
    if (isBlank(values[word])) continue;
    open.tokens.push(String(values[word]));
    open.tags.push(isBlank(values[tag]) ? 'O' : String(values[tag]).trim());
  }
  const others = columns.filter((column, i) => ![sentence, word, tag].includes(i) && column !== 'split');
  if (others.length > 0)
    report(undefined, `${others.join(', ')}: each row is a word, and only the column ${columns[tag]} is read of it`, 'warning');
  return {
    columns: ['tokens', columns[tag], 'split'],
    records: joined.filter(({ values }) => (values[0] as string[]).length > 0),
    roles: { tokens: 'tokens', tags: columns[tag], ...(columns.includes('split') ? { split: 'split' } : {}) },
  };
}

const isBlank = (value: unknown) => value === undefined || value === null || String(value).trim() === '';

/** Single words beside tags; of sentences in cells, most have several. Numbers may be tags whose names are asked for. */
function areWords(records: FileRecord[], word: number, tag: number): boolean {
  const filled = records.slice(0, SAMPLE).filter(({ values }) => !isBlank(values[word]));
  const like = filled.filter(({ values }) => {
    const [form, mark] = [values[word], values[tag]];
    if (typeof form === 'object' || typeof mark === 'object') return false;
    return !/\S\s+\S/.test(String(form)) && (isBlank(mark) || TAG_VALUE.test(String(mark).trim()) || Number.isInteger(toNumber(mark)));
  });
  return filled.length > 1 && like.length >= SHARE * filled.length;
}
