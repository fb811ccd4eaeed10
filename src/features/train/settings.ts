/** The settings of a run as the form shows them: a new one is an entry here. */
import { METRICS, SCHEDULES, type TokenHeadOptions, type TrainOptions } from '../../workers/protocol';

/** All that the form edits. */
export interface Settings {
  options: TrainOptions;
  tokenHead: Required<TokenHeadOptions>;
  startFrom: 'new' | 'current';
}

interface Common {
  name: string;
  /** One line on what it does. */
  help: string;
}

export interface NumberSetting extends Common {
  kind: 'number';
  /** Lowest value; and whether only whole ones make sense. */
  min: number;
  max?: number;
  whole?: boolean;
  get(settings: Settings): number;
  set(settings: Settings, value: number): Settings;
}

export interface ChoiceSetting extends Common {
  kind: 'choice';
  choices: [value: string, name: string][];
  get(settings: Settings): string;
  set(settings: Settings, value: string): Settings;
}

export type Setting = NumberSetting | ChoiceSetting;

type NumberKey = { [K in keyof TrainOptions]-?: TrainOptions[K] extends number ? K : never }[keyof TrainOptions];

const option = (settings: Settings, change: Partial<TrainOptions>): Settings => ({
  ...settings,
  options: { ...settings.options, ...change },
});

function number(key: NumberKey, name: string, help: string, bounds: { min?: number; max?: number; whole?: boolean } = {}): NumberSetting {
  return {
    kind: 'number',
    name,
    help,
    min: 0,
    ...bounds,
    get: ({ options }) => options[key],
    set: (settings, value) => option(settings, { [key]: value }),
  };
}

function rate(task: 'taskA' | 'taskB', name: string): NumberSetting {
  return {
    kind: 'number',
    name,
    help: `How far AdamW moves ${task === 'taskA' ? 'the class head' : 'the token head'} in a step.`,
    min: 0,
    get: ({ options }) => options.learningRate[task],
    set: (settings, value) => option(settings, { learningRate: { ...settings.options.learningRate, [task]: value } }),
  };
}

const METRIC_NAMES: Record<(typeof METRICS)[number], string> = {
  mean: 'mean of both F1',
  'taskA.accuracy': 'class accuracy',
  'taskA.macroF1': 'class macro-F1',
  'taskB.f1': 'entity F1',
  'taskB.tokenAccuracy': 'token accuracy',
};

const FREEZES: Record<string, TrainOptions['freeze']> = {
  both: { encoder: true, taskA: false, taskB: false },
  taskB: { encoder: true, taskA: true, taskB: false },
  taskA: { encoder: true, taskA: false, taskB: true },
  none: { encoder: true, taskA: true, taskB: true },
};

export const SETTING_GROUPS: { title: string; settings: Setting[] }[] = [
  {
    title: 'What learns',
    settings: [
      {
        kind: 'choice',
        name: 'Start with',
        help: 'New heads, drawn from the seed for the data set’s labels; or the heads that Predict uses now, trained on.',
        choices: [
          ['new', 'new heads'],
          ['current', 'heads in use'],
        ],
        get: ({ startFrom }) => startFrom,
        set: (settings, value) => ({ ...settings, startFrom: value === 'current' ? 'current' : 'new' }),
      },
      {
        kind: 'choice',
        name: 'Learning',
        help: 'The other head is frozen: it keeps its values to the bit and is still judged. So does the encoder.',
        choices: [
          ['both', 'Both heads'],
          ['taskB', 'Token head only'],
          ['taskA', 'Class head only'],
          ['none', 'None: evaluate'],
        ],
        get: ({ options: { freeze } }) =>
          Object.keys(FREEZES).find((key) => FREEZES[key].taskA === freeze.taskA && FREEZES[key].taskB === freeze.taskB) ?? 'both',
        set: (settings, value) => option(settings, { freeze: FREEZES[value] }),
      },
    ],
  },
  {
    title: 'Length',
    settings: [
      number('epochs', 'Epochs', 'How often every training sentence is seen. The best epoch is kept, not the last.', {
        min: 1,
        whole: true,
      }),
      number('batchSize', 'Batch size', 'Sentences a step.', { min: 1, whole: true }),
      {
        kind: 'choice',
        name: 'Early stopping',
        help: 'Ends the run when this metric on the validation rows has not risen for some epochs.',
        choices: [['none', 'off'], ...METRICS.map((metric): [string, string] => [metric, METRIC_NAMES[metric]])],
        get: ({ options }) => options.earlyStopping?.metric ?? 'none',
        set: (settings, value) => {
          const metric = METRICS.find((known) => known === value);
          return option(settings, { earlyStopping: metric && { metric, patience: settings.options.earlyStopping?.patience ?? 5 } });
        },
      },
      {
        kind: 'number',
        name: 'Patience',
        help: 'Epochs without a better value before early stopping ends the run.',
        min: 1,
        whole: true,
        get: ({ options }) => options.earlyStopping?.patience ?? 5,
        set: (settings, value) =>
          option(settings, { earlyStopping: settings.options.earlyStopping && { ...settings.options.earlyStopping, patience: value } }),
      },
    ],
  },
  {
    title: 'AdamW',
    settings: [
      rate('taskA', 'Rate, class head'),
      rate('taskB', 'Rate, token head'),
      number('weightDecay', 'Weight decay', 'Pulls weights towards zero, apart from the gradient.'),
      number('maxGradNorm', 'Gradient limit', 'Gradients are scaled down to this norm; 0 for no limit.'),
      {
        kind: 'choice',
        name: 'Schedule',
        help: 'How the rates go on after the warm-up: level, down on a line, or down on a half cosine.',
        choices: SCHEDULES.map((name) => [name, name]),
        get: ({ options }) => options.schedule,
        set: (settings, value) => option(settings, { schedule: SCHEDULES.find((known) => known === value) }),
      },
      number('warmupRatio', 'Warm-up', 'Share of all steps over which the rates rise from 0.', { max: 0.99 }),
    ],
  },
  {
    title: 'Losses',
    settings: [
      {
        kind: 'choice',
        name: 'Balance',
        help: 'Fixed weights, or weights learned from each task’s uncertainty (Kendall et al., 2018).',
        choices: [
          ['fixed', 'fixed weights'],
          ['uncertainty', 'uncertainty'],
        ],
        get: ({ options }) => options.balance,
        set: (settings, value) => option(settings, { balance: value === 'uncertainty' ? 'uncertainty' : 'fixed' }),
      },
      number('lambdaA', 'λ class head', 'Weight of Task A’s loss, where weights are fixed.'),
      number('lambdaB', 'λ token head', 'Weight of Task B’s loss, where weights are fixed.'),
      {
        kind: 'choice',
        name: 'Batches',
        help: 'Mixed: a step trains whatever its sentences have labels for. Alternating: one task a step.',
        choices: [
          ['mixed', 'mixed'],
          ['alternating', 'alternating'],
        ],
        get: ({ options }) => options.batching,
        set: (settings, value) => option(settings, { batching: value === 'alternating' ? 'alternating' : 'mixed' }),
      },
    ],
  },
  {
    title: 'Tokens',
    settings: [
      {
        kind: 'choice',
        name: 'Labelled pieces',
        help: 'A word may be cut into pieces: its first one carries the label, or all of them do.',
        choices: [
          ['first', 'first piece'],
          ['all', 'all pieces'],
        ],
        get: ({ options }) => (options.labelAllPieces ? 'all' : 'first'),
        set: (settings, value) => option(settings, { labelAllPieces: value === 'all' }),
      },
      {
        kind: 'choice',
        name: 'Token features',
        help: 'The last layer, or a learned mix of all: better entities, more memory. Automatic mixes while 512 MB suffice.',
        choices: [
          ['auto', 'automatic'],
          ['last', 'last layer'],
          ['mix', 'mix of all layers'],
        ],
        get: ({ tokenHead }) => tokenHead.layers,
        set: (settings, value) => ({
          ...settings,
          tokenHead: { ...settings.tokenHead, layers: value === 'last' || value === 'mix' ? value : 'auto' },
        }),
      },
      {
        kind: 'choice',
        name: 'Decoding',
        help: 'Well-formed: the best tag sequence in which every I- continues an entity. Free: each word’s best tag.',
        choices: [
          ['iob2', 'well-formed'],
          ['argmax', 'free'],
        ],
        get: ({ tokenHead }) => tokenHead.decoding,
        set: (settings, value) => ({ ...settings, tokenHead: { ...settings.tokenHead, decoding: value === 'argmax' ? 'argmax' : 'iob2' } }),
      },
    ],
  },
  {
    title: 'Chance',
    settings: [number('seed', 'Seed', 'Of first values, shuffles and dropout: the same seed repeats the run to the bit.', { whole: true })],
  },
];
