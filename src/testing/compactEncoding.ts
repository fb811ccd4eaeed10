/** Encodings as reference/tokenizers_fixture.py writes them down. */
import type { Tokenizer } from '../tokenizer/tokenizer';

/** Of each piece id, place after the beginning of the one before plus 36, and length, in code points and digits of base 36. */
export function compactEncoding(tokenizer: Tokenizer, text: string): string {
  const characterAt = new Map([[0, 0]]);
  let at = 0;
  for (const [i, character] of [...text].entries()) {
    at += character.length;
    characterAt.set(at, i + 1);
  }
  let last = 0;
  const numbers = tokenizer.pieces(text).flatMap((piece) => {
    const [start, end] = [characterAt.get(piece.start), characterAt.get(piece.end)] as [number, number];
    const step = start - last;
    last = start;
    return [piece.id, step + 36, end - start];
  });
  return numbers.map((number) => number.toString(36).padStart(2, '0')).join('');
}
