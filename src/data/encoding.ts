/** Bytes to text: Unicode by its marks and by its form, or one of the older encodings, which are guessed. */

import { TandemError } from '../errors';
import { plural } from '../plural';
import { guessEncodings, isIso2022 } from './encodingGuess';
import { decodeBytes, ENCODINGS, titleOf } from './encodingNames';
import type { Reading } from './formats/format';
import type { ReportProblem, Source } from './records';

/** What a string holds at most in the engines that hold least: 2²⁹ − 24 units. */
const LONGEST = 2 ** 29 - 24;
const HEAD = 4096;

/**
 * @returns undefined for bytes that are not text
 * @throws TandemError `bad-input` for more of them than one string holds
 */
export async function decodeText(name: string, blob: Blob): Promise<Source | undefined> {
  if (blob.size > LONGEST) {
    const size = Math.round(blob.size / 2 ** 20);
    throw new TandemError(
      'bad-input',
      `${name} is ${size} MiB in size, and a text file can have 512 MiB at most. Split it into several files.`,
    );
  }
  const head = new Uint8Array(await blob.slice(0, HEAD).arrayBuffer());
  const unicode = unicodeOf(head);
  if (unicode === 'utf-32le' || unicode === 'utf-32be') {
    return { name, text: decodeUtf32(new DataView(await blob.arrayBuffer()), unicode === 'utf-32le') };
  }
  if (unicode) return { name, text: (await decodeStream(blob, unicode, false)) ?? '' };
  const text = await decodeStream(blob, 'utf-8', true);
  if (text?.includes('\0')) return undefined;
  if (text !== undefined && !text.includes('\x1b$')) return { name, text };
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (bytes.includes(0)) return undefined;
  if (text !== undefined && !isIso2022(bytes)) return { name, text };
  const guessed = guessEncodings(bytes);
  // The guess is made by a part of the file.
  const fitting = guessed.find((label) => decodeBytes(bytes, label, true) !== undefined) ?? guessed[0];
  const encodings = [fitting, ...guessed.filter((label) => label !== fitting)];
  return { name, text: decodeBytes(bytes, fitting), encodings, bytes };
}

/** The text in the encoding that was answered, and a warning that names it. Unicode text is returned as it is. */
export function settleEncoding(source: Source, { ask, report }: Reading): Source {
  const { encodings, bytes } = source;
  if (!encodings || !bytes) return source;
  const [likely] = encodings;
  const others = ENCODINGS.map(([label]) => label).filter((label) => !encodings.includes(label));
  const encoding = ask({
    id: 'encoding',
    text: 'Which encoding is the text in? With the right one, no letter looks strange.',
    options: [...encodings, ...others].map((value) => ({ value, title: titleOf(value) })),
    open: encodings.length > 1,
  });
  const text = encoding === likely ? source.text : decodeBytes(bytes, encoding);
  if (encoding !== 'utf-8') report(undefined, `the file is not UTF-8; it was read as ${titleOf(encoding)}`, 'warning');
  reportDamage(text, titleOf(encoding), report);
  return { ...source, text };
}

function reportDamage(text: string, title: string, report: ReportProblem): void {
  const first = text.indexOf('\ufffd');
  if (first < 0) return;
  const count = text.split('\ufffd').length - 1;
  const line = text.slice(0, first).split('\n').length;
  report(line, `the file is not valid ${title} in ${plural(count, 'place')}, starting on this line; \ufffd is read instead`, 'warning');
}

/** By the mark at its beginning, or by where its zeros stand; undefined for anything else. */
function unicodeOf(head: Uint8Array): 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be' | undefined {
  const mark = [...head.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (mark === 'fffe0000') return 'utf-32le';
  if (mark === '0000feff') return 'utf-32be';
  if (mark.startsWith('fffe')) return 'utf-16le';
  if (mark.startsWith('feff')) return 'utf-16be';
  const zeros = [0, 0, 0, 0];
  for (const [i, byte] of head.entries()) if (byte === 0) zeros[i % 4]++;
  const quarter = head.length / 4;
  const full = zeros.map((count) => count >= 0.9 * Math.floor(quarter) && count > 1);
  if (!full[0] && full[2] && full[3]) return 'utf-32le';
  if (full[0] && full[1] && !full[3]) return 'utf-32be';
  const [even, odd] = [zeros[0] + zeros[2], zeros[1] + zeros[3]];
  // Line ends and commas have a zero in any script; where letters have none either, the text is not Unicode.
  const enough = Math.max(even, odd) >= Math.max(2, head.length / 200);
  if (!enough || Math.min(even, odd) > 0.02 * Math.max(even, odd)) return undefined;
  const label = odd > even ? 'utf-16le' : 'utf-16be';
  return isPlainText(new TextDecoder(label).decode(head)) ? label : undefined;
}

const isPlainText = (text: string) => !/[^\P{Cc}\s]|[\ufffe\uffff]/u.test(text) && text.split('\ufffd').length < 3;

/** @returns undefined where the bytes are not in the encoding */
async function decodeStream(blob: Blob, label: string, fatal: boolean): Promise<string | undefined> {
  const decoder = new TextDecoder(label, { fatal });
  const parts: string[] = [];
  try {
    for await (const chunk of blob.stream()) parts.push(decoder.decode(chunk, { stream: true }));
    parts.push(decoder.decode());
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
  return parts.join('');
}

function decodeUtf32(view: DataView, little: boolean): string {
  const parts: string[] = [];
  const points: number[] = [];
  for (let at = 0; at + 4 <= view.byteLength; at += 4) {
    const point = view.getUint32(at, little);
    points.push(point <= 0x10ffff ? point : 0xfffd);
    if (points.length === 4096) parts.push(String.fromCodePoint(...points.splice(0)));
  }
  return (parts.join('') + String.fromCodePoint(...points)).replace(/^\ufeff/, '');
}
