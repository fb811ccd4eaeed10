/** Parquet files (apache/parquet-format) to tables, one row group after another. */

import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { TandemError } from '../../../errors';
import { plural } from '../../../plural';
import { ROLES, type Roles } from '../../columns';
import type { LabelKind } from '../../labelKinds';
import type { FileRecord, Source, Table } from '../../records';
import { applyFeature, areSpanColumns, featuresOfJson, recordsOf } from '../huggingFace/features';
import { isObject } from '../json/fields';
import { OWN_KEY } from './parquetKey';
import { checkPages } from './parquetPages';

/** What pandas keeps the numbers of rows in. */
const INDEX = /^__index_level_\d+__$/;
/** Bytes that become rows; they take several times as much. */
const LARGEST = 2 ** 31;

/** @throws TandemError `bad-input` for a file that is damaged or has no rows */
export async function openParquet(name: string, blob: Blob): Promise<Source> {
  try {
    return await readParquet(name, blob);
  } catch (error) {
    // A footer that lacks a part is found wherever that part is needed first.
    throw error instanceof TandemError ? error : damaged(name, error);
  }
}

async function readParquet(name: string, blob: Blob): Promise<Source> {
  const inside = (at: number) => (at > 0 ? Math.min(Math.floor(at), blob.size) : 0);
  const file: AsyncBuffer = {
    byteLength: blob.size,
    // A damaged file may point outside of itself, or between two bytes, where Node's Blob ends the process. Rejecting one of several
    // reads would leave the others' errors to nobody.
    slice: (start, end = blob.size) => blob.slice(inside(start), inside(end)).arrayBuffer(),
  };
  const metadata = await parquetMetadataAsync(file, { geoparquet: false });
  const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
  const table: Table = { columns: columns.filter((column) => !INDEX.test(column)), records: [] };
  const rows = Number(metadata.num_rows);
  if (rows === 0 || table.columns.length === 0) {
    throw new TandemError('bad-input', `${name} is a Parquet file without rows. Choose another file.`);
  }
  const size = metadata.row_groups.reduce((sum, group) => sum + Number(group.total_byte_size), 0);
  if (size > LARGEST) {
    const shown = (size / 2 ** 30).toFixed(1);
    throw new TandemError(
      'bad-input',
      `${name} unpacks to ${shown} GiB, but a file can have 2 GiB at most. Write its rows to several files.`,
    );
  }
  await checkPages(file, metadata);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    await parquetRead({
      file,
      metadata,
      compressors,
      geoparquet: false,
      utf8: false,
      columns: table.columns,
      rowStart,
      rowEnd,
      onComplete: (found: unknown[][]) => addRows(table.records, found),
    });
    rowStart = rowEnd;
  }
  if (table.records.length !== rows) throw damaged(name, new Error('it has fewer rows than it says'));
  const notes = [...dropBinary(table), ...nameClasses(table, metadata)];
  return {
    name,
    text: '',
    opened: {
      format: 'parquet',
      table: { ...table, kinds: classKinds(metadata), ...ownRoles(metadata, table) },
      ...(notes.length > 0 ? { notes } : {}),
    },
  };
}

function damaged(name: string, error: unknown): TandemError {
  // What the library found missing, unless it stumbled over it.
  const isStated = error instanceof Error && error.constructor === Error;
  const why = isStated ? ` (${error.message.replace(/^parquet /, '')})` : '';
  return new TandemError('bad-input', `${name} is not a complete Parquet file${why}. Download or write it again.`);
}

function addRows(records: FileRecord[], rows: unknown[][]): void {
  for (const values of rows) records.push({ line: records.length + 1, values: values.map((value) => plain(value) ?? undefined) });
}

/** Values as JSON would have them; bytes that are no text stay bytes. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return dateText(value);
  if (value instanceof Uint8Array) return textOf(value);
  if (Array.isArray(value)) return value.map((item) => plain(item) ?? null);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, plain);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]));
}

function dateText(date: Date): string | undefined {
  if (Number.isNaN(date.getTime())) return undefined;
  return date
    .toISOString()
    .replace(/T00:00:00\.000Z$/, '')
    .replace(/\.000Z$/, 'Z');
}

function textOf(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

/** Pictures and sounds, by themselves or in a record with their path. */
function dropBinary({ columns, records }: Table): string[] {
  const isBinary = (value: unknown) =>
    value instanceof Uint8Array || (isObject(value) && Object.values(value).some((field) => field instanceof Uint8Array));
  return columns.flatMap((column, i) => {
    if (!records.some(({ values }) => isBinary(values[i]))) return [];
    for (const { values } of records) values[i] = undefined;
    return [`${column} holds bytes that are not text (pictures or sounds, say); the column is left out`];
  });
}

/** Gives numbers their names. Where a number has none, the names are not those of the column. */
function nameClasses(table: Table, metadata: FileMetaData): string[] {
  const features = featuresOfJson(infoOf(metadata));
  return table.columns.flatMap((column, i) => {
    const feature = features.get(column);
    let odd = 0;
    const named = table.records.map(({ values }) => {
      const value = values[i];
      if (feature) return applyFeature(value, feature, { digits: false, odd: () => odd++ });
      const spans = recordsOf(value);
      return areSpanColumns(spans) ? spans : value;
    });
    if (odd > 0)
      return [
        `${column}: ${plural(odd, 'number has', 'numbers have')} no name in the file’s list of classes, so all numbers are kept as they are`,
      ];
    for (const [row, { values }] of table.records.entries()) values[i] = named[row];
    return [];
  });
}

function infoOf(metadata: FileMetaData): unknown {
  const found = jsonOf(metadata, 'huggingface');
  return isObject(found) && isObject(found.info) ? found.info.features : undefined;
}

/** Of columns of classes. */
function classKinds(metadata: FileMetaData): Record<string, LabelKind> {
  return Object.fromEntries(
    [...featuresOfJson(infoOf(metadata))].flatMap(([column, feature]): [string, LabelKind][] => {
      if (feature.kind === 'classes') return [[column, 'names']];
      return feature.kind === 'list' && feature.of.kind === 'classes' ? [[column, 'lists']] : [];
    }),
  );
}

const KINDS: LabelKind[] = ['names', 'lists', 'numbers', 'spans', 'answers'];

function ownRoles(metadata: FileMetaData, { columns }: Table): Pick<Table, 'roles' | 'offsets' | 'kinds'> {
  const found = jsonOf(metadata, OWN_KEY);
  if (!isObject(found) || !isObject(found.roles)) return {};
  const { roles } = found;
  const known = (name: unknown): name is string => typeof name === 'string' && columns.includes(name);
  const own: Roles = {};
  for (const role of ROLES) {
    const value = roles[role];
    if (role === 'labels') own.labels = Array.isArray(value) ? value.filter(known) : [];
    else if (known(value)) own[role] = value;
  }
  if (own.text === undefined) return {};
  const stated = isObject(found.kinds) ? Object.entries(found.kinds) : [];
  const kinds = stated.flatMap(([column, value]) => KINDS.filter((kind) => kind === value).map((kind) => [column, kind] as const));
  return { roles: own, offsets: 'codePoints', kinds: Object.fromEntries(kinds) };
}

function jsonOf(metadata: FileMetaData, key: string): unknown {
  const text = metadata.key_value_metadata?.find((entry) => entry.key === key)?.value;
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
