/** Predictions of typed texts and of files, against a worker of the test's making. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeWorker, settle } from '../testing/fakeWorker';
import { ComputeClient } from '../workers/client';
import type { Call, PredictionSetInfo } from '../workers/protocol';
import { createDataStore } from './dataStore';
import { createKindsStore } from './kindsStore';
import { createModelStore } from './modelStore';
import { createPredictionFileStore, type PredictionFileStore } from './predictionFileStore';
import { createPredictStore, PAUSE_MS, type PredictStore } from './predictStore';
import { createTrainStore } from './trainStore';
import { connectStores } from './workflows';

let worker: FakeWorker;
let client: ComputeClient;
beforeEach(() => {
  worker = new FakeWorker();
  client = new ComputeClient(worker);
});

const callsOf = (method: Call['method']) => worker.calls.filter((call) => call.method === method).map(({ params }) => params);

describe('typed texts', () => {
  let store: PredictStore;
  let now = 0;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    store = createPredictStore(client, createKindsStore(client));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  const asked = () => callsOf('predict').map((params) => (params as { texts: { text: string }[] }).texts.map(({ text }) => text));
  const answer = async (texts: string[]) => {
    const done = worker.answer(
      'predict',
      texts.map((text) => ({ text })),
    );
    await vi.runAllTimersAsync();
    await done;
  };

  it('are predicted once typing pauses, the latest alone', () => {
    store.getState().type(1, ['a']);
    vi.advanceTimersByTime(PAUSE_MS - 1);
    store.getState().type(1, ['ab']);
    vi.advanceTimersByTime(PAUSE_MS - 1);
    expect(asked()).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(asked()).toEqual([['ab']]);
  });

  it('cancel the job of an earlier text, whose answer stays until the new one is there', async () => {
    void store.getState().predict(1, ['a']);
    await answer(['a']);
    store.getState().type(1, ['ab']);
    vi.advanceTimersByTime(PAUSE_MS);
    const { id } = worker.last('predict');
    expect(store.getState()).toMatchObject({ answered: ['a'], predictions: [{ text: 'a' }], running: true });
    store.getState().type(1, ['abc']);
    vi.advanceTimersByTime(PAUSE_MS);
    expect(worker.cancelled).toEqual([id]);
    await answer(['abc']);
    expect(store.getState()).toMatchObject({ answered: ['abc'], predictions: [{ text: 'abc' }], running: false });
  });

  it('that are answered or asked already are not asked again', async () => {
    void store.getState().predict(1, ['a']);
    store.getState().type(1, ['a']);
    vi.advanceTimersByTime(PAUSE_MS);
    await answer(['a']);
    store.getState().type(1, ['a']);
    vi.advanceTimersByTime(PAUSE_MS);
    expect(asked()).toEqual([['a']]);
  });

  it('wait for the button where the latest prediction took long, until there is less of them', async () => {
    void store.getState().predict(1, ['a', 'b', 'c', 'd']);
    now += 2000;
    await answer(['a', 'b', 'c', 'd']);
    store.getState().type(1, ['a', 'b', 'c', 'e']);
    vi.advanceTimersByTime(PAUSE_MS);
    expect(asked()).toHaveLength(1);
    expect(store.getState().tooSlow).toBe(2000);
    store.getState().type(1, ['a', 'b']);
    vi.advanceTimersByTime(PAUSE_MS);
    expect(asked()).toHaveLength(2);
    expect(store.getState().tooSlow).toBeUndefined();
  });

  it('that are deleted leave nothing', async () => {
    void store.getState().predict(1, ['a']);
    await answer(['a']);
    store.getState().type(1, []);
    expect(store.getState()).toMatchObject({ predictions: undefined, answered: undefined });
  });
});

describe('a file', () => {
  const answering = { handle: 1, heads: 'h' };
  const source = { kind: 'text', name: 'a.csv', text: 'text\na' } as const;
  const info = (dataset: number, more: object = {}) => ({ dataset, name: 'a.csv', tasks: {}, columns: [], problems: [], ...more });
  const set = (number: number, done = 0, rows = 500): PredictionSetInfo => {
    return { set: number, name: 'a.csv', model: 'm', tasks: [], rows, done, truncated: 0, seconds: 1 };
  };
  const row = (index: number) => ({ index, text: `t${index}`, truncated: false, answers: [] });
  const counts = (done: number) => ({ rows: done, done, unsure: 0, tasks: [] });
  let store: PredictionFileStore;
  const state = () => store.getState();

  beforeEach(() => {
    store = createPredictionFileStore(client);
  });
  const refreshed = async (done: number, rows = Math.min(done, 100)) => {
    await worker.answer('predictionCounts', counts(done));
    await worker.answer(
      'predictionRows',
      Array.from({ length: rows }, (_, i) => row(i)),
    );
  };
  /** Up to where it is being predicted. */
  const open = async (dataset = 1, number = 10) => {
    void state().open(answering, source);
    await worker.answer('loadDataset', info(dataset));
    await worker.answer('openPredictions', set(number));
  };

  it('is read whole, without splits, and predicted', async () => {
    void state().open(answering, source);
    expect(state()).toMatchObject({ reading: true, shown: true });
    await worker.answer(
      'loadDataset',
      info(1, {
        splitNames: [
          { name: 'a.csv', split: 'train' },
          { name: 'oos', split: undefined },
        ],
      }),
    );
    expect(callsOf('loadDataset').at(-1)).toMatchObject({
      source: { kind: 'again', dataset: 1 },
      options: { validationShare: 0, splits: { 'a.csv': 'train', oos: 'train' } },
    });
    await worker.answer('loadDataset', info(2));
    expect(callsOf('dropDataset')).toEqual([{ dataset: 1 }]);
    await worker.answer('openPredictions', set(10));
    await worker.answer('runPredictions', set(10, 500));
    await refreshed(500);
    expect(state()).toMatchObject({ reading: false, running: undefined, set: { done: 500 }, counts: { done: 500 } });
    expect(state().rows.at(99)?.text).toBe('t99');
  });

  it('replaces the one before only once it is read', async () => {
    await open();
    await worker.answer('runPredictions', set(10, 500));
    await refreshed(500);
    void state().open(answering, source);
    await worker.say({ kind: 'error', id: worker.last('loadDataset').id, error: { code: 'bad-input', message: 'no text' } });
    expect(state()).toMatchObject({ reading: false, set: { set: 10 }, info: { dataset: 1 }, error: { message: 'no text' } });
    void state().open(answering, source);
    await worker.answer('loadDataset', info(2, { refused: 'which column is the text?' }));
    expect(state()).toMatchObject({ set: { set: 10 }, info: { dataset: 1 }, refused: { info: { dataset: 2 } } });
    void state().correct(answering, { roles: { text: 'body' } });
    expect(callsOf('loadDataset').at(-1)).toMatchObject({ source: { kind: 'again', dataset: 2 }, options: { roles: { text: 'body' } } });
    await worker.answer('loadDataset', info(3));
    await worker.answer('openPredictions', set(11));
    expect(state()).toMatchObject({ set: { set: 11 }, info: { dataset: 3 }, refused: undefined });
    expect(callsOf('dropPredictions')).toEqual([{ set: 10 }]);
    expect(callsOf('dropDataset')).toEqual([{ dataset: 2 }, { dataset: 1 }]);
  });

  it('that is stopped keeps what was predicted, and goes on', async () => {
    await open();
    state().running?.stop();
    expect(worker.cancelled).toEqual([worker.last('runPredictions').id]);
    await worker.answer('runPredictions', set(10, 64));
    await refreshed(64);
    expect(state()).toMatchObject({ running: undefined, set: { done: 64 }, error: undefined });
    void state().goOn(answering);
    expect(callsOf('runPredictions')).toHaveLength(2);
  });

  it('keeps the rows that are there while more are predicted, and fetches a page anew that was not full', async () => {
    await open();
    const progress = { stage: 'sentences', done: 150, total: 500, perSecond: 1, secondsLeft: 1 } as const;
    await worker.say({ kind: 'progress', id: worker.last('runPredictions').id, progress });
    await refreshed(150, 100);
    state().need(0, 20);
    await worker.answer(
      'predictionRows',
      Array.from({ length: 50 }, (_, i) => row(100 + i)),
    );
    state().need(90, 140);
    const before = callsOf('predictionRows').length;
    await worker.answer('runPredictions', set(10, 500));
    expect(callsOf('predictionRows').slice(before)).toMatchObject([{ from: 100, count: 100 }]);
    await worker.answer('predictionCounts', counts(500));
    await worker.answer(
      'predictionRows',
      Array.from({ length: 100 }, (_, i) => row(100 + i)),
    );
    expect([state().rows.at(0)?.index, state().rows.at(199)?.index]).toEqual([0, 199]);
  });

  it('whose job fails keeps what was predicted, and says why', async () => {
    await open();
    await worker.say({ kind: 'error', id: worker.last('runPredictions').id, error: { code: 'device-lost', message: 'gone' } });
    await refreshed(32);
    expect(state()).toMatchObject({ running: undefined, set: { done: 32 }, error: { message: 'gone' } });
    expect(state().rows.at(0)?.text).toBe('t0');
  });

  it('shows another order only when its rows are there', async () => {
    await open();
    await worker.answer('runPredictions', set(10, 500));
    await refreshed(500);
    const before = state().rows;
    state().look({ order: { task: 'topic', first: 'least' } });
    await settle();
    expect(state().rows).toBe(before);
    expect(callsOf('predictionRows').at(-1)).toMatchObject({ view: { order: { task: 'topic', first: 'least' } }, from: 0 });
    await worker.answer('predictionCounts', counts(500));
    await worker.answer('predictionRows', [row(7)]);
    expect(state().rows.at(0)?.index).toBe(7);
  });

  it('fetches rows around those in sight, each page once, and lets go of what is far', async () => {
    await open();
    await worker.answer('runPredictions', set(10, 500));
    await refreshed(500);
    const fetched = () => callsOf('predictionRows').map((params) => (params as { from: number; count: number }).from);
    const before = fetched().length;
    state().need(0, 20);
    state().need(5, 25);
    expect(callsOf('predictionRows').slice(before)).toMatchObject([{ from: 100, count: 400 }]);
    await worker.answer(
      'predictionRows',
      Array.from({ length: 400 }, (_, i) => row(100 + i)),
    );
    expect(state().rows.at(499)?.index).toBe(499);
    for (let page = 10; page < 60; page++) {
      state().need(page * 100, page * 100 + 20);
      await worker.answer('predictionRows', [row(page)]);
    }
    expect(state().rows.at(499)).toBeUndefined();
    state().need(200, 220);
    expect(callsOf('predictionRows').at(-1)).toMatchObject({ from: 0, count: 700 });
  });

  it('of a model that is replaced is stopped before the model goes', async () => {
    const stores = {
      data: createDataStore(client),
      kinds: createKindsStore(client),
      model: createModelStore(client),
      predict: createPredictStore(client, createKindsStore(client)),
      train: createTrainStore(client),
    };
    connectStores({ ...stores, predictionFile: store });
    void stores.model.getState().load('first');
    await worker.answer('load', { handle: 1, id: 'first', device: {} });
    await open();
    const { id } = worker.last('runPredictions');
    void stores.model.getState().load('second');
    await worker.answer('load', { handle: 2, id: 'second', device: {} });
    expect(worker.cancelled).toContain(id);
    expect(worker.last('dispose').params).toEqual({ handle: 1 });
  });
});
