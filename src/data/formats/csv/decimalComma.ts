/** Numbers with a decimal comma, as spreadsheets of many countries write them beside semicolons or tabs. */

import type { Ask } from '../../questions';
import { someOf } from '../../someOf';

const NUMBER = /^[-+]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/;
/** No list of two: a sign, thousands, or digits that nobody puts into a list. */
const LONG = /^[-+]|\d{3},|,(0|\d{3})/;
/** Rows looked at. */
const SAMPLE = 1000;

/** Asks under the id `decimal comma` where columns hold such numbers and nothing else. @param cells with or without a header */
export function settleDecimals(cells: string[][], delimiter: string, ask: Ask): string[][] {
  if (delimiter === ',') return cells;
  const sample = cells.slice(1, SAMPLE);
  const found = (cells[0] ?? []).flatMap((_, column) => {
    const values = sample.map((row) => (row[column] ?? '').trim()).filter((value) => value !== '');
    const example = values.find((value) => value.includes(','));
    return example !== undefined && values.length > 1 && values.every((value) => NUMBER.test(value)) ? [{ column, values, example }] : [];
  });
  if (found.length === 0) return cells;
  const answer = ask({
    id: 'decimal comma',
    text: `Cells such as ${someOf(found.map(({ example }) => `"${example}"`))} are`,
    options: [
      { value: 'numbers', title: 'numbers with a decimal comma' },
      { value: 'texts', title: 'texts or lists, to be left as they are' },
    ],
    // Two small numbers may be a list as well.
    open: !found.some(({ values }) => values.some((value) => LONG.test(value))),
  });
  if (answer !== 'numbers') return cells;
  const columns = new Set(found.map(({ column }) => column));
  return cells.map((row) => row.map((cell, i) => (columns.has(i) ? withPoint(cell) : cell)));
}

function withPoint(cell: string): string {
  const value = cell.trim();
  return NUMBER.test(value) ? value.replaceAll('.', '').replace(',', '.') : cell;
}
