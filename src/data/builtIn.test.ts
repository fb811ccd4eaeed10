import { expect, it } from 'vitest';
import { sampleDataset, toyDataset } from './builtIn';
import { describeDataset } from './describe';
import { namesOf } from './labelSets';

it('the sample: at least 400 sentences, four topics, three entity types, a validation split, no problem', async () => {
  const sample = await sampleDataset();
  const { rows, columns } = describeDataset(sample);
  expect(rows.train + rows.validation).toBeGreaterThanOrEqual(400);
  expect(rows.validation).toBeGreaterThanOrEqual(80);
  expect(rows.test).toBe(0);
  expect(columns.map(({ name, values }) => [name, values])).toEqual([
    ['topic', 'names'],
    ['entities', 'spans'],
  ]);
  const [topic, entities] = columns;
  expect(Object.keys(topic.names)).toEqual(['Business', 'Science', 'Sports', 'World']);
  for (const { train, validation } of Object.values(topic.names)) expect(train + validation).toBeGreaterThanOrEqual(100);
  expect(Object.keys(entities.names)).toEqual(['LOC', 'ORG', 'PER']);
  expect(sample.problems).toEqual([]);
});

it('the toy set has random labels, the same for the same seed', () => {
  const texts = Array.from({ length: 50 }, (_, i) => `sentence number ${i}`);
  const toy = toyDataset(texts, 1);
  expect([toy.train.length, toy.validation.length, toy.test.length]).toEqual([40, 10, 0]);
  expect(namesOf(toy.train, 'topic')).toEqual(['Business', 'Science', 'Sports', 'World']);
  expect(namesOf(toy.train, 'entities')).toEqual(['LOC', 'ORG', 'PER']);
  expect(toy.columns.map(({ name, values, count }) => [name, values, count])).toEqual([
    ['topic', 'names', 50],
    ['entities', 'spans', 50],
  ]);
  for (const { labels, words } of toy.train) {
    // Every end of an entity is an end of a word.
    for (const span of [labels.entities].flat()) {
      if (typeof span !== 'object') throw new Error('spans are expected');
      expect([...(words ?? [])].filter((_, i) => i % 2 === 0)).toContain(span.start);
      expect([...(words ?? [])].filter((_, i) => i % 2 === 1)).toContain(span.end);
    }
  }
  expect(toyDataset(texts, 1)).toEqual(toy);
  expect(toyDataset(texts, 2)).not.toEqual(toy);
});
