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
  const columns = (cells[0] ?? []).flatMap((_, column) => {
    const values = sample.map((row) => (row[column] ?? '').trim()).filter((value) => value !== '');
    return values.length > 1 && values.every((value) => NUMBER.test(value)) && values.some((value) => value.includes(',')) ? [column] : [];
  });
  if (columns.length === 0) return cells;
  const examples = columns.map(
    (column) =>
      `"${sample
        .map((row) => row[column] ?? '')
        .find((value) => value.includes(','))
        ?.trim()}"`,
  );
  const answer = ask({
    id: 'decimal comma',
    text: `Cells such as ${someOf(examples)} are`,
    options: [
      { value: 'numbers', title: 'numbers with a decimal comma' },
      { value: 'texts', title: 'texts or lists, to be left as they are' },
    ],
    // Two small numbers may be a list as well.
    open: columns.every((column) => sample.every((row) => !LONG.test((row[column] ?? '').trim()))),
  });
  return answer === 'numbers' ? cells.map((row) => row.map((cell, i) => (columns.includes(i) ? withPoint(cell) : cell))) : cells;
}

function withPoint(cell: string): string {
  const value = cell.trim();
  return NUMBER.test(value) ? value.replaceAll('.', '').replace(',', '.') : cell;
}
