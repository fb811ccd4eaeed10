/** What may stand between the layers of a head. */
export type HeadActivation = 'relu' | 'gelu' | 'tanh';

/**
 * What a head may compute with. A head's forward is written once against this interface and runs on
 * every backend; T is that backend's tensor.
 */
export interface Ops<T> {
  /** torch.nn.functional.linear, optionally followed by ReLU: [rows, in] → [rows, out]. */
  linear(x: T, weight: T, bias: T, options?: { relu?: boolean }): T;
  /** Element by element, with GELU by erf. */
  activation(x: T, name: HeadActivation): T;
  /** torch.nn.functional.layer_norm over the width: [rows, width], weight and bias [width]. */
  layerNorm(x: T, weight: T, bias: T, epsilon: number): T;
  /** torch.nn.functional.dropout: the identity outside training. */
  dropout(x: T, probability: number): T;
  /** A weighted sum of layers that lie side by side: [rows, layers · hidden], weights [layers] → [rows, hidden]. */
  layerMix(states: T, weights: T): T;
  /** torch.nn.functional.normalize: [rows, width] → the same, every row at length 1. */
  normalize(x: T): T;
  /** torch.nn.functional.cosine_similarity of each row of `a` with that of `b`: [rows, width] twice → [rows, 1]. */
  cosine(a: T, b: T): T;
}

/** Row-major float32 on the CPU. */
export interface CpuTensor {
  shape: number[];
  data: Float32Array<ArrayBuffer>;
}
