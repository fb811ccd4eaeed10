/** One JSON object per line, one JSON array of objects, or an object that holds that array as `data`. */
import type { FileRecord, ReportProblem, Table } from '../records';
import { type Fields, isObject } from './fields';
import type { Format } from './format';
import { flattenSquad, isSquad } from './squad';
import { FORMAT_TITLES } from './titles';

export const jsonl: Format = {
  name: 'jsonl',
  title: FORMAT_TITLES.jsonl,
  recognises: ([{ name, text }]) => /\.(jsonl|ndjson|json)$/i.test(name) || /^\s*[{[]\s*["{\]]/.test(text.slice(0, 200)),
  read({ text }, report) {
    if (text.trimStart().startsWith('[')) return parseArray(text, report);
    const whole = parseObject(text);
    if (!whole) return parseLines(text, report);
    return Array.isArray(whole.data) ? fromList(whole.data, report) : toTable([{ line: 1, fields: whole }]);
  },
};

function parseLines(text: string, report: ReportProblem): Table {
  return toTable(
    text.split('\n').flatMap((source, i) => {
      if (source.trim() === '') return [];
      const fields = parseObject(source);
      if (!fields) report(i + 1, 'this line is not a JSON object; it is left out');
      return fields ? [{ line: i + 1, fields }] : [];
    }),
  );
}

function parseArray(text: string, report: ReportProblem): Table {
  try {
    return fromList(JSON.parse(text) as unknown[], report);
  } catch (error) {
    report(undefined, `the file is not JSON (${error instanceof Error ? error.message : error})`);
    return toTable([]);
  }
}

/** Records of a list are counted, as they have no lines of their own. */
function fromList(list: unknown[], report: ReportProblem): Table {
  const items = isSquad(list) ? flattenSquad(list) : list;
  return toTable(
    items.flatMap((item, i) => {
      if (isObject(item)) return [{ line: i + 1, fields: item }];
      report(i + 1, 'this element is not an object; it is left out');
      return [];
    }),
  );
}

function toTable(list: { line: number; fields: Fields }[]): Table {
  const places = new Map<string, number>();
  const placeOf = (name: string) => {
    const place = places.get(name) ?? places.size;
    places.set(name, place);
    return place;
  };
  const records = list.map(({ line, fields }): FileRecord => {
    const values: unknown[] = [];
    for (const [name, value] of Object.entries(fields)) if (value !== null) values[placeOf(name.trim())] = value;
    return { line, values };
  });
  return { columns: [...places.keys()], records };
}

function parseObject(source: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(source);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
