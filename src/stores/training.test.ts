/** The stores of data and training against a worker of the test's making. */
import { beforeEach, describe, expect, it } from 'vitest';
import { taskKinds } from '../tasks/registry';
import { FakeWorker, settle } from '../testing/fakeWorker';
import { DEFAULT_OPTIONS } from '../train/plan/options';
import type { RunDetails } from '../train/runs/runs';
import { ComputeClient } from '../workers/client';
import type { DatasetInfo, KindInfo } from '../workers/protocol';
import { createDataStore } from './dataStore';
import { createKindsStore } from './kindsStore';
import { createModelStore } from './modelStore';
import { firstPart, textsOf } from './pairs';
import { createPredictionFileStore } from './predictionFileStore';
import { answeringTasks, createPredictStore } from './predictStore';
import { createTrainStore, settingsKey } from './trainStore';
import { connectStores, takeKeptRun, trainAndAnswer } from './workflows';

let worker: FakeWorker;
let client: ComputeClient;
beforeEach(() => {
  worker = new FakeWorker();
  client = new ComputeClient(worker);
});

const info = (dataset: number, rows = 120): DatasetInfo => ({
  dataset,
  name: `set ${dataset}`,
  tasks: { topic: { kind: 'classification', labels: ['a', 'b'] } },
  columns: [],
  problems: [],
  examples: [],
  summary: {
    rows: { train: rows, validation: 10, test: 0 },
    columns: [],
    words: { median: 3, longest: 9 },
  },
});

const run = (id: string): RunDetails => ({
  id,
  started: 1,
  model: 'm',
  dataset: { name: 'set', train: 1, validation: 1, test: 0 },
  options: DEFAULT_OPTIONS,
  tasks: {
    mood: { kind: 'classification', labels: ['x', 'y'] },
    things: { kind: 'entities', labels: ['O', 'B-Q', 'I-Q'] },
  },
  status: 'finished',
  history: [],
  best: {},
  metrics: {},
  device: 'CPU',
  details: {},
  answers: {},
});

describe('dataStore', () => {
  it('the latest file wins, and what it replaces is dropped', async () => {
    const store = createDataStore(client);
    void store.getState().open({ kind: 'sample' });
    const first = worker.last('loadDataset');
    void store.getState().open({ kind: 'toy' });
    await worker.answer('loadDataset', info(2));
    await worker.say({ kind: 'result', id: first.id, result: info(1) });
    expect(store.getState()).toMatchObject({ loading: false, info: { dataset: 2 } });
    expect(worker.last('dropDataset').params).toEqual({ dataset: 1 });
  });

  it('a correction reads the same files again; a refused one keeps what was there', async () => {
    const store = createDataStore(client);
    void store.getState().open({ kind: 'sample' });
    await worker.answer('loadDataset', info(1));
    void store.getState().correct({ roles: { text: 'body' } });
    expect(worker.last('loadDataset').params).toMatchObject({
      source: { kind: 'again', dataset: 1 },
      options: { roles: { text: 'body' } },
    });
    await worker.say({ kind: 'error', id: worker.last('loadDataset').id, error: { code: 'bad-input', message: 'No row.' } });
    expect(store.getState()).toMatchObject({ loading: false, info: { dataset: 1 }, error: { message: 'No row.' }, options: {} });
  });

  it('labels that are told while a correction is read are laid over the corrected rows', async () => {
    const store = createDataStore(client);
    void store.getState().open({ kind: 'sample' });
    await worker.answer('loadDataset', info(1));
    void store.getState().correct({ roles: { text: 'body' } });
    void store.getState().relabel();
    await worker.answer('loadDataset', info(2));
    expect(worker.last('loadDataset').params).toMatchObject({
      source: { kind: 'again', dataset: 2 },
      options: { roles: { text: 'body' } },
    });
    await worker.answer('loadDataset', info(3));
    expect(store.getState()).toMatchObject({ loading: false, info: { dataset: 3 }, options: { roles: { text: 'body' } } });
  });

  it('files that no row could be read of are corrected, while the data set before them stays', async () => {
    const store = createDataStore(client);
    void store.getState().open({ kind: 'sample' });
    await worker.answer('loadDataset', info(1));
    void store.getState().open({ kind: 'text', name: 'a.bin', text: 'x' });
    await worker.answer('loadDataset', { ...info(2), refused: 'No row can be used.' });
    expect(store.getState()).toMatchObject({ loading: false, info: { dataset: 1 }, refused: { info: { dataset: 2 }, options: {} } });
    void store.getState().correct({ format: 'text' });
    expect(worker.last('loadDataset').params).toMatchObject({
      source: { kind: 'again', dataset: 2 },
      options: { format: 'text' },
      keepRefused: true,
    });
    await worker.answer('loadDataset', info(3));
    expect(store.getState()).toMatchObject({ info: { dataset: 3 }, options: { format: 'text' }, refused: undefined });
    expect(worker.calls.filter(({ method }) => method === 'dropDataset').map(({ params }) => params)).toEqual([
      { dataset: 2 },
      { dataset: 1 },
    ]);
  });

  it('fetches a page of rows once, and those of the other split after a switch', async () => {
    const store = createDataStore(client);
    void store.getState().open({ kind: 'sample' });
    await worker.answer('loadDataset', info(1));
    store.getState().need(0, 60);
    store.getState().need(10, 200);
    store.getState().setSplit('validation');
    store.getState().need(0, 10);
    const asked = worker.calls
      .filter(({ method }) => method === 'datasetRows')
      .map(({ params }) => params as { split: string; from: number });
    expect(asked.map(({ split, from }) => `${split} ${from}`)).toEqual(['train 0', 'train 50', 'train 100', 'validation 0']);
  });
});

describe('trainStore', () => {
  it('collects steps and epochs, shows the run, and asks for the list of runs', async () => {
    const store = createTrainStore(client);
    const done = store.getState().start(1, 2);
    const { id, params } = worker.last('train');
    expect(params).toMatchObject({ handle: 1, dataset: 2, freshHeads: true, options: DEFAULT_OPTIONS });
    const point = { step: 0, epoch: 1, rateFactor: 1, losses: { topic: 2 }, total: 2, gradNorm: 1 };
    await worker.say({
      kind: 'progress',
      id,
      progress: { stage: 'steps', points: [point], pace: { epoch: 1, epochs: 9, step: 1, steps: 9, tokensPerSecond: 5 } },
    });
    expect(store.getState()).toMatchObject({ points: [point], running: { phase: 'training', pace: { steps: 9 } } });
    await worker.answer('train', run('r'));
    expect(await done).toMatchObject({ id: 'r' });
    await settle();
    expect(store.getState()).toMatchObject({ running: undefined, shown: { id: 'r' } });
    expect(worker.last('runs')).toBeDefined();
  });

  it('a sweep begins each of its runs anew, is stopped as a run is, and leaves what it came to', async () => {
    const store = createTrainStore(client);
    const done = store.getState().sweep(1, 2, { over: 'batchSize', values: [8, 16] });
    const { id, params } = worker.last('sweep');
    expect(params).toMatchObject({ handle: 1, dataset: 2, options: DEFAULT_OPTIONS, over: 'batchSize', values: [8, 16] });
    const part = { id: 's', over: 'batchSize', value: 16, run: 2, runs: 2 };
    store.setState({ history: [{ epoch: 1 } as never] });
    await worker.say({ kind: 'progress', id, progress: { stage: 'sweep', ...part } });
    expect(store.getState()).toMatchObject({ history: [], points: [], running: { sweep: part, phase: 'features' } });
    expect(worker.last('runs')).toBeDefined();
    await worker.say({ kind: 'progress', id, progress: { stage: 'run', id: 'r', epochs: 0 } });
    expect(store.getState().running).toMatchObject({ sweep: part, run: 'r' });
    store.getState().stop();
    expect(worker.cancelled).toEqual([id]);
    const swept = { id: 's', over: 'batchSize', runs: [], settings: [], failures: [], planned: 2 };
    await worker.answer('sweep', swept);
    await done;
    expect(store.getState()).toMatchObject({ running: undefined, swept });
  });

  it('what is said of a run is shown at once; a removed one is kept apart, and compared no more', async () => {
    const store = createTrainStore(client);
    const refreshed = store.getState().refreshRuns();
    await worker.answer('runs', [run('a'), { ...run('b'), about: { removed: 5 } }]);
    await refreshed;
    expect([store.getState().runs, store.getState().removedRuns].map((all) => all.map(({ id }) => id))).toEqual([['a'], ['b']]);
    store.getState().compare('a', true);
    const said = store.getState().describe('a', { name: 'first' });
    expect(store.getState().runs[0].about).toEqual({ name: 'first' });
    expect(worker.last('describeRun').params).toEqual({ run: 'a', about: { name: 'first' } });
    await worker.answer('describeRun', { name: 'first' });
    await worker.answer('runs', [{ ...run('a'), about: { name: 'first' } }]);
    await said;
    const gone = store.getState().remove('a');
    await worker.answer('describeRun', { name: 'first', removed: 7 });
    await worker.answer('runs', [{ ...run('a'), about: { name: 'first', removed: 7 } }]);
    await gone;
    expect(store.getState()).toMatchObject({ runs: [], compared: [], lastRemoved: 'a' });
    void store.getState().restore('a');
    expect(worker.last('describeRun').params).toEqual({ run: 'a', about: { removed: undefined } });
  });

  it('Stop cancels a paused run', async () => {
    const store = createTrainStore(client);
    void store.getState().start(1, 2);
    void store.getState().pause(true);
    expect(worker.last('pauseTraining').params).toEqual({ handle: 1, paused: true });
    store.getState().stop();
    expect(worker.cancelled).toEqual([worker.last('train').id]);
    expect(store.getState().running?.stopping).toBe(true);
  });

  it('a run that fails says why, and another can be started', async () => {
    const store = createTrainStore(client);
    const done = store.getState().start(1, 2);
    await worker.say({ kind: 'error', id: worker.last('train').id, error: { code: 'bad-input', message: 'Nothing to learn.' } });
    expect(await done).toBeUndefined();
    expect(store.getState()).toMatchObject({ running: undefined, error: { message: 'Nothing to learn.' } });
    void store.getState().start(1, 2);
    expect(worker.calls.filter(({ method }) => method === 'train')).toHaveLength(2);
  });

  it('a forecast is of the settings that it was asked for', async () => {
    const store = createTrainStore(client);
    void store.getState().foresee(1, 2);
    expect(worker.last('forecast').params).toMatchObject({ handle: 1, dataset: 2, freshHeads: true });
    const result = { memory: { parameters: 1, activations: 2, total: 3 }, epochs: [1], dispatches: 9 };
    await worker.answer('forecast', result);
    const { forecast } = store.getState();
    expect(forecast).toMatchObject({ result });
    expect(forecast?.settings).toBe(settingsKey(store.getState(), 2));
    store.getState().setOptions({ batchSize: 7 });
    expect(forecast?.settings).not.toBe(settingsKey(store.getState(), 2));
  });

  it('an interrupted run goes on with what it had', async () => {
    const store = createTrainStore(client);
    const record = {
      epoch: 1,
      train: { losses: {}, total: 1, gradNorm: 1 },
      validation: {},
      rateFactor: 1,
      tokensPerSecond: 1,
      seconds: 1,
      paddingAvoided: 0,
    };
    const history = [record, { ...record, epoch: 2 }];
    store.setState({ runs: [{ ...run('r'), status: 'running', resumable: true, history }] });
    void store.getState().resume(1, 2, 'r');
    const { id, params } = worker.last('train');
    expect(params).toEqual({ handle: 1, dataset: 2, resume: 'r', keepBetter: true });
    expect(store.getState().history).toEqual(history);
    // Its checkpoint is an epoch older than its record.
    await worker.say({ kind: 'progress', id, progress: { stage: 'run', id: 'r', epochs: 1 } });
    expect(store.getState()).toMatchObject({ history: [record], running: { epochsBefore: 1 } });
  });

  it('thins out the points of a long run', async () => {
    const store = createTrainStore(client);
    void store.getState().start(1, 2);
    const points = Array.from({ length: 5000 }, (_, step) => ({ step, epoch: 1, rateFactor: 1, losses: {}, total: 1, gradNorm: 1 }));
    await worker.say({
      kind: 'progress',
      id: worker.last('train').id,
      progress: { stage: 'steps', points, pace: { epoch: 1, epochs: 9, step: 1, steps: 9, tokensPerSecond: 5 } },
    });
    expect(store.getState().points).toHaveLength(2500);
  });
});

describe('predictStore with a run', () => {
  it('tasks are those of the heads that answer', () => {
    expect(Object.keys(answeringTasks({ run: run('r') }))).toEqual(['mood', 'things']);
    expect(Object.keys(answeringTasks({}))).toEqual(['topic', 'entities']);
    const own = { stars: { kind: 'regression' } };
    expect(Object.keys(answeringTasks({ own }))).toEqual(['stars']);
    expect(Object.keys(answeringTasks({ own, run: run('r') }))).toEqual(['mood', 'things']);
  });

  it('a trained encoder answers with the heads that it was trained with', async () => {
    const store = createPredictStore(client, createKindsStore(client));
    void store.getState().adopt(1, 'tuned/m.r2');
    await worker.answer('runs', [run('r1'), { ...run('r2'), tuned: 'tuned/m.r2' }]);
    expect(worker.last('useRun').params).toEqual({ handle: 1, run: 'r2' });
    await worker.answer('useRun', run('r2'));
    expect(store.getState().run?.id).toBe('r2');
    // Another model's heads are left alone.
    void store.getState().adopt(2, 'm');
    await settle();
    expect(store.getState().run).toBeUndefined();
  });

  it('a bundled model answers with the heads that came with the page, unless a run or untrained ones are wanted', async () => {
    const store = createPredictStore(client, createKindsStore(client));
    const sample = { tasks: { stars: { kind: 'regression' } }, rows: 5, validation: 2, metrics: {} };
    const asked = (method: string) => worker.calls.filter((call) => call.method === method).length;
    void store.getState().adopt(1, 'all-MiniLM-L6-v2');
    // What is asked meanwhile waits for it.
    void store.getState().predict(1, ['a']);
    await settle();
    expect([store.getState().settled, asked('predict')]).toEqual([false, 0]);
    await worker.answer('useSampleHeads', sample);
    expect([store.getState().settled, asked('predict')]).toEqual([true, 1]);
    expect(Object.keys(answeringTasks(store.getState()))).toEqual(['stars']);

    void store.getState().forget(1, ['a']);
    await worker.answer('setTasks', undefined);
    expect(store.getState()).toMatchObject({ sample: undefined, untrained: true });
    void store.getState().adopt(2, 'all-MiniLM-L6-v2');
    await settle();
    expect([asked('useSampleHeads'), store.getState().sample]).toEqual([1, undefined]);
    void store.getState().useSample(2);
    await worker.answer('useSampleHeads', sample);
    expect(store.getState()).toMatchObject({ sample: { rows: 5 }, untrained: false });
    store.getState().answerWith(run('r'));
    expect(store.getState()).toMatchObject({ sample: undefined, run: { id: 'r' } });

    const before = asked('useSampleHeads');
    void store.getState().adopt(3, 'org/another');
    await worker.answer('runs', []);
    expect([asked('useSampleHeads'), store.getState().sample]).toEqual([before, undefined]);
  });

  it('going back to untrained heads draws them again and asks again', async () => {
    const store = createPredictStore(client, createKindsStore(client));
    void store.getState().predict(1, ['a']);
    await worker.answer('predict', [{ text: 'a' }]);
    store.setState({ run: run('r') });
    void store.getState().forget(1, ['a']);
    expect(worker.last('setTasks').params).toMatchObject({ handle: 1 });
    await worker.answer('setTasks', undefined);
    expect(worker.calls.filter(({ method }) => method === 'predict')).toHaveLength(2);
    expect(store.getState().run).toBeUndefined();
  });
});

describe('lines of two texts', () => {
  const tasks = (kind: string) => ({ task: { kind } });
  const kinds = new Map(taskKinds().map((kind) => [kind.kind, kind]));

  it('are parted by a tab where a task reads two, the question first where there is one', () => {
    expect(textsOf(['a\tb', 'c'], tasks('similarity'), kinds)).toEqual([{ text: 'a', other: 'b' }, { text: 'c' }]);
    expect(textsOf(['who? \t she', 'c'], tasks('questionAnswering'), kinds)).toEqual([{ text: 'she', other: 'who?' }, { text: 'c' }]);
    expect(textsOf(['a\tb'], tasks('classification'), kinds)).toEqual([{ text: 'a\tb' }]);
    expect(firstPart(tasks('classification'), kinds)).toBeUndefined();
  });
});

describe('stores together', () => {
  const connected = () => {
    const kinds = createKindsStore(client);
    const stores = {
      model: createModelStore(client),
      predictionFile: createPredictionFileStore(client),
      kinds,
      data: createDataStore(client),
      predict: createPredictStore(client, kinds),
      train: createTrainStore(client),
    };
    return { stores, part: connectStores(stores) };
  };
  const kind = (name: string, learningRate: number) =>
    ({ kind: name, settings: [], metrics: [], defaults: { learningRate } }) as unknown as KindInfo;

  it('a data set brings its tasks into the settings, at the rates of their kinds, and is measured against the model', async () => {
    const { stores, part } = connected();
    await worker.answer('taskKinds', [kind('classification', 1e-3), kind('entities', 1e-2)]);
    void stores.model.getState().load('m');
    await worker.answer('load', { handle: 4, id: 'm', device: {} } as never);
    void stores.data.getState().open({ kind: 'sample' });
    const tasks = { topic: { kind: 'classification', labels: ['a', 'b'] }, names: { kind: 'entities', types: ['PER'] } };
    await worker.answer('loadDataset', { ...info(1), tasks });
    const options = () => stores.train.getState().options;
    expect(options().tasks.names).toEqual({ weight: 1, learningRate: 1e-2, freeze: false });
    expect(worker.last('datasetFit').params).toEqual({ handle: 4, dataset: 1 });
    await worker.answer('datasetFit', { rows: 130, truncated: 2, tasks: {} });
    expect(stores.data.getState().fit?.truncated).toBe(2);

    stores.train.getState().setTaskOptions('topic', { weight: 3 });
    stores.train.getState().setOptions({ earlyStopping: { metric: 'names.f1', patience: 2 } });
    void stores.data.getState().open({ kind: 'toy' });
    await worker.answer('loadDataset', info(2));
    // A task that is still there keeps what it was set to; one that is gone takes its part in early stopping along.
    expect(options().tasks).toEqual({ topic: { weight: 3, learningRate: 1e-3, freeze: false } });
    expect(options().earlyStopping).toBeUndefined();
    part();
  });

  it('a model that is still being given its heads is trained once it has them, so that they do not take the place of the trained ones', async () => {
    const { stores, part } = connected();
    stores.data.setState({ info: info(1) });
    void stores.model.getState().load('all-MiniLM-L6-v2');
    await worker.answer('load', { handle: 4, id: 'all-MiniLM-L6-v2', device: {} });
    const asked = (method: string) => worker.calls.filter((call) => call.method === method).length;
    void trainAndAnswer(stores, stores.train.getState().start);
    void takeKeptRun(stores, { ...run('r0'), model: 'all-MiniLM-L6-v2' });
    await settle();
    expect([asked('useSampleHeads'), asked('train'), asked('useRun')]).toEqual([1, 0, 0]);
    await worker.answer('useSampleHeads', { tasks: {}, rows: 5, validation: 2, metrics: {} });
    await settle();
    expect([asked('train'), asked('useRun')]).toEqual([1, 1]);
    await worker.answer('useRun', run('r0'));
    expect(stores.predict.getState().run?.id).toBe('r0');
    await worker.answer('train', run('r1'));
    expect(stores.predict.getState()).toMatchObject({ run: { id: 'r1' }, sample: undefined });
    part();
  });
});
