/** Sheets of Excel workbooks, which are opened before they come here. */
import { SourceFile } from '../records';
import { splitOfName } from '../splitNames';
import type { Format } from './format';
import { tableOfCells } from './tables';

const ALL = 'all sheets';

export const xlsx: Format = {
  name: 'xlsx',
  title: 'Excel workbook (.xlsx)',
  recognises: (files) => files.some(({ opened }) => opened?.format === 'xlsx'),
  join(files, report, ask) {
    return files.flatMap((file) => {
      const { name, opened } = file;
      if (opened?.format !== 'xlsx') {
        report(undefined, `${name} is not an Excel workbook, as others here are; it is left out`);
        return [];
      }
      const { sheets } = opened;
      if (!sheets) return [file];
      const splits = sheets.filter((sheet) => splitOfName(sheet.name) !== undefined);
      const joined = splits.map((sheet) => sheet.name).join(', ');
      const options = [
        ...(splits.length > 1 ? [{ value: joined, title: `${joined}, each for its split` }] : []),
        ...sheets.map((sheet) => ({ value: sheet.name, title: `${sheet.name} (${sheet.table.records.length} rows)` })),
        { value: ALL, title: 'All sheets, one after another' },
      ];
      const answer = ask({ id: 'sheet', text: `${name} has ${sheets.length} sheets: which is read?`, options, open: splits.length < 2 });
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
    const records = opened?.table.records ?? [];
    return tableOfCells(
      records.map(({ values }) => values),
      records.map(({ line }) => line),
      reading,
    );
  },
};
