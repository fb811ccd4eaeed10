/** What a page that is closed would lose, and what is shown of a job. */
import { beforeEach, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { FakeWorker, settle } from '../testing/fakeWorker';
import type { RunDetails } from '../train/runs/runs';
import { ComputeClient } from '../workers/client';
import { createEmbedStore } from './embedStore';
import { createExploreStore } from './explore/exploreStore';
import { createExportStore } from './exportStore';
import { createModelStore } from './modelStore';
import { createPredictionFileStore } from './predictionFileStore';
import type { ProjectState } from './project/projectStore';
import { createTrainStore } from './trainStore';
import { jobUnderWay, wouldBeLost } from './underWay';

let worker: FakeWorker;
let stores: ReturnType<typeof createStores>;

function createStores() {
  const client = new ComputeClient(worker);
  return {
    embed: createEmbedStore(client),
    explore: createExploreStore(client, () => {
      throw new Error('No map is drawn here.');
    }),
    exports: createExportStore(client),
    model: createModelStore(client),
    predictionFile: createPredictionFileStore(client),
    project: createStore<Pick<ProjectState, 'saved'>>()(() => ({ saved: 'saved' })),
    train: createTrainStore(client),
  };
}

beforeEach(() => {
  worker = new FakeWorker();
  stores = createStores();
});

it('nothing is under way in a page that was just opened', () => {
  expect([wouldBeLost(stores), jobUnderWay(stores)]).toEqual([false, undefined]);
});

it('a run, from its start to its end', async () => {
  void stores.train.getState().start(1, 2);
  expect([wouldBeLost(stores), jobUnderWay(stores)]).toEqual([true, { tab: 'train', words: 'Training: reading texts' }]);
  const { id } = worker.last('train');
  await worker.say({ kind: 'progress', id, progress: { stage: 'steps', points: [], pace: { epoch: 2, epochs: 9 } as never } });
  expect(jobUnderWay(stores)?.words).toBe('Training: epoch 2 of 9');
  await worker.answer('train', { id: 'r', history: [], best: {}, metrics: {}, options: {} });
  await settle();
  expect([wouldBeLost(stores), jobUnderWay(stores)]).toEqual([false, undefined]);
});

it('texts that are embedded, once that takes long enough to be reported', async () => {
  void stores.embed.getState().embed(1);
  expect(wouldBeLost(stores)).toBe(false);
  const { id } = worker.last('embed');
  const progress = { stage: 'sentences', done: 30, total: 120, perSecond: 1, secondsLeft: 1 } as const;
  await worker.say({ kind: 'progress', id, progress });
  expect([wouldBeLost(stores), jobUnderWay(stores)]).toEqual([true, { tab: 'embed', words: 'Embedding: 25 %' }]);
  stores.embed.setState({ running: undefined });
  expect(wouldBeLost(stores)).toBe(false);
});

it('a map of many sentences, step by step; that of a few is there at once', () => {
  stores.explore.setState({ count: 2000, step: { what: 'neighbours', share: 0.257 } });
  expect(jobUnderWay(stores)).toEqual({ tab: 'embed', words: 'Map: step 3 of 4, 25 %' });
  stores.explore.setState({ count: 20 });
  expect(jobUnderWay(stores)).toBeUndefined();
});

it('a project that the browser does not keep', () => {
  stores.project.setState({ saved: 'failed' });
  expect([wouldBeLost(stores), jobUnderWay(stores)]).toEqual([true, undefined]);
});

it('a run that storage had no room for', () => {
  stores.train.setState({ shown: { unkept: 'The run could not be kept.' } as RunDetails });
  expect(wouldBeLost(stores)).toBe(true);
  stores.train.setState({ shown: {} as RunDetails });
  expect(wouldBeLost(stores)).toBe(false);
});

it('a trained model that storage had no room for', async () => {
  const load = stores.model.getState().load('tuned/m.1');
  await worker.answer('load', { handle: 1, id: 'tuned/m.1', device: {} });
  await load;
  expect(wouldBeLost(stores)).toBe(false);
  await worker.answer('storedModels', []);
  expect(wouldBeLost(stores)).toBe(true);
  void stores.model.getState().refreshStored();
  await worker.answer('storedModels', [{ id: 'tuned/m.1', bytes: 1 }]);
  expect(wouldBeLost(stores)).toBe(false);
});
