/** Excel workbooks as small as programs write them. */
import { strToU8, zipSync } from 'fflate';

export type Cell = string | number | boolean | { date: number } | { formula: string; value: string } | { error: string } | null;
const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export function workbook(sheets: Record<string, Cell[][]>): File {
  const strings: string[] = [];
  const names = Object.keys(sheets);
  const cellXml = (cell: Cell, r: string) => {
    if (cell === null) return '';
    if (typeof cell === 'string') return `<c r="${r}" t="s"><v>${strings.push(cell) - 1}</v></c>`;
    if (typeof cell === 'number') return `<c r="${r}"><v>${cell}</v></c>`;
    if (typeof cell === 'boolean') return `<c r="${r}" t="b"><v>${Number(cell)}</v></c>`;
    if ('date' in cell) return `<c r="${r}" s="1"><v>${cell.date}</v></c>`;
    if ('error' in cell) return `<c r="${r}" t="e"><v>${cell.error}</v></c>`;
    return `<c r="${r}" t="str"><f>${cell.formula}</f><v>${cell.value}</v></c>`;
  };
  const sheetXml = (rows: Cell[][]) =>
    `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
      .map((row, y) => `<row r="${y + 1}">${row.map((cell, x) => cellXml(cell, `${'ABCDEF'[x]}${y + 1}`)).join('')}</row>`)
      .join('')}</sheetData></worksheet>`;
  const files: Record<string, string> = {
    '[Content_Types].xml': '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${names
      .map((name, i) => `<sheet name="${xml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
      .map(
        (_, i) =>
          `<Relationship Id="rId${i + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
      )
      .join(
        '',
      )}<Relationship Id="rId90" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId91" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml':
      '<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
  };
  for (const [i, name] of names.entries()) files[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(sheets[name]);
  files['xl/sharedStrings.xml'] = `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${strings
    .map((text) => `<si><t xml:space="preserve">${xml(text)}</t></si>`)
    .join('')}</sst>`;
  return new File([zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))).slice()], 'book.xlsx');
}
