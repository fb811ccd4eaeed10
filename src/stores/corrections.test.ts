/** What the stores keep, and what they give up, when a data set's tasks or the model change. */
import { beforeEach, expect, it } from 'vitest';
import { taskKind, taskKinds } from '../tasks/registry';
import { FakeWorker } from '../testing/fakeWorker';
import { completeOptions } from '../train/plan/options';
import { ComputeClient } from '../workers/client';
import type { DatasetInfo, KindInfo } from '../workers/protocol';
import { createDataStore } from './dataStore';
import { createKindsStore } from './kindsStore';
import { createModelStore } from './modelStore';
import { textsOf } from './pairs';
import { createPredictionFileStore } from './predictionFileStore';
import { createPredictStore } from './predictStore';
import { createTrainStore } from './trainStore';
import { connectStores } from './workflows';

const KINDS: KindInfo[] = taskKinds();
const kinds = new Map(KINDS.map((info) => [info.kind, info]));
const classes = { kind: 'classification', labels: ['a', 'b'] };
const emptySet = (tasks: DatasetInfo['tasks']): DatasetInfo => ({
  dataset: 1,
  name: 'set',
  tasks,
  columns: [],
  problems: [],
  examples: [],
  summary: { rows: { train: 0, validation: 0, test: 0 }, columns: [], words: { median: 0, longest: 0 } },
});

let worker: FakeWorker;
let client: ComputeClient;
beforeEach(() => {
  worker = new FakeWorker();
  client = new ComputeClient(worker);
});

it('early stopping by a metric that the new kind of a task does not have is given up', () => {
  const { getState } = createTrainStore(client);
  getState().setTasks({ t: classes }, kinds);
  getState().setOptions({ earlyStopping: { metric: 't.accuracy', patience: 3 } });
  getState().setTasks({ t: { ...classes, labels: ['a', 'b', 'c'] } }, kinds);
  expect(getState().options.earlyStopping).toEqual({ metric: 't.accuracy', patience: 3 });
  getState().setTasks({ t: { kind: 'regression' } }, kinds);
  expect(() => completeOptions(getState().options, { t: taskKind('regression') })).not.toThrow();
  expect(getState().options.earlyStopping).toBeUndefined();
});

it('contrastive fine-tuning by a task that is no classification any more is given up', () => {
  const { getState } = createTrainStore(client);
  getState().setTasks({ t: classes }, kinds);
  getState().setOptions({ contrastive: { task: 't', pairs: 0, batchSize: 16, learningRate: 2e-5, layers: 'all' } });
  getState().setTasks({ t: { ...classes, labels: ['a', 'b', 'c'] } }, kinds);
  expect(getState().options.contrastive?.task).toBe('t');
  getState().setTasks({ t: { kind: 'regression' } }, kinds);
  expect(getState().options.contrastive).toBeUndefined();
});

it('kinds that arrive after the data set still give its tasks their learning rates', async () => {
  const kinds = createKindsStore(client);
  const stores = {
    data: createDataStore(client),
    kinds,
    model: createModelStore(client),
    predictionFile: createPredictionFileStore(client),
    predict: createPredictStore(client, kinds),
    train: createTrainStore(client),
  };
  connectStores(stores);
  void stores.data.getState().open({ kind: 'sample' });
  await worker.answer('loadDataset', emptySet({ entities: { kind: 'entities', types: ['X'] } }));
  await worker.answer('taskKinds', KINDS);
  expect(stores.train.getState().options.tasks.entities.learningRate).toBe(taskKind('entities').defaults.learningRate);
});

it('reading that is stopped, or of which nothing is wanted any more, is cancelled, and what there was stays', async () => {
  const { getState, setState } = createDataStore(client);
  const info = emptySet({});
  setState({ info });
  const opening = getState().open({ kind: 'sample' });
  const { id } = worker.last('loadDataset');
  getState().stop();
  expect(worker.cancelled).toEqual([id]);
  await worker.say({ kind: 'error', id, error: { code: 'aborted', message: 'Reading the files was cancelled.' } });
  await opening;
  expect(getState()).toMatchObject({ info, loading: false, error: undefined });
  void getState().open({ kind: 'sample' });
  const former = worker.last('loadDataset');
  void getState().open({ kind: 'toy' });
  expect(worker.cancelled).toEqual([id, former.id]);
});

it('how a data set fits is that of the latest model, whichever answer comes last', async () => {
  const { getState, setState } = createDataStore(client);
  setState({ info: emptySet({}), fit: { rows: 0, truncated: 9, tasks: {} } });
  void getState().measure(1);
  expect(getState().fit).toBeUndefined();
  const former = worker.last('datasetFit');
  void getState().measure(2);
  await worker.answer('datasetFit', { rows: 2, truncated: 0, tasks: {} });
  await worker.say({ kind: 'error', id: former.id, error: { code: 'disposed', message: 'gone' } });
  expect(getState().fit?.rows).toBe(2);
  expect(getState().error).toBeUndefined();
});

it('a tab parts two texts; with nothing on one side of it there is one', () => {
  const question = { q: { kind: 'questionAnswering' } };
  const pair = { s: { kind: 'similarity' } };
  expect(textsOf(['Who?\tAda did.', 'Who?\t', '\tAda did.'], question, kinds)).toEqual([
    { text: 'Ada did.', other: 'Who?' },
    { text: 'Who?' },
    { text: 'Ada did.' },
  ]);
  expect(textsOf(['one\ttwo', 'one\t'], pair, kinds)).toEqual([{ text: 'one', other: 'two' }, { text: 'one' }]);
});
