/** The steps of the exercise against a worker of the test's making: what each asks for, and what the run would be. */
import { beforeEach, describe, expect, it } from 'vitest';
import { taskKinds } from '../../tasks/registry';
import { FakeWorker, settle } from '../../testing/fakeWorker';
import { completeOptions } from '../../train/plan/options';
import type { Situation, TaskSituation } from '../../train/plan/recipes/situation';
import { planUnfreezing, type Unfreezing } from '../../train/plan/unfreezing';
import { ComputeClient } from '../../workers/client';
import { createDataStore } from '../dataStore';
import { createEmbedStore } from '../embedStore';
import { createKindsStore } from '../kindsStore';
import { createModelStore } from '../modelStore';
import { createPredictStore } from '../predictStore';
import { asked } from '../settingsSlice';
import { createTrainStore } from '../trainStore';
import { setUp } from './setUp';
import { TOUR } from './tourSteps';

const KINDS = new Map(taskKinds().map((kind) => [kind.kind, kind]));
const TASKS = { topic: { kind: 'classification', labels: ['World', 'Sports'] }, entities: { kind: 'entities', types: ['PER'] } };
const task = (kind: string, level: TaskSituation['level']): TaskSituation => ({
  kind,
  level,
  labelled: { train: 340, validation: 84, test: 0 },
  shaping: [],
});
const situation = (trained: boolean): Situation => ({
  model: { id: 'all-MiniLM-L6-v2', hiddenSize: 384, layers: 6, sharesLayers: false },
  rows: { train: 340, validation: 84, test: 0 },
  unlabelled: { all: 0, read: 0 },
  validationIsDrawn: false,
  tokensPerRow: 18,
  tasks: { topic: task('classification', 'sentence'), entities: task('entities', 'token') },
  heads: { trained },
});

let worker: FakeWorker;
let stores: Parameters<typeof setUp>[0];
beforeEach(() => {
  worker = new FakeWorker();
  const client = new ComputeClient(worker);
  stores = {
    data: createDataStore(client, () => ({ columns: [], rows: [] })),
    embed: createEmbedStore(client),
    model: createModelStore(client),
    predict: createPredictStore(client, createKindsStore(client)),
    train: createTrainStore(client),
  };
  stores.model.setState({ loaded: { handle: 1 } as never });
});

const step = (part: string) => TOUR.find((each) => each.part === part) as (typeof TOUR)[number];

async function begin(part: string, trained = false): Promise<string | undefined> {
  const done = setUp(stores, step(part).setUp);
  await worker.answer('loadDataset', { dataset: 2, name: 'Sample', tasks: TASKS, summary: { rows: {}, columns: [] } });
  // As the stores do when they are connected.
  stores.train.getState().setTasks(TASKS, KINDS);
  await worker.answer('situation', situation(trained));
  return done;
}
const run = () => asked(stores.train.getState());
/** As the worker checks it. */
const checked = () =>
  completeOptions(
    run().options,
    Object.fromEntries(taskKinds().map((kind) => [kind.kind === 'classification' ? 'topic' : kind.kind, kind])),
  );

describe('the exercise', () => {
  it('opens the sample once, and freezes all heads for a start', async () => {
    expect(await begin('3a')).toBeUndefined();
    expect(worker.last('loadDataset').params).toMatchObject({ source: { kind: 'sample' } });
    expect(run()).toMatchObject({ freshHeads: true, options: { tasks: { topic: { freeze: true }, entities: { freeze: true } } } });
    const again = setUp(stores, step('3b').setUp);
    await settle();
    await worker.answer('situation', situation(false));
    await again;
    expect(worker.calls.filter(({ method }) => method === 'loadDataset')).toHaveLength(1);
    expect(run().options).toMatchObject({ tasks: { topic: { freeze: false }, entities: { freeze: false } } });
    expect(run().options.unfreeze).toBeUndefined();
  });

  it('says why one head cannot be frozen yet, and does it once they are trained', async () => {
    expect(await begin('3c')).toMatch(/^The heads have learned nothing yet/);
    const again = setUp(stores, step('3c').setUp);
    await settle();
    await worker.answer('situation', situation(true));
    expect(await again).toBeUndefined();
    expect(run()).toMatchObject({
      freshHeads: false,
      options: { epochs: 4, unfreeze: { layers: 'all' }, tasks: { topic: { freeze: true }, entities: { freeze: false } } },
    });
  });

  it('opens one more block each epoch', async () => {
    await begin('3d');
    const { unfreeze, epochs, learningRate } = checked();
    // Depths of six layers: 7 stands for none, 1 for all without the embeddings.
    expect(planUnfreezing(unfreeze as Unfreezing, 6, epochs, learningRate.encoder).map(({ lowest }) => lowest)).toEqual([7, 6, 5, 4]);
  });

  it.each(TOUR.filter(({ setUp: { kind } }) => kind === 'run').map(({ part }) => part))(
    '%s is a run that the worker takes',
    async (part) => {
      expect(await begin(part, true)).toBeUndefined();
      expect(() => checked()).not.toThrow();
    },
  );

  it('weighs one loss less, while the encoder learns from both', async () => {
    await begin('4');
    expect(checked()).toMatchObject({ tasks: { topic: { weight: 0.1 }, entities: { weight: 1 } }, unfreeze: { layers: 2 } });
  });
});

it('without a model nothing is set up, and that is said', async () => {
  stores.model.setState({ loaded: undefined });
  expect(await setUp(stores, step('1').setUp)).toMatch(/still being loaded/);
  expect(worker.calls.filter(({ method }) => method === 'embed')).toEqual([]);
});
