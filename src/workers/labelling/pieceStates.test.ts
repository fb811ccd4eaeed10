import { expect, it } from 'vitest';
import { pieceStates } from './pieceStates';

it('is the mean of the layers at length 1', () => {
  // Two pieces, two layers, two values: (3, 0) and (3, 8); (0, 2) and (0, −1).
  const tokens = Float32Array.of(3, 0, 3, 8, 0, 2, 0, -1);
  expect([...pieceStates({ tokens, hidden: 2, tokenWidth: 4 })]).toEqual([0.6, 0.8, 0, 1].map(Math.fround));
  expect([...pieceStates({ tokens: Float32Array.of(0, 5, 0, 0), hidden: 2, tokenWidth: 2 })]).toEqual([0, 1, 0, 0]);
});
