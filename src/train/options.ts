/** What a run is told: every setting with its default, and what is wrong with one that makes no sense. */
import { TandemError } from '../errors';
import { SCHEDULES, type Schedule } from '../nn/optim/schedule';
import { checkUnfreezing, type Unfreezing } from './unfreezing';

export const METRICS = ['mean', 'taskA.accuracy', 'taskA.macroF1', 'taskB.f1', 'taskB.tokenAccuracy'] as const;
/** `mean` is the mean of macro-F1 and entity F1, of whichever task is there. */
export type MonitoredMetric = (typeof METRICS)[number];

export interface EarlyStopping {
  metric: MonitoredMetric;
  /** Epochs without a better value before the run ends. */
  patience: number;
}

export interface TrainOptions {
  epochs: number;
  /** Sentences a batch. */
  batchSize: number;
  /** AdamW's rate for each task's head, and for the encoder's top layer where it learns. */
  learningRate: { taskA: number; taskB: number; encoder: number };
  /** Factor from each layer's rate to that of the layer below, in (0, 1]. */
  layerDecay: number;
  weightDecay: number;
  schedule: Schedule;
  /** Share of all steps over which the rate rises from 0. */
  warmupRatio: number;
  /** Weights of the two losses, where `balance` is fixed. */
  lambdaA: number;
  lambdaB: number;
  /** `fixed`: λA·L_A + λB·L_B. `uncertainty`: learned log-variances (Kendall et al., 2018). */
  balance: 'fixed' | 'uncertainty';
  /** `mixed`: every batch trains whatever labels it has. `alternating`: batches of one task, in turns. */
  batching: 'mixed' | 'alternating';
  /** Frozen parts keep their values to the bit; they are still evaluated. */
  freeze: { encoder: boolean; taskA: boolean; taskB: boolean };
  /** How deep training reaches into the encoder. Default: not at all, it is frozen. */
  unfreeze?: Unfreezing;
  /** Whether a frozen head's loss counts: its gradients then pass through it into the encoder. */
  frozenLoss: boolean;
  /** A frozen task is watched while the encoder learns: how far its metric may fall, and whether a fall ends the run. */
  drift: { tolerance: number; stop: boolean };
  /** Batches whose gradients are averaged into one step of the optimiser. */
  gradientAccumulation: number;
  /** Computes each open layer once more in the backward pass instead of keeping what it computed: slower, in less memory. */
  recompute: boolean;
  /** Of first values, shuffles and dropout. */
  seed: number;
  /** Default: none, all epochs run. */
  earlyStopping?: EarlyStopping;
  /** Labels every piece of a word instead of its first. */
  labelAllPieces: boolean;
  /** Global norm that gradients are clipped to; 0 for no limit. */
  maxGradNorm: number;
}

export const DEFAULT_OPTIONS: TrainOptions = {
  epochs: 30,
  batchSize: 32,
  learningRate: { taskA: 1e-3, taskB: 1e-2, encoder: 2e-5 },
  layerDecay: 1,
  weightDecay: 0.01,
  schedule: 'constant',
  warmupRatio: 0,
  lambdaA: 1,
  lambdaB: 1,
  balance: 'fixed',
  batching: 'mixed',
  freeze: { encoder: true, taskA: false, taskB: false },
  frozenLoss: true,
  drift: { tolerance: 0.02, stop: false },
  gradientAccumulation: 1,
  recompute: false,
  seed: 0,
  labelAllPieces: false,
  maxGradNorm: 1,
};

/** What an encoder that learns starts from instead: few epochs, and rates that rise and fall. */
const OPEN_DEFAULTS: Partial<TrainOptions> = {
  epochs: 4,
  schedule: 'linear',
  warmupRatio: 0.1,
};

/** Options as a caller gives them: what is left out has its default, and one rate may stand for all. */
export type TrainOptionsInput = Partial<Omit<TrainOptions, 'learningRate' | 'freeze' | 'drift'>> & {
  learningRate?: number | Partial<TrainOptions['learningRate']>;
  freeze?: Partial<TrainOptions['freeze']>;
  drift?: Partial<TrainOptions['drift']>;
};

/**
 * @param input `freeze.encoder: false` alone opens the whole encoder, embeddings included
 * @throws TandemError `bad-input` naming the option and what it may be
 */
export function completeOptions(input: TrainOptionsInput = {}): TrainOptions {
  const { learningRate = {}, freeze, drift, unfreeze: wanted, ...rest } = input;
  if (wanted && freeze?.encoder) {
    throw new TandemError('bad-input', 'freeze.encoder and unfreeze contradict each other: leave one of them out.');
  }
  const unfreeze = wanted ?? (freeze?.encoder === false ? ({ layers: 'all', embeddings: true } as const) : undefined);
  const defaults = { ...DEFAULT_OPTIONS, ...(unfreeze ? OPEN_DEFAULTS : {}) };
  const rates = typeof learningRate === 'number' ? { taskA: learningRate, taskB: learningRate, encoder: learningRate } : learningRate;
  const options: TrainOptions = {
    ...defaults,
    ...rest,
    ...(unfreeze ? { unfreeze } : {}),
    learningRate: { ...defaults.learningRate, ...rates },
    freeze: { ...defaults.freeze, ...freeze, encoder: unfreeze === undefined },
    drift: { ...defaults.drift, ...drift },
  };
  check(options);
  return options;
}

function check(options: TrainOptions): void {
  const { learningRate, earlyStopping } = options;
  whole('epochs', options.epochs, 1);
  whole('batchSize', options.batchSize, 1);
  atLeastZero('learningRate', learningRate.taskA);
  atLeastZero('learningRate', learningRate.taskB);
  atLeastZero('learningRate', learningRate.encoder);
  if (!(options.layerDecay > 0 && options.layerDecay <= 1)) fail('layerDecay', options.layerDecay, 'above 0 and at most 1');
  whole('gradientAccumulation', options.gradientAccumulation, 1);
  atLeastZero('drift.tolerance', options.drift.tolerance);
  for (const name of ['weightDecay', 'lambdaA', 'lambdaB', 'maxGradNorm'] as const) atLeastZero(name, options[name]);
  if (!(options.warmupRatio >= 0 && options.warmupRatio < 1)) fail('warmupRatio', options.warmupRatio, 'at least 0 and below 1');
  if (!Number.isInteger(options.seed)) fail('seed', options.seed, 'a whole number');
  oneOf('schedule', options.schedule, SCHEDULES);
  oneOf('balance', options.balance, ['fixed', 'uncertainty']);
  oneOf('batching', options.batching, ['mixed', 'alternating']);
  if (earlyStopping) {
    oneOf('earlyStopping.metric', earlyStopping.metric, METRICS);
    whole('earlyStopping.patience', earlyStopping.patience, 1);
  }
  if (options.unfreeze) checkUnfreezing(options.unfreeze, options.epochs);
}

function whole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) fail(name, value, `a whole number of at least ${least}`);
}

function atLeastZero(name: string, value: number): void {
  if (!(value >= 0 && Number.isFinite(value))) fail(name, value, 'a number of at least 0');
}

function oneOf(name: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) fail(name, value, `one of ${known.join(', ')}`);
}

function fail(name: string, value: unknown, allowed: string): never {
  throw new TandemError('bad-input', `${name} is ${value}; it must be ${allowed}.`);
}
