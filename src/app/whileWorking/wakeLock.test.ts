/** The screen's lock, with a document and locks of the test's own. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTrainStore, type RunningTraining, type TrainStore } from '../../stores/trainStore';
import { FakeWorker, settle } from '../../testing/fakeWorker';
import { ComputeClient } from '../../workers/client';
import { stayAwake } from './wakeLock';

/** A lock as the browser gives it, which is released once. */
class Lock extends EventTarget {
  released = false;
  async release(): Promise<void> {
    if (this.released) return;
    this.released = true;
    this.dispatchEvent(new Event('release'));
  }
}

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
let locks: Lock[];
let train: TrainStore;
let stop: () => void;
const running = (paused = false) => train.setState({ running: { paused } as RunningTraining });
const held = () => locks.filter(({ released }) => !released).length;
const look = async (visibilityState: string) => {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event('visibilitychange'));
  await settle();
};

beforeEach(() => {
  locks = [];
  page.visibilityState = 'visible';
  const request = async () => {
    locks.push(new Lock());
    return locks[locks.length - 1];
  };
  vi.stubGlobal('navigator', { wakeLock: { request } });
  vi.stubGlobal('document', page);
  train = createTrainStore(new ComputeClient(new FakeWorker()));
  stop = stayAwake(train);
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

it('is held while a run is under way, one at a time, and released at its end', async () => {
  expect(held()).toBe(0);
  running();
  running();
  await settle();
  expect([held(), locks.length]).toEqual([1, 1]);
  train.setState({ running: undefined });
  await settle();
  expect(held()).toBe(0);
});

it('is released while the page is hidden or the run paused, and taken again', async () => {
  running();
  await look('hidden');
  expect(held()).toBe(0);
  await look('visible');
  expect(held()).toBe(1);
  running(true);
  await settle();
  expect(held()).toBe(0);
  running();
  await settle();
  expect([held(), locks.length]).toEqual([1, 3]);
});

it('is asked for again where the browser took it back', async () => {
  running();
  await settle();
  await locks[0].release();
  running();
  await settle();
  expect([held(), locks.length]).toEqual([1, 2]);
});
