/** So that curves are told apart where colours are not: solid, then lengths of strokes and gaps, in pixels. */
const DASHES = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 2], [12, 5], [2, 2, 6, 2], [1, 4]];

export const dashOf = (index: number): number[] => DASHES[index % DASHES.length];
