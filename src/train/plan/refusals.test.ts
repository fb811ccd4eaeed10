/** Each refusal is known before a run, goes away by its own button, and is not raised by a run that can start. */
import { expect, it } from 'vitest';
import { DEFAULT_OPTIONS, type TaskOptions, type TrainOptions } from './options';
import type { Situation, TaskSituation } from './recipes/situation';
import { refusalsOf } from './refusals';

const TASK: TaskOptions = { weight: 1, learningRate: 1e-3, freeze: false };
const topic: TaskSituation = {
  kind: 'classification',
  level: 'sentence',
  labelled: { train: 40, validation: 10, test: 0 },
  classes: { count: 2, withRows: 2, fewest: 20, mean: 20 },
  shaping: ['head'],
  solvedHead: 'logistic',
  namedHead: 'names',
};
const entities: TaskSituation = { kind: 'entities', level: 'token', labelled: { train: 40, validation: 10, test: 0 }, shaping: ['layers'] };

const situation = (more: Partial<Situation> = {}): Situation => ({
  model: { id: 'm', hiddenSize: 384, layers: 6, sharesLayers: false },
  rows: { train: 40, validation: 10, test: 0 },
  unlabelled: { all: 0, read: 0 },
  validationIsDrawn: true,
  tokensPerRow: 9,
  tasks: { topic, entities },
  heads: { trained: true },
  ...more,
});
const options = (more: Partial<TrainOptions> = {}): TrainOptions => ({
  ...DEFAULT_OPTIONS,
  tasks: { topic: TASK, entities: TASK },
  ...more,
});

const PAIRS = { task: 'topic', pairs: 0, batchSize: 16, learningRate: 2e-5, layers: 'all' as const };
const frozen = { topic: { ...TASK, freeze: true }, entities: { ...TASK, freeze: true } };
const solved = { topic: { ...TASK, head: 'logistic' }, entities: { ...TASK, freeze: true } };
const bare = { ...topic, labelled: { train: 0, validation: 0, test: 0 }, classes: { count: 2, withRows: 0, fewest: 0, mean: 0 } };

it.each<[string, Situation, TrainOptions, 'new' | 'current', string]>([
  [
    'an ONNX graph alone',
    situation({ model: { ...situation().model, untrainable: 'A graph alone.' } }),
    options({ unfreeze: { layers: 1 } }),
    'new',
    'unfreeze',
  ],
  [
    'shared layers',
    situation({ model: { ...situation().model, sharesLayers: true } }),
    options({ unfreeze: { layers: 1 } }),
    'new',
    'unfreeze',
  ],
  ['pairs and open layers', situation(), options({ contrastive: PAIRS, unfreeze: { layers: 1 }, tasks: solved }), 'new', 'unfreeze'],
  ['folds after pairs', situation(), options({ contrastive: PAIRS, folds: 5, tasks: solved }), 'new', 'folds'],
  ['steps after pairs', situation(), options({ contrastive: PAIRS }), 'new', 'contrastive'],
  [
    'steps after pairs that one layer spares',
    situation({ tasks: { topic } }),
    options({ contrastive: PAIRS, tasks: { topic: TASK } }),
    'new',
    'contrastive',
  ],
  [
    'pairs of one class',
    situation({ tasks: { topic: { ...topic, classes: { count: 2, withRows: 1, fewest: 0, mean: 9 } } } }),
    options({ contrastive: PAIRS, tasks: { topic: solved.topic } }),
    'new',
    'contrastive',
  ],
  ['heads that answer something else', situation({ heads: { trained: true, misfit: 'Other labels.' } }), options(), 'current', 'startFrom'],
  ['no validation rows', situation({ rows: { train: 50, validation: 0, test: 0 } }), options(), 'new', 'validation'],
  [
    'early stopping, and all rows train',
    situation(),
    options({ validation: 'none', earlyStopping: { metric: 'mean', patience: 5 } }),
    'new',
    'earlyStopping',
  ],
  ['no label yet', situation({ tasks: { topic: bare } }), options({ tasks: { topic: TASK } }), 'new', 'tasks'],
  ['gradual, all heads frozen', situation(), options({ unfreeze: { layers: 2, gradual: {} }, tasks: frozen }), 'current', 'unfreeze'],
  [
    'losses left out, all heads frozen',
    situation(),
    options({ unfreeze: { layers: 2 }, frozenLoss: false, tasks: frozen }),
    'current',
    'frozenLoss',
  ],
  ['names above an open encoder', situation(), options({ unfreeze: { layers: 2 }, names: { topic: {} } }), 'new', 'unfreeze'],
])('%s', (_, of, asked, startFrom, setting) => {
  const [refusal, ...others] = refusalsOf(of, asked, startFrom);
  expect(others).toEqual([]);
  expect(refusal.setting).toBe(setting);
  expect(refusal.message).toMatch(/^[A-Z].*\.$/);
  expect(refusalsOf(of, { ...asked, ...refusal.fix?.options }, refusal.fix?.startFrom ?? startFrom)).toEqual([]);
});

it('what no setting helps has no button', () => {
  expect(refusalsOf(situation({ tasks: {} }), options({ tasks: {} }), 'new')).toEqual([{ setting: 'tasks', message: expect.any(String) }]);
  const empty = situation({ rows: { train: 0, validation: 0, test: 9 } });
  expect(refusalsOf(empty, options({ validation: 'none' }), 'new')).toEqual([{ setting: 'validation', message: expect.any(String) }]);
});

it('without labels, classes are named or described by something, or the run is refused', () => {
  const stars = { ...bare, classes: { ...bare.classes, silent: ['1', '2'] } };
  const of = situation({ tasks: { topic: stars } });
  const asked = (names?: TrainOptions['names']) => options({ names, tasks: { topic: { ...TASK, head: 'names' } } });
  const unknown = (label: string, task: string) => [
    {
      setting: 'names',
      message: `Nothing is known of the class "${label}" of ${task}: no row has it, and its name says nothing. Describe it, or label some of its texts.`,
    },
  ];
  expect(refusalsOf(of, asked(), 'new')).toEqual(unknown('1', 'topic'));
  expect(refusalsOf(of, asked({ topic: { 1: ['bad'] } }), 'new')).toEqual(unknown('2', 'topic'));
  expect(refusalsOf(of, asked({ topic: { 1: ['bad'], 2: ['good'] } }), 'new')).toEqual([]);
  expect(refusalsOf(situation({ tasks: { topic: { ...topic, classes: stars.classes } } }), asked(), 'new')).toEqual([]);
  const made = (classes: Record<string, string[]>) =>
    refusalsOf(situation({ tasks: {} }), options({ tasks: {}, names: { mood: classes } }), 'new');
  expect(made({ good: [] })).toEqual([{ setting: 'names', message: 'Name two classes of mood or more.' }]);
  expect(made({ good: [], 0: [] })).toEqual(unknown('0', 'mood'));
  expect(made({ good: [], bad: [] })).toEqual([]);
});

it('a run that can start is not held up', () => {
  expect(refusalsOf(situation(), options(), 'new')).toEqual([]);
  expect(refusalsOf(situation(), options({ tasks: frozen }), 'new')).toEqual([]);
  expect(refusalsOf(situation(), options({ unfreeze: { layers: 2 }, tasks: frozen }), 'current')).toEqual([]);
  const rows = { train: 50, validation: 0, test: 0 };
  const named = options({ tasks: {}, names: { mood: { good: [], bad: [] } } });
  expect(refusalsOf(situation({ rows, tasks: {} }), named, 'new')).toEqual([]);
  expect(refusalsOf(situation({ rows }), options({ tasks: solved }), 'new')).toEqual([]);
});
