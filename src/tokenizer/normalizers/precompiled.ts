/**
 * Precompiled: SentencePiece's own normalisation, a table of replacements in a double-array trie over UTF-8 bytes. Follows
 * Rust's `Precompiled` and spm_precompiled, also where a short grapheme is replaced by what its first character becomes.
 */
import * as v from 'valibot';
import type { AlignedText, Change } from '../alignedText';
import { part } from '../parts';
import { broken } from '../problems';
import { remember } from '../remember';

const MAX_REMEMBERED = 50_000;

export const precompiled = part(v.object({ precompiled_charsmap: v.string() }), ({ precompiled_charsmap: base64 }) => {
  const replacementOf = remember(readCharsMap(base64), MAX_REMEMBERED);
  const changesOf = remember((word) => changesIn(word, replacementOf), MAX_REMEMBERED);
  return (text: AlignedText): AlignedText => {
    const words = (text.text.match(WORDS) ?? []).map(changesOf);
    if (!words.some(({ changed }) => changed)) return text;
    const changes = words.flatMap((word) => word.changes);
    return text.rewrite(/^.+/gs, () => changes);
  };
});

/** No grapheme goes across their bounds. */
const WORDS = / ?[^ ]+| /g;

/** Graphemes of as many bytes and more are looked up character by character. */
const MOST_BYTES = 6;

const utf8 = new TextEncoder();

/** Not made before it is needed: there are browsers without it. */
let graphemes: Intl.Segmenter | undefined;

function graphemesOf(text: string): Iterable<string> {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

function changesIn(word: string, replacementOf: (text: string) => string | undefined): { changes: Change[]; changed: boolean } {
  const changes: Change[] = [];
  let changed = false;
  const put = (characters: string): boolean => {
    const replacement = replacementOf(characters);
    if (replacement === undefined) return false;
    appendReplacement(changes, characters, replacement);
    changed = true;
    return true;
  };
  for (const grapheme of graphemesOf(word)) {
    if (utf8.encode(grapheme).length < MOST_BYTES && put(grapheme)) continue;
    for (const character of grapheme) if (!put(character)) changes.push([character, 0]);
  }
  return { changes, changed };
}

/** Characters that are added count as coming from the last one, and what is left out goes to the last one before. */
function appendReplacement(changes: Change[], old: string, replacement: string): void {
  const characters = [...replacement];
  const added = characters.length - [...old].length;
  for (const character of characters) changes.push([character, 0]);
  for (let i = 0; i < added; i++) changes[changes.length - 1 - i][1] = 1;
  if (added < 0 && changes.length > 0) changes[changes.length - 1][1] += added;
}

/** @returns what text that begins with an entry of the table becomes */
function readCharsMap(base64: string): (text: string) => string | undefined {
  const bytes = bytesOf(base64);
  const trieSize = bytes.length >= 4 ? new DataView(bytes.buffer).getUint32(0, true) : 0;
  if (trieSize === 0 || trieSize % 4 !== 0 || trieSize + 4 > bytes.length) throw broken('tokenizer.json', 'its charsmap is damaged');
  const units = new Uint32Array(bytes.buffer.slice(4, 4 + trieSize));
  const replacements = bytes.subarray(4 + trieSize);
  return (text) => {
    const at = shortestPrefix(units, utf8.encode(text));
    return at === undefined ? undefined : new TextDecoder().decode(replacements.subarray(at, replacements.indexOf(0, at)));
  };
}

/** Searches Darts-clone's double array. */
function shortestPrefix(units: Uint32Array, key: Uint8Array): number | undefined {
  let at = offsetOf(units[0]);
  for (const byte of key) {
    if (byte === 0) return undefined;
    at ^= byte;
    const unit = units[at];
    if (unit === undefined || (unit & 0x800000ff) !== byte) return undefined;
    at ^= offsetOf(unit);
    if ((unit >>> 8) & 1) return units[at] & 0x7fffffff;
  }
  return undefined;
}

const offsetOf = (unit: number) => (unit >>> 10) << ((unit & 0x200) >>> 6);

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw broken('tokenizer.json', 'its charsmap is not base64');
  }
}
