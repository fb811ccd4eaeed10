/** Byte-level tokenizers write every byte of UTF-8 as a character that prints, as GPT-2 does: a blank is Ġ, é is Ã©. */
import type { AlignedText } from './alignedText';

const isPrintable = (byte: number) => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);

const BYTE_CHARACTERS = ((): string[] => {
  let next = 0x100;
  return Array.from({ length: 0x100 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : next++));
})();

const utf8 = new TextEncoder();
const remembered = new Map<string, string>();

export const toByteCharacters = (text: AlignedText): AlignedText => text.map(/[^!-~]/gu, bytesOf);

function bytesOf(character: string): string {
  let bytes = remembered.get(character);
  if (bytes === undefined) {
    bytes = Array.from(utf8.encode(character), (byte) => BYTE_CHARACTERS[byte]).join('');
    remembered.set(character, bytes);
  }
  return bytes;
}
