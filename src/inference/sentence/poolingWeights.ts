/**
 * Pooling as weights of tokens: every mode but the maximum is a weighted sum, of which the weights are known before anything
 * runs. A text that is read in windows is pooled over the tokens of all of them: `cls` is the mean of the windows' first
 * tokens, `lasttoken` the last token of the last one, and `weightedmean` counts on from window to window.
 */
import type { PoolingMode } from '../../model/sentence/pooling';

/** What {@link poolReference} and the kernel need to know of modes. */
export const maximaOf = (modes: readonly PoolingMode[]): boolean[] => modes.map((mode) => mode === 'max');

/**
 * @param windows of one text: of each token, whether it is pooled
 * @returns [tokens, modes] of each window; 0 for tokens that are not pooled
 */
export function poolingWeights(modes: readonly PoolingMode[], windows: ArrayLike<boolean>[]): Float32Array<ArrayBuffer>[] {
  const weights = windows.map(({ length }) => new Float32Array(length * modes.length));
  const counted = windows.map((window) => Array.from(window).flatMap((counts, token) => (counts ? [token] : [])));
  for (const [m, mode] of modes.entries()) {
    for (const { window, token, weight } of weigh(mode, windows, counted)) weights[window][token * modes.length + m] = weight;
  }
  return weights;
}

interface Weighed {
  window: number;
  token: number;
  weight: number;
}

function weigh(mode: PoolingMode, windows: ArrayLike<boolean>[], counted: number[][]): Weighed[] {
  const tokens = counted.flatMap((list, window) => list.map((token) => ({ window, token })));
  const all = (weight: (window: number, token: number) => number) => tokens.map((at) => ({ ...at, weight: weight(at.window, at.token) }));
  switch (mode) {
    case 'max':
      return all(() => 1);
    case 'mean':
      return all(() => 1 / tokens.length);
    case 'mean_sqrt_len_tokens':
      return all(() => 1 / Math.sqrt(tokens.length));
    case 'cls': {
      const firsts = counted.flatMap(([token], window) => (token === undefined ? [] : [{ window, token }]));
      return firsts.map((at) => ({ ...at, weight: 1 / firsts.length }));
    }
    case 'lasttoken':
      return tokens.slice(-1).map((at) => ({ ...at, weight: 1 }));
    case 'weightedmean': {
      const before = windows.map((_, i) => windows.slice(0, i).reduce((sum, { length }) => sum + length, 0));
      const positions = all((window, token) => before[window] + token + 1);
      const sum = positions.reduce((total, { weight }) => total + weight, 0);
      return positions.map((at) => ({ ...at, weight: at.weight / sum }));
    }
  }
}
