/** Names that objects have of themselves, as classes, labels and entity types: they are names like any other, everywhere. */
import { expect, it } from 'vitest';
import { connect, nodeHost } from '../testing/nodeHost';
import { loadDataset } from './Dataset';
import { MultiTaskSentenceTransformer } from './MultiTaskSentenceTransformer';

const NAMES = ['__proto__', 'constructor', 'toString'];
const CITIES = ['Oslo', 'Lima', 'Porto', 'Delhi', 'Quito', 'Turin'];

const rows = Array.from({ length: 36 }, (_, i) => {
  const [kind, city] = [i % 3, CITIES[i % CITIES.length]];
  const text = `${['The mill of', 'We sailed from', 'It rains in'][kind]} ${city} ${i}`;
  const start = text.indexOf(city);
  return JSON.stringify({
    text,
    topic: NAMES[kind],
    tags: kind === 0 ? [NAMES[0], NAMES[1]] : [NAMES[kind]],
    entities: [{ start, end: start + city.length, label: NAMES[kind] }],
    split: i < 24 ? 'train' : 'validation',
  });
});

it('are trained, scored, answered, kept and exported', async () => {
  const host = nodeHost();
  const { client, close } = connect(host);
  const dataset = await loadDataset(rows.join('\n'), 'jsonl', { client });
  const { tasks } = dataset.info;
  const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', { tasks, device: 'wasm', client });
  const run = await model.train(dataset, { epochs: 25, batchSize: 8, learningRate: { topic: 1e-2, tags: 1e-2, entities: 2e-2 } });
  expect(run.metrics.topic).toMatchObject({ accuracy: 1, macroF1: 1 });
  expect(run.metrics.tags.microF1).toBe(1);
  expect(run.metrics.entities.f1).toBeGreaterThan(0.9);
  expect(await model.evaluate(dataset)).toEqual(run.metrics);
  const { items } = await model.predict(['The mill of Oslo 3', 'We sailed from Lima 4', 'It rains in Turin 5']);
  expect(items.map(({ tasks: { topic } }) => (topic as { label: string }).label)).toEqual(NAMES);
  expect(items.map(({ tasks: { tags } }) => (tags as { labels: string[] }).labels)).toEqual([[NAMES[0], NAMES[1]], [NAMES[1]], [NAMES[2]]]);
  expect(
    items.map(({ tasks: { entities } }) => (entities as { entities: { label: string }[] }).entities.map(({ label }) => label)),
  ).toEqual(NAMES.map((name) => [name]));
  for (const format of ['csv', 'jsonl', 'conll']) {
    const written = await (await model.exportPredictions(dataset, format)).blob.text();
    for (const name of NAMES) expect(written).toContain(name);
  }
  const saved = await model.save('tandem');
  const again = await MultiTaskSentenceTransformer.fromPretrained(new File([saved.blob], saved.name), { device: 'wasm', client });
  expect((await again.predict(['It rains in Turin 5'])).items[0].tasks).toEqual(items[2].tasks);
  const other = connect(host);
  const details = (await other.client.call('runs', undefined)).map(({ tasks: kept }) => kept);
  expect(JSON.stringify(details[0])).toContain('__proto__');
  other.close();
  close();
});
