/** Excel workbooks (Office Open XML) to rows of cells, sheet by sheet. */
import readWorkbook from 'read-excel-file/universal';
import { TandemError } from '../../errors';
import type { FileRecord, Source } from '../records';

interface Sheet {
  name: string;
  table: { columns: string[]; records: FileRecord[] };
}

/** @throws TandemError `bad-input` for a workbook that is damaged or has no cell */
export async function openWorkbook(name: string, blob: Blob): Promise<Source> {
  const found = await readWorkbook(blob, { trim: false }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
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

function toValue(cell: unknown): unknown {
  if (cell === null || cell === '') return undefined;
  if (!(cell instanceof Date)) return cell;
  const text = cell.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.replace(/\.000Z$/, 'Z');
}
