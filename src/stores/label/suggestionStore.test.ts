/** What the page asks of a worker that learns, and what it makes of the answers. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LabelChoices } from '../../project/labels';
import { FakeWorker } from '../../testing/fakeWorker';
import { ComputeClient } from '../../workers/client';
import type { Learned, RowToLabel, SuggestedTask } from '../../workers/protocol';
import { createLabelStore, type LabelStore } from './labelStore';
import { createSuggestionStore, QUEUES, type SuggestionStore } from './suggestionStore';

const ROWS = Array.from(
  { length: 30 },
  (_, index): RowToLabel => ({ index, key: `k${index}`, split: 'train', text: `text ${index}`, labels: {} }),
);
const TOPIC: SuggestedTask = { task: 'topic', column: 'topic', values: 'names', names: ['a', 'b'] };
const TARGET = { handle: 3, model: 'mini', dataset: 7, reading: 'x', tasks: [TOPIC] };
const learned = (rows: number, queue: number[] = [], drawn: number[] = []): Learned => ({
  tasks: { topic: { rows, names: true, neighbours: 0, labelled: rows, unread: 0, test: 0 } },
  read: 30,
  open: 30,
  queue: { rows: Uint32Array.from(queue), drawn },
});

let worker: FakeWorker;
let labels: LabelStore;
let store: SuggestionStore;
let choices: LabelChoices[];
const state = () => store.getState();
const count = (method: string) => worker.calls.filter((call) => call.method === method).length;
const pass = async (milliseconds = 200) => {
  await vi.advanceTimersByTimeAsync(milliseconds);
};
const answer = async (method: Parameters<FakeWorker['answer']>[0], result: unknown) => {
  const answered = worker.answer(method, result);
  await pass(1);
  await answered;
};

beforeEach(async () => {
  vi.useFakeTimers();
  worker = new FakeWorker();
  const client = new ComputeClient(worker);
  labels = createLabelStore(client, () => {});
  choices = [];
  store = createSuggestionStore(client, labels, (now) => void choices.push(now));
  void labels.getState().show(7);
  await answer('labelOutline', { rows: ROWS.length, keys: ROWS.map(({ key }) => key), labelled: [] });
  await answer('rowsToLabel', ROWS);
  state().follow(TARGET);
  await answer('openSuggestions', { session: 1, done: 30, rows: 30 });
});
afterEach(() => vi.useRealTimers());

it('ranks rows behind the one that is looked at, and fetches suggestions for those that come next', async () => {
  expect(worker.last('learnLabels').params).toEqual({ session: 1, tasks: [TOPIC], changed: [], ranking: { by: 'mixed', task: 'topic' } });
  await answer('learnLabels', learned(0, [9, 4, 20], [4]));
  expect(labels.getState().position).toBe(0);
  expect(worker.last('suggestLabels').params).toEqual({ session: 1, rows: [0, 9, 4] });
  await answer('suggestLabels', [{ topic: { label: 'a', sure: 0.7 } }, {}, {}]);
  expect(state().suggestions.get(0)).toEqual({ topic: { label: 'a', sure: 0.7 } });
  labels.getState().step(1);
  expect(labels.getState()).toMatchObject({ position: 9, order: { title: QUEUES.mixed } });
  await pass();
  expect(worker.last('suggestLabels').params).toEqual({ session: 1, rows: [20] });
});

it('sends what has changed, once labelling pauses, and again where more came meanwhile', async () => {
  await answer('learnLabels', learned(0, [9, 4]));
  await answer('suggestLabels', [{}, {}, {}]);
  labels.getState().label(ROWS[0], [['topic', 'a']], 'a');
  labels.getState().label(ROWS[9], [['topic', 'b']], 'b');
  expect(count('learnLabels')).toBe(1);
  await pass();
  const row = (index: number, label: string) => ({ row: index, labels: [['topic', label]], skipped: false });
  expect(worker.last('learnLabels').params).toMatchObject({ changed: [row(0, 'a'), row(9, 'b')] });
  labels.getState().mark(ROWS[5], { skipped: true }, 'Skip');
  labels.getState().undo();
  labels.getState().undo();
  await pass();
  expect(count('learnLabels')).toBe(2);
  await answer('learnLabels', learned(2, [4]));
  await answer('suggestLabels', [{}, {}, {}]);
  // Taken back before it was sent: the worker hears of the label alone.
  expect(worker.last('learnLabels').params).toMatchObject({ changed: [{ row: 9, labels: [], skipped: false }] });
});

it('does not bring back a row that was labelled while rows were ranked', async () => {
  for (const row of [0, 1]) {
    labels.getState().label(ROWS[row], [['topic', 'a']], 'a');
    labels.getState().step(1);
  }
  expect(labels.getState()).toMatchObject({ position: 2, order: undefined });
  await answer('learnLabels', learned(0, [1, 9, 0, 4]));
  await answer('suggestLabels', [{}, {}, {}]);
  expect(Array.from(labels.getState().order?.rows.subarray(0, 3) ?? [])).toEqual([2, 9, 4]);
  await pass();
  // Nor where a person has gone back to a row before it.
  await answer('learnLabels', learned(2, [9, 4]));
  await answer('suggestLabels', [{}, {}, {}]);
  labels.getState().step(1);
  labels.getState().label(ROWS[9], [['topic', 'a']], 'a');
  labels.getState().step(-1);
  await pass();
  labels.getState().label(ROWS[4], [['topic', 'b']], 'b');
  await answer('learnLabels', learned(3, [4, 12]));
  expect(labels.getState().order?.rows[1]).toBe(12);
});

it('keeps the order that a person has chosen while rows were ranked', async () => {
  state().rank('files');
  await answer('learnLabels', learned(0, [9, 4]));
  await answer('suggestLabels', [{}, {}, {}]);
  expect(labels.getState().order).toBeUndefined();
  state().rank('leastSure');
  await vi.waitFor(() => expect(worker.last('learnLabels').params).toMatchObject({ ranking: { by: 'leastSure' } }));
  labels.getState().showRows('Suspected labels', [7, 8]);
  await answer('learnLabels', learned(0, [9, 4]));
  expect(labels.getState().order?.title).toBe('Suspected labels');
});

it('learns again without a label once texts of an earlier visit are compared', async () => {
  await answer('learnLabels', { ...learned(0, [9]), comparing: true });
  await answer('suggestLabels', [{}, {}, {}]);
  await pass(1000);
  expect(count('learnLabels')).toBe(1);
  await pass(1000);
  expect(worker.last('learnLabels').params).toMatchObject({ changed: [] });
  await answer('learnLabels', learned(0, [9]));
  await answer('suggestLabels', [{}, {}, {}]);
  await pass(5000);
  expect(count('learnLabels')).toBe(2);
});

it('leaves rows alone that were sent from elsewhere, and as the files have them where a person says so', async () => {
  await answer('learnLabels', learned(0, [9]));
  await answer('suggestLabels', [{}, {}, {}]);
  labels.getState().showRows('Suspected labels', [7, 8]);
  labels.getState().label(ROWS[7], [['topic', 'a']], 'a');
  await pass();
  expect(worker.last('learnLabels').params).not.toMatchObject({ ranking: expect.anything() });
  await answer('learnLabels', { tasks: {}, read: 30, open: 30 });
  expect(labels.getState().order?.title).toBe('Suspected labels');
  state().rank('leastSure');
  await vi.waitFor(() => expect(worker.last('learnLabels').params).toMatchObject({ ranking: { by: 'leastSure', task: 'topic' } }));
  await answer('learnLabels', learned(1, [12]));
  expect(labels.getState().order?.title).toBe(QUEUES.leastSure);
  state().rank('files');
  expect(labels.getState().order).toBeUndefined();
  expect(choices).toEqual([
    { rankedBy: 'leastSure', source: 'labels' },
    { rankedBy: 'files', source: 'labels' },
  ]);
});

it('keeps what was learned when the same rows are read again, and begins anew with another model', async () => {
  await answer('learnLabels', learned(0, [9]));
  await answer('suggestLabels', [{}, {}, {}]);
  void labels.getState().show(8);
  await answer('labelOutline', { rows: ROWS.length, keys: ROWS.map(({ key }) => key), labelled: [] });
  state().follow({ ...TARGET, dataset: 8 });
  await pass();
  expect(count('openSuggestions')).toBe(1);
  await answer('learnLabels', learned(0, [9]));
  state().follow({ ...TARGET, dataset: 8, model: 'tuned' });
  await pass();
  expect(count('openSuggestions')).toBe(2);
  expect(worker.last('dropSuggestions').params).toEqual({ session: 1 });
  expect(state().learned).toEqual({});
});

it('goes on reading when the tab is looked at again, unless a person has stopped it', async () => {
  await answer('learnLabels', { ...learned(0), read: 5 });
  await answer('suggestLabels', [{}, {}, {}]);
  const reading = () => worker.calls.filter((call) => call.method === 'readToSuggest');
  expect(reading()).toHaveLength(1);
  state().follow(undefined);
  expect(worker.cancelled).toEqual([reading()[0].id]);
  await answer('readToSuggest', { done: 9, rows: 30 });
  state().follow(TARGET);
  expect(reading()).toHaveLength(2);
  state().reading?.stop();
  await answer('readToSuggest', { done: 12, rows: 30 });
  expect(state()).toMatchObject({ reading: undefined, texts: { read: 12, all: 30 } });
  state().follow(TARGET);
  expect(reading()).toHaveLength(2);
});

it('goes on reading where it is wanted again before the worker has heard that it was not', async () => {
  await answer('learnLabels', { ...learned(0), read: 5 });
  await answer('suggestLabels', [{}, {}, {}]);
  const reading = () => worker.calls.filter((call) => call.method === 'readToSuggest');
  state().follow(undefined);
  state().follow(TARGET);
  expect(reading()).toHaveLength(1);
  await answer('readToSuggest', { done: 9, rows: 30 });
  expect(reading()).toHaveLength(2);

  state().follow({ ...TARGET, reading: 'y' });
  await answer('openSuggestions', { session: 2, done: 9, rows: 30 });
  await answer('learnLabels', { ...learned(0), read: 9 });
  await answer('suggestLabels', [{}, {}, {}]);
  expect(reading()).toHaveLength(2);
  await answer('readToSuggest', { done: 9, rows: 30 });
  expect(reading().at(-1)?.params).toMatchObject({ session: 2 });
});

it('suggests for what a list shows, as far as that has been read, anew after every turn', async () => {
  const sports = { topic: { label: 'a', sure: 0.7 } };
  await answer('learnLabels', learned(0, [9, 4]));
  await answer('suggestLabels', [sports, {}, {}]);
  state().look([0, 12, 13]);
  expect(worker.last('suggestLabels').params).toEqual({ session: 1, rows: [12, 13], leaveUnread: true });
  await answer('suggestLabels', [sports, {}]);
  expect(state().suggestions.get(12)).toEqual(sports);
  // It was not read: once it comes next it is, and asked for.
  expect(state().suggestions.has(13)).toBe(false);
  const asked = count('suggestLabels');
  state().look([0, 12]);
  expect(count('suggestLabels')).toBe(asked);
  labels.getState().label(ROWS[0], [['topic', 'b']], 'b');
  await pass();
  await answer('learnLabels', learned(1, [9, 4]));
  await answer('suggestLabels', [{}, {}, {}]);
  // Shown until there is another.
  expect(state().suggestions.get(12)).toEqual(sports);
  expect(worker.last('suggestLabels').params).toEqual({ session: 1, rows: [12], leaveUnread: true });
  await answer('suggestLabels', [{ topic: { label: 'b', sure: 0.6 } }]);
  expect(state().suggestions.get(12)).toEqual({ topic: { label: 'b', sure: 0.6 } });
  state().look([]);
  labels.getState().label(ROWS[1], [['topic', 'b']], 'b');
  await pass();
  await answer('learnLabels', learned(2, [9, 4]));
  await answer('suggestLabels', [{}, {}, {}]);
  expect(state().suggestions.has(12)).toBe(false);
});
