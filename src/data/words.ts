/** Words of a text as offsets: UTF-16, flat, [start₀, end₀, start₁, end₁, …]. */

/** Runs of letters, marks and digits; every other visible character is a word of its own. */
const WORD = /[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu;

export function splitWords(text: string): Uint32Array {
  return Uint32Array.from([...text.matchAll(WORD)].flatMap(({ 0: word, index }) => [index, index + word.length]));
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
