import { describe, expect, it } from 'vitest';
import { Random } from '../../random';
import { decodeIob2 } from './iob2';

const LABELS = ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG'];

const allowed = (path: number[]) =>
  path.every((label, i) => {
    if (!LABELS[label].startsWith('I-')) return true;
    return i > 0 && LABELS[path[i - 1]] !== 'O' && LABELS[path[i - 1]].slice(2) === LABELS[label].slice(2);
  });

/** Every sequence, tried one by one. */
function bestByBruteForce(rows: number[][]): number[] {
  let best: number[] = [];
  let bestScore = Number.NEGATIVE_INFINITY;
  const extend = (path: number[], score: number) => {
    if (path.length === rows.length) {
      if (allowed(path) && score > bestScore) [best, bestScore] = [path, score];
      return;
    }
    for (const label of LABELS.keys()) extend([...path, label], score + rows[path.length][label]);
  };
  extend([], 0);
  return best;
}

describe('decodeIob2', () => {
  it('is the best of all well-formed sequences', () => {
    const random = new Random(3);
    for (let n = 0; n < 60; n++) {
      const rows = Array.from({ length: 1 + (n % 5) }, () => Array.from(random.uniform(LABELS.length, 2)));
      expect(decodeIob2(rows, LABELS)).toEqual(bestByBruteForce(rows));
    }
  });

  it('a label set without any beginning leaves its inside labels out', () => {
    expect(
      decodeIob2(
        [
          [0, 9],
          [0, 9],
        ],
        ['O', 'I-X'],
      ),
    ).toEqual([0, 0]);
  });

  it('no words give no labels', () => expect(decodeIob2([], LABELS)).toEqual([]));
});
