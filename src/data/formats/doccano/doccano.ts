/**
 * doccano's exports in JSON and JSON Lines, of all versions: a text with its labels, and offsets in code points
 * (doccano.github.io/doccano/tutorial, and backend/data_export of its source).
 */
import { plural } from '../../../plural';
import type { FileRecord, SourceFile, Table } from '../../records';
import type { Format, Reading } from '../format';
import { extraFields } from '../shared/extraFields';
import { together } from '../shared/together';
import { isLabelConfig, labelsOfConfig, onlyConfig } from './doccanoConfig';
import { fieldsOfDoccano, isDoccano, LABELS, listOf, relationsIn } from './doccanoFields';
import { settleClasses, settleSpans } from './doccanoLabels';
import { isDoccanoTable, recordsOf } from './doccanoRecords';
import { writeDoccano } from './doccanoWriter';

const files = together();
/** What numbers of labels mean, by the files that were chosen with a list of them. */
const labelNames = new WeakMap<SourceFile, Map<string, string>>();

export const doccano: Format = {
  name: 'doccano',
  title: 'doccano',
  recognises(sources) {
    const file = sources.find((source) => !isLabelConfig(source));
    if (!file) return sources.length > 0;
    const sample = (file.json?.items ?? []).slice(0, 50).map(({ value }) => value);
    return file.json ? isDoccano(sample) : isDoccanoTable(file);
  },
  join(sources) {
    const data = sources.filter((source) => !isLabelConfig(source));
    if (data.length === 0 && sources.length > 0) throw onlyConfig(sources[0]);
    const names = labelsOfConfig(sources.filter(isLabelConfig));
    for (const file of data) labelNames.set(file, names);
    return files.join(data);
  },
  read: readDoccano,
  writer: { write: writeDoccano },
};

function readDoccano(file: SourceFile, reading: Reading): Table {
  const { report } = reading;
  const rows = recordsOf(file, reading);
  const others = { ask: reading.ask, report: () => {} };
  const all = files.with(file).flatMap((source) => (source === file ? rows : recordsOf(source, others)).map(({ value }) => value));
  const columns = fieldsOfDoccano(all).map((column) => {
    const own = rows.map(({ line, value }) => ({ line, list: listOf(value[column.name]) }));
    const lists = all.map((record) => listOf(record[column.name]));
    const settle = column.sort === 'spans' ? settleSpans : settleClasses;
    return { ...column, values: settle(column.name, own, lists, labelNames.get(file) ?? new Map(), reading) };
  });
  const relations = rows.flatMap(({ value }) => relationsIn(value));
  if (relations.length > 0)
    report(
      undefined,
      `${plural(relations.length, 'relation')} (${[...new Set(relations)].slice(0, 5).join(', ')}) ${relations.length === 1 ? 'is' : 'are'} not read`,
    );
  const extra = extraFields(all, [...LABELS, 'text', 'data']);
  const records = rows.map(
    ({ line, value, split }, i): FileRecord => ({
      line,
      values: [
        value.text ?? value.data,
        extra.splitOf(value) ?? split,
        ...columns.map(({ values }) => values[i]),
        ...extra.names.map((name) => value[name]),
      ],
    }),
  );
  const spans = columns.find(({ sort }) => sort === 'spans')?.name;
  return {
    columns: ['text', 'split', ...columns.map(({ name }) => name), ...extra.names],
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
