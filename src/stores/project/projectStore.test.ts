/** Projects against a database in memory: two tabs share it and the locks. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, it, vi } from 'vitest';
import { ProjectDatabase } from '../../project/database';
import { NO_LABELS } from '../../project/labels';
import type { Work } from '../../project/project';
import { readProjectFile } from '../../project/projectFile';
import { WebLocks } from '../../testing/webLocks';
import { DEFAULT_OPTIONS } from '../../train/plan/options';
import { createProjectStore, firstProject, type Opened } from './projectStore';
import type { Restored } from './work';

const workWith = (text: string): Work => ({ text, train: { options: DEFAULT_OPTIONS, startFrom: 'new' }, seed: 0 });

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  vi.stubGlobal('navigator', { locks: new WebLocks() });
});

/** A tab has a memory of its own, which outlasts a reload. */
async function tab(memory = new Map<string, string>()) {
  const storage = {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
  };
  vi.stubGlobal('sessionStorage', storage);
  const database = new ProjectDatabase();
  const first = await firstProject(database);
  const shown: Opened[] = [first];
  /** What the stores of the panels would have. */
  const now: Restored = { work: workWith('as it is'), labels: NO_LABELS };
  const store = createProjectStore(database, first, {
    flush: async () => {},
    present: () => now,
    show: (opened) => void shown.push(opened),
  });
  return { store, now, state: () => store.getState(), shown: () => shown.at(-1), release: first.release, memory };
}

it('is there again after a reload, with its files and its new name', async () => {
  const before = await tab();
  expect(before.state().saved).toBe('never');
  await before.state().keep({ work: workWith('mine'), source: { kind: 'sample' } });
  await before.state().rename(' Reviews ');
  before.release();
  const after = await tab(before.memory);
  expect(after.state()).toMatchObject({ current: { name: 'Reviews', id: before.state().current.id }, saved: 'saved', notice: undefined });
  expect(after.shown()).toMatchObject({ work: { text: 'mine' }, source: { kind: 'sample' } });
});

it('a second tab gets a project of its own, and cannot open the first', async () => {
  const one = await tab();
  await one.state().keep({ work: workWith('one') });
  const two = await tab();
  expect(two.state().notice).toBe('“Untitled project” is open in another tab. This tab has a new project.');
  expect(two.state().current.name).toBe('Untitled project 2');
  await two.state().open(one.state().current.id);
  expect(two.state().error?.message).toMatch(/open in another tab/);
  expect(two.state().current.name).toBe('Untitled project 2');
  expect(two.state().list.map(({ elsewhere }) => elsewhere)).toEqual([true]);
});

it('opens others, and gives up the one before', async () => {
  const one = await tab();
  await one.state().keep({ work: workWith('one') });
  const { id } = one.state().current;
  await one.state().create();
  expect(one.shown()).toEqual({});
  await one.state().keep({ work: workWith('two') });
  await one.state().open(id);
  expect(one.shown()?.work?.text).toBe('one');
  // Work that is kept from now on is that project's.
  await one.state().keep({ work: workWith('one, changed') });
  const two = await tab();
  expect(two.shown()?.work?.text).toBe('two');
});

const STEP = { what: 'Flag', position: 0, rows: [{ key: 'k', after: { flagged: true as const } }] };

it('a copy stands for itself', async () => {
  const one = await tab();
  await one.state().keep({ work: workWith('one'), source: { kind: 'toy' } });
  Object.assign(one.now, one.state().kept);
  const { id } = one.state().current;
  one.now.labels = { ...NO_LABELS, marks: new Map([['k', { flagged: true }]]), steps: { done: [STEP], undone: [], earlier: 3 } };
  await one.state().duplicate();
  // What was done in one is not taken back in the other.
  expect(one.shown()?.labels).toEqual({ ...NO_LABELS, marks: new Map([['k', { flagged: true }]]) });
  expect(await new ProjectDatabase().readLabels(one.state().current.id)).toEqual(one.shown()?.labels);
  expect(one.state().current.name).toBe('Untitled project, copy');
  await one.state().keep({ work: workWith('changed'), source: { kind: 'toy' } });
  await one.state().open(id);
  expect(one.shown()).toMatchObject({ work: { text: 'one' }, source: { kind: 'toy' } });
});

it('a deleted project can be restored, and another one is open in its place', async () => {
  const one = await tab();
  await one.state().keep({ work: workWith('one') });
  const { id } = one.state().current;
  await one.state().remove(id);
  expect(one.state().current.id).not.toBe(id);
  expect(one.state().list.find((project) => project.id === id)?.removed).toBeGreaterThan(0);
  await one.state().restore(id);
  await one.state().open(id);
  expect(one.shown()?.work?.text).toBe('one');
});

it('goes out as a file and comes in as a project of its own', async () => {
  const one = await tab();
  await one.state().keep({ work: workWith('one'), source: { kind: 'sample' } });
  Object.assign(one.now, one.state().kept);
  const file = new File([(await one.state().save(new Blob(['model']))) as Blob], 'x.tandem.zip');
  globalThis.indexedDB = new IDBFactory();
  const two = await tab();
  await two.state().openFile(file);
  expect(two.shown()).toMatchObject({
    work: { text: 'one' },
    source: { kind: 'sample' },
    model: { path: expect.stringMatching(/^Untitled project-[0-9a-f]{8}\.zip$/) },
  });
});

it('says so where the browser refuses to keep anything, and works on', async () => {
  vi.stubGlobal('indexedDB', {
    open() {
      throw new DOMException('no', 'SecurityError');
    },
  });
  const one = await tab();
  expect(one.state().error?.message).toMatch(/does not keep this project \(SecurityError\)/);
  await expect(one.state().keep({ work: workWith('one') })).rejects.toThrow();
  expect(one.state().saved).toBe('failed');
});

it('a full disk is named, and the next change is tried again', async () => {
  const one = await tab();
  const write = vi.spyOn(ProjectDatabase.prototype, 'write').mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'));
  const now = { work: workWith('one'), source: { kind: 'sample' } } as const;
  await expect(one.state().keep(now)).rejects.toThrow();
  expect(one.state()).toMatchObject({ saved: 'failed', error: { code: 'storage-full' } });
  await one.state().keep(now);
  expect(one.state()).toMatchObject({ saved: 'saved', error: undefined });
  expect(await new ProjectDatabase().readSource(one.state().current.id)).toEqual({ kind: 'sample' });
  write.mockRestore();
});

it('is not taken for saved while its files are not, whatever was written meanwhile', async () => {
  const one = await tab();
  let refuse = (_: unknown) => {};
  const held = new Promise<void>((_, reject) => {
    refuse = reject;
  });
  const write = vi.spyOn(ProjectDatabase.prototype, 'write').mockReturnValueOnce(held);
  const source = { kind: 'sample' } as const;
  const first = one.state().keep({ work: workWith('one'), source });
  const second = one.state().keep({ work: workWith('two'), source });
  refuse(new DOMException('full', 'QuotaExceededError'));
  await expect(first).rejects.toThrow();
  await second;
  expect(one.state()).toMatchObject({ saved: 'failed', error: { code: 'storage-full' } });
  await one.state().keep({ work: workWith('three'), source });
  expect(one.state().saved).toBe('saved');
  expect(await new ProjectDatabase().readSource(one.state().current.id)).toEqual(source);
  write.mockRestore();
});

it('a project that is deleted stays deleted whatever is still written of it', async () => {
  const one = await tab();
  await one.state().keep({ work: workWith('one') });
  const { id } = one.state().current;
  vi.spyOn(ProjectDatabase.prototype, 'list').mockImplementationOnce(async () => {
    await one.state().keep({ work: workWith('one, changed') });
    return [];
  });
  await one.state().remove(id);
  expect((await new ProjectDatabase().read(id))?.removed).toBeGreaterThan(0);
});

it('a duplicated tab says that the project it remembers is elsewhere', async () => {
  const one = await tab();
  await one.state().keep({ work: workWith('one') });
  await one.state().rename('One');
  const { id } = one.state().current;
  const other = await tab();
  await other.state().keep({ work: workWith('other') });
  other.release();
  const copy = await tab(new Map(one.memory));
  expect(copy.state().current.id).not.toBe(id);
  expect(copy.state().notice).toBe('“One” is open in another tab. “Untitled project” is open here.');
});

const flagged = (row: string) => ({ marks: new Map([[row, { flagged: true } as const]]) });

it('labels that could not be written keep their project open, and go into no other', async () => {
  const one = await tab();
  await one.state().keep({ work: workWith('one') });
  const first = one.state().current;
  const write = vi.spyOn(ProjectDatabase.prototype, 'writeLabels').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
  await one.state().keepLabels(flagged('lost?'));
  // Work that can be written does not make labels written.
  await one.state().keep({ work: workWith('more') });
  expect(one.state().saved).toBe('failed');
  await one.state().create();
  expect(one.state().current.id).toBe(first.id);
  expect(one.state().error?.message).toMatch(/could not be kept, so it stays open/);
  write.mockRestore();
  await one.state().create();
  expect(one.state()).toMatchObject({ saved: 'never', error: undefined });
  await one.state().keepLabels(flagged('other'));
  const database = new ProjectDatabase();
  expect([...(await database.readLabels(first.id)).marks.keys()]).toEqual(['lost?']);
  expect([...(await database.readLabels(one.state().current.id)).marks.keys()]).toEqual(['other']);
});

it('can be saved as a file where the browser keeps nothing, labels included', async () => {
  vi.stubGlobal('indexedDB', {
    open() {
      throw new DOMException('no', 'SecurityError');
    },
  });
  const one = await tab();
  Object.assign(one.now, { work: workWith('only here'), labels: { ...NO_LABELS, ...flagged('mine') } });
  const file = (await one.state().save()) as Blob;
  const { work, labels } = await readProjectFile(file, 'x.tandem.zip');
  expect(work.text).toBe('only here');
  expect(labels).toEqual({ ...NO_LABELS, ...flagged('mine') });
});
