/** Runs that were kept when a model had two fixed heads: they are shown and used as runs of two tasks of these names. */
import type { TaskConfig } from '../../tasks/kind';
import type { Metrics } from '../../tasks/taskMetrics';
import { DEFAULT_OPTIONS, type TaskOptions, type TrainOptions } from '../plan/options';
import type { AnsweredText, RunDetails } from './runs';

type TwoHeads<T> = Partial<Record<'taskA' | 'taskB', T>>;

interface EarlierOptions extends Omit<TrainOptions, 'tasks' | 'learningRate'> {
  learningRate: TwoHeads<number> & { encoder: number };
  freeze: TwoHeads<boolean>;
  lambdaA: number;
  lambdaB: number;
  labelAllPieces: boolean;
}

export interface EarlierRun
  extends Omit<RunDetails, 'options' | 'tasks' | 'history' | 'metrics' | 'before' | 'best' | 'details' | 'answers'> {
  options: EarlierOptions;
  heads: Record<string, { type: string; labels: string[]; layers?: string; decoding?: string }>;
  history: (Omit<RunDetails['history'][number], 'train' | 'validation'> & {
    train: TwoHeads<number> & { total: number; gradNorm: number };
    validation: EarlierMetrics;
  })[];
  metrics: EarlierMetrics;
  before?: EarlierMetrics;
  best: Record<string, { epoch: number; score: number }>;
  sentences?: { text: string; gold: number; predicted: number }[];
}

type EarlierMetrics = Record<string, Record<string, unknown>>;

const KINDS: Record<string, string> = { sentenceClassification: 'classification', tokenClassification: 'entities' };

export const isEarlier = (run: object): run is EarlierRun => 'heads' in run && !('tasks' in run);

export function fromEarlier({ options, heads, history, metrics, before, best, sentences = [], ...run }: EarlierRun): RunDetails {
  const classes = heads.taskA?.labels ?? [];
  const answers = sentences.map(({ text, gold, predicted }): AnsweredText => ({ text, gold: classes[gold], answer: classes[predicted] }));
  const of = metrics.taskA;
  return {
    ...run,
    dataset: { ...run.dataset, test: 0 },
    options: toOptions(options, heads),
    tasks: Object.fromEntries(Object.entries(heads).map(([name, head]) => [name, toConfig(head, options)])),
    history: history.map(({ train: { taskA, taskB, total, gradNorm }, validation, ...record }) => ({
      ...record,
      train: { losses: known({ taskA, taskB }), total, gradNorm },
      validation: numbersOf(validation),
    })),
    metrics: numbersOf(metrics),
    ...(before ? { before: numbersOf(before) } : {}),
    best: Object.fromEntries(Object.entries(best).map(([name, one]) => [name, { ...one, loss: Number(metrics[name]?.loss ?? 0) }])),
    details: of?.confusion ? { taskA: { labels: classes, confusion: of.confusion, perClass: of.perClass } } : {},
    answers: answers.length > 0 ? { taskA: answers } : {},
  };
}

function toConfig({ type, ...head }: EarlierRun['heads'][string], { labelAllPieces }: EarlierOptions): TaskConfig {
  const kind = KINDS[type] ?? type;
  // Words as BERT cuts them were what had labels, each its best one, from the last layer.
  return kind === 'entities' ? { layers: 'last', decoding: 'argmax', units: 'words', ...head, labelAllPieces, kind } : { ...head, kind };
}

function toOptions(options: EarlierOptions, heads: EarlierRun['heads']): TrainOptions {
  const { learningRate, freeze, lambdaA, lambdaB, labelAllPieces: _, ...rest } = options;
  const weights: Record<string, number> = { taskA: lambdaA, taskB: lambdaB };
  const tasks = Object.keys(heads).map((name): [string, TaskOptions] => {
    const task = name as 'taskA' | 'taskB';
    return [name, { weight: weights[name] ?? 1, learningRate: learningRate[task] ?? 1e-3, freeze: freeze[task] ?? false }];
  });
  return { ...DEFAULT_OPTIONS, ...rest, learningRate: { encoder: learningRate.encoder }, tasks: Object.fromEntries(tasks) };
}

/** The figures alone, under the names that they have now. */
function numbersOf(metrics: EarlierMetrics): Metrics {
  const figures = (of: Record<string, unknown>) =>
    Object.entries(of).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return Object.fromEntries(
    Object.entries(metrics).map(([name, of]) => {
      const strict = (of.strict as { f1?: number } | undefined)?.f1;
      return [
        name,
        { ...Object.fromEntries(figures(of)), ...(strict === undefined ? {} : { wordF1: Number(of.f1), wordStrictF1: strict }) },
      ];
    }),
  );
}

const known = (losses: TwoHeads<number>): Record<string, number> =>
  Object.fromEntries(Object.entries(losses).filter((entry): entry is [string, number] => entry[1] !== undefined));
