/** CPU reference of rotary. Shapes as in rotary.ts. */
import type { Floats } from '../floats';
import type { RotarySizes } from './rotary';

export function rotaryReference([sequences, joined, turns]: Floats[], out: Floats, { tokens, heads, headSize, back }: RotarySizes): void {
  const half = headSize / 2;
  out.set(joined.subarray(0, tokens * 3 * heads * headSize));
  for (let token = 0; token < tokens; token++) {
    const [first, end] = [sequences[2 * token + 2], sequences[2 * token + 3]];
    if (first === end) continue;
    const turn = (token - first) * headSize;
    // Heads of the query, then those of the key.
    for (let head = 0; head < 2 * heads; head++) {
      const at = (token * 3 * heads + head) * headSize;
      for (let column = 0; column < half; column++) {
        const [left, right] = [joined[at + column], joined[at + half + column]];
        const [cosine, sine] = [turns[turn + column], back ? -turns[turn + half + column] : turns[turn + half + column]];
        out[at + column] = left * cosine - right * sine;
        out[at + half + column] = right * cosine + left * sine;
      }
    }
  }
}
