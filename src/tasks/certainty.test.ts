/** How sure answers are, against probabilities worked out by hand. */
import { describe, expect, it } from 'vitest';
import type { Piece } from '../tokenizer/piece';
import type { TaskConfig } from './kind';
import { taskKind } from './registry';

const ln = Math.log;
const TEXT = 'Ada met Bob';
const pieces: Piece[] = [
  { id: 1, start: 0, end: 3, word: 0 },
  { id: 1, start: 4, end: 7, word: 1 },
  { id: 1, start: 8, end: 9, word: 2 },
  { id: 1, start: 9, end: 11, word: 2 },
];

function certainty(config: TaskConfig, outputs: number[], text = { text: TEXT, pieces }) {
  const kind = taskKind(config.kind);
  const complete = kind.complete(config);
  return kind.certainty?.(kind.decode(Float32Array.from(outputs), text, complete), text, complete);
}

it('a class: its probability', () => {
  // Logits ln 1, ln 3, ln 4 have the probabilities 1/8, 3/8, 4/8.
  const sure = certainty({ kind: 'classification', labels: ['a', 'b', 'c'] }, [ln(1), ln(3), ln(4)]);
  expect(sure?.confidence).toBeCloseTo(0.5, 6);
  expect(sure?.scores).toBeCloseTo(0.5, 6);
});

describe('several labels: the decision nearest to its threshold', () => {
  // Sigmoid of ln(p / (1 − p)) is p.
  const logits = [0.9, 0.4, 0.02].map((p) => ln(p / (1 - p)));

  it('at 0.5: the probability of what was decided', () => {
    const sure = certainty({ kind: 'multiLabel', labels: ['a', 'b', 'c'] }, logits);
    expect(sure?.confidence).toBeCloseTo(0.6, 6);
    expect(sure?.scores).toEqual([expect.closeTo(0.9, 6)]);
  });

  it('at another threshold: half where it lies there, 1 at the end of its side', () => {
    const sure = certainty({ kind: 'multiLabel', labels: ['a', 'b', 'c'], thresholds: [0.5, 0.3, 0.1] }, logits);
    // 0.4 is a seventh of the way from 0.3 to 1.
    expect(sure?.confidence).toBeCloseTo(0.5 + 0.5 / 7, 6);
    expect(sure?.scores).toEqual([expect.closeTo(0.9, 6), expect.closeTo(0.4, 6)]);
    expect(certainty({ kind: 'multiLabel', labels: ['a'], thresholds: [0] }, [ln(1 / 3)])?.confidence).toBeCloseTo(0.625, 6);
    expect(certainty({ kind: 'multiLabel', labels: ['a'], thresholds: [1] }, [ln(3)])?.confidence).toBeCloseTo(0.625, 6);
  });
});

describe('entities', () => {
  const config = { kind: 'entities', types: ['PER'], decoding: 'argmax' };
  // Probabilities of O, B-PER, I-PER for each piece; the last one is the second of its word and decides nothing.
  const logits = (rows: number[][]) => rows.flat().map(ln);

  it('the least sure of them', () => {
    const sure = certainty(
      config,
      logits([
        [0.1, 0.8, 0.1],
        [0.9, 0.05, 0.05],
        [0.3, 0.6, 0.1],
        [0.1, 0.8, 0.1],
      ]),
    );
    expect(sure?.scores).toEqual([expect.closeTo(0.8, 6), expect.closeTo(0.6, 6)]);
    expect(sure?.confidence).toBeCloseTo(0.6, 6);
  });

  it('of several words: the mean over them', () => {
    const sure = certainty(
      config,
      logits([
        [0.1, 0.8, 0.1],
        [0.2, 0.1, 0.7],
        [0.9, 0.05, 0.05],
        [0.9, 0.05, 0.05],
      ]),
    );
    expect(sure?.confidence).toBeCloseTo(0.75, 6);
  });

  it('none: the word that is least surely outside', () => {
    const sure = certainty(
      config,
      logits([
        [0.9, 0.05, 0.05],
        [0.7, 0.2, 0.1],
        [0.8, 0.1, 0.1],
        [0.1, 0.8, 0.1],
      ]),
    );
    expect(sure).toEqual({ confidence: expect.closeTo(0.7, 6), scores: [] });
  });

  it('a text without a word piece leaves nothing to doubt', () => {
    expect(certainty(config, [], { text: ' ', pieces: [] })).toEqual({ confidence: 1, scores: [] });
  });
});

it('an answer in a text: the probability of its beginning times that of its end', () => {
  const begins = [0.7, 0.1, 0.1, 0.1].map(ln);
  const ends = [0.1, 0.6, 0.2, 0.1].map(ln);
  const sure = certainty(
    { kind: 'questionAnswering' },
    begins.flatMap((begin, i) => [begin, ends[i]]),
  );
  expect(sure).toEqual({ confidence: expect.closeTo(0.42, 6), scores: [expect.closeTo(0.42, 6)] });
});

it('numbers have none', () => {
  expect(certainty({ kind: 'regression' }, [1])).toBeUndefined();
  expect(certainty({ kind: 'similarity' }, [1])).toBeUndefined();
});
