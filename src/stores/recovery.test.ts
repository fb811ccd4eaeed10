/** What a page does with a run whose worker died, against a worker of the test's making. */
import { beforeEach, expect, it } from 'vitest';
import { FakeWorker, settle } from '../testing/fakeWorker';
import { DEFAULT_OPTIONS } from '../train/plan/options';
import { ComputeClient } from '../workers/client';
import type { DatasetInfo } from '../workers/protocol';
import { createDataStore } from './dataStore';
import { createKindsStore } from './kindsStore';
import { createModelStore } from './modelStore';
import { createPredictStore } from './predictStore';
import { goOn, type InterruptedRun, interruptedRun } from './recovery';
import { createTrainStore } from './trainStore';

let worker: FakeWorker;
let told: string[];

beforeEach(() => {
  worker = new FakeWorker();
  told = [];
});

function stores() {
  const client = new ComputeClient(worker);
  return {
    data: createDataStore(client),
    model: createModelStore(client),
    predict: createPredictStore(client, createKindsStore(client)),
    train: createTrainStore(client),
  };
}

const OPTIONS = { ...DEFAULT_OPTIONS, epochs: 7 };
const died: InterruptedRun = { id: 'r1', freshHeads: true, options: OPTIONS, paused: false, progressed: false };
const kept = { id: 'r1', model: 'base', status: 'running', resumable: true, history: [{ epoch: 1 }, { epoch: 2 }], best: {}, metrics: {} };

/** A new worker, which lists these runs and loads the model and the data set. */
async function recover(run: InterruptedRun, deaths: number, runs: unknown[]) {
  const fresh = stores();
  fresh.data.setState({ info: { dataset: 5 } as DatasetInfo });
  void goOn(fresh, run, deaths, 'shown', (sentence) => told.push(sentence));
  await worker.answer('runs', runs);
  const { params } = worker.last('load');
  await worker.answer('load', { handle: 3, id: 'base', device: {} });
  return params;
}

it('knows a run that is under way, and how far it came', async () => {
  const { train } = stores();
  expect(interruptedRun(train)).toBeUndefined();
  train.setState({ options: OPTIONS });
  void train.getState().start(1, 2);
  expect(interruptedRun(train)).toEqual({ ...died, id: undefined });
  const { id } = worker.last('train');
  await worker.say({ kind: 'progress', id, progress: { stage: 'run', id: 'r1', epochs: 0 } });
  expect(interruptedRun(train)).toEqual(died);
  const record = { epoch: 1 } as never;
  await worker.say({ kind: 'progress', id, progress: { stage: 'epoch', record, best: {}, metrics: {} } });
  expect(interruptedRun(train)).toEqual({ ...died, progressed: true });
  train.getState().stop();
  expect(interruptedRun(train)).toBeUndefined();
});

it('resumes it from its last checkpoint, with the model that it trains, and holds it where it was paused', async () => {
  const load = await recover({ ...died, paused: true }, 1, [kept]);
  expect(load).toMatchObject({ model: 'base' });
  expect(worker.last('train').params).toEqual({ handle: 3, dataset: 5, resume: 'r1', keepBetter: true });
  expect(worker.last('pauseTraining').params).toEqual({ handle: 3, paused: true });
  expect(told).toEqual(['The run goes on after its last checkpoint, epoch 2.']);
});

it('begins it again, with its own settings, where nothing was kept of it', async () => {
  const load = await recover(died, 1, []);
  expect(load).toMatchObject({ model: 'shown' });
  expect(worker.last('train').params).toEqual({ handle: 3, dataset: 5, options: OPTIONS, freshHeads: true, keepBetter: true });
  expect(told).toEqual(['The run had no checkpoint yet, so it begins again.']);
});

it.each([
  ['heads that are gone with the worker', { ...died, freshHeads: false }, 1, [], /the heads that it began with are gone/],
  ['a run that workers die of', died, 3, [kept], /That happened 3 times in a row in this run.* can be resumed under Runs/],
])('does not go on by itself with %s', async (_, run, deaths, runs, why) => {
  await recover(run, deaths, runs);
  await settle();
  expect(worker.calls.filter(({ method }) => method === 'train')).toEqual([]);
  expect(told).toEqual([expect.stringMatching(why)]);
});
