/** What a run is told: every setting with its default, and what is wrong with one that makes no sense. */
import { TandemError } from '../errors';
import { SCHEDULES, type Schedule } from '../nn/optim/schedule';

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
  /** AdamW's rate for each task's head. */
  learningRate: { taskA: number; taskB: number };
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
  learningRate: { taskA: 1e-3, taskB: 1e-2 },
  weightDecay: 0.01,
  schedule: 'constant',
  warmupRatio: 0,
  lambdaA: 1,
  lambdaB: 1,
  balance: 'fixed',
  batching: 'mixed',
  freeze: { encoder: true, taskA: false, taskB: false },
  seed: 0,
  labelAllPieces: false,
  maxGradNorm: 1,
};

/** Options as a caller gives them: what is left out has its default, and one rate may stand for both heads. */
export type TrainOptionsInput = Partial<Omit<TrainOptions, 'learningRate' | 'freeze'>> & {
  learningRate?: number | Partial<TrainOptions['learningRate']>;
  freeze?: Partial<TrainOptions['freeze']>;
};

/** @throws TandemError `bad-input` naming the option and what it may be */
export function completeOptions(input: TrainOptionsInput = {}): TrainOptions {
  const { learningRate = {}, freeze, ...rest } = input;
  const rates = typeof learningRate === 'number' ? { taskA: learningRate, taskB: learningRate } : learningRate;
  const options: TrainOptions = {
    ...DEFAULT_OPTIONS,
    ...rest,
    learningRate: { ...DEFAULT_OPTIONS.learningRate, ...rates },
    freeze: { ...DEFAULT_OPTIONS.freeze, ...freeze },
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
  if (!options.freeze.encoder) {
    throw new TandemError('bad-input', 'The encoder cannot be trained yet. Leave freeze.encoder at true: the heads learn on top of it.');
  }
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
