/** A number for a text: mean squared error on the pooled vector, by two layers or by ridge regression. */
import { squaredError } from '../../autodiff/ops/squaredError';
import { TandemError } from '../../errors';
import type { Solved, SolveJob, SolvingRows, TaskConfig, TaskKind } from '../kind';
import { numberOf } from '../shared/gold';
import { type Points, scorePoints } from '../shared/points';
import { type SentenceHeadConfig, sentenceHeads } from '../shared/sentenceHead';
import { solveHead } from '../shared/solveHead';

/** Settings of a task whose answer is a number. */
export interface RegressionConfig extends TaskConfig, SentenceHeadConfig {
  kind: 'regression';
  /**
   * The head predicts (value − mean) / scale, so that numbers of any size are learned at the same rate; its loss is in
   * these units. Default: mean and standard deviation of the training rows.
   */
  mean?: number;
  /** What a difference from the mean is divided by, above 0. Default: the standard deviation of the training rows. */
  scale?: number;
}

/** What a regression head says of a text. */
export interface NumberAnswer {
  /** In the units of the data. */
  value: number;
}

/** How far from the head's own a mean may lie, in the head's units, and how much wider or narrower numbers may be, unsaid. */
const FAR = 0.5;
const WIDER = 1.5;

const HEADS = sentenceHeads<RegressionConfig, number>('ridge', 'ridge regression', () => 1, solve);

export const regression: TaskKind<RegressionConfig, number, NumberAnswer, Points> = {
  kind: 'regression',
  title: 'Number',
  reads: [{ view: 'text', level: 'sentence' }],
  settings: HEADS.settings,
  complete(config) {
    HEADS.check(config);
    const { mean, scale } = config as RegressionConfig;
    if (mean !== undefined && !Number.isFinite(mean)) throw new TandemError('bad-input', `mean is ${mean}; it must be a number.`);
    if (scale !== undefined && !(scale > 0 && scale < Infinity))
      throw new TandemError('bad-input', `scale is ${scale}; it must be above 0.`);
    return { ...config, kind: 'regression' };
  },
  fits: ({ values, pairs }) => (values === 'numbers' ? (pairs ? 0.4 : 0.8) : values === 'names' ? 0.05 : 0),
  gold: numberOf,
  configOf: () => ({ kind: 'regression' }),
  ...HEADS.members,
  settle(config, rows) {
    if (config.mean !== undefined && config.scale !== undefined) return config;
    const values = Array.from(rows, ({ gold }) => gold);
    return { ...config, ...moments(values, config.mean), ...(config.scale === undefined ? {} : { scale: config.scale }) };
  },
  keeps(config, rows) {
    if (config.mean === undefined || config.scale === undefined) return undefined;
    const values = Array.from(rows, ({ gold }) => gold);
    if (values.length === 0) return undefined;
    const { mean, scale } = moments(values);
    const { mean: keptMean, scale: keptScale } = config;
    const wider = scale / keptScale;
    if (Math.abs(mean - keptMean) <= FAR * keptScale && wider <= WIDER && wider >= 1 / WIDER) return undefined;
    return `counts in units of ${short(keptScale)} around ${short(keptMean)}, which belong to its head, while the numbers of these rows have a standard deviation of ${short(scale)} and a mean of ${short(mean)}. A new head would take its units from them.`;
  },
  target: { type: 'f32', width: () => 2, filler: 0 },
  targets: (gold, _text, { mean = 0, scale = 1 }) => ({ values: [(gold - mean) / scale, 1] }),
  loss: ({ tape, outputs, targets }) => tape.apply(squaredError, [outputs, targets], {}),
  decode: ([output], _text, { mean = 0, scale = 1 }) => ({ value: mean + scale * output }),
  label: ({ value }) => value,
  values: 'numbers',
  metrics: [
    { id: 'pearson', name: 'Pearson', better: 'higher' },
    { id: 'spearman', name: 'Spearman', better: 'higher' },
    { id: 'mae', name: 'Mean absolute error', better: 'lower' },
    { id: 'mse', name: 'Mean squared error', better: 'lower' },
  ],
  score(rows) {
    const { metrics, details } = scorePoints(rows.map(({ gold, answer }) => [gold, answer.value]));
    return { values: { ...metrics }, details };
  },
  defaults: { learningRate: 1e-3 },
};

async function solve(config: RegressionConfig, rows: SolvingRows<number>, job: SolveJob): Promise<Solved<RegressionConfig>> {
  const { mean = 0, scale = 1 } = config;
  const targets = rows.golds.map((gold) => (gold - mean) / scale);
  const classes = targets.map(() => undefined);
  const { parameters, solvedC, unseen, note } = await solveHead(rows, { link: 'identity', outputs: 1, targets, classes }, config, job);
  return { parameters, config: { ...config, solvedC }, unseen, note: `is ridge regression with ${note}.` };
}

function moments(values: number[], given?: number): { mean: number; scale: number } {
  const count = Math.max(1, values.length);
  const mean = given ?? values.reduce((a, b) => a + b, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  return { mean, scale: Math.sqrt(variance) || 1 };
}

const short = (value: number) => String(Number(value.toPrecision(3)));
