/** JSON objects or lists: one per line, one after another, in a list, or wrapped in an object. */
import type { FileRecord, SourceFile, Table } from '../../records';
import type { Format } from '../format';
import { isObject } from './fields';
import { jsonlWriter } from './jsonlWriter';

export const jsonl: Format = {
  name: 'jsonl',
  title: 'JSON or JSON Lines',
  recognises: ([file]) => file.json !== undefined || /\.(jsonl?|ndjson)$/i.test(file.name),
  read: (file, { report }) => jsonTable(file, report),
  writer: jsonlWriter,
};

/** A column per field; of lists, one per place. The split that a record stands under is a column too. */
export function jsonTable(file: SourceFile, report: (line: number, message: string) => void): Table {
  const places = new Map<string, number>();
  const placeOf = (name: string) => {
    const place = places.get(name) ?? places.size;
    places.set(name, place);
    return place;
  };
  const { items, faults } = file.json ?? { items: [], faults: [{ line: 1, message: 'the file is not JSON' }] };
  for (const { line, message } of faults) report(line, message);
  const lists = items.length > 0 && items.every(({ value }) => Array.isArray(value));
  const records = items.flatMap(({ line, value, split }): FileRecord[] => {
    const fields = isObject(value) ? Object.entries(value) : lists ? listFields(value as unknown[]) : undefined;
    if (!fields) {
      report(line, 'a JSON object is expected here; this value is left out');
      return [];
    }
    const values: unknown[] = [];
    for (const [name, field] of fields) if (field !== null) values[placeOf(name.trim())] = field;
    if (split !== undefined) values[placeOf('split')] = split;
    return [{ line, values }];
  });
  return { columns: [...places.keys()], records };
}

const listFields = (list: unknown[]) => list.map((field, i): [string, unknown] => [`column ${i + 1}`, field]);
