/** Label Studio's short exports, JSON-MIN, CSV and TSV: a task's data, its labels and who made them side by side. */
import { plural } from '../../../plural';
import { headerCells, isTextName } from '../../columnNames';
import type { ReportProblem, SourceFile } from '../../records';
import { splitOfName } from '../../splitNames';
import { csv } from '../csv/csv';
import type { Reading } from '../format';
import { type Fields, isObject } from '../json/fields';
import { jsonTable } from '../json/jsonl';
import { type Labelled, theOne } from './labelStudioTasks';

const BOOKS = ['id', 'annotator', 'annotation_id', 'created_at', 'updated_at', 'lead_time', 'agreement'];
/** A column of plain names, of which it is not known whether it is a label: its names are few and short. */
const LONGEST = 40;

export const isMinRecord = (value: unknown): boolean => isObject(value) && hasBooks(Object.keys(value));

export function isMinTable(file: SourceFile): boolean {
  const header = file.head(1)[0] ?? '';
  return hasBooks(headerCells(header, /[,;\t]/).map((cell) => cell.replace(/^"|"$/g, '')));
}

const hasBooks = (names: string[]) => ['annotation_id', 'lead_time', 'annotator'].every((name) => names.includes(name));

export function minTasks(file: SourceFile, { report, ask }: Reading): Labelled[] {
  const { columns, records } = file.json ? jsonTable(file, report) : csv.read(file, { report, ask });
  const named = columns.map((name) => name.trim());
  const rows = records.map(({ line, values }) => ({ line, fields: new Map(named.map((name, i) => [name, cellOf(values[i])])) }));
  const outputs = outputsOf(
    named,
    rows.map(({ fields }) => fields),
    report,
  );
  const byTask = new Map<unknown, { line: number; fields: Map<string, unknown> }[]>();
  for (const row of rows) {
    const task = row.fields.get('id') ?? row;
    byTask.set(task, [...(byTask.get(task) ?? []), row]);
  }
  let several = 0;
  const tasks = [...byTask.values()].map((own): Labelled => {
    if (own.length > 1) several++;
    const latest = theOne(own.map((row) => ({ row, updated_at: row.fields.get('updated_at'), created_at: row.fields.get('created_at') })));
    const { line, fields } = latest.row as (typeof own)[number];
    const data = Object.fromEntries([...fields].filter(([name]) => !outputs.includes(name) && !BOOKS.includes(name)));
    const results = new Map(outputs.map((name) => [name, valuesOf(fields.get(name))]));
    return { line, data, results: fields.get('annotation_id') === undefined ? undefined : results, unknown: [] };
  });
  if (several > 0) report(undefined, `${plural(several, 'task has', 'tasks have')} several annotations; the latest is read`, 'warning');
  return tasks;
}

/** A value in a cell that is JSON is read. */
function cellOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '') return undefined;
  if (!/^[[{]/.test(text)) return value;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return value;
  }
}

/** A label by itself is the choice of one. */
function valuesOf(value: unknown): Fields[] {
  if (value === undefined) return [];
  return [value].flat().map((item): Fields => (isObject(item) ? item : { choices: [item] }));
}

/** Columns of labels: those that hold results, and short names that stand behind the task's number, where columns are not sorted. */
function outputsOf(columns: string[], rows: Map<string, unknown>[], report: ReportProblem): string[] {
  const free = columns.filter((name) => !BOOKS.includes(name));
  const isSorted = columns.every((name, i) => i === 0 || columns[i - 1] <= name);
  const known = (name: string) => rows.map((fields) => fields.get(name)).filter((value) => value !== undefined);
  const results = free.filter((name) => known(name).some((value) => [value].flat().some(isResult)));
  const strings = free.filter(
    (name) => !results.includes(name) && known(name).length > 0 && known(name).every((value) => typeof value === 'string'),
  );
  const length = (name: string) => known(name).reduce<number>((sum, value) => sum + String(value).length, 0) / known(name).length;
  const text = strings.find(isTextName) ?? strings.reduce((best, name) => (length(name) > length(best) ? name : best), strings[0]);
  const isSplit = (name: string) => known(name).every((value) => splitOfName(String(value)) !== undefined);
  const names = strings.filter((name) => {
    if (name === text || isSplit(name) || isTextName(name) || length(name) >= LONGEST) return false;
    const repeats = new Set(known(name)).size <= Math.max(2, known(name).length / 2);
    return isSorted ? repeats : columns.indexOf(name) > columns.indexOf('id');
  });
  if (isSorted && names.length > 0) {
    report(
      undefined,
      `${names.join(', ')}: the file does not show whether these are labels or came with the texts; they are read as labels`,
      'warning',
    );
  }
  return free.filter((name) => results.includes(name) || names.includes(name));
}

const RESULTS = ['labels', 'hypertextlabels', 'choices', 'rating', 'number', 'taxonomy'];
const isResult = (item: unknown) => isObject(item) && RESULTS.some((name) => item[name] !== undefined);
