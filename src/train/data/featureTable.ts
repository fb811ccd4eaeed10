/** Kept features of a split by what they are of. */
import type { TextFeatures } from '../../inference/encoder';
import type { FeatureKind } from '../../tasks/head';
import type { View } from '../../tasks/kind';

export interface Kept {
  view: View;
  /** Whose states of word pieces there are. */
  tokens: 'none' | 'last' | 'all';
  features: TextFeatures;
}

/** Rows of one kind: [rows, width]. */
export interface FeatureRows {
  data: Float32Array<ArrayBuffer>;
  width: number;
}

export class FeatureTable {
  constructor(private readonly kept: Kept[]) {}

  /** @param what pooled vectors, the last layer's states, or all layers' side by side @throws RangeError when there are none */
  rows(view: View, what: FeatureKind): FeatureRows {
    const found = this.kept.find((one) => one.view === view && (what === 'sentence' || one.tokens === what));
    if (!found) throw new RangeError(`no ${what} features of ${view} were kept`);
    const { pooled, tokens, hidden, pooledSize = hidden, tokenWidth } = found.features;
    return what === 'sentence' ? { data: pooled, width: pooledSize } : { data: tokens, width: tokenWidth };
  }
}
