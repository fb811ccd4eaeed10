/**
 * How alike two texts are: the cosine of their embeddings, trained by its squared error (Reimers & Gurevych, 2019;
 * CosineSimilarityLoss of sentence-transformers).
 */
import { squaredError } from '../../autodiff/ops/squaredError';
import { TandemError } from '../../errors';
import { linearParameters } from '../../nn/parameters';
import type { KindSetting, TaskConfig, TaskKind } from '../kind';
import { checkSetting } from '../settings';
import { numberOf } from '../shared/gold';
import { type Points, scorePoints } from '../shared/points';

/** Settings of a task that compares two texts. */
export interface SimilarityConfig extends TaskConfig {
  kind: 'similarity';
  /** The scores that stand for a cosine of 0 and of 1. Default: [0, 1]. */
  range?: [low: number, high: number];
  /**
   * Width of a linear layer that the embeddings go through before they are compared. Without one there is nothing in the
   * head to train: the encoder alone learns. Default: none.
   */
  projection?: number;
}

/** How alike two texts are. */
export interface SimilarityAnswer {
  /** In the units of the data. */
  score: number;
  /** In [−1, 1]. */
  cosine: number;
}

const PROJECTION: KindSetting = {
  key: 'projection',
  label: 'Projection',
  help: 'Width of a linear layer before the comparison; empty for none, so that the encoder alone learns.',
  type: 'number',
  default: undefined,
  min: 1,
  whole: true,
  shapesHead: true,
};

export const similarity: TaskKind<SimilarityConfig, number, SimilarityAnswer, Points> = {
  kind: 'similarity',
  title: 'Similarity of two texts',
  reads: [
    { view: 'text', level: 'sentence' },
    { view: 'other', level: 'sentence' },
  ],
  settings: [PROJECTION],
  complete(config) {
    const { range = [0, 1], projection } = config as SimilarityConfig;
    if (!(range.length === 2 && range[0] < range[1])) {
      throw new TandemError('bad-input', `range is [${range}]; it must be two numbers, the lower one first.`);
    }
    checkSetting(PROJECTION, projection, PROJECTION.key);
    return { ...config, kind: 'similarity', range };
  },
  fits: ({ values, pairs }) => (pairs && values === 'numbers' ? 1 : pairs && values === 'names' ? 0.05 : 0),
  gold: numberOf,
  configOf: (golds) => ({ kind: 'similarity', range: rangeOf(golds) }),
  outputs: () => 1,
  parameters: ({ projection }, hiddenSize) => (projection ? linearParameters('projection', hiddenSize, projection) : []),
  forward(ops, parameter, [a, b], { projection }) {
    const project = (x: typeof a) => (projection ? ops.linear(x, parameter('projection.weight'), parameter('projection.bias')) : x);
    return ops.cosine(project(a), project(b));
  },
  target: { type: 'f32', width: () => 2, filler: 0 },
  targets: (gold, _text, { range: [low, high] = [0, 1] }) => ({ values: [(gold - low) / (high - low), 1] }),
  loss: ({ tape, outputs, targets }) => tape.apply(squaredError, [outputs, targets], {}),
  decode: ([cosine], _text, { range: [low, high] = [0, 1] }) => ({ score: low + (high - low) * cosine, cosine }),
  label: ({ score }) => score,
  values: 'numbers',
  metrics: [
    { id: 'spearman', name: 'Spearman', better: 'higher' },
    { id: 'pearson', name: 'Pearson', better: 'higher' },
    { id: 'mae', name: 'Mean absolute error', better: 'lower' },
  ],
  score(rows) {
    const { metrics, details } = scorePoints(rows.map(({ gold, answer }) => [gold, answer.score]));
    const { spearman, pearson, mae } = metrics;
    return { values: { spearman, pearson, mae }, details };
  },
  defaults: { learningRate: 1e-3 },
};

/** Scores are customary from 0 to 1, to 5 or to 10; others are taken as they are. */
function rangeOf(golds: number[]): [number, number] {
  const [lowest, highest] = golds.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  if (!(lowest < highest)) return [0, 1];
  const high = lowest >= 0 ? [1, 5, 10, 100].find((bound) => highest <= bound) : undefined;
  return high === undefined ? [lowest, highest] : [0, high];
}
