/** Whether the first row of a table names its columns, decided by how it differs from the rows below it. */
import { looksLikeHeader } from '../../columnNames';
import { toNumber } from '../../labelKinds';
import type { Ask } from '../../questions';

const SAMPLE = 200;
/** The longest that a name of a column is, in words and in characters. */
const MOST_WORDS = 4;
const LONGEST = 40;

/**
 * Asks under the id `header`; open where the rows do not tell.
 *
 * @param rows all rows of the table, or its first ones
 */
export function hasHeader(rows: unknown[][], ask: Ask): boolean {
  const [first = [], ...others] = rows.slice(0, SAMPLE).map((cells) => cells.map(asText));
  // Files that were put together have the header of each.
  const below = others.filter((cells) => !isSameRow(cells, first));
  const score = scoreOf(first, below);
  const yes = { value: 'yes', title: 'a header' };
  const no = { value: 'no', title: 'data' };
  const shown = first.filter((cell) => cell !== '').slice(0, 4);
  const answer = ask({
    id: 'header',
    text: `The first row is ${shown.map((cell) => `"${cell.slice(0, LONGEST)}"`).join(', ')}${first.length > shown.length ? ' …' : ''}. Is it a header or data?`,
    options: score > 0 ? [yes, no] : [no, yes],
    open: Math.abs(score) <= 1 && rows.length > 1,
  });
  return answer === 'yes';
}

/** Whether two rows have the same cells. */
export const isSameRow = (a: unknown[], b: unknown[]) => a.length === b.length && a.every((cell, i) => asText(cell) === asText(b[i]));

/** Above 0 for a header. */
function scoreOf(first: string[], below: string[][]): number {
  const filled = first.filter((cell) => cell !== '');
  let score = looksLikeHeader(first) && filled.every(isNameLike) ? 3 : 0;
  if (filled.length === 0 || new Set(filled).size < filled.length) score -= 3;
  for (const [i, cell] of first.entries()) {
    const values = below.map((cells) => cells[i] ?? '').filter((value) => value !== '');
    if (cell !== '' && values.length > 0) score += columnScore(cell, values);
  }
  return score;
}

function columnScore(cell: string, values: string[]): number {
  if (values.length > 1 && values.every(isNumber)) return isNumber(cell) ? -3 : 3;
  if (values.length > 1 && values.every(isJson)) return isJson(cell) ? -3 : 3;
  if (values.length > 1 && values.every(isTag) && values.some((value) => value.length > 1)) return isTag(cell) ? -3 : 3;
  if (values.includes(cell)) return -3;
  const different = new Set(values).size;
  if (values.length > 3 && different <= values.length / 2) return isNameLike(cell) ? 1 : -1;
  const length = values.reduce((sum, value) => sum + value.length, 0) / values.length;
  if (!isNameLike(cell)) return -2;
  return length > 1.5 * cell.length && values.some((value) => value.includes(' ')) ? 1 : 0;
}

const asText = (cell: unknown) => (cell === undefined || cell === null ? '' : String(cell).trim());
const isNumber = (text: string) => !Number.isNaN(toNumber(text));
const isTag = (text: string) => /^(O|[BIESLUMW]-\S+)$/.test(text);
const isJson = (text: string) => /^[[{]/.test(text);

/** Short, of few words, without the marks that end a sentence. */
function isNameLike(text: string): boolean {
  return text.length <= LONGEST && text.split(/\s+/).length <= MOST_WORDS && !isNumber(text) && !/[.!?…]$|[,;:]\s|^["'[{]/.test(text);
}
