/** Bytes of a chosen file to text. */
import { TandemError } from '../errors';
import type { Source } from './records';

/**
 * UTF-8, UTF-16 with its mark, or else Windows-1252, which old data sets are in.
 *
 * @returns `legacy` is true for the last of these
 * @throws TandemError `bad-input` for a file that is not text
 */
export async function decodeFile(file: File): Promise<Source & { legacy: boolean }> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const name = file.webkitRelativePath || file.name;
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  if (mark) return { name, text: new TextDecoder(mark).decode(bytes), legacy: false };
  if (bytes.includes(0)) {
    throw new TandemError('bad-input', `${name} is not a text file. Choose CSV, TSV, JSON Lines, CoNLL, or JointBERT’s three files.`);
  }
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), legacy: false };
  } catch {
    return { name, text: new TextDecoder('windows-1252').decode(bytes), legacy: true };
  }
}
