/**
 * Pooling as weights of tokens: every mode but the maximum is a weighted sum, of which the weights are known before anything
 * runs. A text that is read in windows is pooled over the tokens of all of them: `cls` is the mean of the windows' first
 * tokens, `lasttoken` the last token of the last one, and `weightedmean` counts on from window to window.
 */
import type { PoolingMode } from '../../model/sentence/pooling';

/** What {@link poolReference} and the kernel need to know of modes. */
export const maximaOf = (modes: readonly PoolingMode[]): boolean[] => modes.map((mode) => mode === 'max');

/**
 * @param windows of one text: of each token, 1 where it is pooled, else 0
 * @returns [tokens, modes] of each window; 0 for tokens that are not pooled
 */
export function poolingWeights(modes: readonly PoolingMode[], windows: ArrayLike<number>[]): Float32Array<ArrayBuffer>[] {
  const weights = windows.map(({ length }) => new Float32Array(length * modes.length));
  const text = new PooledTokens(windows);
  for (const [m, mode] of modes.entries()) {
    const put = (window: number, token: number, weight: number) => {
      weights[window][token * modes.length + m] = weight;
    };
    if (mode === 'cls') text.eachFirst((window, token) => put(window, token, 1 / text.begun));
    else if (mode === 'lasttoken') text.last((window, token) => put(window, token, 1));
    else {
      const weigh = WEIGHTS[mode];
      text.each((window, token, position) => put(window, token, weigh(text, position)));
    }
  }
  return weights;
}

/** A sequence whose tokens are all pooled, save its first ones. @param unpooled how many these are. Default: 0 */
export const pooledFrom = (length: number, unpooled = 0): Uint8Array => new Uint8Array(length).fill(1, unpooled);

/** Of modes that weigh every pooled token, by its position in the text, counted from 1. */
const WEIGHTS: Record<Exclude<PoolingMode, 'cls' | 'lasttoken'>, (text: PooledTokens, position: number) => number> = {
  max: () => 1,
  mean: ({ count }) => 1 / count,
  mean_sqrt_len_tokens: ({ count }) => 1 / Math.sqrt(count),
  weightedmean: ({ positions }, position) => position / positions,
};

class PooledTokens {
  /** Tokens that are pooled, the sum of their positions, and windows that have any. */
  readonly count: number;
  readonly positions: number;
  readonly begun: number;

  constructor(private readonly windows: ArrayLike<number>[]) {
    let [count, positions, begun] = [0, 0, 0];
    this.each((_window, _token, position) => {
      count++;
      positions += position;
    });
    this.eachFirst(() => begun++);
    this.count = count;
    this.positions = positions;
    this.begun = begun;
  }

  each(take: (window: number, token: number, position: number) => void): void {
    let before = 0;
    for (const [w, window] of this.windows.entries()) {
      for (let token = 0; token < window.length; token++) if (window[token]) take(w, token, before + token + 1);
      before += window.length;
    }
  }

  /** The first pooled token of every window. */
  eachFirst(take: (window: number, token: number) => void): void {
    for (const [w, window] of this.windows.entries()) {
      let token = 0;
      while (token < window.length && !window[token]) token++;
      if (token < window.length) take(w, token);
    }
  }

  /** The last one of all. */
  last(take: (window: number, token: number) => void): void {
    for (let w = this.windows.length - 1; w >= 0; w--) {
      const window = this.windows[w];
      let token = window.length - 1;
      while (token >= 0 && !window[token]) token--;
      if (token < 0) continue;
      take(w, token);
      return;
    }
  }
}
