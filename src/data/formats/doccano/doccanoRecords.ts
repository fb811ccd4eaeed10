/** doccano's records from JSON, and from its CSV, where a text's classes are joined by "#". */
import { plural } from '../../../plural';
import { headerCells } from '../../columnNames';
import type { SourceFile } from '../../records';
import { csv } from '../csv/csv';
import type { Reading } from '../format';
import { type Fields, isObject } from '../json/fields';

export interface DoccanoRecord {
  line: number;
  value: Fields;
  split?: string;
}

/** Only doccano has a column of comments by this name beside an id, a text and a label. */
export function isDoccanoTable(file: SourceFile): boolean {
  const header = headerCells(file.head(1)[0] ?? '', ',');
  return ['id', 'label', 'Comments'].every((name) => header.includes(name));
}

export function recordsOf(file: SourceFile, reading: Reading): DoccanoRecord[] {
  const { report } = reading;
  if (!file.json) return tableRecords(file, reading);
  for (const { line, message } of file.json.faults) report(line, message);
  return file.json.items.flatMap(({ line, value, split }) => {
    if (isObject(value)) return [{ line, value, split }];
    report(line, 'a JSON object is expected here; this value is left out');
    return [];
  });
}

function tableRecords(file: SourceFile, reading: Reading): DoccanoRecord[] {
  const { columns, records } = csv.read(file, reading);
  const [text, label] = ['text', 'label'].map((name) => columns.indexOf(name));
  const cells = records.map(({ line, values }) => ({ line, text: values[text], label: String(values[label] ?? '').trim() }));
  const joined = cells.filter((cell) => cell.label.includes('#'));
  const options = [
    { value: 'between', title: 'a separator: such a text has several classes' },
    { value: 'inside', title: 'part of the name' },
  ];
  const known = new Set(cells.map((cell) => cell.label));
  if (!joined.some((cell) => cell.label.split('#').some((part) => known.has(part)))) options.reverse();
  const question = `${plural(joined.length, 'label has', 'labels have')} a "#", such as "${joined[0]?.label}". What is it?`;
  const between = joined.length > 0 && reading.ask({ id: '# in label', text: question, options, open: true }) === 'between';
  return cells.map(({ line, text, label }) => ({ line, value: { text, label: label === '' ? [] : between ? label.split('#') : [label] } }));
}
