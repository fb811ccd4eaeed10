import { expect, it } from 'vitest';
import { type Example, emptyLabels } from '../../data/dataset';
import type { View } from '../../tasks/kind';
import type { EncodedView } from './encodedSplit';
import { keptExamples, keptLayout } from './keptStates';

const example = (text: string, other: string): Example => ({ text, other, labels: emptyLabels() });
const examples = [example('a', 'x'), example('bb', 'a'), example('a', 'y'), example('bb', 'a'), example('c', 'x')];

/** As many tokens as characters, in one sequence each. */
const viewOf = (reads: (example: Example) => string): EncodedView => ({
  texts: examples.map((one) => {
    const ids = [...reads(one)].map(() => 1);
    return { sequences: [{ ids, first: 0, end: ids.length, at: 0 }] };
  }),
  firstPiece: new Uint32Array(),
});

it('states of a text that comes again are those of its first time', () => {
  const views = new Map<View, EncodedView>([
    ['text', viewOf(({ text }) => text)],
    ['joint', viewOf(({ text, other }) => text + other)],
  ]);
  const layout = (view: View) => keptLayout({ examples, encoded: { views } }, view);
  expect(keptExamples(examples, 'text').map(({ text }) => text)).toEqual(['a', 'bb', 'c']);
  expect(layout('text')).toEqual({ first: [0, 1, 0, 1, 3], tokens: 4 });
  expect(keptExamples(examples, 'joint')).toEqual([0, 1, 2, 4].map((i) => examples[i]));
  expect(layout('joint')).toEqual({ first: [0, 2, 5, 2, 7], tokens: 9 });
});
