/** Words of a text as offsets: UTF-16, flat, [start₀, end₀, start₁, end₁, …]. */

/** Runs of letters, marks and digits; every other visible character is a word of its own. */
const WORD = /[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu;

/** @param cuts offsets at which a word is split in two, wherever they fall inside one */
export function splitWords(text: string, cuts: readonly number[] = []): Uint32Array {
  const sorted = [...new Set(cuts)].sort((a, b) => a - b);
  const offsets: number[] = [];
  let next = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const end = index + word.length;
    while (next < sorted.length && sorted[next] <= index) next++;
    let start = index;
    for (; next < sorted.length && sorted[next] < end; next++) {
      offsets.push(start, sorted[next]);
      start = sorted[next];
    }
    offsets.push(start, end);
  }
  return Uint32Array.from(offsets);
}

/** Tokens joined by one blank, with the place of each. */
export function joinTokens(tokens: string[]): { text: string; words: Uint32Array } {
  const words = new Uint32Array(2 * tokens.length);
  let at = 0;
  for (const [i, token] of tokens.entries()) {
    words[2 * i] = at;
    words[2 * i + 1] = at + token.length;
    at += token.length + 1;
  }
  return { text: tokens.join(' '), words };
}
