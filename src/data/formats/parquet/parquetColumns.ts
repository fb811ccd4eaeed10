/** Columns of Parquet files as Hugging Face's datasets has them: schema, features for its metadata, and for a card. */
import type { ParquetWriteOptions } from 'hyparquet-writer';
import type { Fields } from '../json/fields';

type SchemaElement = NonNullable<ParquetWriteOptions['schema']>[number];

export type ColumnType =
  | { kind: 'text' }
  | { kind: 'integer' }
  | { kind: 'real' }
  | { kind: 'class'; names: string[] }
  | { kind: 'list'; of: ColumnType }
  | { kind: 'record'; fields: [string, ColumnType][] }
  /** A record of lists, which is called a sequence of records. */
  | { kind: 'answers' };

const TEXT: ColumnType = { kind: 'text' };
const ANSWERS: [string, ColumnType][] = [
  ['text', TEXT],
  ['answer_start', { kind: 'integer' }],
];

/** An element, and all below it, depth first. */
export function schemaOf(name: string, type: ColumnType): SchemaElement[] {
  const element: SchemaElement = { name, repetition_type: 'OPTIONAL' };
  switch (type.kind) {
    case 'text':
      return [{ ...element, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }];
    case 'integer':
    case 'class':
      return [{ ...element, type: 'INT64' }];
    case 'real':
      return [{ ...element, type: 'DOUBLE' }];
    case 'list':
      return [
        { ...element, converted_type: 'LIST', logical_type: { type: 'LIST' }, num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ...schemaOf('element', type.of),
      ];
    case 'record':
      return [{ ...element, num_children: type.fields.length }, ...type.fields.flatMap(([field, own]) => schemaOf(field, own))];
    case 'answers':
      return schemaOf(name, { kind: 'record', fields: ANSWERS.map(([field, of]) => [field, { kind: 'list', of }]) });
  }
}

/** For the metadata of the file. Lists of records stand in brackets, which every version understands. */
export function featureOf(type: ColumnType): unknown {
  switch (type.kind) {
    case 'text':
      return { dtype: 'string', _type: 'Value' };
    case 'integer':
      return { dtype: 'int64', _type: 'Value' };
    case 'real':
      return { dtype: 'float64', _type: 'Value' };
    case 'class':
      return { names: type.names, _type: 'ClassLabel' };
    case 'list':
      return type.of.kind === 'record' ? [featureOf(type.of)] : { feature: featureOf(type.of), _type: 'Sequence' };
    case 'record':
      return Object.fromEntries(type.fields.map(([name, own]) => [name, featureOf(own)]));
    case 'answers':
      return { feature: featureOf({ kind: 'record', fields: ANSWERS }), _type: 'Sequence' };
  }
}

/** For the card: what stands beside the name of a column. */
export function cardFieldOf(type: ColumnType): Fields {
  switch (type.kind) {
    case 'text':
      return { dtype: 'string' };
    case 'integer':
      return { dtype: 'int64' };
    case 'real':
      return { dtype: 'float64' };
    case 'class':
      return { dtype: classes(type.names) };
    case 'list': {
      if (type.of.kind === 'record') return { list: cardFieldsOf(type.of.fields) };
      return { sequence: type.of.kind === 'class' ? classes(type.of.names) : cardFieldOf(type.of).dtype };
    }
    case 'record':
      return { struct: cardFieldsOf(type.fields) };
    case 'answers':
      return { sequence: cardFieldsOf(ANSWERS) };
  }
}

export const cardFieldsOf = (fields: [string, ColumnType][]) => fields.map(([name, type]) => ({ name, ...cardFieldOf(type) }));

const classes = (names: string[]) => ({ class_label: { names: Object.fromEntries(names.map((name, i) => [String(i), name])) } });

/** The value as it is stored; undefined is kept. */
export function storedOf(value: unknown, type: ColumnType): unknown {
  if (value === undefined || value === null) return undefined;
  switch (type.kind) {
    case 'text':
    case 'real':
      return value;
    case 'integer':
      return BigInt(value as number);
    case 'class':
      return BigInt(type.names.indexOf(value as string));
    case 'list':
      return (value as unknown[]).map((item) => storedOf(item, type.of));
    case 'record':
      return Object.fromEntries(type.fields.map(([name, own]) => [name, storedOf((value as Fields)[name], own)]));
    case 'answers':
      return Object.fromEntries(ANSWERS.map(([name, of]) => [name, storedOf((value as Fields)[name], { kind: 'list', of })]));
  }
}
