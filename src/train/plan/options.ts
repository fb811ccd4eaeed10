/** What a run is set to: completed from what a caller gives, and checked by the settings' own bounds. */
import { TandemError } from '../../errors';
import type { Schedule } from '../../nn/optim/schedule';
import type { AnyKind } from '../../tasks/kind';
import { checkSetting } from '../../tasks/settings';
import { type Contrastive, completeContrastive } from './contrastive';
import { completeNames, type Names, type NamesInput } from './names';
import { defaultOf, RUN_SETTINGS, TASK_SETTINGS } from './settings';
import { checkUnfreezing, type Unfreezing } from './unfreezing';

/** `mean`: the mean of all tasks' first metrics. Else `task.metric`: `topic.accuracy`. */
export type MonitoredMetric = string;

/** Ends a run whose metric has stopped getting better. */
export interface EarlyStopping {
  metric: MonitoredMetric;
  /** Epochs without a better value before the run ends. */
  patience: number;
}

/** Of one task; settings of its kind stand beside these. */
export interface TaskOptions {
  /** λ, where `balance` is fixed. Default: 1. */
  weight: number;
  /** AdamW's rate for the head. Default: that of its kind. */
  learningRate: number;
  /** A frozen head keeps its values exactly; it is still evaluated. Default: false. */
  freeze: boolean;
  [setting: string]: unknown;
}

/** All settings of a run, complete. Some defaults differ where layers of the encoder are open. */
export interface TrainOptions {
  /** How often every training example is seen. Default: 30; 4 with an open encoder. */
  epochs: number;
  /** Examples per batch. Default: 32. */
  batchSize: number;
  /** Batches whose gradients are averaged into one step of the optimiser. Default: 1. */
  gradientAccumulation: number;
  /** AdamW's rate for the encoder's top layer, where it learns. Default: 0.00002. */
  learningRate: { encoder: number };
  /** Factor from each layer's rate to that of the layer below, in (0, 1]. Default: 1. */
  layerDecay: number;
  /** Of AdamW, decoupled from the gradient; none on biases and norms. Default: 0.01. */
  weightDecay: number;
  /** Global norm that gradients are clipped to; 0 for no limit. Default: 1. */
  maxGradNorm: number;
  /** How rates go on after the warm-up. Default: constant; linear with an open encoder. */
  schedule: Schedule;
  /** Share of all steps over which the rate rises from 0. Default: 0; 0.1 with an open encoder. */
  warmupRatio: number;
  /** `fixed`: Σ λ·L. `uncertainty`: learned log-variances (Kendall et al., 2018). Default: fixed. */
  balance: 'fixed' | 'uncertainty';
  /** `mixed`: every batch trains whatever labels it has. `alternating`: batches of one task, in turns. Default: mixed. */
  batching: 'mixed' | 'alternating';
  /** How deep training reaches into the encoder. Default: not at all, it is frozen. */
  unfreeze?: Unfreezing;
  /** The encoder first learns from pairs of rows whether they are alike; the heads are solved on what it becomes. Default: not. */
  contrastive?: Contrastive;
  /** Tasks whose heads begin with what their classes are called, by class: a description or examples. Default: none. */
  names?: Names;
  /** Whether a frozen head's loss counts: its gradients then pass through it into the encoder. Default: true. */
  frozenLoss: boolean;
  /** A frozen task is watched while the encoder learns: how far its metric may fall, and whether a fall ends the run. Default: 0.02, false. */
  drift: { tolerance: number; stop: boolean };
  /** Texts beyond the model's limit: cut, or read in windows that share `stride` word pieces. Default: cut. */
  longTexts: 'cut' | 'windows';
  /** Word pieces that neighbouring windows share. Default: 64. */
  stride: number;
  /** `split`: rows of the data set that are kept apart choose the epoch. `none`: all rows train, and the last epoch is kept. Default: split. */
  validation: 'split' | 'none';
  /** From 2 on: each of so many parts of the rows validates once while the others train, before the run itself. 0: not. Default: 0. */
  folds: number;
  /**
   * `temperature`: after training, the outputs of every head that learned and gives probabilities are divided by a number that
   * makes these fit rows that taught nothing: those that validate, or all in cross-validation, that by which a solved head's C is
   * chosen included (Guo et al., 2017). Answers stay the same. Default: temperature.
   */
  calibration: 'temperature' | 'none';
  /** Computes each open layer once more in the backward pass instead of keeping what it computed: slower, in less memory. Default: false. */
  recompute: boolean;
  /** Of first values, shuffles and dropout. Default: 0. */
  seed: number;
  /** By a metric on the validation rows: not with `validation: 'none'`. Default: none, all epochs run. */
  earlyStopping?: EarlyStopping;
  /** By the name of each task. */
  tasks: Record<string, TaskOptions>;
}

/** What options are completed by, of the kind of a task. */
export type KnownKind = Pick<AnyKind, 'kind' | 'settings' | 'metrics' | 'defaults'>;

type Flat = Omit<TrainOptions, 'learningRate' | 'drift' | 'tasks' | 'contrastive' | 'names'>;

/** Options as a caller gives them: what is left out has its default. */
export type TrainOptionsInput = Partial<Flat> & {
  /** One rate for everything, or by task, and `encoder` for the encoder's top layer. */
  learningRate?: number | Partial<Record<string, number>>;
  /** See {@link TrainOptions.drift}. */
  drift?: Partial<TrainOptions['drift']>;
  /** What is left out has its default; `true` for nothing but defaults. */
  contrastive?: Partial<Contrastive> | boolean;
  /**
   * Heads that know their classes by name, and learn from labelled rows as these arrive (`head: 'names'`): by task and class a
   * description or examples, nothing for the names as they are; `true` for all tasks with classes. A task that the data set does
   * not have is made of the classes that are named here, so that nothing need be labelled.
   */
  names?: NamesInput;
  /** By the name of each task, as the data set or the model has it. */
  tasks?: Record<string, Partial<TaskOptions>>;
  /** By task, and `encoder`: false alone opens the whole encoder, embeddings included. */
  freeze?: Partial<Record<string, boolean>>;
  /** λ of the task called taskA, and of taskB. */
  lambdaA?: number;
  /** See `lambdaA`. */
  lambdaB?: number;
};

const SHORTHANDS = { lambdaA: 'taskA', lambdaB: 'taskB' } as const;
const OTHERS = [
  'unfreeze',
  'contrastive',
  'names',
  'earlyStopping',
  'tasks',
  'learningRate',
  'drift',
  'freeze',
  ...Object.keys(SHORTHANDS),
];

/**
 * @param kinds of the tasks that the run has, by name
 * @throws TandemError `bad-input` naming the option and what it may be; for options and tasks that there are not, too
 */
export function completeOptions(input: TrainOptionsInput = {}, kinds: Record<string, KnownKind> = {}): TrainOptions {
  refuseUnknown(input);
  const unfreeze = unfreezeOf(input);
  const names = input.names ? completeNames(input.names, kinds) : undefined;
  const options: Record<string, unknown> = { learningRate: {}, drift: {} };
  for (const setting of RUN_SETTINGS) {
    const value = given(input, setting.key) ?? defaultOf(setting, unfreeze !== undefined);
    checkSetting(setting, value, setting.key);
    put(options, setting.key, value);
  }
  const complete = {
    ...options,
    ...(unfreeze ? { unfreeze } : {}),
    ...(input.contrastive ? { contrastive: completeContrastive(input.contrastive, kinds) } : {}),
    ...(names ? { names } : {}),
    ...(input.earlyStopping ? { earlyStopping: input.earlyStopping } : {}),
    tasks: completeTasks(input, kinds, names),
  } as unknown as TrainOptions;
  if (names && unfreeze) {
    throw new TandemError(
      'bad-input',
      'Names are for heads on a frozen encoder. Leave names out, or unfreeze; or train twice, and open the encoder in the second run.',
    );
  }
  if (unfreeze) checkUnfreezing(unfreeze, complete.epochs);
  if (unfreeze && complete.contrastive) {
    throw new TandemError(
      'bad-input',
      'A run opens the encoder either for pairs (contrastive) or for its tasks (unfreeze). Train twice, one after the other.',
    );
  }
  if (complete.contrastive && complete.folds > 1) {
    throw new TandemError(
      'bad-input',
      'Cross-validation would score rows that the encoder has learned from: leave folds at 0, or contrastive out.',
    );
  }
  if (complete.earlyStopping) checkEarlyStopping(complete.earlyStopping, kinds);
  if (complete.earlyStopping && complete.validation === 'none') {
    throw new TandemError(
      'bad-input',
      "Early stopping goes by a metric on the validation rows, and validation: 'none' leaves none: leave one of the two out.",
    );
  }
  return complete;
}

/** Metrics that a run of these tasks can be monitored by. */
export const metricsOf = (kinds: Record<string, KnownKind>): MonitoredMetric[] => [
  'mean',
  ...Object.entries(kinds).flatMap(([task, { metrics }]) => metrics.map(({ id }) => `${task}.${id}`)),
];

function unfreezeOf({ unfreeze, freeze }: TrainOptionsInput): Unfreezing | undefined {
  if (unfreeze && freeze?.encoder) {
    throw new TandemError('bad-input', 'freeze.encoder and unfreeze contradict each other: leave one of them out.');
  }
  return unfreeze ?? (freeze?.encoder === false ? { layers: 'all', embeddings: true } : undefined);
}

/** What a caller says of a setting, under each of the ways there are to say it. */
function given(input: TrainOptionsInput, key: string): unknown {
  if (key === 'learningRate.encoder') return typeof input.learningRate === 'number' ? input.learningRate : input.learningRate?.encoder;
  return key.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], input);
}

function put(options: Record<string, unknown>, key: string, value: unknown): void {
  const [first, second] = key.split('.');
  if (second === undefined) options[first] = value;
  else (options[first] as Record<string, unknown>)[second] = value;
}

function completeTasks(input: TrainOptionsInput, kinds: Record<string, KnownKind>, names: Names = {}): Record<string, TaskOptions> {
  const { learningRate, freeze = {}, tasks = {} } = input;
  const rates = typeof learningRate === 'object' ? learningRate : {};
  const lambdas = Object.entries(SHORTHANDS).flatMap(([name, task]) =>
    input[name as keyof typeof SHORTHANDS] === undefined ? [] : [[task, input[name as keyof typeof SHORTHANDS]] as const],
  );
  for (const name of [...Object.keys(tasks), ...Object.keys(rates), ...Object.keys(freeze), ...lambdas.map(([task]) => task)]) {
    if (name === 'encoder' || Object.hasOwn(kinds, name)) continue;
    throw new TandemError('bad-input', `The options name a task "${name}", which this run does not have. ${taskList(kinds)}`);
  }
  const complete: Record<string, TaskOptions> = Object.create(null);
  for (const [name, kind] of Object.entries(kinds)) {
    const own = ofTask(tasks, name) ?? {};
    const found: TaskOptions = {
      ...own,
      weight: own.weight ?? lambdas.find(([task]) => task === name)?.[1] ?? 1,
      learningRate:
        own.learningRate ?? ofTask(rates, name) ?? (typeof learningRate === 'number' ? learningRate : kind.defaults.learningRate),
      freeze: own.freeze ?? ofTask(freeze, name) ?? false,
    };
    if (Object.hasOwn(names, name)) takeNames(name, found);
    for (const setting of TASK_SETTINGS) checkSetting(setting, found[setting.key], `tasks.${name}.${setting.key}`);
    checkOwnSettings(name, kind, own);
    complete[name] = found;
  }
  return complete;
}

/** @throws TandemError `bad-input` for a head that could not begin with names */
function takeNames(name: string, options: TaskOptions): void {
  const { head = 'names', freeze } = options;
  if (head !== 'names') {
    throw new TandemError(
      'bad-input',
      `names.${name} needs head: 'names', and tasks.${name}.head is ${String(head)}: leave one of them out.`,
    );
  }
  if (freeze) throw new TandemError('bad-input', `names.${name}: a frozen head keeps its values. Leave its names out, or let it learn.`);
  options.head = head;
}

/** Tasks may be called as what every object has. */
const ofTask = <T>(record: Partial<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** Settings of the kind are checked where they are completed; here only that there are such. */
function checkOwnSettings(name: string, kind: KnownKind, own: Partial<TaskOptions>): void {
  const known = [...TASK_SETTINGS, ...kind.settings].map(({ key }) => key);
  const odd = Object.keys(own).find((key) => !known.includes(key));
  if (odd !== undefined) {
    throw new TandemError('bad-input', `tasks.${name} has no setting "${odd}". A task of the kind ${kind.kind} has ${known.join(', ')}.`);
  }
}

function checkEarlyStopping({ metric, patience }: EarlyStopping, kinds: Record<string, KnownKind>): void {
  const choices = metricsOf(kinds).map((name) => [name, name] as const);
  checkSetting({ key: '', label: '', help: '', type: 'choice', default: 'mean', choices }, metric, 'earlyStopping.metric');
  checkSetting({ key: '', label: '', help: '', type: 'number', default: 5, min: 1, whole: true }, patience, 'earlyStopping.patience');
}

function refuseUnknown(input: TrainOptionsInput): void {
  const known = [...OTHERS, ...RUN_SETTINGS.map(({ key }) => key)];
  const odd = Object.keys(input).find((key) => !known.includes(key));
  if (odd !== undefined) throw new TandemError('bad-input', `There is no option "${odd}". Known are ${known.join(', ')}.`);
}

const taskList = (kinds: Record<string, KnownKind>) => {
  const names = Object.keys(kinds);
  return names.length === 0 ? 'It has no task.' : `Its ${names.length === 1 ? 'task is' : 'tasks are'} ${names.join(', ')}.`;
};

export const DEFAULT_OPTIONS: TrainOptions = completeOptions();
