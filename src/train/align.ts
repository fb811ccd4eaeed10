/** Word pieces and the words of a data set: which word a piece belongs to. */
import type { Piece } from '../nn/heads/head';

/**
 * @param words flat offsets into the text, [start₀, end₀, …], in order and without overlap
 * @returns for every piece the index of the word in which it begins; −1 where it begins in none
 */
export function wordsOfPieces(pieces: Piece[], words: Uint32Array): Int32Array<ArrayBuffer> {
  const count = words.length / 2;
  let word = 0;
  return Int32Array.from(pieces, ({ start }) => {
    while (word < count && words[2 * word + 1] <= start) word++;
    return word < count && words[2 * word] <= start ? word : -1;
  });
}
