/** The settings of a run: each is declared here once. The check, the form, its reset and the comparison of runs read this list. */
import { SCHEDULES } from '../../nn/optim/schedule';
import type { Setting } from '../../tasks/settings';
import type { TrainOptions } from './options';

export type RunSetting = Setting & {
  group: SettingGroup;
  /** Default where layers of the encoder are open, if it is another one. */
  openDefault?: Setting['default'];
  /** Whether it means anything with these options. Default: always. */
  applies?(options: TrainOptions): boolean;
};

export const SETTING_GROUPS = ['What learns', 'Duration', 'AdamW', 'Losses', 'Validation', 'Long texts', 'Memory', 'Randomness'] as const;
export type SettingGroup = (typeof SETTING_GROUPS)[number];

const isOpen = ({ unfreeze }: TrainOptions) => unfreeze !== undefined;
const learnsEncoder = ({ unfreeze, contrastive }: TrainOptions) => unfreeze !== undefined || contrastive !== undefined;
/** After contrastive fine-tuning heads are solved, or frozen. */
const learnsBySteps = ({ contrastive }: TrainOptions) => contrastive === undefined;
const someFrozen = ({ tasks }: TrainOptions) => Object.values(tasks).some(({ freeze }) => freeze);

export const RUN_SETTINGS: RunSetting[] = [
  {
    key: 'frozenLoss',
    group: 'What learns',
    label: 'Loss of frozen heads',
    help: 'Counted: its gradients pass through the head into the encoder. Left out: the encoder learns from the other tasks alone.',
    type: 'flag',
    default: true,
    labels: ['left out', 'counted'],
    applies: (options) => isOpen(options) && someFrozen(options),
  },
  {
    key: 'drift.tolerance',
    group: 'What learns',
    label: 'Drift tolerated',
    help: 'How far the metric of a frozen task may fall while the encoder learns, before you are warned.',
    type: 'number',
    default: 0.02,
    applies: (options) => isOpen(options) && someFrozen(options),
  },
  {
    key: 'drift.stop',
    group: 'What learns',
    label: 'When a frozen task drifts',
    help: 'A warning, or the end of the run.',
    type: 'flag',
    default: false,
    labels: ['warn', 'end the run'],
    applies: (options) => isOpen(options) && someFrozen(options),
  },
  {
    key: 'epochs',
    group: 'Duration',
    label: 'Epochs',
    help: 'How often every training example is seen. The best epoch is kept, not the last.',
    type: 'number',
    default: 30,
    openDefault: 4,
    min: 1,
    whole: true,
    applies: learnsBySteps,
  },
  {
    key: 'batchSize',
    group: 'Duration',
    label: 'Batch size',
    help: 'Examples that go through the model together.',
    type: 'number',
    default: 32,
    min: 1,
    whole: true,
    applies: learnsBySteps,
  },
  {
    key: 'gradientAccumulation',
    group: 'Duration',
    label: 'Gradient accumulation',
    help: 'Gradients of this many batches are averaged into one step.',
    type: 'number',
    default: 1,
    min: 1,
    whole: true,
    applies: learnsBySteps,
  },
  {
    key: 'learningRate.encoder',
    group: 'AdamW',
    label: 'Learning rate, encoder',
    help: 'Of the top layer: 2e-5 is customary for bert-base; MiniLM and similar models take 1e-4.',
    type: 'number',
    default: 2e-5,
    applies: isOpen,
  },
  {
    key: 'layerDecay',
    group: 'AdamW',
    label: 'Layer-wise decay',
    help: 'Factor from the learning rate of each layer to that of the layer below it; 1 for the same rate.',
    type: 'number',
    default: 1,
    above: true,
    max: 1,
    applies: learnsEncoder,
  },
  {
    key: 'weightDecay',
    group: 'AdamW',
    label: 'Weight decay',
    help: 'Pulls weights towards zero, apart from the gradient.',
    type: 'number',
    default: 0.01,
  },
  {
    key: 'maxGradNorm',
    group: 'AdamW',
    label: 'Gradient clipping',
    help: 'Gradients are scaled down to this norm; 0 for no limit.',
    type: 'number',
    default: 1,
  },
  {
    key: 'schedule',
    group: 'AdamW',
    label: 'Schedule',
    help: 'How learning rates go on after the warm-up: constant, down on a line, or down on a half cosine.',
    type: 'choice',
    default: 'constant',
    openDefault: 'linear',
    choices: SCHEDULES.map((name) => [name, name] as const),
    applies: learnsBySteps,
  },
  {
    key: 'warmupRatio',
    group: 'AdamW',
    label: 'Warm-up',
    help: 'Share of all steps over which learning rates rise from 0.',
    type: 'number',
    default: 0,
    openDefault: 0.1,
    below: 1,
    applies: learnsBySteps,
  },
  {
    key: 'balance',
    group: 'Losses',
    label: 'Balance of the tasks',
    help: 'Fixed weights λ, or weights learned from the uncertainty of each task (Kendall et al., 2018).',
    type: 'choice',
    default: 'fixed',
    choices: [
      ['fixed', 'fixed weights'],
      ['uncertainty', 'uncertainty'],
    ],
  },
  {
    key: 'batching',
    group: 'Losses',
    label: 'Batches',
    help: 'Mixed: a step trains whatever its examples have labels for. Alternating: one task per step.',
    type: 'choice',
    default: 'mixed',
    choices: [
      ['mixed', 'mixed'],
      ['alternating', 'alternating'],
    ],
  },
  {
    key: 'validation',
    group: 'Validation',
    label: 'Rows that validate',
    help: 'Kept apart, to choose the best epoch; or none, so that all rows train and the last epoch is kept.',
    type: 'choice',
    default: 'split',
    choices: [
      ['split', 'kept apart'],
      ['none', 'none: train on all rows'],
    ],
  },
  {
    key: 'folds',
    group: 'Validation',
    label: 'Cross-validation',
    help: 'Folds: every row validates once while the others train, for scores that rest on all rows. 0 for none.',
    type: 'number',
    default: 0,
    min: 2,
    max: 20,
    whole: true,
    orZero: true,
    applies: learnsBySteps,
  },
  {
    key: 'calibration',
    group: 'Validation',
    label: 'Calibration',
    help: 'Temperature: outputs of each head are divided by a number fitted to the validation rows; answers stay the same.',
    type: 'choice',
    default: 'temperature',
    choices: [
      ['temperature', 'temperature'],
      ['none', 'none'],
    ],
  },
  {
    key: 'longTexts',
    group: 'Long texts',
    label: 'Texts beyond the limit',
    help: 'Cut at the length the model can read, or read whole in sliding windows, here and in Predict.',
    type: 'choice',
    default: 'cut',
    choices: [
      ['cut', 'cut'],
      ['windows', 'sliding windows'],
    ],
  },
  {
    key: 'stride',
    group: 'Long texts',
    label: 'Stride',
    help: 'Word pieces that neighbouring windows share.',
    type: 'number',
    default: 64,
    whole: true,
    applies: ({ longTexts }) => longTexts === 'windows',
  },
  {
    key: 'recompute',
    group: 'Memory',
    label: 'Gradient checkpointing',
    help: 'Off: what layers compute is kept for the gradients. On: it is computed once more, slower and in less memory.',
    type: 'flag',
    default: false,
    labels: ['off', 'on'],
    applies: learnsEncoder,
  },
  {
    key: 'seed',
    group: 'Randomness',
    label: 'Seed',
    help: 'Of first values, shuffles and dropout: the same seed repeats a run exactly.',
    type: 'number',
    default: 0,
    min: Number.NEGATIVE_INFINITY,
    whole: true,
  },
];

/** Settings that every task of a run has. Its kind may have more. */
export const TASK_SETTINGS: Setting[] = [
  { key: 'weight', label: 'λ', help: 'Weight of this task’s loss, where weights are fixed.', type: 'number', default: 1 },
  {
    key: 'learningRate',
    label: 'Learning rate',
    help: 'How far AdamW moves this head in a step.',
    type: 'number',
    // The kind knows.
    default: undefined,
  },
  {
    key: 'freeze',
    label: 'Head',
    help: 'A frozen head keeps its values exactly and is still evaluated.',
    type: 'flag',
    default: false,
    labels: ['learns', 'frozen'],
  },
];

export const defaultOf = ({ openDefault, ...setting }: RunSetting, open: boolean): Setting['default'] =>
  open && openDefault !== undefined ? openDefault : setting.default;
