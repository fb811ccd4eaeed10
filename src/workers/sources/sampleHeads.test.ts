/** The heads that ship with the page, as `npm run models` wrote them, against the labels of the sample. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sampleDataset } from '../../data/builtIn';
import type { Dataset, Span } from '../../data/dataset';
import { connect, nodeHost } from '../../testing/nodeHost';
import type { ComputeClient } from '../client';
import type { SampleHeads } from '../protocol';

const MODEL = 'all-MiniLM-L6-v2';
let client: ComputeClient;
let close: () => void;
let data: Dataset;
let handle: number;
let sample: SampleHeads | undefined;

beforeAll(async () => {
  ({ client, close } = connect(nodeHost()));
  data = await sampleDataset();
  handle = (await client.call('load', { model: MODEL, device: 'wasm' })).handle;
  sample = await client.call('useSampleHeads', { handle });
});
afterAll(() => close());

it('answers rows that they did not learn from as well as is said, counted here by hand', async () => {
  expect(sample).toMatchObject({ rows: data.train.length, validation: data.validation.length });
  const items = await client.call('predict', { handle, texts: data.validation.map(({ text }) => ({ text })) });
  const classes = items.map(({ tasks }) => (tasks.topic as { label: string }).label);
  const right = data.validation.filter(({ labels }, i) => labels.topic === classes[i]).length;
  expect(right / classes.length).toBeCloseTo(sample?.metrics.topic.accuracy ?? 0, 12);
  expect(right / classes.length).toBeGreaterThan(0.85);

  const key = ({ start, end, label }: Span) => `${start} ${end} ${label}`;
  let [hits, found, gold] = [0, 0, 0];
  for (const [i, { labels }] of data.validation.entries()) {
    const expected = new Set((labels.entities as Span[]).map(key));
    const { entities } = items[i].tasks.entities as { entities: Span[] };
    hits += entities.filter((span) => expected.has(key(span))).length;
    found += entities.length;
    gold += expected.size;
  }
  const f1 = (2 * hits) / (found + gold);
  expect(f1).toBeCloseTo(sample?.metrics.entities.f1 ?? 0, 12);
  expect(f1).toBeGreaterThan(0.8);
});

it('recipes take them for heads that have learned nothing of a person, and untrained ones replace them', async () => {
  const { dataset } = await client.call('loadDataset', { source: { kind: 'sample' } });
  expect((await client.call('situation', { handle, dataset })).heads.trained).toBe(false);
  const text = { text: 'Voters in Chile rejected the new constitution.' };
  const answer = async () =>
    (await client.call('predict', { handle, texts: [text] }))[0].tasks.topic as { label: string; scores: number[] };
  const before = await answer();
  expect(before.label).toBe('World');
  const tasks = { topic: { kind: 'classification', labels: ['World', 'Sports', 'Business', 'Science'] } };
  await client.call('setTasks', { handle, tasks, seed: 7 });
  expect(Math.max(...(await answer()).scores)).toBeLessThan(0.5);
  await client.call('useSampleHeads', { handle });
  expect(await answer()).toEqual(before);
});
