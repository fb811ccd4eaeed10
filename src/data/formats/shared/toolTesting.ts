/** What the tests of annotation tools’ formats share: reading, writing, and labels in a form that is easy to compare. */
import type { Labels, Span } from '../../dataset';
import { kindOf } from '../../labelKinds';
import { type ReadDataset, type ReadOptions, readDataset } from '../../readDataset';
import type { OutFile, OutRow } from '../output';
import { FORMATS } from '../registry';

export const read = (name: string, text: string, options: ReadOptions = {}): ReadDataset =>
  readDataset([{ name, text }], { validationShare: 0, ...options });

export const lines = (records: unknown[]) => records.map((record) => JSON.stringify(record)).join('\n');

/** Every row's text and its spans, as slices of it. In the order of the file only where nothing is split off. */
export function spansOf(data: ReadDataset, column: string): string[][] {
  return data.train.map(({ text, labels }) => [
    text,
    ...((labels[column] as Span[] | undefined) ?? []).map(({ start, end, label }) => `${text.slice(start, end)}/${label}`),
  ]);
}

export const labelsOf = (data: ReadDataset, column: string) =>
  Object.fromEntries(data.train.map(({ text, labels }) => [text, labels[column]] as const));

export const said = (data: ReadDataset) =>
  data.problems
    .filter(({ message }) => message !== 'there are no rows for validation')
    .map(({ line, message }) => (line === undefined ? message : `${line}: ${message}`));

/** What a format writes of rows whose columns are what their values show. */
export function outOf(
  format: string,
  rows: (Omit<OutRow, 'labels'> & { labels: Labels })[],
  options: { predicted?: boolean; name?: string } = {},
) {
  const writer = FORMATS.find(({ name }) => name === format)?.writer;
  const names = [...new Set(rows.flatMap(({ labels }) => Object.keys(labels)))];
  const columns = names.map((name) => {
    const values = rows.map(({ labels }) => labels[name]).filter((value) => value !== undefined);
    return { name, values: kindOf(values) ?? 'names' };
  });
  const messages: string[] = [];
  const files = writer?.write({ name: options.name ?? 'rows', columns, rows, predicted: options.predicted ?? false }, (message) =>
    messages.push(message),
  );
  if (!Array.isArray(files)) throw new Error(`${format} does not write at once`);
  return { files, messages };
}

export const textOf = ({ parts }: OutFile) => parts.join('');

/** What was written, read. */
export const again = (files: OutFile[], options: ReadOptions = {}) =>
  readDataset(
    files.map((file) => ({ name: file.path, text: textOf(file) })),
    { validationShare: 0, ...options },
  );
