/** Pooled vectors of texts, put together from those of their windows: sums, or the greatest values. */
import type { PoolingMode } from '../../model/sentence/pooling';
import { maximaOf } from './poolingWeights';

export class PooledVectors {
  /** [texts, modes · hidden]; zeros for a text without windows. */
  readonly data: Float32Array<ArrayBuffer>;
  private readonly maxima: boolean[];
  private readonly begun: Uint8Array;

  constructor(
    texts: number,
    private readonly hidden: number,
    modes: readonly PoolingMode[],
  ) {
    this.maxima = maximaOf(modes);
    this.data = new Float32Array(texts * modes.length * hidden);
    this.begun = new Uint8Array(texts);
  }

  /** @param pooled [sequences, modes · hidden], by weights over the whole text, of which `row` is a window of it */
  add(text: number, pooled: Float32Array, row: number): void {
    const { hidden, data, maxima, begun } = this;
    for (const [mode, greatest] of maxima.entries()) {
      const to = (text * maxima.length + mode) * hidden;
      const from = (row * maxima.length + mode) * hidden;
      if (greatest && begun[text]) for (let h = 0; h < hidden; h++) data[to + h] = Math.max(data[to + h], pooled[from + h]);
      else for (let h = 0; h < hidden; h++) data[to + h] += pooled[from + h];
    }
    begun[text] = 1;
  }
}
