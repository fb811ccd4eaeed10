/** What is asked of the worker for a learning curve, and what is kept of its answer. */
import { beforeEach, expect, it } from 'vitest';
import type { GivenLabel, RowMarks } from '../../project/labels';
import { FakeWorker } from '../../testing/fakeWorker';
import { ComputeClient } from '../../workers/client';
import type { LabelCurve, SuggestedTask } from '../../workers/protocol';
import { createLabelCurveStore, type LabelCurveStore, labelledInOrder } from './labelCurveStore';
import { createLabelStore, type LabelStore } from './labelStore';
import { createSuggestionStore, type SuggestionStore } from './suggestionStore';

const TASK: SuggestedTask = { task: 'topic', column: 'topic', values: 'names', names: ['a', 'b'] };
const CURVE: LabelCurve = { labels: 3, scored: 3, byChance: false, points: [], outlook: { why: 'few' } };
const given = (at: number, more: Partial<GivenLabel> = {}): RowMarks => ({ labels: { topic: { label: 'a', by: 'person', at, ...more } } });

let worker: FakeWorker;
let labels: LabelStore;
let suggestions: SuggestionStore;
let store: LabelCurveStore;

beforeEach(() => {
  worker = new FakeWorker();
  const client = new ComputeClient(worker);
  labels = createLabelStore(client, () => {});
  suggestions = createSuggestionStore(client, labels, () => {});
  store = createLabelCurveStore(client, labels, suggestions);
  labels.setState({
    keys: ['k0', 'k1', 'k2', 'k3', 'k4', 'k5'],
    marks: new Map([
      ['k0', given(30)],
      ['k1', given(10, { drawn: true })],
      ['k2', given(20, { label: null })],
      ['k3', given(5, { by: 'file' })],
      ['k4', given(20, { by: 'suggestion' })],
      ['of another data set', given(1)],
      ['k5', { labels: { other: { label: 'a', by: 'person', at: 1 } } }],
    ]),
  });
});

it('labels come in the order in which a person gave them', () => {
  expect(labelledInOrder(labels.getState(), 'topic')).toEqual({ order: [1, 4, 0], drawn: [1] });
});

it('draws in the session that suggestions are learned in, once at a time', async () => {
  void store.getState().draw(TASK);
  expect(worker.calls).toHaveLength(0);
  suggestions.setState({ session: 4 });
  void store.getState().draw(TASK);
  void store.getState().draw(TASK);
  expect(worker.calls.filter(({ method }) => method === 'labelCurve')).toHaveLength(1);
  expect(worker.last('labelCurve').params).toEqual({ session: 4, task: TASK, order: [1, 4, 0], drawn: [1] });
  expect(store.getState().running).toMatchObject({ column: 'topic' });
  await worker.answer('labelCurve', CURVE);
  expect(store.getState()).toMatchObject({ running: undefined, drawn: { topic: { curve: CURVE, session: 4 } } });
});
