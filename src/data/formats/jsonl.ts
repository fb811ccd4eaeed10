/** One JSON object a line, or one JSON array of objects. */
import { type Roles, recogniseRoles } from '../columns';
import { RowCollector } from '../rows';
import type { Format } from './format';
import { FORMAT_TITLES } from './titles';
import { parseSpans, parseStrings } from './values';

type Fields = Record<string, unknown>;

export const jsonl: Format = {
  name: 'jsonl',
  title: FORMAT_TITLES.jsonl,
  recognises: ([{ name, text }]) => /\.(jsonl|ndjson|json)$/i.test(name) || /^\s*[{[]\s*["{\]]/.test(text.slice(0, 200)),
  read({ name, text }, given) {
    const collector = new RowCollector(name);
    const records = text.trimStart().startsWith('[') ? parseArray(text, collector) : parseLines(text, collector);
    const columns = [...new Set(records.slice(0, 50).flatMap(({ fields }) => Object.keys(fields)))];
    const roles = refine(
      recogniseRoles(columns, (column) => records.slice(0, 50).map(({ fields }) => fields[column]), given),
      records,
      given,
    );
    for (const { line, fields } of records) addRecord(collector, line, fields, roles);
    return { rows: collector.rows, problems: collector.problems, columns, roles };
  },
};

/** `entities` may hold spans, and `labels` may hold one class or a list of tags: what is in them tells. */
function refine(roles: Roles, records: { fields: Fields }[], given: Roles = {}): Roles {
  const isList = (column: string | undefined) =>
    column !== undefined && records.slice(0, 50).some(({ fields }) => Array.isArray(fields[column]));
  const refined = { ...roles };
  if (refined.tags !== undefined && given.tags === undefined && !isList(refined.tags)) {
    refined.label ??= refined.tags;
    delete refined.tags;
  }
  return refined;
}

function addRecord(collector: RowCollector, line: number, fields: Fields, roles: Roles): void {
  const field = (role: keyof Roles): unknown => (roles[role] === undefined ? undefined : (fields[roles[role]] ?? undefined));
  const strings = (value: unknown) =>
    Array.isArray(value) ? value.map(String) : typeof value === 'string' ? parseStrings(value) : undefined;
  const spans = field('spans') === undefined ? undefined : parseSpans(field('spans'));
  if (typeof spans === 'string') collector.problem(line, `${spans}; the row’s spans are left out`);
  const tokens = strings(field('tokens'));
  const text = field('text');
  if (text !== undefined && typeof text !== 'string' && !tokens) {
    collector.problem(line, `the text is ${JSON.stringify(text).slice(0, 40)} where a string is expected; the row is left out`);
    return;
  }
  collector.add({
    line,
    ...(typeof text === 'string' ? { text } : {}),
    label: field('label'),
    ...(tokens ? { tokens, tags: strings(field('tags')) } : {}),
    ...(!tokens && Array.isArray(spans) ? { spans } : {}),
    ...(typeof field('split') === 'string' ? { split: String(field('split')) } : {}),
    codePoints: fields.offsets === 'codePoints',
  });
}

function parseLines(text: string, collector: RowCollector): { line: number; fields: Fields }[] {
  return text.split('\n').flatMap((source, i) => {
    if (source.trim() === '') return [];
    const fields = parseObject(source);
    if (!fields) collector.problem(i + 1, 'this line is no JSON object; it is left out');
    return fields ? [{ line: i + 1, fields }] : [];
  });
}

/** Records of an array are counted, as they have no lines of their own. */
function parseArray(text: string, collector: RowCollector): { line: number; fields: Fields }[] {
  try {
    const list = JSON.parse(text) as unknown[];
    return list.flatMap((item, i) => {
      if (typeof item === 'object' && item !== null && !Array.isArray(item)) return [{ line: i + 1, fields: item as Fields }];
      collector.problem(i + 1, 'this element is no object; it is left out');
      return [];
    });
  } catch (error) {
    collector.problem(undefined, `the file is no JSON (${error instanceof Error ? error.message : error})`);
    return [];
  }
}

function parseObject(source: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(source);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
