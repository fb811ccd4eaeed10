/** Encodings that browsers decode (WHATWG Encoding Standard), as people know them. */
export const ENCODINGS: [label: string, title: string][] = [
  ['windows-1252', 'Windows-1252 (Western European)'],
  ['windows-1250', 'Windows-1250 (Central European)'],
  ['windows-1251', 'Windows-1251 (Cyrillic)'],
  ['shift_jis', 'Shift JIS (Japanese)'],
  ['gb18030', 'GB 18030 (Simplified Chinese)'],
  ['big5', 'Big5 (Traditional Chinese)'],
  ['euc-kr', 'EUC-KR (Korean)'],
  ['euc-jp', 'EUC-JP (Japanese)'],
  ['windows-1254', 'Windows-1254 (Turkish)'],
  ['windows-1253', 'Windows-1253 (Greek)'],
  ['windows-1257', 'Windows-1257 (Baltic)'],
  ['windows-1256', 'Windows-1256 (Arabic)'],
  ['windows-1255', 'Windows-1255 (Hebrew)'],
  ['windows-1258', 'Windows-1258 (Vietnamese)'],
  ['windows-874', 'Windows-874 (Thai)'],
  ['iso-8859-2', 'ISO 8859-2 (Central European)'],
  ['iso-8859-5', 'ISO 8859-5 (Cyrillic)'],
  ['iso-8859-6', 'ISO 8859-6 (Arabic)'],
  ['iso-8859-7', 'ISO 8859-7 (Greek)'],
  ['iso-8859-8', 'ISO 8859-8 (Hebrew)'],
  ['iso-8859-13', 'ISO 8859-13 (Baltic)'],
  ['iso-8859-15', 'ISO 8859-15 (Western European with €)'],
  ['koi8-r', 'KOI8-R (Russian)'],
  ['koi8-u', 'KOI8-U (Ukrainian)'],
  ['ibm866', 'IBM 866 (Cyrillic, DOS)'],
  ['macintosh', 'Mac OS Roman (Western European)'],
  ['x-mac-cyrillic', 'Mac OS Cyrillic'],
  ['iso-2022-jp', 'ISO-2022-JP (Japanese)'],
  ['utf-8', 'UTF-8'],
];

export const titleOf = (label: string) => ENCODINGS.find(([known]) => known === label)?.[1] ?? label;

/** Windows-1252 from 0x80 to 0x9f. Node takes them for control characters, as ISO 8859-1 has them; browsers do not. */
const WESTERN = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** @returns undefined where the bytes are not in the encoding, if `strictly` */
export function decodeBytes(bytes: Uint8Array, label: string, strictly: true): string | undefined;
export function decodeBytes(bytes: Uint8Array, label: string, strictly?: false): string;
export function decodeBytes(bytes: Uint8Array, label: string, strictly = false): string | undefined {
  try {
    const text = new TextDecoder(label, { fatal: strictly }).decode(bytes);
    return label === 'windows-1252' ? text.replace(/[\x80-\x9f]/g, (found) => WESTERN[found.charCodeAt(0) - 0x80]) : text;
  } catch {
    return undefined;
  }
}
