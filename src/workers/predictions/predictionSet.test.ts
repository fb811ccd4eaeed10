import { describe, expect, it } from 'vitest';
import { createHead } from '../../tasks/head';
import type { PredictionView } from '../protocol';
import { PredictionSet } from './predictionSet';

const SHAPE = { hiddenSize: 2, layers: 2 };
const text = (words: string) => ({ text: words, pieces: [] });

/** Four rows with the probabilities of "yes" 0.9, 0.6, 0.2, 0.7, and of the labels x and y. */
function fourRows(): PredictionSet {
  const heads = [
    createHead('sure', { kind: 'classification', labels: ['no', 'yes'] }, SHAPE, 0),
    createHead('constructor', { kind: 'multiLabel', labels: ['x', 'y'] }, SHAPE, 0),
    createHead('score', { kind: 'regression', mean: 0, scale: 1 }, SHAPE, 0),
  ];
  const texts = ['a', 'b', 'c', 'd', 'not yet'].map((one) => ({ text: one }));
  const set = new PredictionSet('four.csv', texts, heads);
  const logit = (p: number) => Math.log(p / (1 - p));
  for (const [row, yes] of [0.9, 0.6, 0.2, 0.7].entries()) {
    set.columns[0].put(row, Float32Array.of(0, logit(yes)), text(texts[row].text));
    set.columns[1].put(
      row,
      Float32Array.from(
        [
          [0.9, 0.8],
          [0.1, 0.3],
          [0.51, 0.2],
          [0.95, 0.1],
        ][row],
        logit,
      ),
      text(texts[row].text),
    );
    set.columns[2].put(row, Float32Array.of(row), text(texts[row].text));
  }
  set.done = 4;
  return set;
}

const set = fourRows();
const shown = (view: PredictionView) => {
  const rows = set.rows(view, 0, 10).map(({ index }) => index);
  expect([...set.order(view)]).toEqual(rows);
  return rows;
};

describe('a set of predictions', () => {
  it('is shown in the order of the file, as far as it is answered', () => {
    expect(shown({})).toEqual([0, 1, 2, 3]);
    expect(set.rows({}, 2, 1)).toEqual([
      {
        index: 2,
        text: 'c',
        truncated: false,
        answers: [
          { label: 'no', confidence: expect.closeTo(0.8, 6), scores: expect.closeTo(0.8, 6) },
          { label: ['x'], confidence: expect.closeTo(0.51, 6), scores: [expect.closeTo(0.51, 6)] },
          { label: 2 },
        ],
      },
    ]);
  });

  it('is sorted by confidence, either way; what has none keeps the order of the file', () => {
    expect(shown({ order: { task: 'sure', first: 'least' } })).toEqual([1, 3, 2, 0]);
    expect(shown({ order: { task: 'sure', first: 'most' } })).toEqual([0, 2, 3, 1]);
    expect(shown({ order: { task: 'score', first: 'most' } })).toEqual([0, 1, 2, 3]);
  });

  it('is filtered by label, by "none", and by what is unsure', () => {
    expect(shown({ label: { task: 'sure', name: 'yes' } })).toEqual([0, 1, 3]);
    expect(shown({ label: { task: 'constructor', name: 'y' } })).toEqual([0]);
    expect(shown({ label: { task: 'constructor' } })).toEqual([1]);
    expect(shown({ threshold: 0.65, unsure: true })).toEqual([1, 2]);
    expect(shown({ threshold: 0.65, unsure: true, label: { task: 'sure', name: 'no' } })).toEqual([]);
    expect(shown({ unsure: true })).toEqual([]);
    expect(shown({ label: { task: 'sure', name: 'yes' }, order: { task: 'sure', first: 'least' } })).toEqual([1, 3, 0]);
  });

  it('an answer at the threshold is sure', () => {
    const { confidence = 0 } = set.rows({}, 1, 1)[0].answers[0] ?? {};
    expect(shown({ threshold: confidence, unsure: true, label: { task: 'sure', name: 'yes' } })).toEqual([]);
  });

  it('counts names, empty lists and unsure answers', () => {
    expect(set.counts({ threshold: 0.65, label: { task: 'sure', name: 'yes' } })).toEqual({
      rows: 3,
      done: 4,
      unsure: 2,
      tasks: [
        {
          names: [
            ['yes', 3],
            ['no', 1],
          ],
          none: 0,
          unsure: 1,
          unanswered: 0,
        },
        {
          names: [
            ['x', 3],
            ['y', 1],
          ],
          none: 1,
          unsure: 1,
          unanswered: 0,
        },
        { names: [], none: 0, unsure: 0, unanswered: 0 },
      ],
    });
  });
});
