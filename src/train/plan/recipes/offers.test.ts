/** Which recipe is proposed in which situation, what it sets, and what each costs: a table of situations, and sums by hand. */
import { describe, expect, it } from 'vitest';
import { taskKind } from '../../../tasks/registry';
import { offerNamed, offersFor, proposalOf } from './offers';
import { RECIPES } from './registry';
import { secondsOf } from './seconds';
import type { Situation, Speed, TaskSituation } from './situation';

const MINI = { id: 'all-MiniLM-L6-v2', hiddenSize: 384, layers: 6, sharesLayers: false };
const BASE = { id: 'bert-base-uncased', hiddenSize: 768, layers: 12, sharesLayers: false };
const FAST: Speed = { forward: 1e-6, layer: 1e-6 };

const classes = (count: number, perClass: number): TaskSituation => ({
  kind: 'classification',
  level: 'sentence',
  labelled: { train: Math.round(count * perClass * 0.8), validation: Math.round(count * perClass * 0.2), test: 0 },
  classes: { count, withRows: perClass > 0 ? count : 0, fewest: Math.floor(perClass), mean: perClass },
  shaping: ['head'],
  solvedHead: 'logistic',
  namedHead: 'names',
});
const entities = (rows: number): TaskSituation => ({
  kind: 'entities',
  level: 'token',
  labelled: { train: Math.round(rows * 0.8), validation: Math.round(rows * 0.2), test: 0 },
  shaping: ['layers'],
});

const numbers = (rows: number): TaskSituation => ({
  ...entities(rows),
  kind: 'regression',
  level: 'sentence',
  shaping: ['head'],
  solvedHead: 'ridge',
});

function situation(tasks: Situation['tasks'], more: Partial<Situation> = {}): Situation {
  const rows = (split: 'train' | 'validation') => Math.max(0, ...Object.values(tasks).map(({ labelled }) => labelled[split]));
  return {
    model: MINI,
    rows: { train: rows('train'), validation: rows('validation'), test: 0 },
    unlabelled: { all: 0, read: 0 },
    validationIsDrawn: true,
    tokensPerRow: 20,
    tasks,
    heads: { trained: false },
    ...more,
  };
}

const kindsOf = ({ tasks }: Situation) => Object.fromEntries(Object.entries(tasks).map(([name, { kind }]) => [name, taskKind(kind)]));
const offers = (of: Situation, speed?: Speed) => offersFor(of, kindsOf(of), speed);
const proposed = (of: Situation, speed?: Speed) => proposalOf(offers(of, speed), of);

describe('what is proposed', () => {
  it.each<[string, Situation, string]>([
    ['8 labels for each of 6 classes', situation({ label: classes(6, 8) }), 'fewLabels'],
    ['2 labels for each of 29 classes', situation({ intent: classes(29, 2) }), 'fewLabels'],
    ['2 labels for each of 77 classes', situation({ intent: classes(77, 2) }), 'namesOnly'],
    ['8 labels for each of 40 classes', situation({ intent: classes(40, 8) }), 'namesOnly'],
    ['9 labels for each of 40 classes', situation({ intent: classes(40, 9) }), 'fewLabels'],
    ['64 labels for each of 2 classes', situation({ label: classes(2, 64) }), 'fewLabels'],
    ['1 label for each of 7 classes', situation({ label: classes(7, 1) }), 'namesOnly'],
    ['no label, and classes that have names', situation({ label: classes(7, 0) }), 'namesOnly'],
    ['100 labels for each of 4 classes', situation({ label: classes(4, 100) }), 'frozenHeads'],
    ['2,000 labels for each of 7 classes', situation({ intent: classes(7, 2000) }), 'fineTuneAll'],
    [
      'sentences with entities, and classes that have names alone',
      situation({ intent: classes(4, 0), entities: entities(200) }),
      'namesOnly',
    ],
    ['sentences with entities, and numbers that none has yet', situation({ score: numbers(0), entities: entities(200) }), 'frozenHeads'],
    ['9 sentences with entities', situation({ entities: entities(9) }), 'frozenHeads'],
    ['20 sentences with entities', situation({ entities: entities(20) }), 'fineTuneAll'],
    ['few sentences with classes and entities', situation({ intent: classes(4, 50), entities: entities(200) }), 'fineTuneAll'],
    [
      'many sentences with classes, few of them with entities',
      situation({ intent: classes(4, 500), entities: entities(9) }),
      'frozenHeads',
    ],
    ['sentences with classes, fewer than teach an encoder', situation({ intent: classes(4, 120) }), 'frozenHeads'],
    ['13,000 sentences with both', situation({ intent: classes(7, 1857), entities: entities(13_000) }), 'fineTuneAll'],
    [
      'few labels, and a model whose weights cannot be read',
      situation({ label: classes(6, 8) }, { model: { ...MINI, untrainable: 'It is a graph alone.' } }),
      'frozenHeads',
    ],
  ])('%s', (_, of, name) => {
    expect(proposed(of, FAST)?.offer.recipe.name).toBe(name);
    expect(offerNamed('auto', offers(of, FAST), of).recipe.name).toBe(name);
  });

  it('what would take longer than a person waits gives way to what does not, and says so', () => {
    const of = situation({ label: classes(6, 8) });
    // 120 steps, each of 48 rows as often as 32 draws find different ones, of 20 tokens and 6 layers.
    const computed = 120 * 48 * (1 - (47 / 48) ** 32) * 20 * 6;
    const slow = proposed(of, { forward: 1e-4, layer: 1801 / computed });
    expect(slow?.offer.recipe.name).toBe('frozenHeads');
    expect(slow?.why).toContain('Few labels may score higher, but takes more than 30 minutes here.');
    expect(proposed(of, { forward: 1e-4, layer: 1790 / computed })?.offer.recipe.name).toBe('fewLabels');
    const many = situation({ label: classes(4, 1000) });
    expect(proposed(many, { forward: 1e-6, layer: 1.2e-3 })?.offer.recipe.name).toBe('fineTuneTop');
  });

  it('names that say nothing are no help beside labels; without any, the classes are to be described', () => {
    const silent = (perClass: number, names: string[]) => {
      const task = classes(5, perClass);
      return situation({ stars: { ...task, classes: { ...(task.classes as NonNullable<typeof task.classes>), silent: names } } });
    };
    expect(proposed(silent(1, ['1', '2', '3', '4', '5']), FAST)?.offer.recipe.name).toBe('frozenHeads');
    expect(proposed(silent(1, ['n/a']), FAST)?.offer.recipe.name).toBe('namesOnly');
    const codes = Array.from({ length: 40 }, (_, i) => `c${i}`);
    const task = classes(77, 5);
    const of = situation({ code: { ...task, classes: { ...(task.classes as NonNullable<typeof task.classes>), silent: codes } } });
    expect(proposed(of, FAST)?.offer.recipe.name).toBe('fewLabels');
    expect(proposed(silent(0, ['1', '2', '3', '4', '5']), FAST)).toMatchObject({
      offer: { recipe: { name: 'namesOnly' } },
      why: 'No row has a label for stars yet, and a name such as "1" says nothing: describe the classes, or label some texts.',
    });
  });

  it('nothing can be proposed where there is nothing to learn', () => {
    const of = situation({});
    expect(proposed(of)).toBeUndefined();
    expect(() => offerNamed('auto', offers(of), of)).toThrow('No recipe can be used here. ');
  });
});

describe('what a recipe sets', () => {
  const optionsOf = (name: string, of: Situation) => offerNamed(name, offers(of), of).options;

  it('few labels spend none on validation that nobody asked for', () => {
    const sure = { ...classes(2, 24), kind: 'multiLabel', namedHead: undefined };
    const options = optionsOf('fewLabels', situation({ label: classes(6, 8), sure }));
    expect(options).toMatchObject({ validation: 'none', contrastive: { task: 'label', layers: 'all' } });
    expect(options.tasks).toMatchObject({ label: { head: 'names' }, sure: { head: 'logistic' } });
    expect(optionsOf('fewLabels', situation({ label: classes(6, 8) }, { validationIsDrawn: false })).validation).toBe('split');
  });

  it.each([
    [MINI, 1e-4],
    [BASE, 2e-5],
    [{ ...BASE, hiddenSize: 1024, layers: 24 }, 1e-5],
  ])('rates follow the size of the model: $id, %s', (model, rate) => {
    const of = situation({ label: classes(4, 1000) }, { model });
    expect(optionsOf('fineTuneAll', of).learningRate.encoder).toBe(rate);
    expect(optionsOf('fineTuneTop', of)).toMatchObject({ unfreeze: { layers: model.layers / 3 }, learningRate: { encoder: rate } });
  });

  it.each([
    [16, 8],
    [48, 8],
    [200, 16],
    [3000, 32],
    [100_000, 32],
  ])('epochs follow the number of rows: at least 200 steps of %i rows', (count, batchSize) => {
    const options = optionsOf('fineTuneAll', situation({ label: classes(2, count / 2) }, { validationIsDrawn: false }));
    expect(options.batchSize).toBe(batchSize);
    const steps = options.epochs * Math.ceil((count * 0.8) / batchSize);
    expect(steps >= 200 || options.epochs === 100).toBe(true);
    expect(options.epochs).toBe(Math.max(4, Math.min(100, Math.ceil(200 / Math.ceil((count * 0.8) / batchSize)))));
  });

  it('a few rows all train on a frozen encoder, and take turns to validate', () => {
    const options = optionsOf('frozenHeads', situation({ label: classes(6, 8), entities: entities(48) }));
    expect(options).toMatchObject({ validation: 'none', folds: 5, epochs: 100 });
    expect(options.tasks.label.head).toBe('names');
    expect(options.tasks.entities.head).toBeUndefined();
    const many = optionsOf('frozenHeads', situation({ label: classes(4, 500) }));
    expect(many).toMatchObject({ validation: 'split', folds: 0, epochs: 30 });
    expect(many.tasks.label.head).toBeUndefined();
  });

  it('the three ways to freeze of the exercise', () => {
    const of = situation({ topic: classes(4, 100), entities: entities(400) }, { heads: { trained: true } });
    const frozen = (name: string) => Object.entries(optionsOf(name, of).tasks).flatMap(([task, { freeze }]) => (freeze ? [task] : []));
    expect(frozen('exercise3a')).toEqual(['topic', 'entities']);
    expect(frozen('exercise3b')).toEqual([]);
    expect(frozen('exercise3c')).toEqual(['topic']);
    expect(['a', 'b', 'c'].map((x) => optionsOf(`exercise3${x}`, of).unfreeze)).toEqual([undefined, undefined, { layers: 'all' }]);
    expect(['a', 'b', 'c'].map((x) => offerNamed(`exercise3${x}`, offers(of), of).startFrom)).toEqual(['current', 'new', 'current']);
  });

  it('an encoder opens below the heads in use, where they have learned and fit', () => {
    const start = (heads: Situation['heads']) => {
      const of = situation({ label: classes(4, 1000) }, { heads });
      return offerNamed('fineTuneAll', offers(of), of).startFrom;
    };
    expect(start({ trained: true })).toBe('current');
    expect(start({ trained: false })).toBe('new');
    expect(start({ trained: true, misfit: 'They answer something else.' })).toBe('new');
  });
});

describe('what is refused', () => {
  const refusal = (name: string, of: Situation) => offers(of).find(({ recipe }) => recipe.name === name)?.refusal;

  it.each<[string, Situation, RegExp]>([
    ['fewLabels', situation({ entities: entities(100) }), /no classification/],
    [
      'fewLabels',
      situation({ label: { ...classes(3, 4), classes: { count: 3, withRows: 1, fewest: 0, mean: 4 } } }),
      /at least two classes/,
    ],
    ['fewLabels', situation({ label: classes(3, 4), entities: entities(12) }), /head of entities can only learn step by step/],
    ['fineTuneTop', situation({ label: classes(3, 900) }, { model: { ...MINI, sharesLayers: true } }), /share their parameters/],
    ['fineTuneAll', situation({ label: classes(3, 900) }, { model: { ...MINI, untrainable: 'A graph alone.' } }), /^A graph alone\.$/],
    ['exercise3c', situation({ label: classes(3, 9) }, { heads: { trained: true } }), /two tasks/],
    ['exercise3c', situation({ a: classes(3, 9), b: classes(2, 9) }), /learned nothing yet/],
    [
      'exercise3c',
      situation({ a: classes(3, 9), b: classes(2, 9) }, { heads: { trained: true, misfit: 'Other labels.' } }),
      /^Other labels\.$/,
    ],
  ])('%s', (name, of, why) => {
    expect(refusal(name, of)).toMatch(why);
    expect(() => offerNamed(name, offers(of), of)).toThrow(`The recipe ${name} cannot be used here: `);
  });

  it('names that there are not', () => {
    const of = situation({ label: classes(3, 4) });
    expect(() => offerNamed('magic', offers(of), of)).toThrow('There is no recipe "magic". The recipes are auto, namesOnly, fewLabels');
  });

  it('every recipe is either refused or complete, in every situation of this file', () => {
    for (const of of [situation({}), situation({ a: classes(2, 0) }), situation({ a: classes(5, 3), b: entities(15) })]) {
      for (const offer of offers(of, FAST))
        expect(Boolean(offer.refusal) !== Boolean(offer.options && Number.isFinite(offer.seconds))).toBe(true);
    }
    expect(new Set(RECIPES.map(({ name }) => name)).size).toBe(RECIPES.length);
  });
});

describe('seconds', () => {
  const speed = { forward: 0.006, layer: 0.003 };
  const of = situation({ label: classes(2, 50) });
  const seconds = (name: string, change = {}) => secondsOf({ ...offerNamed(name, offers(of), of).options, ...change }, of, speed);

  it('few labels: every text is encoded, and those of a step’s 16 pairs go through all layers, each once', () => {
    const different = 100 * (1 - 0.99 ** 32);
    expect(seconds('fewLabels')).toBeCloseTo(100 * 20 * 0.006 + 250 * different * 20 * 6 * 0.003, 6);
  });

  it('fine-tuning: all rows through the open layers in every epoch, and once through what stays below', () => {
    const change = { epochs: 2, validation: 'split', unfreeze: { layers: 2 } };
    const once = 100 * 20 * 0.006 + 100 * 20 * 0.006 * (4 / 6);
    expect(seconds('fineTuneTop', change)).toBeCloseTo(once + 2 * (80 + 20 / 3) * 20 * 2 * 0.003, 6);
  });

  it('solved heads take no steps', () => {
    expect(seconds('frozenHeads', { folds: 0, tasks: { label: { head: 'logistic' } } })).toBeCloseTo(100 * 20 * 0.006, 6);
    expect(seconds('frozenHeads', { folds: 0, epochs: 10, validation: 'split', tasks: { label: {} } })).toBeCloseTo(
      100 * 20 * 0.006 + (10 * 80 * 0.003) / 12,
      6,
    );
  });

  it('texts without a label are all read where heads take steps, and some of them where they are solved', () => {
    const many = situation(
      { label: classes(4, 25) },
      { rows: { train: 1080, validation: 20, test: 0 }, unlabelled: { all: 1000, read: 300 } },
    );
    const of = { ...offerNamed('frozenHeads', offers(many), many).options, folds: 0, epochs: 0 };
    const whole = (head = 'twoLayer') => secondsOf({ ...of, tasks: { label: { ...of.tasks.label, head } } }, many, speed);
    expect(whole('names')).toBeCloseTo(400 * 20 * 0.006, 6);
    expect(whole()).toBeCloseTo(1100 * 20 * 0.006, 6);
    // Below two open layers of six, the 100 rows with a label alone are kept.
    const pairs = offerNamed('fewLabels', offers(many), many).options;
    const top = { ...pairs, contrastive: { task: 'label', pairs: 16, batchSize: 16, learningRate: 2e-5, layers: 2 } };
    const stage = 100 * 0.006 * (4 / 6) + 100 * (1 - 0.99 ** 32) * 2 * 0.003;
    expect(secondsOf(top, many, speed)).toBeCloseTo((400 * 0.006 + stage) * 20, 6);
  });
});
