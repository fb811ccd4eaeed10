/** An embedding set as a file: CSV and JSON carry the sentences, NPY (NumPy 1.0) the bare matrix. */
import { guard } from '../data/formats/csv/guard';
import type { EmbeddingSet } from './embeddingSet';
import { rowsOf } from './similarity';

export type EmbeddingFormat = 'csv' | 'json' | 'npy';

/** Built in pieces, which the browser may keep on disk: no moment holds the whole file in memory. */
export function exportEmbeddings(set: EmbeddingSet, format: EmbeddingFormat): Blob {
  const [type, parts] = { csv: ['text/csv', csv(set)], json: ['application/json', json(set)], npy: ['application/octet-stream', npy(set)] }[
    format
  ] as [string, Iterable<BlobPart>];
  return new Blob(
    Array.from(parts, (part) => new Blob([part])),
    { type },
  );
}

function* csv(set: EmbeddingSet): Generator<string> {
  yield `text,${Array.from({ length: set.size }, (_, i) => `e${i}`).join(',')}\r\n`;
  for (const { first, rows } of set.chunks()) {
    yield rowsOf(rows, set.size)
      .map((row, i) => `${quote(guard(set.text(first + i)))},${row.join(',')}\r\n`)
      .join('');
  }
}

function* json(set: EmbeddingSet): Generator<string> {
  const prompt = set.prompt === '' ? '' : `"prompt":${JSON.stringify(set.prompt)},`;
  yield `{${prompt}"shape":[${set.count},${set.size}],"rows":[`;
  for (const { first, rows } of set.chunks()) {
    const lines = rowsOf(rows, set.size).map(
      (row, i) => `\n{"text":${JSON.stringify(set.text(first + i))},"embedding":[${row.join(',')}]}`,
    );
    yield (first === 0 ? '' : ',') + lines.join(',');
  }
  yield '\n]}\n';
}

/** https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html: the header is padded to 64 bytes. */
function* npy(set: EmbeddingSet): Generator<BlobPart> {
  const dict = `{'descr': '<f4', 'fortran_order': False, 'shape': (${set.count}, ${set.size}), }`;
  const preamble = 10;
  const length = Math.ceil((preamble + dict.length + 1) / 64) * 64 - preamble;
  yield new Uint8Array([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, length & 0xff, length >> 8]);
  yield `${dict.padEnd(length - 1)}\n`;
  for (const { rows } of set.chunks()) yield rows;
}

export function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
