/** What a frozen encoder says of a split, computed once: later epochs and later runs never touch the encoder. */
export interface Features {
  /** Mean-pooled, [sentences, hidden]. */
  pooled: Float32Array<ArrayBuffer>;
  /** States of all word pieces, [pieces, tokenWidth]; empty where no token head needs them. */
  tokens: Float32Array<ArrayBuffer>;
  hidden: number;
  /** `hidden`, or all layers' side by side. */
  tokenWidth: number;
}
