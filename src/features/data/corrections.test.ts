import { expect, test } from 'vitest';
import { readDataset } from '../../data/readDataset';
import { choiceOf, choose, renameLabel } from './corrections';

const FILE = { name: 'pets.csv', text: 'text,topic\na cat,cat\na dog,dog\na hound,hound\na fish,fish\nan eel,fish\na hen,cat\n' };

const topics = (options: Parameters<typeof readDataset>[1]) => {
  const { train, validation } = readDataset([FILE], options);
  return new Map([...train, ...validation].map(({ text, labels }) => [text, labels.topic]));
};

test('a renamed label can be renamed again, and a joined one with all that were joined', () => {
  const joined = renameLabel({}, 'topic', 'hound', 'dog');
  expect(topics(joined).get('a hound')).toBe('dog');
  const again = renameLabel(joined, 'topic', 'dog', 'canine');
  expect(topics(again).get('a hound')).toBe('canine');
  expect(topics(again).get('a dog')).toBe('canine');
  const out = renameLabel(again, 'topic', 'canine', null);
  expect(topics(out).get('a dog')).toBeUndefined();
  expect(topics(out).get('a hound')).toBeUndefined();
  expect(topics(out).get('a cat')).toBe('cat');
});

test('names can be swapped', () => {
  const away = renameLabel({}, 'topic', 'cat', 'other');
  const swapped = renameLabel(renameLabel(away, 'topic', 'dog', 'cat'), 'topic', 'other', 'dog');
  expect(topics(swapped).get('a cat')).toBe('dog');
  expect(topics(swapped).get('a dog')).toBe('cat');
});

test('choices of a column add up until they are taken back', () => {
  const named = choose({ validationShare: 0.5 }, 'constructor', { name: 'kind' });
  const both = choose(named, 'constructor', { leaveOut: true });
  expect(choiceOf(both, 'constructor')).toEqual({ name: 'kind', leaveOut: true });
  expect(choiceOf({}, 'constructor')).toEqual({});
  const back = choose(both, 'constructor', undefined);
  expect(choiceOf(back, 'constructor')).toEqual({});
  expect(back.validationShare).toBe(0.5);
});
