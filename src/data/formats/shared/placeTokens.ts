/** Tokens in a text that stands beside them. */
import { joinTokens } from '../../words';

/** The tokens where they stand in their text; joined by one blank where there is none that has just them. */
export function placeTokens(tokens: string[], text: unknown): { text: string; words: Uint32Array } {
  if (typeof text !== 'string') return joinTokens(tokens);
  const words = new Uint32Array(2 * tokens.length);
  let at = 0;
  for (const [i, token] of tokens.entries()) {
    const start = text.indexOf(token, at);
    if (start < 0 || text.slice(at, start).trim() !== '') return joinTokens(tokens);
    at = start + token.length;
    words[2 * i] = start;
    words[2 * i + 1] = at;
  }
  return text.slice(at).trim() === '' ? { text, words } : joinTokens(tokens);
}
