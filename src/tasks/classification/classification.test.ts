import { describe, expect, it } from 'vitest';
import { classification } from './classification';

const text = { text: 'x', pieces: [] };
const config = classification.complete({ kind: 'classification', labels: ['World', 'Sports', 'Business', 'Science'] });

it('decodes to the most probable class, with probabilities in label order', () => {
  const { scores, ...answer } = classification.decode(new Float32Array([0, Math.log(2), 0, 0]), text, config);
  expect(answer).toEqual({ classId: 1, label: 'Sports' });
  for (const [i, score] of [0.2, 0.4, 0.2, 0.2].entries()) expect(scores[i]).toBeCloseTo(score, 6);
});

describe('class weights', () => {
  const settled = (golds: string[], classWeights: 'none' | 'balanced' | number[] = 'balanced') => {
    const complete = classification.complete({ ...config, labels: ['a', 'b', 'c'], classWeights });
    const rowsOf = (of: string[]) => of.map((gold) => ({ gold, source: '', read: () => text }));
    const before = classification.settle?.(complete, rowsOf([...'cab']));
    return classification.settle?.(before ?? complete, rowsOf(golds));
  };

  it('balanced: rows / (classes · rows of the class), as compute_class_weight of scikit-learn', () => {
    // 6, 3 and 1 of 10 rows: 10/18, 10/9, 10/3.
    const weights = settled([...'aaaaaabbbc'])?.balancedWeights;
    for (const [i, weight] of [0.5555555556, 1.1111111111, 3.3333333333].entries()) expect(weights?.[i]).toBeCloseTo(weight, 9);
  });

  it('a class without a training row has a finite weight; weights that were given stay', () => {
    expect(settled([...'aab'])?.balancedWeights?.every(Number.isFinite)).toBe(true);
    expect(settled([...'aab'], [1, 2, 3])).toMatchObject({ classWeights: [1, 2, 3] });
    expect(settled([...'aab'], 'none')).toMatchObject({ classWeights: 'none' });
    expect(settled([...'aab'], 'none')).not.toHaveProperty('balancedWeights');
  });
});
