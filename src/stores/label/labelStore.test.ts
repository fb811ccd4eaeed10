/** Labels as they are given, taken back and counted; a worker of the test's making holds the rows. */
import { beforeEach, expect, it } from 'vitest';
import type { LabelChanges } from '../../project/database';
import type { RowMarks } from '../../project/labels';
import { FakeWorker } from '../../testing/fakeWorker';
import { ComputeClient } from '../../workers/client';
import type { RowToLabel } from '../../workers/protocol';
import { labelOf } from './edits';
import { createLabelStore, type LabelStore } from './labelStore';
import { nextUnlabelled } from './progress';
import { tasksToLabel } from './tasksToLabel';

const rowAt = (index: number, labels = {}): RowToLabel => ({ index, key: `k${index}`, split: 'train', text: `text ${index}`, labels });
const ROWS = [rowAt(0, { topic: 'a' }), rowAt(1), rowAt(2), rowAt(3)];

let worker: FakeWorker;
let store: LabelStore;
let kept: Map<string, RowMarks | undefined>;
let changes: LabelChanges[];
const state = () => store.getState();
const topic = () => state().rows && tasksToLabel(undefined, state().tasks, state().tally)[0];

beforeEach(async () => {
  worker = new FakeWorker();
  kept = new Map();
  changes = [];
  store = createLabelStore(new ComputeClient(worker), (change) => {
    changes.push(change);
    for (const [key, said] of change.marks ?? []) kept.set(key, said);
  });
  void state().show(7);
  await worker.answer('labelOutline', {
    rows: ROWS.length,
    keys: ROWS.map(({ key }) => key),
    labelled: [['topic', Uint8Array.of(1, 0, 0, 0)]],
  });
  await worker.answer('rowsToLabel', ROWS);
  state().setTasks([{ column: 'topic', values: 'names', names: ['a', 'b'] }], 'Add');
});

it('a label of a person stands before that of the file, and can be taken back step by step', () => {
  const shown = () => labelOf(state().marks.get('k0'), ROWS[0].labels, 'topic');
  expect(shown()).toBe('a');
  state().label(ROWS[0], [['topic', 'b']], 'b');
  expect(shown()).toBe('b');
  state().label(ROWS[0], [['topic', null]], 'none');
  expect(shown()).toBeUndefined();
  state().go(3);
  state().undo();
  expect(shown()).toBe('b');
  expect(state().position).toBe(0);
  state().undo();
  expect(shown()).toBe('a');
  expect(kept.get('k0')).toBeUndefined();
  state().redo();
  state().redo();
  expect(shown()).toBeUndefined();
  state().undo();
  state().mark(ROWS[1], { flagged: true, comment: 'hm' }, 'Flag');
  expect(state().undone).toEqual([]);
  expect(kept.get('k1')).toEqual({ flagged: true, comment: 'hm' });
});

it('whoever looks at a data set that is on its way waits for it, too', async () => {
  void state().show(8);
  const sent = state()
    .show(8)
    .then(() => state().showRows('Row 4', [3]));
  await worker.answer('labelOutline', { rows: ROWS.length, keys: ROWS.map(({ key }) => `other ${key}`), labelled: [] });
  await sent;
  expect(state()).toMatchObject({ position: 3, order: { title: 'Row 4' } });
});

it('a step and what it changed are written together, and what was taken back is overwritten by what is done instead', () => {
  const steps = () => changes.at(-1)?.steps;
  state().label(ROWS[0], [['topic', 'b']], 'b');
  expect(steps()).toMatchObject({ from: 1, done: 2, first: 0 });
  expect(steps()?.written.get(1)).toEqual(state().done[1]);
  expect(changes.at(-1)?.marks?.get('k0')).toEqual(state().done[1].rows[0].after);
  state().undo();
  const undo = changes.findLast((one) => one.steps);
  expect(undo).toMatchObject({ steps: { written: new Map(), done: 1, first: 0 }, marks: new Map([['k0', undefined]]) });
  state().label(ROWS[1], [['topic', 'a']], 'a');
  expect(steps()).toMatchObject({ from: 1, done: 2 });
  state().undo();
  state().redo();
  expect(changes.findLast((one) => one.steps)?.steps).toEqual({ written: new Map(), done: 2, first: 0 });
});

it('goes on with the steps and the order of the visit before', async () => {
  const before = { what: 'Label as b', position: 2, rows: [{ key: 'k2', after: { flagged: true as const } }] };
  const next = createLabelStore(new ComputeClient(worker), (change) => changes.push(change));
  const lastOrder = { title: 'drawn', first: Uint32Array.of(3, 1, 2), drawn: [1, 2], rows: 4 };
  next.setState({ done: [before], earlier: 5, marks: new Map([['k2', { flagged: true }]]), position: 2, lastOrder });
  void next.getState().show(7);
  await worker.answer('labelOutline', { rows: ROWS.length, keys: ROWS.map(({ key }) => key), labelled: [] });
  await worker.answer('rowsToLabel', ROWS);
  expect([...(next.getState().order?.rows ?? [])]).toEqual([3, 1, 2, 0]);
  // Row 2 was drawn, and its label says so.
  next.getState().label(ROWS[2], [['topic', 'b', 'a']], 'b');
  expect(next.getState().marks.get('k2')?.labels?.topic).toMatchObject({ drawn: true });
  expect(changes.at(-1)?.steps).toMatchObject({ from: 6, done: 7, first: 5 });
  next.getState().undo();
  next.getState().undo();
  expect(next.getState()).toMatchObject({ done: [], position: 2 });
  expect(changes.findLast((one) => one.steps)?.steps).toMatchObject({ done: 5, first: 5 });
  next.getState().step(-1);
  expect(changes.at(-1)).toMatchObject({ position: 1, order: { title: 'drawn', first: Uint32Array.of(3, 1), drawn: [1], rows: 4 } });
  next.getState().asInFiles();
  expect(changes.at(-1)).toEqual({ order: null });
});

it('an order of other rows is not gone on with', async () => {
  const next = createLabelStore(new ComputeClient(worker), () => {});
  next.setState({ lastOrder: { title: 'drawn', first: Uint32Array.of(3, 1), drawn: [], rows: 5 } });
  void next.getState().show(7);
  await worker.answer('labelOutline', { rows: ROWS.length, keys: ROWS.map(({ key }) => key), labelled: [] });
  expect(next.getState().order).toBeUndefined();
});

it('undoes everything in any order of doing: what is kept is what is shown', () => {
  for (let i = 0; i < 200; i++) {
    const row = ROWS[(i * 7) % 4];
    if (i % 5 === 4) state().undo();
    else if (i % 11 === 10) state().redo();
    else if (i % 3 === 0) state().mark(row, { skipped: true }, 'Skip');
    else
      state().label(
        row,
        [
          ['topic', i % 2 ? 'a' : 'b'],
          ['other', [`n${i}`]],
        ],
        'x',
      );
  }
  for (const [key, said] of kept) expect(state().marks.get(key)).toEqual(said);
  while (state().done.length > 0) state().undo();
  expect(state().marks.size).toBe(0);
  expect(state().tasks).toEqual([]);
  while (state().undone.length > 0) state().redo();
  for (const [key, said] of kept) expect(state().marks.get(key)).toEqual(said);
});

it('remembers what was suggested when a row got its first label', () => {
  state().label(ROWS[1], [['topic', 'b', 'a']], 'b');
  state().label(ROWS[1], [['topic', 'a', 'c']], 'a');
  expect(state().marks.get('k1')?.labels?.topic).toMatchObject({ label: 'a', by: 'person', suggested: 'a' });
  state().label(ROWS[2], [['topic', 'b']], 'b');
  expect(state().marks.get('k2')?.labels?.topic).not.toHaveProperty('suggested');
});

it('counts rows of files and of persons, and finds the next without a label', () => {
  state().label(ROWS[1], [['topic', 'b']], 'b');
  state().label(ROWS[2], [['topic', 'a']], 'a', 'suggestion');
  expect(state().tally.columns.get('topic')).toEqual({
    labelled: 3,
    given: 2,
    accepted: 1,
    names: new Map([
      ['b', 1],
      ['a', 1],
    ]),
  });
  expect(nextUnlabelled(state(), [topic()])).toBe(3);
  state().mark(ROWS[3], { skipped: true }, 'Skip');
  expect(nextUnlabelled(state(), [topic()])).toBeUndefined();
  state().label(ROWS[0], [['topic', null]], 'none');
  expect(nextUnlabelled(state(), [topic()])).toBe(0);
});

it('asks the model about rows that come next, and forgets answers of other heads', async () => {
  void state().suggest(1);
  expect(worker.last('predict').params).toMatchObject({ texts: [{ text: 'text 0' }, { text: 'text 1' }, { text: 'text 2' }] });
  state().forgetSuggestions();
  await worker.answer('predict', [{}, {}, {}]);
  expect(state().predictions.size).toBe(0);
  void state().suggest(1);
  await worker.answer('predict', [{}, {}, {}]);
  expect(state().predictions.size).toBe(3);
});

it('puts the rows first of which the model is least sure, and goes through them in this order', async () => {
  void state().leastSureFirst(3, 'topic');
  await worker.answer('openPredictions', { set: 9 });
  await worker.say({
    kind: 'progress',
    id: worker.last('runPredictions').id,
    progress: { stage: 'sentences', done: 2, total: 4, perSecond: 1, secondsLeft: 2 },
  });
  expect(state().ordering).toMatchObject({ done: 2, total: 4 });
  await worker.answer('runPredictions', { set: 9, done: 4, rows: 4 });
  expect(worker.last('predictionOrder').params).toEqual({ set: 9, view: { order: { task: 'topic', first: 'least' } } });
  await worker.answer('predictionOrder', Uint32Array.of(2, 0, 3, 1));
  expect(worker.last('dropPredictions').params).toEqual({ set: 9 });
  const seen = [state().position];
  for (let i = 0; i < 5; i++) {
    state().step(1);
    seen.push(state().position);
  }
  expect(seen).toEqual([2, 0, 3, 1, 1, 1]);
  state().step(-1);
  expect(state().position).toBe(3);
  // Row 0 has a label of its file.
  expect(nextUnlabelled(state(), [topic()])).toBe(1);
  state().asInFiles();
  state().step(-1);
  expect(state().position).toBe(2);
});

it('a ranking that was stopped changes no order', async () => {
  void state().leastSureFirst(3, 'topic');
  await worker.answer('openPredictions', { set: 9 });
  state().ordering?.stop();
  await worker.answer('runPredictions', { set: 9, done: 2, rows: 4 });
  expect(state()).toMatchObject({ order: undefined, ordering: undefined, position: 0 });
});

it('rows that are sent from elsewhere come first, the others as in the files', () => {
  state().showRows('Suspected labels', [3, 1, 3, 9]);
  expect(state().order).toMatchObject({ title: 'Suspected labels', first: 2 });
  const seen = [state().position];
  for (let i = 0; i < 3; i++) {
    state().step(1);
    seen.push(state().position);
  }
  expect(seen).toEqual([3, 1, 0, 2]);
  state().showRows('Nothing', []);
  expect(state().order?.title).toBe('Suspected labels');
});

it('rows that come next follow the one that is looked at, and labels of drawn ones say so', () => {
  state().go(1);
  state().showNext('queue', { rows: [3, 0], drawn: [3] });
  state().step(1);
  expect(state().position).toBe(3);
  state().label(ROWS[3], [['topic', 'a', 'b']], 'a');
  state().showNext('queue', { rows: [2, 1], drawn: [] });
  expect([...(state().order?.rows ?? [])]).toEqual([1, 3, 2, 0]);
  state().label(ROWS[3], [['topic', 'b', 'b']], 'b');
  state().step(1);
  state().label(ROWS[2], [['topic', 'a']], 'a');
  expect(state().marks.get('k3')?.labels?.topic).toMatchObject({ label: 'b', suggested: 'b', drawn: true });
  expect(state().marks.get('k2')?.labels?.topic).not.toHaveProperty('drawn');
  state().step(-1);
  state().step(-1);
  expect(state().position).toBe(1);
});
