/** Sheets of Excel workbooks, which are opened before they come here. */
import { plural } from '../../../plural';
import { type FileRecord, type ReportProblem, SourceFile } from '../../records';
import { splitOfName } from '../../splitNames';
import type { Format } from '../format';
import { tableOfCells } from '../shared/tables';

const ALL = 'all sheets';

export const xlsx: Format = {
  name: 'xlsx',
  title: 'Excel workbook (.xlsx)',
  recognises: (files) => files.some(({ opened }) => opened?.format === 'xlsx'),
  join(files, report, ask) {
    return files.flatMap((file) => {
      const { name, opened } = file;
      if (opened?.format !== 'xlsx') {
        report(undefined, `${name} is not an Excel workbook, unlike the other files; it is left out`);
        return [];
      }
      const { sheets } = opened;
      if (!sheets) return [file];
      const splits = sheets.filter((sheet) => splitOfName(sheet.name) !== undefined);
      const joined = splits.map((sheet) => sheet.name).join(', ');
      const options = [
        ...(splits.length > 1 ? [{ value: joined, title: `${joined}, each for its split` }] : []),
        ...sheets.map((sheet) => ({ value: sheet.name, title: `${sheet.name} (${plural(sheet.table.records.length, 'row')})` })),
        { value: ALL, title: 'All sheets, one after another' },
      ];
      const answer = ask({
        id: 'sheet',
        text: `${name} has ${plural(sheets.length, 'sheet')}. Which one should be read?`,
        options,
        open: splits.length < 2,
      });
      const chosen = sheets.filter(
        (sheet) => answer === ALL || sheet.name === answer || (splits.length > 1 && answer === joined && splits.includes(sheet)),
      );
      return chosen.map((sheet) => {
        // A sheet’s name tells its split, as a file’s does.
        const named = chosen.length > 1 ? `${name}/${sheet.name}` : name;
        return new SourceFile({ name: named, text: '', opened: { format: 'xlsx', table: sheet.table } });
      });
    });
  },
  read({ opened }, reading) {
    const { cells, lines } = tidied(opened?.table.records ?? [], reading.report);
    return tableOfCells(cells, lines, reading);
  },
};

/** Without titles above the table and remarks beside it; a header whose last cells are empty is as wide as the rows below. */
function tidied(records: FileRecord[], report: ReportProblem): { cells: unknown[][]; lines: number[] } {
  const widths = records.map(({ values }) => values.findLastIndex((value) => value !== undefined) + 1);
  const usual = mostFrequent(widths);
  const filled = ({ values }: FileRecord) => values.filter((value) => value !== undefined);
  const start =
    usual > 1
      ? Math.max(
          0,
          records.findIndex((record) => filled(record).length > 1),
        )
      : 0;
  if (start > 0) {
    const titles = records.slice(0, start).map((record) => `"${String(filled(record)[0]).slice(0, 40)}"`);
    report(records[0].line, `left out above the table: ${titles.slice(0, 3).join(', ')}`, 'warning');
  }
  const width = Math.max(usual, widths[start] ?? 0);
  const wider = records.flatMap(({ line }, i) => (i >= start && widths[i] > width ? [line] : []));
  if (wider.length > 0) {
    report(
      wider[0],
      `${plural(wider.length, 'row has', 'rows have')} cells to the right of the table${wider.length > 1 ? ', this one first' : ''}; these cells are left out`,
      'warning',
    );
  }
  const rows = records.slice(start);
  const cells = rows.map(({ values }) => values.slice(0, width));
  if (cells.length > 0) {
    for (let i = widths[start]; i < width; i++) cells[0][i] = `column ${i + 1}`;
  }
  return { cells, lines: rows.map(({ line }) => line) };
}

function mostFrequent(numbers: number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}
