/** Words of a text as offsets: UTF-16, flat, [start₀, end₀, start₁, end₁, …]. */

/** Runs of letters, marks and digits; every other visible character is a word of its own. */
const WORD = /[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu;
const BLANK = /[\s\p{Cf}]/uy;

export function splitWords(text: string): Uint32Array {
  return Uint32Array.from([...text.matchAll(WORD)].flatMap(({ 0: word, index }) => [index, index + word.length]));
}

/** Whether nothing of it is seen: blanks, and characters without width. */
export const isBlank = (token: string) => /^[\s\p{Cf}]*$/u.test(token);

/** Tokens joined by one blank, with the place of each. A blank one has an empty place, and no part in the text. */
export function joinTokens(tokens: string[]): { text: string; words: Uint32Array } {
  const words = new Uint32Array(2 * tokens.length);
  let at = 0;
  for (const [i, token] of tokens.entries()) {
    if (isBlank(token)) {
      words.fill(at, 2 * i, 2 * i + 2);
      continue;
    }
    words[2 * i] = at === 0 ? 0 : at + 1;
    at = words[2 * i] + token.length;
    words[2 * i + 1] = at;
  }
  return { text: tokens.filter((token) => !isBlank(token)).join(' '), words };
}

/**
 * The places of tokens in a text that is made of them, with or without blanks between. A blank one has an empty place.
 *
 * @returns undefined where the text is made of something else
 */
export function locateTokens(text: string, tokens: string[]): Uint32Array | undefined {
  const words = new Uint32Array(2 * tokens.length);
  let at = 0;
  for (const [i, token] of tokens.entries()) {
    const visible = !isBlank(token);
    const start = visible ? startOf(text, token, at) : at;
    if (start === undefined) return undefined;
    at = visible ? start + token.length : at;
    words[2 * i] = start;
    words[2 * i + 1] = at;
  }
  return isBlank(text.slice(at)) ? words : undefined;
}

function startOf(text: string, token: string, from: number): number | undefined {
  for (let at = from; at < text.length; at = BLANK.lastIndex) {
    if (text.startsWith(token, at)) return at;
    BLANK.lastIndex = at;
    if (!BLANK.test(text)) return undefined;
  }
  return undefined;
}

/** In the text that is given, where it is made of them; joined by one blank otherwise. */
export function placeTokens(tokens: string[], given: unknown): { text: string; words: Uint32Array } {
  const words = typeof given === 'string' ? locateTokens(given, tokens) : undefined;
  return typeof given === 'string' && words ? { text: given, words } : joinTokens(tokens);
}

/** Without the empty places of blank tokens. */
export function visibleWords(words: Uint32Array): Uint32Array {
  return words.filter((_, i) => words[i - (i % 2)] < words[i - (i % 2) + 1]);
}
