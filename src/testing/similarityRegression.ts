/**
 * A third head, to show what one takes: this file and one `registerHead`. Sentences are projected to a
 * small space; how alike two are, from 0 to 5 as STS-B rates pairs, is the cosine there.
 */
import { TandemError } from '../errors';
import { type HeadType, linearParameters } from '../nn/heads/head';

export interface SimilarityRegressionConfig {
  type: 'similarityRegression';
  /** Length of the projection. */
  size: number;
}

export const similarityRegression: HeadType<SimilarityRegressionConfig, number[]> = {
  type: 'similarityRegression',
  level: 'sentence',
  check({ size }) {
    if (!Number.isInteger(size) || size < 1)
      throw new TandemError('bad-input', `A similarity head needs a whole size of at least 1, not ${size}.`);
  },
  outputs: ({ size }) => size,
  parameters: ({ size }, hiddenSize) => linearParameters('projection', hiddenSize, size),
  forward: (ops, parameter, features) => ops.linear(features, parameter('projection.weight'), parameter('projection.bias')),
  decode: (logits) => [...logits],
};

/** 0 (unrelated or opposed) to 5 (the same). */
export function similarityScore(a: number[], b: number[]): number {
  const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i], 0);
  return 5 * Math.max(0, dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)));
}
