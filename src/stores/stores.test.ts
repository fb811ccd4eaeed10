/** The stores against a worker of the test's making. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeWorker, settle } from '../testing/fakeWorker';
import { ComputeClient } from '../workers/client';
import type { LoadedModel } from '../workers/protocol';
import { createEmbedFileStore } from './embedFileStore';
import { createEmbedStore } from './embedStore';
import { createKindsStore } from './kindsStore';
import { createModelStore, type ModelStore } from './modelStore';
import { createPredictStore } from './predictStore';

const model = (handle: number, id = 'all-MiniLM-L6-v2'): LoadedModel => ({
  handle,
  id,
  hiddenSize: 4,
  layers: 1,
  sharesLayers: false,
  maxLength: 512,
  vocabSize: 10,
  parameters: 1,
  sentence: { pooling: ['mean'], layers: [], embeddingSize: 4, prompts: {}, similarity: 'cosine' },
  device: { device: 'wasm', precision: 'fp32', verified: true, fellBack: false },
});

let worker: FakeWorker;
let client: ComputeClient;
beforeEach(() => {
  worker = new FakeWorker();
  client = new ComputeClient(worker);
});

describe('modelStore', () => {
  let store: ModelStore;
  const state = () => store.getState();
  beforeEach(async () => {
    store = createModelStore(client);
    void state().load('first');
    await worker.answer('load', model(1, 'first'));
  });

  it('replaces a model when the new one is there, and disposes of the old', async () => {
    void state().load('second');
    expect(state().loaded?.id).toBe('first');
    await worker.answer('load', model(2, 'second'));
    expect(state()).toMatchObject({ loaded: { id: 'second' }, loading: undefined });
    expect(worker.last('dispose').params).toEqual({ handle: 1 });
  });

  it('keeps the old model when the new one cannot be loaded, and says why', async () => {
    void state().load('second');
    await worker.say({ kind: 'error', id: worker.last('load').id, error: { code: 'network', message: 'no way there' } });
    expect(state()).toMatchObject({ loaded: { id: 'first' }, loading: undefined, error: { message: 'no way there' } });
  });

  it('a cancelled load is no error, and says that loading again goes on', async () => {
    void state().load('second');
    state().loading?.cancel();
    expect(worker.cancelled).toEqual([worker.last('load').id]);
    await worker.say({ kind: 'error', id: worker.last('load').id, error: { code: 'aborted', message: 'x' } });
    expect(state()).toMatchObject({ loaded: { id: 'first' }, error: undefined, notice: expect.stringMatching(/goes on from there/) });
  });

  it('ignores a load that another has overtaken, and disposes of what it brought', async () => {
    void state().load('slow');
    const slow = worker.last('load');
    void state().load('fast');
    await worker.answer('load', model(3, 'fast'));
    await worker.say({ kind: 'result', id: slow.id, result: model(2, 'slow') });
    expect(state().loaded?.id).toBe('fast');
    expect(worker.last('dispose').params).toEqual({ handle: 2 });
  });

  it('shows progress, with a rate', async () => {
    void state().load('second');
    const { id } = worker.last('load');
    await worker.say({ kind: 'progress', id, progress: { stage: 'download', file: 'f', loaded: 0, total: 100 } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await worker.say({ kind: 'progress', id, progress: { stage: 'download', file: 'f', loaded: 50, total: 100 } });
    expect(state().loading).toMatchObject({ model: 'second', progress: { loaded: 50 } });
    expect(state().loading?.bytesPerSecond).toBeGreaterThan(0);
  });

  it('asks before a model from disk replaces another of its name', async () => {
    const files = [{ path: 'mine/config.json', file: new Blob(['{}']) }];
    const opened = state().openFromDisk(files);
    await worker.answer('storedModels', [{ id: 'disk/mine', bytes: 1 }]);
    await opened;
    expect(state().replacing).toEqual({ id: 'disk/mine', files });
    await state().replace(false);
    expect(worker.calls.filter(({ method }) => method === 'load')).toHaveLength(1);
    const again = state().openFromDisk(files);
    await worker.answer('storedModels', [{ id: 'disk/mine', bytes: 1 }]);
    await again;
    void state().replace(true);
    expect(worker.last('load').params).toMatchObject({ model: files });
    await worker.answer('load', model(2, 'disk/mine'));
    expect(state()).toMatchObject({ loaded: { id: 'disk/mine' }, replacing: undefined });
  });

  it('another hub holds from the next opening of the page on; an access token is forgotten with the page', () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
    state().setToken(' hf_secret ');
    state().chooseHub('https://mirror.example/', ['CDN.example', '*.files.example']);
    void state().load('org/private');
    expect(worker.last('load').params).toMatchObject({ endpoint: 'https://huggingface.co', token: 'hf_secret' });
    expect([...kept.values()].join()).not.toContain('hf_secret');
    const later = new FakeWorker();
    void createModelStore(new ComputeClient(later)).getState().load('org/private');
    const allowedHosts = ['cdn.example', '*.files.example'];
    expect(later.last('load').params).toMatchObject({ endpoint: 'https://mirror.example', allowedHosts, token: undefined });
    expect(() => state().chooseHub('mirror', [])).toThrow(/is not the address of a hub/);
    expect(() => state().chooseHub('https://mirror.example', ['https://cdn.example'])).toThrow(/is not a host/);
    vi.unstubAllGlobals();
  });

  it('hears of a lost device', async () => {
    const device = { device: 'wasm', precision: 'fp32', verified: true, fellBack: true, note: 'The GPU was lost' } as const;
    await worker.say({ kind: 'event', event: { kind: 'deviceChanged', handle: 1, device } });
    expect(state()).toMatchObject({ loaded: { device }, notice: 'The GPU was lost' });
  });

  it('takes over what a model became by training, unless it is another one’s', async () => {
    const loaded = state().loaded;
    if (!loaded) throw new Error('nothing is loaded');
    const model = { ...loaded, id: 'tuned/first.r' };
    await worker.say({ kind: 'event', event: { kind: 'modelChanged', handle: loaded.handle + 1, model } });
    expect(state().loaded?.id).toBe(loaded.id);
    await worker.say({ kind: 'event', event: { kind: 'modelChanged', handle: loaded.handle, model } });
    expect(state().loaded?.id).toBe('tuned/first.r');
    expect(worker.last('storedModels')).toBeDefined();
  });
});

describe('embedStore', () => {
  const result = (set: number, count = 2) => ({
    set,
    count,
    size: 4,
    similarity: 'cosine' as const,
    prompt: '',
    truncated: 0,
    seconds: 1,
    stopped: false,
  });

  it('leaves blank lines out and asks for nothing when nothing is left', () => {
    const store = createEmbedStore(client);
    store.getState().setText(' \n');
    void store.getState().embed(1);
    expect(worker.calls).toEqual([]);
    store.getState().setText('a\n\nb');
    void store.getState().embed(1);
    expect(worker.last('embed').params).toMatchObject({ source: { lines: ['a', 'b'] } });
  });

  it('drops the set that a new one replaces, and a job that another overtook', async () => {
    const store = createEmbedStore(client);
    void store.getState().embed(1);
    await worker.answer('embed', result(1));
    void store.getState().embed(1);
    const overtaken = worker.last('embed');
    void store.getState().embed(1);
    expect(worker.cancelled).toContain(overtaken.id);
    await worker.answer('embed', result(3));
    await worker.answer('similarities', { data: new Float32Array(4), shape: [2, 2] });
    await worker.say({ kind: 'result', id: overtaken.id, result: result(2) });
    expect(store.getState().result?.set).toBe(3);
    const dropped = worker.calls.filter(({ method }) => method === 'dropEmbeddings').map(({ params }) => params);
    expect(dropped).toEqual(expect.arrayContaining([{ set: 1 }, { set: 2 }]));
  });

  it('fetches each page of rows once', async () => {
    const store = createEmbedStore(client);
    void store.getState().embed(1);
    await worker.answer('embed', result(1, 500));
    store.getState().need(0, 120);
    store.getState().need(90, 160);
    const asked = worker.calls.filter(({ method }) => method === 'embeddingRows').map(({ params }) => (params as { from: number }).from);
    expect(asked).toEqual([0, 50, 100, 150]);
  });
});

describe('embedFileStore', () => {
  const info = { dataset: 7, name: 'a.csv', problems: [], splitNames: [] };
  const opened = () => createEmbedFileStore(client, createEmbedStore(client));

  it('embeds what was read, and reads it again with corrections', async () => {
    const store = opened();
    void store.getState().open({ handle: 1, prompt: { promptName: 'query' } }, [new File(['a'], 'a.csv')]);
    await worker.answer('loadDataset', info);
    expect(worker.last('embed').params).toMatchObject({ handle: 1, promptName: 'query', source: { kind: 'dataset', dataset: 7 } });
    void store.getState().correct({ handle: 1 }, { format: 'text' });
    expect(worker.last('loadDataset').params).toMatchObject({ source: { kind: 'again', dataset: 7 }, options: { format: 'text' } });
    await worker.answer('loadDataset', { ...info, dataset: 8 });
    expect(worker.last('dropDataset').params).toEqual({ dataset: 7 });
    expect(worker.last('embed').params).toMatchObject({ source: { dataset: 8 } });
    store.getState().close();
    expect(store.getState().info).toBeUndefined();
    expect(worker.last('dropDataset').params).toEqual({ dataset: 8 });
  });

  it('embeds nothing of a file that was refused, and keeps what was understood of it', async () => {
    const store = opened();
    void store.getState().open({ handle: 1, prompt: { promptName: 'query' } }, [new File(['a'], 'a.csv')]);
    await worker.answer('loadDataset', { ...info, refused: 'none of its rows can be used' });
    expect(store.getState()).toMatchObject({ reading: false, info: { refused: 'none of its rows can be used' } });
    expect(worker.calls.some(({ method }) => method === 'embed')).toBe(false);
  });
});

describe('predictStore', () => {
  it('shows the answer to the latest question only', async () => {
    const store = createPredictStore(client, createKindsStore(client));
    void store.getState().predict(1, ['a']);
    const first = worker.last('predict');
    void store.getState().predict(1, ['b']);
    await worker.answer('predict', [{ text: 'b' }]);
    await worker.say({ kind: 'result', id: first.id, result: [{ text: 'a' }] as never });
    expect(store.getState().predictions).toEqual([{ text: 'b' }]);
  });

  it('draws the heads anew for another seed', async () => {
    const store = createPredictStore(client, createKindsStore(client));
    void store.getState().setSeed(1, 9, ['a']);
    expect(worker.last('setTasks').params).toMatchObject({ handle: 1, seed: 9 });
  });
});

it('a worker that died ends every open call with words', async () => {
  const store = createPredictStore(client, createKindsStore(client));
  void store.getState().predict(1, ['a']);
  const { TandemError } = await import('../errors');
  client.fail(new TandemError('internal', 'The compute worker stopped.'));
  await settle();
  expect(store.getState()).toMatchObject({ running: false, error: { message: 'The compute worker stopped.' } });
});
