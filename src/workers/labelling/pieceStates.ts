/** States of word pieces as entities are learned from: the mean of all layers, at length 1. Lower layers say more of a word than the last one. */
import type { TextFeatures } from '../../inference/encoder';

/** @param features with the last layer's states, or those of all layers side by side */
export function pieceStates({
  tokens,
  hidden,
  tokenWidth,
}: Pick<TextFeatures, 'tokens' | 'hidden' | 'tokenWidth'>): Float32Array<ArrayBuffer> {
  const pieces = tokens.length / tokenWidth;
  const states = new Float32Array(pieces * hidden);
  for (let piece = 0; piece < pieces; piece++) {
    const state = states.subarray(piece * hidden, (piece + 1) * hidden);
    for (let from = piece * tokenWidth; from < (piece + 1) * tokenWidth; from += hidden) {
      for (let j = 0; j < hidden; j++) state[j] += tokens[from + j];
    }
    const length = Math.hypot(...state) || 1;
    for (let j = 0; j < hidden; j++) state[j] /= length;
  }
  return states;
}
