import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, it } from 'vitest';
import { DEFAULT_OPTIONS } from '../train/plan/options';
import { ProjectDatabase } from './database';
import type { RowMarks } from './labels';
import { type KeptSource, newProject, type Project, RESTORABLE_MS } from './project';

const project = (name: string, changed: number): Project => ({
  ...newProject([], name, changed),
  work: { text: `of ${name}`, train: { options: DEFAULT_OPTIONS, startFrom: 'new' }, seed: 0 },
});

let database: ProjectDatabase;
beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  database = new ProjectDatabase();
});

it('keeps projects for the next visit, the latest changed first', async () => {
  const [old, late] = [project('old', 1), project('late', 2)];
  await database.write(old);
  await database.write(late);
  const next = new ProjectDatabase();
  expect((await next.list()).map(({ name }) => name)).toEqual(['late', 'old']);
  expect(await next.read(old.id)).toEqual(old);
});

it('keeps tasks called as what every object has', async () => {
  const odd = project('odd', 1);
  const tasks = JSON.parse('{"__proto__": {"weight": 2, "learningRate": 1, "freeze": true}, "constructor": {"weight": 3}}');
  await database.write({ ...odd, work: { ...odd.work, train: { options: { ...DEFAULT_OPTIONS, tasks }, startFrom: 'new' } } } as Project);
  const found = (await database.read(odd.id))?.work?.train.options.tasks ?? {};
  expect(Object.entries(found)).toEqual(Object.entries(tasks));
});

it('keeps the source of a data set apart, written only where it is given', async () => {
  const one = project('one', 1);
  const source = { kind: 'text', name: 'mine', text: 'one\ntwo' } as const;
  await database.write(one, { source });
  await database.write({ ...one, changed: 2 });
  expect(await database.readSource(one.id)).toEqual(source);
  expect(await database.readSource('another')).toBeUndefined();
  await database.write(one, { source: undefined });
  expect(await database.readSource(one.id)).toBeUndefined();
});

it('writes a project and its files, or neither', async () => {
  const one = project('one', 1);
  await database.write(one);
  const source = { kind: 'text', name: () => 'which no database takes', text: '' } as unknown as KeptSource;
  await expect(database.write({ ...one, changed: 5 }, { source })).rejects.toThrow();
  expect(await database.read(one.id)).toMatchObject({ changed: 1 });
  expect(await database.readSource(one.id)).toBeUndefined();
});

it('forgets deleted projects and their sources once they cannot be restored any more', async () => {
  const now = 10 * RESTORABLE_MS;
  const [kept, deleted, gone] = [project('kept', 1), project('deleted', 2), project('gone', 3)];
  await database.write(kept);
  await database.write({ ...deleted, removed: now - RESTORABLE_MS + 1 });
  await database.write({ ...gone, removed: now - RESTORABLE_MS }, { source: { kind: 'sample' } });
  for (const { id } of [kept, gone]) await database.writeLabels(id, { marks: new Map([['row', { flagged: true }]]), tasks: [] });
  await database.sweep(now);
  expect((await database.list()).map(({ name }) => name)).toEqual(['deleted', 'kept']);
  expect(await database.readSource(gone.id)).toBeUndefined();
  expect((await database.readLabels(gone.id)).marks.size).toBe(0);
  expect((await database.readLabels(kept.id)).marks.size).toBe(1);
});

it('keeps labels by project and row, as they were last said', async () => {
  const label = { label: [{ start: 0, end: 3, label: 'PER' }], by: 'person', at: 5 } as const;
  const marks = { labels: JSON.parse(`{"__proto__": ${JSON.stringify(label)}}`) };
  await database.writeLabels('a', {
    marks: new Map<string, RowMarks>([
      ['1', marks],
      ['2', { flagged: true }],
    ]),
    tasks: [{ column: 't', values: 'spans', names: ['PER'] }],
  });
  await database.writeLabels('ab', { marks: new Map([['1', { skipped: true }]]) });
  await database.writeLabels('a', { marks: new Map([['2', undefined]]) });
  const found = await new ProjectDatabase().readLabels('a');
  expect(found.tasks).toEqual([{ column: 't', values: 'spans', names: ['PER'] }]);
  expect([...found.marks.keys()]).toEqual(['1']);
  expect(Object.entries(found.marks.get('1')?.labels ?? {})).toEqual([['__proto__', label]]);
});

it('keeps the order of rows and what was chosen of it, until it is that of the files again', async () => {
  const order = { title: 'drawn', first: Uint32Array.of(4, 2), drawn: [2], rows: 9 };
  const choices = { rankedBy: 'drawn', source: 'labels' } as const;
  await database.writeLabels('a', { order, choices });
  await database.writeLabels('a', { position: 2 });
  expect(await new ProjectDatabase().readLabels('a')).toMatchObject({ order, choices, position: 2 });
  await database.writeLabels('a', { order: null });
  expect((await database.readLabels('a')).order).toBeUndefined();
});

it('keeps thousands of rows that change at once, and what is said of them right after', async () => {
  const marks = new Map(Array.from({ length: 1234 }, (_, i): [string, RowMarks] => [`row ${i}`, { comment: String(i) }]));
  const all = database.writeLabels('a', { marks, position: 3 });
  const later = database.writeLabels('a', { marks: new Map([['row 7', { flagged: true }]]) });
  await Promise.all([all, later]);
  const found = await database.readLabels('a');
  expect(found.position).toBe(3);
  expect(found.marks).toEqual(marks.set('row 7', { flagged: true }));
});

it('gives names that are free', () => {
  expect(newProject(['Untitled project', 'Untitled project 2']).name).toBe('Untitled project 3');
});

it('keeps a step of many rows whole, in its place among others', async () => {
  const rows = Array.from({ length: 250 }, (_, i) => ({ key: `${i}`, after: { comment: `${i}` } }));
  const edits = [rows.slice(0, 1), rows, rows.slice(100, 200)].map((changed, position) => ({ what: 'Comment', rows: changed, position }));
  await database.writeLabels('a', { steps: { written: new Map(edits.entries()), done: 3, first: 0 } });
  expect((await database.readLabels('a')).steps).toEqual({ done: edits, undone: [], earlier: 0 });

  await database.writeLabels('a', { steps: { written: new Map([[1, edits[2]]]), from: 1, done: 2, first: 0 } });
  expect((await database.readLabels('a')).steps?.done).toEqual([edits[0], edits[2]]);
  await database.writeLabels('a', { steps: { written: new Map([[2, edits[1]]]), done: 3, first: 2 } });
  expect((await database.readLabels('a')).steps).toEqual({ done: [edits[1]], undone: [], earlier: 2 });
});
