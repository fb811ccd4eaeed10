/** Steps as a project keeps them, through a database in memory, against the list of them that a visit has. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, it } from 'vitest';
import { Random } from '../random';
import { ProjectDatabase } from './database';
import { bothChanges, type Edit, KeptSteps, NO_STEPS, type StepChanges, type Steps, stepsOf } from './steps';

const edit = (what: string, rows = 1): Edit => ({
  what,
  position: 0,
  rows: Array.from({ length: rows }, (_, i) => ({ key: `k${i}`, after: { comment: what } })),
});

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

/** What a visit does, and what it has written of it. */
function visit(start: Steps) {
  const steps = { ...start };
  const kept = KeptSteps.of(steps);
  return {
    steps,
    kept,
    perform(step: Edit): StepChanges {
      const number = steps.earlier + steps.done.length;
      const isKept = kept.add(number, step);
      Object.assign(steps, { done: [...steps.done, step], undone: [] });
      return { written: new Map(isKept ? [[number, step]] : []), from: number, done: number + 1, first: kept.first };
    },
    move(by: 1 | -1): StepChanges | undefined {
      const [from, to] = by < 0 ? (['done', 'undone'] as const) : (['undone', 'done'] as const);
      const step = steps[from].at(-1);
      if (!step) return undefined;
      Object.assign(steps, { [from]: steps[from].slice(0, -1), [to]: [...steps[to], step] });
      return { written: new Map(), done: steps.earlier + steps.done.length, first: kept.first };
    },
  };
}

it('whatever is done, taken back and done again is there after every reload', async () => {
  const random = new Random(7);
  let now = visit(NO_STEPS);
  for (let i = 0; i < 120; i++) {
    const dice = random.next();
    const changes = dice < 0.5 ? now.perform(edit(`step ${i}`)) : now.move(dice < 0.8 ? -1 : 1);
    if (changes) await new ProjectDatabase().writeLabels('a', { steps: changes });
    if (i % 9 !== 8) continue;
    const { steps = NO_STEPS } = await new ProjectDatabase().readLabels('a');
    expect(steps).toEqual(now.steps);
    now = visit(steps);
  }
  expect(now.steps.done.length).toBeGreaterThan(5);
  expect((await new ProjectDatabase().readLabels('b')).steps).toBeUndefined();
});

it('changes that are written together are as those that are written one by one', async () => {
  const random = new Random(3);
  const now = visit(NO_STEPS);
  let waiting: StepChanges | undefined;
  for (let i = 0; i < 200; i++) {
    const changes = random.next() < 0.6 ? now.perform(edit(`step ${i}`)) : now.move(random.next() < 0.7 ? -1 : 1);
    waiting = bothChanges(waiting, changes);
    if (i % 7 !== 0 || !waiting) continue;
    await new ProjectDatabase().writeLabels('a', { steps: waiting });
    waiting = undefined;
    expect((await new ProjectDatabase().readLabels('a')).steps).toEqual(now.steps);
  }
});

it('keeps the latest 2,000 steps, and of those that changed many rows fewer', async () => {
  const now = visit(NO_STEPS);
  let all: StepChanges | undefined;
  for (let i = 0; i < 2010; i++) all = bothChanges(all, now.perform(edit(`step ${i}`)));
  await new ProjectDatabase().writeLabels('a', { steps: all });
  const { steps = NO_STEPS } = await new ProjectDatabase().readLabels('a');
  expect(steps).toMatchObject({ earlier: 10, undone: [] });
  expect(steps.done.map(({ what }) => what)).toEqual(Array.from({ length: 2000 }, (_, i) => `step ${i + 10}`));

  const after = visit(steps);
  await new ProjectDatabase().writeLabels('a', { steps: after.perform(edit('many', 19_000)) });
  const fewer = (await new ProjectDatabase().readLabels('a')).steps as Steps;
  expect(fewer.done).toHaveLength(1001);
  expect(fewer.earlier).toBe(1010);
  expect(after.kept.first).toBe(1010);
});

it('a step that is too large is not kept, nor is any before it: they would be taken back without it', async () => {
  const now = visit(NO_STEPS);
  const database = new ProjectDatabase();
  await database.writeLabels('a', { steps: now.perform(edit('small')) });
  await database.writeLabels('a', { steps: now.perform(edit('large', 20_001)) });
  expect((await database.readLabels('a')).steps).toEqual({ done: [], undone: [], earlier: 2 });
  await database.writeLabels('a', { steps: now.perform(edit('next')) });
  expect((await database.readLabels('a')).steps).toMatchObject({ done: [{ what: 'next' }], earlier: 2 });
  // In this visit all can be taken back; what is then kept begins anew.
  for (let i = 0; i < 3; i++) await database.writeLabels('a', { steps: now.move(-1) });
  expect((await database.readLabels('a')).steps).toEqual({ done: [], undone: [], earlier: 0 });
  await database.writeLabels('a', { steps: now.perform(edit('instead')) });
  expect((await database.readLabels('a')).steps).toEqual({ ...now.steps, earlier: 0 });
});

it('steps with one missing between them are not used', () => {
  const at = (number: number) => [number, edit(`step ${number}`)] as const;
  expect(stepsOf([at(4), at(6)], { done: 6, first: 4 })).toEqual({ done: [], undone: [], earlier: 6 });
  expect(stepsOf([at(3), at(4), at(5)], { done: 5, first: 4 })).toMatchObject({ done: [at(4)[1]], undone: [at(5)[1]], earlier: 4 });
});
