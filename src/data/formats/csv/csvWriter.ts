/** CSV (RFC 4180): a row per text, a column per label; lists and spans are JSON in their cells. */
import Papa from 'papaparse';
import type { Writer } from '../format';
import { plainFields, plainNames } from '../shared/plainRows';
import { guard } from './guard';

/** Rows that are put into one string. */
const CHUNK = 1000;

export const csvWriter: Writer = {
  write(data, report) {
    const names = plainNames(data, report);
    const lines = data.rows.map((row) => plainFields(row, data, names).map(([, value]) => cellOf(value)));
    const [header] = [[names.text, names.other, ...data.columns.flatMap((_, i) => [names.columns[i], names.scores[i]]), names.split]];
    const cells = [header.filter((name) => name !== undefined).map(cellOf), ...lines];
    const parts: string[] = [];
    for (let at = 0; at < cells.length; at += CHUNK) parts.push(`${Papa.unparse(cells.slice(at, at + CHUNK), { newline: '\n' })}\n`);
    return [{ path: `${data.name}.csv`, parts }];
  },
};

function cellOf(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  return guard(typeof value === 'string' ? value : JSON.stringify(value));
}
