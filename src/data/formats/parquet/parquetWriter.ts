/**
 * Writes a folder as it lies on the Hugging Face Hub: a card, and a Parquet file per split whose metadata name the classes,
 * so that `load_dataset` of Python finds them. What the columns are for this program stands beside that.
 */

import { stringify } from 'yaml';
import { plural } from '../../../plural';
import type { Roles } from '../../columns';
import type { LabelKind } from '../../labelKinds';
import { namesIn } from '../../labelSets';
import { locateTokens } from '../../words';
import type { Writer } from '../format';
import { bySplit, type OutData, type OutFile, type OutRow } from '../output';
import { type PlainNames, plainFields, plainNames } from '../shared/plainRows';
import { type ColumnType, cardFieldsOf, featureOf, schemaOf, storedOf } from './parquetColumns';
import { OWN_KEY } from './parquetKey';

interface Column {
  name: string;
  type: ColumnType;
}

const TEXT: ColumnType = { kind: 'text' };
const INTEGER: ColumnType = { kind: 'integer' };
const REAL: ColumnType = { kind: 'real' };
const SPANS: ColumnType = {
  kind: 'list',
  of: {
    kind: 'record',
    fields: [
      ['start', INTEGER],
      ['end', INTEGER],
      ['label', TEXT],
      ['text', TEXT],
    ],
  },
};

export const parquetWriter: Writer = {
  async write(data, report) {
    // Rows of no split are those to train on, as datasets takes files without a telling name.
    const rows = data.rows.map((row): OutRow => ({ ...row, split: row.split ?? 'train' }));
    const names = plainNames(data, report);
    const tokens = tokensOf(rows, names, report);
    const columns = columnsOf(data, names, tokens.name);
    const roles: Roles = {
      text: names.text,
      ...(names.other === undefined ? {} : { other: names.other }),
      ...(tokens.name === undefined ? {} : { tokens: tokens.name }),
      labels: names.columns,
    };
    const kinds: Record<string, LabelKind> = Object.fromEntries(data.columns.map(({ values }, i) => [names.columns[i], values]));
    const metadata = [
      {
        key: 'huggingface',
        value: JSON.stringify({ info: { features: Object.fromEntries(columns.map(({ name, type }) => [name, featureOf(type)])) } }),
      },
      { key: OWN_KEY, value: JSON.stringify({ roles, kinds }) },
    ];
    const groups = bySplit(rows, 'train');
    const files: OutFile[] = [];
    for (const [split, own] of groups) {
      const records = own.map((row) => [...plainFields(row, data, { ...names, split: undefined }), ...tokens.field(row)]);
      files.push({
        path: `data/${split}-00000-of-00001.parquet`,
        parts: [
          await parquetOf(
            columns,
            records.map((record) => new Map(record)),
            metadata,
          ),
        ],
      });
    }
    report('README.md names no licence and no languages: add them before you publish the data set');
    return [{ path: 'README.md', parts: [cardOf(data.name, columns, [...groups.keys()])] }, ...files];
  },
};

function columnsOf(data: OutData, names: PlainNames, tokens: string | undefined): Column[] {
  const columns: Column[] = [{ name: names.text, type: TEXT }];
  if (names.other !== undefined) columns.push({ name: names.other, type: TEXT });
  for (const [i, column] of data.columns.entries()) {
    columns.push({ name: names.columns[i], type: typeOf(data, column) });
    if (names.scores[i] === undefined) continue;
    columns.push({ name: names.scores[i], type: column.values === 'names' ? REAL : { kind: 'list', of: REAL } });
  }
  if (tokens !== undefined) columns.push({ name: tokens, type: { kind: 'list', of: TEXT } });
  return columns;
}

function typeOf({ rows }: OutData, { name, values }: OutData['columns'][number]): ColumnType {
  switch (values) {
    case 'numbers':
      return REAL;
    case 'spans':
      return SPANS;
    case 'answers':
      return { kind: 'answers' };
    default: {
      const all = new Set(rows.flatMap(({ labels }) => namesIn(labels[name])));
      const classes: ColumnType = { kind: 'class', names: [...all].sort() };
      return values === 'names' ? classes : { kind: 'list', of: classes };
    }
  }
}

/** The rows' own words, where the text is made of them. */
function tokensOf(rows: OutRow[], names: PlainNames, report: (message: string) => void) {
  const taken = new Set<string | undefined>([names.text, names.other, ...names.columns, ...names.scores]);
  let name = 'tokens';
  while (taken.has(name)) name = `own ${name}`;
  const tokens = new Map<OutRow, string[]>();
  let odd = 0;
  for (const row of rows) {
    if (!row.words || row.words.length === 0) continue;
    const own = wordsOf(row.text, row.words);
    if (locateTokens(row.text, own)?.every((place, i) => place === row.words?.[i])) tokens.set(row, own);
    else odd++;
  }
  if (odd > 0)
    report(`${plural(odd, 'row has words that do', 'rows have words that do')} not cover the whole text; these words are left out`);
  return {
    name: tokens.size > 0 ? name : undefined,
    field: (row: OutRow): [string, unknown][] => (tokens.has(row) ? [[name, tokens.get(row)]] : []),
  };
}

const wordsOf = (text: string, words: Uint32Array) =>
  Array.from({ length: words.length / 2 }, (_, i) => text.slice(words[2 * i], words[2 * i + 1]));

async function parquetOf(
  columns: Column[],
  records: Map<string, unknown>[],
  kvMetadata: { key: string; value: string }[],
): Promise<Uint8Array<ArrayBuffer>> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const buffer = parquetWriteBuffer({
    columnData: columns.map(({ name, type }) => ({ name, data: records.map((record) => storedOf(record.get(name), type)) })),
    schema: [{ name: 'schema', num_children: columns.length }, ...columns.flatMap(({ name, type }) => schemaOf(name, type))],
    kvMetadata,
    createdBy: 'tandem',
  });
  return new Uint8Array(buffer);
}

function cardOf(name: string, columns: Column[], splits: string[]): string {
  const card = {
    pretty_name: name,
    dataset_info: { features: cardFieldsOf(columns.map((column) => [column.name, column.type])) },
    configs: [{ config_name: 'default', data_files: splits.map((split) => ({ split, path: `data/${split}-*` })) }],
  };
  return `---\n${stringify(card, { lineWidth: 0 })}---\n\n# ${name}\n`;
}
