/** The settings of a run as the form shows them: a new one is an entry here. */
import { METRICS, SCHEDULES } from '../../workers/protocol';
import { DEPTHS, deepen, depthOf, isOpen, number, OPENED, open, option, rate, type Setting, type Settings } from './settings';

export const METRIC_NAMES: Record<(typeof METRICS)[number], string> = {
  mean: 'mean of both F1',
  'taskA.accuracy': 'class accuracy',
  'taskA.macroF1': 'class macro-F1',
  'taskB.f1': 'entity F1',
  'taskB.tokenAccuracy': 'token accuracy',
};

const FREEZES: Record<string, { taskA: boolean; taskB: boolean }> = {
  both: { taskA: false, taskB: false },
  taskB: { taskA: true, taskB: false },
  taskA: { taskA: false, taskB: true },
  none: { taskA: true, taskB: true },
};

const someFrozen = ({ options: { freeze } }: Settings) => freeze.taskA || freeze.taskB;

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
        name: 'Heads that learn',
        help: 'A head that is frozen keeps its values to the bit and is still judged.',
        choices: [
          ['both', 'both'],
          ['taskB', 'token head only'],
          ['taskA', 'class head only'],
          ['none', 'none of them'],
        ],
        get: ({ options: { freeze } }) =>
          Object.keys(FREEZES).find((key) => FREEZES[key].taskA === freeze.taskA && FREEZES[key].taskB === freeze.taskB) ?? 'both',
        set: (settings, value) => option(settings, { freeze: { ...settings.options.freeze, ...FREEZES[value] } }),
      },
      {
        kind: 'choice',
        name: 'Encoder',
        help: 'How deep training reaches into the model below the heads: layers open from the top.',
        choices: [
          ['heads', 'frozen'],
          ['top', 'top layers'],
          ['all', 'all layers'],
          ['everything', 'all + embeddings'],
        ],
        get: depthOf,
        set: (settings, value) => deepen(settings, DEPTHS[value]),
      },
      {
        kind: 'number',
        name: 'Open layers',
        help: 'Counted from the top.',
        min: 1,
        whole: true,
        applies: (settings) => depthOf(settings) === 'top',
        get: ({ options: { unfreeze } }) => (typeof unfreeze?.layers === 'number' ? unfreeze.layers : 0),
        set: (settings, layers) => deepen(settings, { layers }),
      },
      {
        kind: 'choice',
        name: 'Opening',
        help: 'Block by block: heads alone for an epoch, then one more layer each epoch (ULMFiT). The plan below can be edited.',
        choices: [
          ['once', 'at once'],
          ['gradual', 'block by block'],
        ],
        applies: isOpen,
        get: ({ options: { unfreeze } }) => (unfreeze?.gradual ? 'gradual' : 'once'),
        set: (settings, value) => {
          const { gradual: _, stages: __, ...depth } = settings.options.unfreeze ?? OPENED;
          return open(settings, value === 'gradual' ? { ...depth, gradual: { warmup: 1, every: 1 } } : depth);
        },
      },
      {
        kind: 'choice',
        name: 'Frozen head’s loss',
        help: 'Counted: its gradients pass through it into the encoder. Left out: the encoder learns from the other task alone.',
        choices: [
          ['counted', 'counted'],
          ['out', 'left out'],
        ],
        applies: (settings) => isOpen(settings) && someFrozen(settings),
        get: ({ options }) => (options.frozenLoss ? 'counted' : 'out'),
        set: (settings, value) => option(settings, { frozenLoss: value === 'counted' }),
      },
      {
        kind: 'choice',
        name: 'Drift',
        help: 'What happens when a frozen task falls by more than two points while the encoder learns.',
        choices: [
          ['warn', 'a warning'],
          ['stop', 'the run ends'],
        ],
        applies: (settings) => isOpen(settings) && someFrozen(settings),
        get: ({ options }) => (options.drift.stop ? 'stop' : 'warn'),
        set: (settings, value) => option(settings, { drift: { ...settings.options.drift, stop: value === 'stop' } }),
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
      number('batchSize', 'Batch size', 'Sentences that go through the model together.', { min: 1, whole: true }),
      number('gradientAccumulation', 'Batches a step', 'Gradients of so many batches are averaged into one step.', { min: 1, whole: true }),
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
      rate('taskA', 'Rate, class head', 'the class head'),
      rate('taskB', 'Rate, token head', 'the token head'),
      {
        ...rate('encoder', 'Rate, encoder', ''),
        help: 'How far AdamW moves the top layer in a step: 2e-5 is customary for bert-base; MiniLM and its kin take 1e-4.',
        applies: isOpen,
      },
      {
        ...number('layerDecay', 'Layer decay', 'Factor from each layer’s rate to that of the layer below; 1 for the same rate.', {
          max: 1,
        }),
        applies: isOpen,
      },
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
    title: 'Memory',
    settings: [
      {
        kind: 'choice',
        name: 'Layers’ results',
        help: 'Kept for the gradients, or computed once more: slower, in less memory.',
        choices: [
          ['kept', 'kept'],
          ['recomputed', 'recomputed'],
        ],
        applies: isOpen,
        get: ({ options }) => (options.recompute ? 'recomputed' : 'kept'),
        set: (settings, value) => option(settings, { recompute: value === 'recomputed' }),
      },
    ],
  },
  {
    title: 'Chance',
    settings: [number('seed', 'Seed', 'Of first values, shuffles and dropout: the same seed repeats the run to the bit.', { whole: true })],
  },
];
