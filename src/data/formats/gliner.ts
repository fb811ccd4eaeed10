/**
 * GLiNER's training data (Zaratiana et al., 2024): tokens, and entities by their first and last token.
 * Records of objects with `start` and `end` are SpERT's (Eberts & Ulges, 2020), whose end is the token behind.
 */
import { plural } from '../../plural';
import type { FileRecord, SourceFile, Table } from '../records';
import { placeTokens, splitWords } from '../words';
import type { Format, Reading } from './format';
import { type Fields, isObject } from './json/fields';
import { extraFields } from './shared/extraFields';
import { fitting, jsonLists, labelledRows, spansIn, wordsAtSpans } from './shared/outColumns';
import { together } from './shared/together';

interface TokenSpan {
  first: number;
  last: number;
  label: string;
}

const SPANS = ['ner', 'entities'];
const OWN = [...SPANS, 'text', 'offsets'];

const files = together();

export const gliner: Format = {
  name: 'gliner',
  title: 'GLiNER (entities by tokens)',
  recognises([file]) {
    const records = (file.json?.items ?? []).slice(0, 50).map(({ value }) => value);
    if (records.length === 0) return false;
    if (records.every(isOwn)) return true;
    if (!records.every((record) => isObject(record) && tokensOf(record) !== undefined && spanList(record) !== undefined)) return false;
    const lists = (records as Fields[]).map((record) => spanList(record) ?? []);
    // Numbers beyond the tokens count characters.
    const inside = (item: unknown, tokens: number) => (toTokenSpan(item)?.last ?? Number.NaN) <= tokens;
    return (
      lists.flat().length > 0 && lists.every((list, i) => list.every((item) => inside(item, tokensOf(records[i] as Fields)?.length ?? 0)))
    );
  },
  join: files.join,
  read: readGliner,
  writer: {
    write(data, report) {
      const { rows, spans } = fitting(data, 'GLiNER', { spans: 1, classes: 0 }, report);
      let wordless = 0;
      const files = jsonLists(data, labelledRows(rows, spans, 'GLiNER', report), (row) => {
        const own = spansIn(row, spans[0]) ?? [];
        const words = wordsAtSpans(row.words ?? splitWords(row.text), own);
        const ner = own.flatMap(({ start, end, label }) => {
          const first = words.findIndex(([from]) => from >= start);
          const last = words.findLastIndex(([, to]) => to <= end);
          if (first >= 0 && last >= first) return [[first, last, label]];
          wordless++;
          return [];
        });
        return { tokenized_text: words.map(([start, end]) => row.text.slice(start, end)), ner, text: row.text };
      });
      if (wordless > 0) report(`${plural(wordless, 'span covers no word and is', 'spans cover no word and are')} left out`);
      return files;
    },
  },
};

function readGliner(file: SourceFile, { report, ask }: Reading): Table {
  const { items = [], faults = [] } = file.json ?? {};
  for (const { line, message } of faults) report(line, message);
  const all = files.with(file).flatMap(({ json }) => (json?.items ?? []).map(({ value }) => value));
  const behind = endIsBehind(all.filter(isObject), ask);
  const extra = extraFields(items.map(({ value }) => value).filter(isObject), OWN);
  const records: FileRecord[] = [];
  let relations = 0;
  for (const { line, value, split } of items) {
    const tokens = isObject(value) ? tokensOf(value) : undefined;
    if (!isObject(value) || !tokens) {
      report(line, 'a list of tokens is expected here; the record is left out');
      continue;
    }
    if (Array.isArray(value.relations) && value.relations.length > 0) relations++;
    const { text, words } = placeTokens(tokens, value.text);
    const list = spanList(value);
    const spans = list?.flatMap((item) => {
      const span = toTokenSpan(item);
      const last = span && span.last - Number(behind);
      if (span && last !== undefined && span.first >= 0 && span.first <= last && last < tokens.length) {
        const [start, end] = [words[2 * span.first], words[2 * last + 1]];
        return [{ start, end, label: span.label, text: text.slice(start, end) }];
      }
      report(line, `${JSON.stringify(item)} is not an entity in these ${plural(tokens.length, 'token')}; it is left out`);
      return [];
    });
    records.push({ line, values: [text, spans, extra.splitOf(value) ?? split, 'utf16', ...extra.names.map((name) => value[name])] });
  }
  if (relations > 0) report(undefined, `${plural(relations, 'record has', 'records have')} relations, which are not read`);
  return {
    columns: ['text', 'entities', 'split', 'offsets', ...extra.names],
    records,
    roles: { text: 'text', spans: 'entities', split: 'split' },
  };
}

/** Whether `end` is the token behind the last one: the same in all files. */
function endIsBehind(records: Fields[], ask: Reading['ask']): boolean {
  const spans = records.flatMap((record) => (spanList(record) ?? []).map((item) => ({ item, span: toTokenSpan(item), record })));
  const isObjects = spans.length > 0 && spans.every(({ item }) => isObject(item));
  const pastEnd = spans.some(({ span, record }) => span?.last === tokensOf(record)?.length);
  const single = spans.some(({ span }) => span && span.first === span.last);
  if (single && !pastEnd) return false;
  if (isObjects && pastEnd && !single) return true;
  if (!isObjects && !pastEnd) return false;
  const options = [
    { value: 'behind', title: 'the token after the entity' },
    { value: 'last', title: 'the last token of the entity' },
  ];
  return ask({ id: 'entity end', text: 'The number at which an entity ends is that of', options, open: true }) === 'behind';
}

const isOwn = (record: unknown) =>
  isObject(record) && Array.isArray(record.tokenized_text) && SPANS.some((name) => Object.hasOwn(record, name));

function tokensOf({ tokenized_text, tokens, words }: Fields): string[] | undefined {
  const list = tokenized_text ?? tokens ?? words;
  return Array.isArray(list) && list.length > 0 && list.every((token) => typeof token === 'string') ? (list as string[]) : undefined;
}

function spanList(record: Fields): unknown[] | undefined {
  return SPANS.map((name) => record[name]).find(Array.isArray) as unknown[] | undefined;
}

/** As it stands: whether `last` belongs to the entity is not known here. */
function toTokenSpan(item: unknown): TokenSpan | undefined {
  const [first, last, label] = Array.isArray(item)
    ? (item as unknown[])
    : isObject(item)
      ? [item.start, item.end, item.type ?? item.label]
      : [];
  if (![first, last].every((index) => /^\d+$/.test(String(index))) || (typeof label !== 'string' && typeof label !== 'number'))
    return undefined;
  return { first: Number(first), last: Number(last), label: String(label) };
}
