import { expect, it } from 'vitest';
import { shareOf, similarityColour } from './similarityColour';

it('equal values have a colour, as the dot product of a single sentence with itself has', () => {
  expect(similarityColour(shareOf(12, 12, 12), false)).toEqual(similarityColour(1, false));
  expect(similarityColour(shareOf(-2, -4, 0), true)).toEqual(similarityColour(0.5, true));
});
