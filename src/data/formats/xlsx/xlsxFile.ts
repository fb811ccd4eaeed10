/** Excel workbooks (Office Open XML) to rows of cells, sheet by sheet. */
import readWorkbook from 'read-excel-file/universal';
import { TandemError } from '../../../errors';
import type { FileRecord, Source } from '../../records';

interface Sheet {
  name: string;
  table: { columns: string[]; records: FileRecord[] };
}

/** @throws TandemError `bad-input` for a workbook that is damaged or has no cell */
export async function openWorkbook(name: string, blob: Blob): Promise<Source> {
  const found = await readWorkbook(blob, { trim: false }).catch((error: unknown) => {
    // What a library trips over in a damaged file helps nobody.
    const why = error instanceof Error && error.constructor === Error ? error.message : 'it is damaged';
    throw new TandemError('bad-input', `${name} cannot be read as an Excel workbook (${why}). Save it again as .xlsx, or as CSV.`);
  });
  const sheets = found.flatMap(({ sheet, data }): Sheet[] => {
    const records = data.flatMap((cells: unknown[], i): FileRecord[] =>
      cells.some((cell) => cell !== null && cell !== '') ? [{ line: i + 1, values: cells.map(toValue) }] : [],
    );
    return records.length > 0 ? [{ name: sheet, table: { columns: [], records } }] : [];
  });
  const [first] = sheets;
  if (!first) throw new TandemError('bad-input', `${name} has no sheet with anything in it. Choose another file.`);
  return { name, text: '', opened: { format: 'xlsx', table: first.table, ...(sheets.length > 1 ? { sheets } : {}) } };
}

/** Days and times without a zone, as spreadsheets have them. Times alone are on the day before the first. */
function toValue(cell: unknown): unknown {
  if (cell === null || cell === '') return undefined;
  if (typeof cell === 'string') return cell.replace(/\r\n?/g, '\n');
  if (!(cell instanceof Date)) return cell;
  const [day, time] = cell
    .toISOString()
    .replace(/(\.000)?Z$/, '')
    .split('T');
  if (/^1899-12-3[01]$/.test(day)) return time;
  return time === '00:00:00' ? day : `${day}T${time}`;
}
