/** Which encodings a text that is not Unicode may be in: by what it would say in each, and by chardet's statistics. */
import { analyse } from 'chardet';
import { weighLetters } from './encodingLetters';
import { decodeBytes, ENCODINGS } from './encodingNames';
import { PAIRED, weighPairs } from './encodingPairs';

/** Bytes looked at. */
const SAMPLE = 50_000;
/** What chardet is worth beside how the text reads: it needs more text than small files have. */
const STATISTICS = 0.3;
/** Of encodings that are equally good, the one that stands earlier in the list: it is more common. */
const ORDER = 0.004;
/** One that is so much worse than the best is no candidate. */
const MARGIN = 0.35;

/** Encodings by the names under which chardet has the statistics of their language. */
const STATISTICS_OF: Record<string, string> = {
  'windows-1252': 'iso-8859-1',
  'windows-1250': 'iso-8859-2',
  'windows-1253': 'iso-8859-7',
  'windows-1254': 'iso-8859-9',
  'windows-1255': 'iso-8859-8',
};

/** What an encoding is for, where it is for one script. */
const SCRIPT_OF: Record<string, RegExp> = {
  'windows-1251': /\p{Script=Cyrillic}/u,
  'windows-1253': /\p{Script=Greek}/u,
  'windows-1255': /\p{Script=Hebrew}/u,
  'windows-1256': /\p{Script=Arabic}/u,
  'windows-874': /\p{Script=Thai}/u,
  'iso-8859-5': /\p{Script=Cyrillic}/u,
  'iso-8859-6': /\p{Script=Arabic}/u,
  'iso-8859-7': /\p{Script=Greek}/u,
  'iso-8859-8': /\p{Script=Hebrew}/u,
  'koi8-r': /\p{Script=Cyrillic}/u,
  'koi8-u': /\p{Script=Cyrillic}/u,
  ibm866: /\p{Script=Cyrillic}/u,
  'x-mac-cyrillic': /\p{Script=Cyrillic}/u,
};

/**
 * @param bytes not all of them are ASCII
 * @returns candidates that read differently, the likely one first; at least one
 */
export function guessEncodings(bytes: Uint8Array): string[] {
  if (isIso2022(bytes)) return ['iso-2022-jp'];
  const sample = sampleOf(bytes);
  const statistics = new Map<string, number>();
  for (const { name, confidence } of analyse(sample)) statistics.set(name.toLowerCase(), confidence / 100);
  const statisticsOf = (label: string) => Math.max(statistics.get(label) ?? 0, statistics.get(STATISTICS_OF[label] ?? '') ?? 0);
  const readings = new Map<string, { label: string; score: number }>();
  const add = (label: string, text: string, weight: number) => {
    const order = ENCODINGS.findIndex(([known]) => known === label);
    const score = weight + STATISTICS * statisticsOf(label) - ORDER * order;
    const known = readings.get(text);
    if (!known) readings.set(text, { label, score });
    else known.score = Math.max(known.score, score);
  };
  const damage = damagedUtf8(sample);
  if (damage) add('utf-8', damage.text, damage.weight);
  for (const [label] of ENCODINGS) {
    const text = label === 'utf-8' || label === 'iso-2022-jp' ? undefined : decodeBytes(sample, label, true);
    if (text !== undefined)
      add(label, text, PAIRED.includes(label) ? weighPairs(label, sample, text) : weighLetters(text, SCRIPT_OF[label]));
  }
  const ranked = [...readings.values()].sort((a, b) => b.score - a.score);
  const near = ranked.filter(({ score }) => score > ranked[0].score - MARGIN).map(({ label }) => label);
  return near.length > 0 ? near.slice(0, 5) : ['windows-1252'];
}

/** ASCII in appearance, with escapes before and behind what is Japanese. */
export function isIso2022(bytes: Uint8Array): boolean {
  const at = bytes.indexOf(0x1b);
  return at >= 0 && bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x40 || bytes[at + 2] === 0x42) && !bytes.some((byte) => byte > 0x7f);
}

/** Lines that have something beyond ASCII, as far as the limit goes. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= SAMPLE) return bytes;
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let start = 0; start < bytes.length && size < SAMPLE; ) {
    const end = bytes.indexOf(0x0a, start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end + 1);
    if (line.some((byte) => byte > 0x7f)) {
      parts.push(line);
      size += line.length;
    }
    start += line.length;
  }
  const sample = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    sample.set(part, at);
    at += part.length;
  }
  return sample;
}

/** UTF-8 in which a few bytes are wrong: much of it must be what nothing but UTF-8 looks like. */
function damagedUtf8(bytes: Uint8Array): { text: string; weight: number } | undefined {
  const text = new TextDecoder().decode(bytes);
  const wrong = text.split('\ufffd').length - 1;
  let right = 0;
  for (const character of text) if (character > '\u007f' && character !== '\ufffd') right++;
  return right > 2 * wrong ? { text, weight: 2.5 - (3 * wrong) / right } : undefined;
}
