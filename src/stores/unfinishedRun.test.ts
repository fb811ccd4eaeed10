/** What a tab remembers of the run that it trains, against a worker of the test's making. */
import { beforeEach, expect, it, vi } from 'vitest';
import { FakeWorker } from '../testing/fakeWorker';
import { DEFAULT_OPTIONS } from '../train/plan/options';
import { ComputeClient } from '../workers/client';
import { createTrainStore } from './trainStore';
import { takeUnfinished, watchUnfinished } from './unfinishedRun';

const memory = new Map<string, string>();
vi.stubGlobal('sessionStorage', {
  getItem: (key: string) => memory.get(key) ?? null,
  setItem: (key: string, value: string) => void memory.set(key, value),
});

beforeEach(() => memory.clear());

const run = { id: 'r1', freshHeads: true, options: { ...DEFAULT_OPTIONS, epochs: 7 }, paused: false, progressed: false };

/** A visit in which a run is started, or goes on. */
async function visit(inARow?: number) {
  const worker = new FakeWorker();
  const train = createTrainStore(new ComputeClient(worker));
  watchUnfinished(train, 'mine', inARow);
  train.setState({ options: run.options });
  void train.getState().start(1, 2);
  const { id } = worker.last('train');
  await worker.say({ kind: 'progress', id, progress: { stage: 'run', id: 'r1', epochs: 0 } });
  const finishEpoch = () =>
    worker.say({ kind: 'progress', id, progress: { stage: 'epoch', record: { epoch: 1 } as never, best: {}, metrics: {} } });
  return { worker, finishEpoch };
}

it('is that run after a reload, in the same project alone', async () => {
  await visit();
  expect(takeUnfinished('another')).toBeUndefined();
  expect(takeUnfinished('mine')).toEqual({ run, inARow: 1 });
});

it('counts the visits in a row in which no epoch was finished', async () => {
  await visit();
  expect(takeUnfinished('mine')?.inARow).toBe(1);
  // The page was left again before the run could go on.
  expect(takeUnfinished('mine')?.inARow).toBe(2);
  const { finishEpoch } = await visit(2);
  expect(takeUnfinished('mine')?.inARow).toBe(3);
  await finishEpoch();
  expect(takeUnfinished('mine')).toEqual({ run: { ...run, progressed: true }, inARow: 1 });
});

it('is nothing once the run has ended', async () => {
  const { worker } = await visit();
  await worker.answer('train', { id: 'r1', history: [], best: {}, metrics: {} });
  expect(takeUnfinished('mine')).toBeUndefined();
});
