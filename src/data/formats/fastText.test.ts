/** Lines with `__label__` in them. */
import { expect, it } from 'vitest';
import { readDataset } from '../readDataset';

const read = (text: string, name = 'a.txt') => {
  const dataset = readDataset([{ name, text }], { validationShare: 0 });
  return { ...dataset, rows: dataset.train.map((row) => [Object.values(row.labels)[0], row.text]) };
};

it('several labels, none of which stays in the text', () => {
  const { rows, format } = read('__label__pos a kind film\n__label__pos __label__long an epic tale\n__label__neg dull\n');
  expect(format).toBe('fasttext');
  expect(rows).toEqual([
    [['pos'], 'a kind film'],
    [['pos', 'long'], 'an epic tale'],
    [['neg'], 'dull'],
  ]);
});

it('labels stand anywhere, and lines that nobody has labelled have none', () => {
  const { rows, format, problems } = read(
    '__label__pos a kind, kind film\nan epic, long tale\ndull, very __label__neg\n__label__pos\n',
    'a.train',
  );
  expect(format).toBe('fasttext');
  expect(rows).toEqual([
    ['pos', 'a kind, kind film'],
    [undefined, 'an epic, long tale'],
    ['neg', 'dull, very'],
  ]);
  const messages = problems.map(({ line, message }) => `${line}: ${message}`);
  expect(messages).toContain('4: the line has labels but no text; it is left out');
  expect(messages).toContain('undefined: 1 line has no "__label__" and is read without labels');
});

it('decimal numbers are scores, whole ones classes', () => {
  expect(read('__label__0.25\ta kind film\n__label__0.5\tan epic tale\n__label__0.50\tdull\n')).toMatchObject({
    columns: [{ name: 'score', values: 'numbers' }],
    rows: [
      [0.25, 'a kind film'],
      [0.5, 'an epic tale'],
      [0.5, 'dull'],
    ],
  });
  expect(read('__label__1 a kind film\n__label__2 an epic tale\n__label__1 dull\n').columns).toMatchObject([
    { name: 'class', values: 'names' },
  ]);
});
