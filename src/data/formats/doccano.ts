/**
 * doccano's exports in JSON and JSON Lines, of all versions: a text with its labels, and offsets in code points
 * (doccano.github.io/doccano/tutorial, and backend/data_export of its source).
 */
import type { FileRecord, SourceFile, Table } from '../records';
import { fieldsOfDoccano, isDoccano, listOf, relationsIn } from './doccanoFields';
import { settleClasses, settleSpans } from './doccanoLabels';
import { writeDoccano } from './doccanoWriter';
import { isObject } from './fields';
import type { Format, Reading } from './format';
import { together } from './together';

const files = together();

export const doccano: Format = {
  name: 'doccano',
  title: 'doccano',
  recognises([file]) {
    const sample = (file.json?.items ?? []).slice(0, 50).map(({ value }) => value);
    return isDoccano(sample);
  },
  join: files.join,
  read: readDoccano,
  writer: { write: writeDoccano },
};

function readDoccano(file: SourceFile, reading: Reading): Table {
  const { report } = reading;
  const { items = [], faults = [] } = file.json ?? {};
  for (const { line, message } of faults) report(line, message);
  const rows = items.flatMap(({ line, value, split }) => {
    if (isObject(value)) return [{ line, value, split }];
    report(line, 'a JSON object is expected here; this is left out');
    return [];
  });
  const all = files.with(file).flatMap(({ json }) => (json?.items ?? []).map(({ value }) => value).filter(isObject));
  const columns = fieldsOfDoccano(all).map((column) => {
    const own = rows.map(({ line, value }) => ({ line, list: listOf(value[column.name]) }));
    const lists = all.map((record) => listOf(record[column.name]));
    const settle = column.sort === 'spans' ? settleSpans : settleClasses;
    return { ...column, values: settle(column.name, own, lists, reading) };
  });
  const relations = rows.flatMap(({ value }) => relationsIn(value));
  if (relations.length > 0)
    report(undefined, `${relations.length} relations (${[...new Set(relations)].slice(0, 5).join(', ')}) are not read`);
  const records = rows.map(
    ({ line, value, split }, i): FileRecord => ({
      line,
      values: [value.text ?? value.data, split, ...columns.map(({ values }) => values[i])],
    }),
  );
  const spans = columns.find(({ sort }) => sort === 'spans')?.name;
  return {
    columns: ['text', 'split', ...columns.map(({ name }) => name)],
    records,
    roles: {
      text: 'text',
      split: 'split',
      ...(spans === undefined ? {} : { spans }),
      labels: columns.flatMap(({ name, values }) => (name !== spans && values.some((value) => value !== undefined) ? [name] : [])),
    },
    offsets: 'codePoints',
  };
}
