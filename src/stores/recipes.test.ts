/** Settings that follow a recipe, against a worker of the test's making. */
import { beforeEach, describe, expect, it } from 'vitest';
import { taskKinds } from '../tasks/registry';
import { FakeWorker, settle } from '../testing/fakeWorker';
import { DEFAULT_OPTIONS } from '../train/plan/options';
import type { Situation } from '../train/plan/recipes/situation';
import { ComputeClient } from '../workers/client';
import { rebased, startOf, usualOptions } from './recipes';
import { asked, withUsedNames } from './settingsSlice';
import { createTrainStore, type TrainStore } from './trainStore';

const KINDS = new Map(taskKinds().map((kind) => [kind.kind, kind]));
const TASKS = { mood: { kind: 'classification', labels: ['a', 'b'] }, topic: { kind: 'classification', labels: ['c', 'd'] } };

const situation = (perClass: number, heads: Situation['heads'] = { trained: false }): Situation => {
  const task = {
    kind: 'classification',
    level: 'sentence' as const,
    labelled: { train: 2 * perClass, validation: 0, test: 0 },
    classes: { count: 2, withRows: 2, fewest: perClass, mean: perClass },
    shaping: ['head'],
    solvedHead: 'logistic',
  };
  return {
    model: { id: 'm', hiddenSize: 384, layers: 6, sharesLayers: false },
    rows: { train: 2 * perClass, validation: 0, test: 0 },
    unlabelled: { all: 0, read: 0 },
    validationIsDrawn: true,
    tokensPerRow: 10,
    tasks: { mood: task, topic: task },
    heads,
  };
};

let worker: FakeWorker;
let store: TrainStore;
beforeEach(() => {
  worker = new FakeWorker();
  store = createTrainStore(new ComputeClient(worker));
  store.getState().setTasks(TASKS, KINDS);
});

async function look(of: Situation): Promise<void> {
  void store.getState().look(1, 2);
  await worker.answer('situation', of);
}

const state = () => store.getState();

describe('the recipe that is proposed', () => {
  it('is followed until a person chooses another one, which sets everything', async () => {
    await look(situation(8));
    expect(state().base.recipe?.name).toBe('fewLabels');
    expect(state().options).toMatchObject({ validation: 'none', contrastive: { task: 'mood' }, tasks: { mood: { head: 'logistic' } } });
    state().setOptions({ seed: 5 });
    state().choose('fineTuneAll');
    expect(state().options).toMatchObject({ seed: 0, unfreeze: { layers: 'all' }, learningRate: { encoder: 1e-4 } });
    expect(state().options.contrastive).toBeUndefined();
    await look(situation(900));
    expect(state().base.recipe?.name).toBe('fineTuneAll');
  });

  it('changes with the data, and with what a device can do; what was changed by hand stays on top', async () => {
    await look(situation(8));
    state().setOptions({ seed: 5 });
    state().setTaskOptions('mood', { weight: 2 });
    await look(situation(1000));
    expect(state().base.recipe?.name).toBe('fineTuneAll');
    expect(state().options).toMatchObject({ seed: 5, unfreeze: { layers: 'all' }, tasks: { mood: { weight: 2 }, topic: { weight: 1 } } });
    expect(state().options.contrastive).toBeUndefined();
    void state().measureSpeed(1, 2);
    await worker.answer('speed', { forward: 1, layer: 1 });
    expect(state().base.recipe?.name).toBe('frozenHeads');
    expect(state().options.unfreeze).toBeUndefined();
    expect(state().options.seed).toBe(5);
    state().reset();
    expect(state().options).toEqual(state().base.options);
  });

  it('is asked for with what it says itself, so that a run tells what was changed', async () => {
    await look(situation(8));
    state().setOptions({ seed: 5 });
    void state().start(1, 2);
    expect(worker.last('train').params).toMatchObject({
      options: { seed: 5 },
      freshHeads: true,
      recipe: { name: 'fewLabels', title: 'Few labels', options: { seed: 0 } },
    });
  });

  it('the latest look counts; a data set that is gone by then is no error', async () => {
    void state().look(1, 2);
    const first = worker.last('situation');
    await look(situation(8));
    await worker.say({ kind: 'result', id: first.id, result: situation(1000) });
    expect(state().base.recipe?.name).toBe('fewLabels');
    void state().look(1, 3);
    await worker.say({ kind: 'error', id: worker.last('situation').id, error: { code: 'disposed', message: 'Gone.' } });
    expect(state().error).toBeUndefined();
  });

  it('a run has the device to itself', async () => {
    await look(situation(8));
    void state().measureSpeed(1, 2);
    expect(state().measuring).toBe(true);
    void state().start(1, 2);
    await settle();
    expect(worker.cancelled).toEqual([worker.last('speed').id]);
    expect(state().measuring).toBe(false);
    void state().measureSpeed(1, 2);
    expect(worker.calls.filter(({ method }) => method === 'speed')).toHaveLength(1);
  });
});

describe('which heads a run starts from', () => {
  it('from those in use where one is frozen or the encoder opens above trained heads, unless someone says otherwise', async () => {
    await look(situation(100, { trained: true }));
    expect(state().base.recipe?.name).toBe('frozenHeads');
    expect(startOf(state())).toBe('new');
    state().setTaskOptions('mood', { freeze: true, head: 'logistic' });
    expect(startOf(state())).toBe('current');
    // A head that is there has its shape.
    expect(asked(state())).toMatchObject({ freshHeads: false });
    expect(asked(state()).options?.tasks?.mood).not.toHaveProperty('head');
    state().setStartFrom('new');
    expect(asked(state())).toMatchObject({ freshHeads: true, options: { tasks: { mood: { head: 'logistic' } } } });
    state().reset();
    state().setOptions({ unfreeze: { layers: 1 } });
    expect(startOf(state())).toBe('current');
    state().setOptions({ unfreeze: undefined });
    expect(startOf(state())).toBe('new');
  });

  it('from new ones where those in use have learned nothing, or answer something else', async () => {
    for (const heads of [{ trained: false }, { trained: true, misfit: 'Other labels.' }]) {
      await look(situation(100, heads));
      state().setTaskOptions('mood', { freeze: true });
      expect(startOf(state())).toBe('new');
    }
  });
});

it('settings that open with the encoder take the values of a recipe that opens it', async () => {
  await look(situation(100));
  expect(usualOptions(state(), true).learningRate.encoder).toBe(1e-4);
  expect(usualOptions(state(), false)).toBe(state().base.options);
  state().choose('fineTuneTop');
  expect(usualOptions(state(), false).contrastive).toBeUndefined();
  expect(usualOptions(state(), false).unfreeze).toBeUndefined();
});

it('a choice between pairs and open layers is one change', () => {
  const pairs = { ...DEFAULT_OPTIONS, contrastive: { task: 't', pairs: 0, batchSize: 16, learningRate: 2e-5, layers: 'all' as const } };
  const opened = { ...DEFAULT_OPTIONS, unfreeze: { layers: 2 } };
  expect(rebased(opened, DEFAULT_OPTIONS, pairs)).toMatchObject({ unfreeze: { layers: 2 } });
  expect(rebased(opened, DEFAULT_OPTIONS, pairs).contrastive).toBeUndefined();
  expect(rebased(pairs, pairs, opened).contrastive).toBeUndefined();
  expect(rebased(pairs, pairs, opened).unfreeze).toEqual({ layers: 2 });
});

it('what classes are described by counts for new heads that begin with it alone', () => {
  const task = { weight: 1, learningRate: 1e-3, freeze: false };
  const names = { mood: { a: ['glad'] }, topic: { c: ['sports'] }, tone: { calm: [], loud: [] } };
  const options = { ...DEFAULT_OPTIONS, names, tasks: { mood: { ...task, head: 'names' }, topic: task } };
  expect(withUsedNames(options, 'new').names).toEqual({ mood: names.mood, tone: names.tone });
  expect(withUsedNames(options, 'current').names).toBeUndefined();
});
