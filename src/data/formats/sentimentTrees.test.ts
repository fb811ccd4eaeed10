/** Trees of sentiment, of which the outermost number is read. */
import { expect, it } from 'vitest';
import { readDataset } from '../readDataset';

it('words of the leaves, and the class of the whole', () => {
  const text = '(3 (2 (2 A) (2 film)) (3 (2 about) (4 (2 -LRB-) (4 Mira))))\n\n(0 (2 Dull) (2 .))\n(4 broken\n';
  const { format, train, problems } = readDataset([{ name: 'a.txt', text: text.replace('(4 broken\n', '') }], { validationShare: 0 });
  expect(format).toBe('trees');
  expect(train.map((row) => [row.text, row.labels.class])).toEqual([
    ['A film about ( Mira', '3'],
    ['Dull .', '0'],
  ]);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const broken = readDataset([{ name: 'a.txt', text }], { validationShare: 0, format: 'trees' });
  expect(broken.problems[0]).toMatchObject({ line: 4, message: 'a tree in brackets is expected here; the line is left out' });
});
