/** Tape archives (POSIX ustar and pax, and GNU's long names): headers of 512 bytes, each before its file. */
import type { Content } from './unpack';
import { damaged } from './unpackZip';

const BLOCK = 512;

/** Whether the first block says so itself. */
export const isTar = (head: Uint8Array) => textOf(head, 257, 5) === 'ustar';

/** Files only. Nothing is copied. */
export async function listTar(blob: Blob, name: string): Promise<Content[]> {
  const files: Content[] = [];
  let long: string | undefined;
  for (let at = 0; at + BLOCK <= blob.size; ) {
    const header = new Uint8Array(await blob.slice(at, at + BLOCK).arrayBuffer());
    if (header[0] === 0) break;
    if (!isTar(header)) throw damaged(name);
    const size = sizeOf(header);
    // Node's Blob ends the process when it is asked for a place that is not a number.
    if (!Number.isSafeInteger(size)) throw damaged(name);
    const inside = blob.slice(at + BLOCK, at + BLOCK + size);
    if (inside.size !== size) throw damaged(name);
    const type = String.fromCharCode(header[156]);
    if (type === 'L') long = (await inside.text()).replace(/\0.*$/s, '');
    else if (type === 'x') long = /(?:^|\n)\d+ path=([^\n]*)/.exec(await inside.text())?.[1] ?? long;
    else {
      if (type === '0' || type === '\0') files.push({ name: long ?? pathOf(header), blob: inside });
      // Other headers (of all files, say) stand between a long name and its file.
      if (type !== 'g') long = undefined;
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function pathOf(header: Uint8Array): string {
  // GNU has other things there, and a blank behind the mark.
  const prefix = header[262] === 0 ? textOf(header, 345, 155) : '';
  const path = textOf(header, 0, 100);
  return prefix ? `${prefix}/${path}` : path;
}

/** In octal digits, or in binary where they would not do. */
function sizeOf(header: Uint8Array): number {
  if ((header[124] & 0x80) === 0) return Number.parseInt(textOf(header, 124, 12).trim() || '0', 8);
  return header.slice(125, 136).reduce((size, byte) => size * 256 + byte, 0);
}

function textOf(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}
