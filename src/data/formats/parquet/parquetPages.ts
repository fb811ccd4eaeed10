/**
 * Whether the pages of a Parquet file are as long as its footer says. hyparquet believes each page's own count of values: one that is
 * damaged would keep it busy for minutes.
 */
import type { AsyncBuffer, ColumnMetaData, FileMetaData } from 'hyparquet';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getSchemaPath } from 'hyparquet/src/schema.js';
import { deserializeTCompactProtocol, readVarInt } from 'hyparquet/src/thrift.js';

/** A header is far shorter, save for statistics of long texts. */
const LONGEST_HEADER = 2 ** 16;

/** @throws Error that says what does not fit */
export async function checkPages(file: AsyncBuffer, { row_groups, schema }: FileMetaData): Promise<void> {
  for (const { columns, num_rows } of row_groups) {
    for (const { meta_data } of columns) {
      if (!meta_data) throw new Error('a column has no description');
      if (meta_data.num_values < num_rows) throw new Error('a column has fewer values than rows');
      const path = getSchemaPath(schema, meta_data.path_in_schema);
      await checkColumn(file, meta_data, [getMaxRepetitionLevel(path), getMaxDefinitionLevel(path)]);
    }
  }
}

/** @param levels the highest of repetition and of definition */
async function checkColumn(file: AsyncBuffer, column: ColumnMetaData, levels: [number, number]): Promise<void> {
  const { dictionary_page_offset: dictionary, data_page_offset: data } = column;
  let at = Number(dictionary && dictionary < data ? dictionary : data);
  const end = at + Number(column.total_compressed_size);
  const most = Number(column.num_values);
  let seen = 0;
  while (seen < most) {
    if (!(at >= 0 && at < end && end <= file.byteLength)) throw new Error('a column ends before its values do');
    const bytes = await file.slice(at, Math.min(end, at + LONGEST_HEADER));
    const reader = { view: new DataView(bytes), offset: 0 };
    const { field_2: unpacked, field_3: packed, field_5: page, field_7: values, field_8: pageV2 } = deserializeTCompactProtocol(reader);
    const count = (page ?? values ?? pageV2)?.field_1;
    const fits = Number.isInteger(count) && count >= 0 && count <= most && packed >= 0 && unpacked >= 0 && at + packed <= end;
    if (!fits || unpacked > Math.max(Number(column.total_uncompressed_size), packed)) throw new Error('a page is longer than its column');
    if (pageV2) {
      const sizes: number[] = [pageV2.field_6, pageV2.field_5];
      let from = at + reader.offset;
      for (const [i, size] of sizes.entries()) {
        if (levels[i] > 0) checkRuns(await file.slice(from, from + size), levels[i], count);
        from += size;
      }
    }
    if (!values) seen += count;
    at += reader.offset + packed;
  }
  if (seen > most) throw new Error('a column has more values than it says');
}

/** Runs of equal levels, and packed ones, of which each has its own length (the RLE / bit-packing hybrid). */
function checkRuns(bytes: ArrayBuffer, highest: number, count: number): void {
  const reader = { view: new DataView(bytes), offset: 0 };
  const width = 32 - Math.clz32(highest);
  for (let seen = 0; seen < count; ) {
    const header = readVarInt(reader);
    const length = header & 1 ? (header >> 1) * 8 : header >>> 1;
    reader.offset += header & 1 ? (header >> 1) * width : (width + 7) >> 3;
    // Packed runs are filled up to eight.
    if (length <= 0 || seen + length >= count + 8) throw new Error('a page has more levels than values');
    seen += length;
  }
}
