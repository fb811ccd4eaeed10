/** The list of what takes room, freeing it, and what goes by itself: two tabs on one storage. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { storageFull } from '../errors';
import { writeFile } from '../model/fileCache';
import { OLD_MS } from '../model/tidy';
import { memoryCache } from '../storage/memoryCache';
import { memoryVectorStore } from '../storage/vectorStore';
import { cityRows } from '../testing/cityRows';
import { connect, nodeHost } from '../testing/nodeHost';
import { tinyBert } from '../testing/tinyBert';
import { DEFAULT_OPTIONS } from '../train/plan/options';
import { RUN_RESTORABLE_MS } from '../train/runs/about';
import { type RunDetails, RunStore } from '../train/runs/runs';
import type { ComputeClient } from './client';
import type { ServiceHost } from './host';
import type { StoredItem, WorkerEvent } from './protocol';

const MODEL = [...tinyBert()].map(([path, content]) => ({ path: `tiny/${path}`, file: new File([content as BlobPart], path) }));

let host: ServiceHost;
let tabs: ReturnType<typeof connect>[];
const tab = (): ComputeClient => {
  const opened = connect(host);
  tabs.push(opened);
  return opened.client;
};
const stored = async (client: ComputeClient): Promise<Pick<StoredItem, 'kind' | 'id' | 'inUse'>[]> =>
  (await client.call('stored', undefined)).items.map(({ kind, id, inUse }) => ({ kind, id, ...(inUse ? { inUse } : {}) }));

beforeEach(() => {
  host = nodeHost();
  tabs = [];
});
afterEach(() => {
  for (const { close } of tabs) close();
});

it('lists models, runs, kept features and unfinished downloads with their bytes, and frees each of them', async () => {
  const client = tab();
  const events: WorkerEvent['kind'][] = [];
  client.onEvent(({ kind }) => events.push(kind));
  await writeFile((await host.cache('models')).folder('org%2Fhalf'), 'model.safetensors', new Uint8Array(1000));
  expect(events).toEqual([]);
  const { handle } = await client.call('load', { model: MODEL, device: 'wasm' });
  const source = { kind: 'text', name: 'cities', text: cityRows(4) } as const;
  const { dataset } = await client.call('loadDataset', { source });
  const run = await client.call('train', { handle, dataset, freshHeads: true, options: { epochs: 2 } });
  // Once for models, once for runs.
  expect(events).toEqual(['storing', 'storing']);

  const { items } = await client.call('stored', undefined);
  expect(items.map(({ kind, id, name }) => [kind, id, name]).sort()).toEqual([
    ['download', 'org/half', 'org/half'],
    ['features', 'features', expect.stringMatching(/^Kept features of \d+ sets? of texts$/)],
    ['model', 'disk/tiny', 'disk/tiny'],
    ['run', run.id, 'Run on cities'],
  ]);
  const weights = MODEL.find(({ path }) => path.endsWith('.safetensors'))?.file.size ?? 0;
  expect(items[0].bytes).toBeGreaterThan(weights);
  expect(items.find(({ kind }) => kind === 'download')?.bytes).toBe(1000);
  for (const { kind, id } of items) await client.call('freeStored', { kind, id });
  expect(await stored(client)).toEqual([]);
});

it('what another tab has loaded or trains is not removed', async () => {
  const [one, other] = [tab(), tab()];
  const { handle } = await one.call('load', { model: MODEL, device: 'wasm' });
  expect(await stored(other)).toEqual([{ kind: 'model', id: 'disk/tiny', inUse: 'Another tab uses it.' }]);
  await expect(other.call('freeStored', { kind: 'model', id: 'disk/tiny' })).rejects.toThrow('disk/tiny is loaded in another tab');
  const release = await host.claim('run:r');
  await writeFile((await host.cache('runs')).folder('r'), 'heads.0.safetensors', new Uint8Array(10));
  const runName = async () => (await other.call('stored', undefined)).items.find(({ kind }) => kind === 'run')?.name;
  expect(await runName()).toBe('A run that has just begun');
  await expect(other.call('freeStored', { kind: 'run', id: 'r' })).rejects.toThrow('This is in use, here or in another tab');
  release?.();
  expect(await runName()).toBe('A run that was never written to its end');
  await other.call('freeStored', { kind: 'run', id: 'r' });
  await one.call('dispose', { handle });
  await other.call('freeStored', { kind: 'model', id: 'disk/tiny' });
  expect(await stored(one)).toEqual([]);
});

it('features that a learning curve reads are not removed meanwhile', async () => {
  const [one, other] = [tab(), tab()];
  const { handle } = await one.call('load', { model: MODEL, device: 'wasm' });
  const { dataset } = await one.call('loadDataset', { source: { kind: 'text', name: 'cities', text: cityRows(16) } });
  const removals: Promise<unknown>[] = [];
  const onProgress = ({ stage }: { stage: string }) => {
    if (stage !== 'curve' || removals.length > 0) return;
    removals.push(other.call('freeStored', { kind: 'features', id: 'features' }).catch((error: Error) => error.message));
  };
  await one.call(
    'learningCurve',
    { handle, dataset, freshHeads: true, options: { epochs: 40 }, fractions: [0.5, 1], draws: 5 },
    { onProgress },
  );
  expect(await Promise.all(removals)).toEqual([expect.stringContaining('This is in use')]);
});

it('at the first load of a visit old downloads go, save those that another tab goes on with, and runs that were removed a day ago', async () => {
  const [models, runs] = [memoryCache(), memoryCache()];
  const store = new RunStore(async () => runs);
  const removals = { long: RUN_RESTORABLE_MS + 1000, just: 1000, not: undefined };
  for (const [id, ago] of Object.entries(removals)) {
    const run = { id, dataset: { name: 'cities' }, options: DEFAULT_OPTIONS, tasks: {}, status: 'finished', history: [] };
    await store.save(run as unknown as RunDetails, new Map());
    await store.describe(id, { name: `run ${id}`, removed: ago === undefined ? undefined : Date.now() - ago });
  }
  const changed = new Map([
    ['org%2Fold', OLD_MS + 1000],
    ['org%2Fbusy', OLD_MS + 1000],
    ['org%2Fnew', 1000],
  ]);
  for (const name of changed.keys()) await writeFile(models.folder(name), 'model.safetensors', new Uint8Array(10));
  const aged = {
    ...models,
    stat: async (name: string) => ({ bytes: 10, changed: Date.now() - (changed.get(name) ?? 0) }),
  };
  const caches = { models: aged, runs, features: memoryCache() };
  host = nodeHost({ cache: async (kind) => caches[kind] });
  await host.claim('download:org/busy');
  const client = tab();
  await client.call('load', { model: MODEL, device: 'wasm' });
  await expect.poll(() => models.list(), { timeout: 30_000 }).toEqual(['org%2Fbusy', 'org%2Fnew', 'disk%2Ftiny']);
  await expect.poll(() => runs.list()).toEqual(['just', 'not']);
  const { items } = await client.call('stored', undefined);
  expect(items.flatMap(({ kind, name }) => (kind === 'run' ? [name] : [])).sort()).toEqual([
    'run just, a run on cities, removed, and kept for a day',
    'run not, a run on cities',
  ]);
  expect((await client.call('runs', undefined)).map(({ id }) => id)).toEqual(['not']);
  expect((await client.call('runs', { removed: true })).map(({ id }) => id).sort()).toEqual(['just', 'not']);
});

it('embeddings for which there is no more room: those that were made are kept, and the result says why it ends', async () => {
  const plain = memoryVectorStore();
  let rows = 0;
  host = nodeHost({
    vectorStore: async () => ({
      ...plain,
      append(batch) {
        rows += batch.length / 64;
        if (rows > 1500) throw storageFull('full', 'more embeddings');
        plain.append(batch);
      },
    }),
  });
  const client = tab();
  const { handle } = await client.call('load', { model: MODEL, device: 'wasm' });
  const lines = Array.from({ length: 2000 }, (_, i) => `text ${i}`);
  const result = await client.call('embed', { handle, source: { kind: 'lines', lines } });
  expect(result).toMatchObject({ count: 1024, stopped: true, full: expect.stringMatching(/^There is no room left for more embeddings/) });
  expect(await client.call('embeddingRows', { set: result.set, from: 1023, count: 5 })).toHaveLength(1);
}, 120_000);
