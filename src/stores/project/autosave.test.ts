/** Work as it goes out of stores, and back into others. */
import { expect, it } from 'vitest';
import { FakeWorker, settle } from '../../testing/fakeWorker';
import { ComputeClient } from '../../workers/client';
import { createDataStore } from '../dataStore';
import { createEmbedStore } from '../embedStore';
import { createKindsStore } from '../kindsStore';
import { createLabelStore } from '../label/labelStore';
import { createSuggestionStore } from '../label/suggestionStore';
import { createModelStore } from '../modelStore';
import { createPredictStore } from '../predictStore';
import { createTrainStore } from '../trainStore';
import { autosave, type Kept } from './autosave';
import { restoreWork } from './work';

function visit(kept: Kept = {}) {
  const worker = new FakeWorker();
  const client = new ComputeClient(worker);
  const labels = createLabelStore(client, () => {});
  const stores = {
    data: createDataStore(client),
    embed: createEmbedStore(client),
    labels,
    suggestions: createSuggestionStore(client, labels, () => {}),
    model: createModelStore(client),
    predict: createPredictStore(client, createKindsStore(client)),
    train: createTrainStore(client),
  };
  if (kept.work) restoreWork(stores, { work: kept.work, source: kept.source });
  const saves: Kept[] = [];
  const saving = autosave(stores, kept, async (now) => {
    if (failing) throw new Error('no room');
    saves.push(now);
    await held;
  });
  return { worker, stores, saves, saving };
}
let failing = false;
/** What writes wait for. */
let held: Promise<void> | undefined;

/** @returns what lets them end */
function hold(): () => void {
  let end = () => {};
  held = new Promise((resolve) => {
    end = resolve;
  });
  return () => {
    held = undefined;
    end();
  };
}

const info = { dataset: 1, name: 'x', tasks: {}, columns: [], problems: [], examples: [], summary: {} };

it('brings back texts, settings, corrections and the data set', async () => {
  const { worker, stores, saves, saving } = visit();
  stores.embed.getState().setText('mine');
  stores.train.getState().setOptions({ epochs: 7 });
  stores.train.getState().setStartFrom('current');
  stores.predict.getState().expect('run 1');
  void stores.data.getState().open({ kind: 'text', name: 'a.csv', text: 'a,b' }, { seed: 3 });
  await worker.answer('loadDataset', info);
  stores.data.getState().setSplit('test');
  await saving.flush();
  const kept = saves.at(-1) as Kept;

  const next = visit(kept);
  expect(next.stores.embed.getState().text).toBe('mine');
  expect(next.stores.train.getState()).toMatchObject({ options: { epochs: 7 }, startFrom: 'current' });
  expect(next.stores.predict.getState().wanted).toBe('run 1');
  expect(next.stores.data.getState().split).toBe('test');
  expect(next.worker.last('loadDataset').params).toMatchObject({ source: { kind: 'text', name: 'a.csv' }, options: { seed: 3 } });
});

it('keeps a data set and a model that are still being opened', async () => {
  const kept: Kept = {
    source: { kind: 'sample' },
    work: { ...(await someWork()), data: { options: {}, split: 'train' }, model: 'far/away', text: 'before' },
  };
  const { stores, saves, saving } = visit(kept);
  stores.embed.getState().setText('after');
  await saving.flush();
  expect(saves).toEqual([{ source: { kind: 'sample' }, work: { ...kept.work, text: 'after' } }]);
});

it('writes only what changed, and tries again what could not be written', async () => {
  const { stores, saves, saving } = visit();
  failing = true;
  stores.embed.getState().setText('mine');
  await saving.flush();
  expect(saves).toEqual([]);
  failing = false;
  await saving.flush();
  expect(saves.map(({ work }) => work?.text)).toEqual(['mine']);
  stores.predict.setState({ running: true });
  await saving.flush();
  expect(saves).toHaveLength(1);
});

it('writes at once while an earlier write is still under way, as a page that goes away waits for none', async () => {
  const { stores, saves, saving } = visit();
  let end = hold();
  stores.embed.getState().setText('mine');
  const first = saving.flush();
  stores.embed.getState().setText('mine, and more');
  const second = saving.flush();
  expect(saves.map(({ work }) => work?.text)).toEqual(['mine', 'mine, and more']);
  end();
  await Promise.all([first, second]);
  await saving.flush();
  expect(saves).toHaveLength(2);
  // Nor is what was written before taken for what comes last.
  end = hold();
  stores.embed.getState().setText('other');
  const third = saving.flush();
  stores.embed.getState().setText('mine, and more');
  const fourth = saving.flush();
  end();
  await Promise.all([third, fourth]);
  expect(saves.map(({ work }) => work?.text).slice(2)).toEqual(['other', 'mine, and more']);
});

it('does not keep a project in which nothing was done', async () => {
  const { worker, stores, saves, saving } = visit();
  void stores.model.getState().load('some/model');
  await worker.answer('load', { handle: 1, id: 'some/model', device: { device: 'wasm', fellBack: false } });
  await saving.flush();
  expect(saves).toEqual([]);
  stores.embed.getState().setText('mine');
  await saving.flush();
  expect(saves.map(({ work }) => work?.model)).toEqual(['some/model']);
});

async function someWork() {
  const { stores, saves, saving } = visit();
  stores.embed.getState().setText('some');
  await saving.flush();
  await settle();
  return saves[0].work as NonNullable<Kept['work']>;
}
