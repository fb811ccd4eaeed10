/** Exploring a data set with the bundled model, on workers that share this thread. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GivenLabels } from '../../data/given';
import { connect, nodeHost } from '../../testing/nodeHost';
import { ExploreClient } from '../../workers/explore/client';
import { type ExplorePort, serveExplore } from '../../workers/explore/serve';
import type { LoadedModel } from '../../workers/protocol';
import { colouringsOf, MOST_NAMES } from './colouring';
import { createExploreStore, type ExploreStore } from './exploreStore';

const ROWS = [
  ['The bank raised its interest rates.', 'money'],
  ['Shares of the bank fell on Monday.', 'money'],
  ['SHARES OF THE BANK FELL ON MONDAY.', 'money'],
  ['=A cat sleeps on the "sofa", purring.', 'pets'],
  ['The kitten plays with a ball of wool.', 'pets'],
  ['Our cat catches mice in the garden.', 'money'],
  ['Rain is expected in the north.', 'weather'],
  ['The storm brought heavy rain and wind.', 'weather'],
];

const { client, close } = connect(nodeHost());
let started = 0;
const ended: boolean[] = [];
function spawn(): ExploreClient {
  const { port1, port2 } = new MessageChannel();
  const at = started++;
  serveExplore({
    postMessage: (message) => port2.postMessage(message),
    addEventListener: (_, listener) => port2.addEventListener('message', listener),
  } satisfies ExplorePort);
  port1.start();
  port2.start();
  return new ExploreClient({
    postMessage: (message, transfer) => port1.postMessage(message, transfer),
    addEventListener: (_, listener) => port1.addEventListener('message', listener),
    terminate() {
      ended[at] = true;
      port1.close();
    },
  });
}

let model: LoadedModel;
let dataset: number;
let store: ExploreStore;
const state = () => store.getState();

beforeAll(async () => {
  const tasks = { topic: { kind: 'classification', labels: ['money', 'pets'] } };
  model = await client.call('load', { model: 'all-MiniLM-L6-v2', device: 'auto', tasks, seed: 1 });
  const lines = ROWS.map(([text, topic]) => JSON.stringify({ text, topic }));
  const source = { kind: 'text', name: 'rows.jsonl', text: lines.join('\n') } as const;
  dataset = (await client.call('loadDataset', { source, options: { validationShare: 0 } })).dataset;
  store = createExploreStore(client, spawn);
  const set = await client.call('embed', { handle: model.handle, source: { kind: 'dataset', dataset } });
  await state().open(set, dataset, true);
});
afterAll(() => {
  state().end();
  close();
});

describe('exploring a data set', () => {
  it('makes a map, clusters and near-duplicates of it', () => {
    expect(state()).toMatchObject({ error: undefined, step: undefined, settled: true, count: ROWS.length });
    expect(state().points).toHaveLength(2 * ROWS.length);
    expect(state().clusters?.counts.reduce((sum, count) => sum + count)).toBe(ROWS.length);
    const { a, b, similarity } = state().pairs as NonNullable<ReturnType<typeof state>['pairs']>;
    expect([a[0], b[0]]).toEqual([1, 2]);
    expect(similarity[0]).toBeCloseTo(1, 5);
  });

  it('knows its labels, and the keys of its rows in the Label tab', async () => {
    const [topic] = state().columns;
    expect(topic).toMatchObject({ title: 'topic', role: 'label', names: ['money', 'pets', 'weather'] });
    expect([...topic.of].map((place) => topic.names[place])).toEqual(ROWS.map(([, label]) => label));
    expect(state().keys).toEqual((await client.call('labelOutline', { dataset })).keys);
  });

  it('finds what comparing with all sentences finds', async () => {
    const query = 'an animal at home';
    const { data, shape } = await client.call('encode', { handle: model.handle, sentences: [query, ...ROWS.map(([text]) => text)] });
    const vector = (row: number) => data.subarray(row * shape[1], (row + 1) * shape[1]);
    const dot = (one: Float32Array, other: Float32Array) => one.reduce((sum, value, i) => sum + value * other[i], 0);
    const cosine = (one: Float32Array, other: Float32Array) => dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
    const expected = ROWS.map((_, row) => ({ row, score: cosine(vector(0), vector(row + 1)) })).sort((x, y) => y.score - x.score);
    await state().search(model.handle, query);
    const hits = state().found?.hits ?? [];
    expect(hits.map(({ index }) => index)).toEqual(expected.map(({ row }) => row));
    hits.forEach(({ score }, i) => {
      expect(score).toBeCloseTo(expected[i].score, 5);
    });
  });

  it('colours by predictions, and by mistakes where there are labels', async () => {
    await state().predict(model.handle);
    const colourings = colouringsOf(state().clusters, state().columns);
    expect(colourings.map(({ title }) => title)).toEqual(['Clusters', 'Label: topic', 'Prediction: topic', 'Mistakes: topic']);
    const answers = await client.call('predict', { handle: model.handle, texts: ROWS.map(([text]) => ({ text })) });
    const [, , predicted, mistakes] = colourings;
    expect([...predicted.of].map((place) => predicted.names[place])).toEqual(answers.map(({ label }) => label));
    expect([...mistakes.of].map((place) => mistakes.names[place])).toEqual(
      answers.map(({ label }, row) => (label === ROWS[row][1] ? 'right' : 'wrong')),
    );
  });

  it('writes chosen rows, with what is known of them', async () => {
    const jsonl = await (await state().save(Uint32Array.of(3, 5), 'jsonl'))?.text();
    const rows = (jsonl ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.map((row) => [row.row, row.text, row['Label: topic']])).toEqual([
      [4, ROWS[3][0], 'pets'],
      [6, ROWS[5][0], 'money'],
    ]);
    expect(rows[1].x).toBeCloseTo(state().points?.[10] as number, 5);
    const csv = await (await state().save(Uint32Array.of(3), 'csv'))?.text();
    expect(csv?.split('\r\n')[0]).toBe('row,text,Clusters,Label: topic,Prediction: topic,Mistakes: topic,x,y');
    // No spreadsheet is to run what is in a text.
    expect(csv?.split('\r\n')[1]).toMatch(/^4,"'=A cat sleeps on the ""sofa"", purring\.",/);
  });

  it('counts clusters anew, the largest first', async () => {
    await state().cluster(3);
    const { counts, of, names } = state().clusters as NonNullable<ReturnType<typeof state>['clusters']>;
    expect(counts).toEqual([...counts].sort((x, y) => y - x));
    expect(counts).toEqual(counts.map((_, cluster) => of.filter((one) => one === cluster).length));
    expect(names.find((_, cluster) => cluster === of[7])).toContain('rain');
  });

  it('takes labels of a newer data set with the same rows, and of no other', async () => {
    const before = state().columns;
    const other = { kind: 'text', name: 'other.jsonl', text: '{"text":"one","topic":"a"}\n{"text":"two","topic":"b"}' } as const;
    await state().follow((await client.call('loadDataset', { source: other })).dataset);
    expect(state().columns).toBe(before);
    const [key] = state().keys as string[];
    const given: GivenLabels = { columns: [], rows: [[key, [['topic', 'pets']]]] };
    const { dataset: again } = await client.call('loadDataset', {
      source: { kind: 'again', dataset },
      options: { validationShare: 0 },
      given,
    });
    await state().follow(again);
    const [topic] = state().columns;
    expect(topic.names[topic.of[0]]).toBe('pets');
  });

  it('can be stopped, and drawn again', async () => {
    const info = await client.call('embed', { handle: model.handle, source: { kind: 'dataset', dataset } });
    const opening = state().open(info, undefined, false);
    state().stop();
    await opening;
    expect(ended.at(-1)).toBe(true);
    expect(state()).toMatchObject({ stopped: true, step: undefined, points: undefined, keys: undefined });
    await state().draw();
    expect(state()).toMatchObject({ stopped: false, settled: true });
    expect(started).toBeGreaterThan(1);
  });

  it('searches with the same model under another handle', async () => {
    const { handle } = await client.call('load', { model: 'all-MiniLM-L6-v2', device: 'auto' });
    await state().search(handle, 'a storm');
    expect(state().found?.hits[0].text).toContain('storm');
  });
});

it('names beyond those that can be told apart are one', () => {
  const names = Array.from({ length: 40 }, (_, i) => `class ${i}`);
  const of = Int32Array.from([0, 22, 23, 39, -1]);
  const [only] = colouringsOf(undefined, [{ title: 'intent', role: 'label', names, of }]);
  expect(only.names).toHaveLength(MOST_NAMES);
  expect([...only.of].map((place) => only.names[place])).toEqual(['class 0', 'class 22', 'others', 'others', undefined]);
});
