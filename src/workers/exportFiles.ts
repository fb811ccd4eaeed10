/** Rows in a file format: one file, or a zip of several. */
import { strToU8, Zip, ZipDeflate } from 'fflate';
import type { OutData, OutFile } from '../data/formats/output';
import { FORMATS } from '../data/formats/registry';
import { TandemError } from '../errors';
import { soundBlob } from '../exports/soundBlob';
import type { ExportedFile } from './protocol';

/**
 * @param notes what is known already that the file will not have
 * @throws TandemError `bad-input` for a format that is not written, `storage-full`
 */
export async function exportFiles(data: OutData, format: string, notes: string[] = []): Promise<ExportedFile> {
  const writer = FORMATS.find(({ name }) => name === format)?.writer;
  if (!writer) {
    const written = FORMATS.flatMap(({ name, writer: known }) => (known ? [name] : []));
    throw new TandemError('bad-input', `Nothing can be saved as "${format}". Formats that are written: ${written.join(', ')}.`);
  }
  const all = [...notes];
  const files = await writer.write(data, (message) => all.push(message));
  if (files.length === 1)
    return { blob: await soundBlob(new Blob(files[0].parts)), name: files[0].path.slice(files[0].path.lastIndexOf('/') + 1), notes: all };
  return { blob: await soundBlob(zipped(files)), name: `${data.name}.zip`, notes: all };
}

/** `x/reviews.csv, x/test.csv` → `reviews`. */
export function baseName(name: string): string {
  const [first] = name.split(', ');
  return first.slice(first.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '') || 'texts';
}

function zipped(files: OutFile[]): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    parts.push(chunk as Uint8Array<ArrayBuffer>);
  });
  for (const { path, parts: pieces } of files) {
    const file = new ZipDeflate(path);
    zip.add(file);
    for (const piece of pieces) file.push(typeof piece === 'string' ? strToU8(piece) : piece);
    file.push(new Uint8Array(), true);
  }
  zip.end();
  return new Blob(parts, { type: 'application/zip' });
}
