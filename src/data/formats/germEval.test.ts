/** GermEval 2014 with both of its layers, and German CoNLL beside it. */
import { describe, expect, it } from 'vitest';
import { readDataset } from '../readDataset';

const read = (text: string, name = 'train.tsv') => readDataset([{ name, text }], { validationShare: 0 });

describe('GermEval', () => {
  const text =
    '#\thttp://example.org/1 [2014-01-01]\n1\t🎉\tO\tO\n2\tUniversität\tB-ORG\tO\n3\tPorto\tI-ORG\tB-LOC\n4\t#\tO\tO\n\n#\thttp://example.org/2\n1\tporto-nah\tB-LOCpart\tO\n';

  it('the outer layer first, then the inner one, which is said', () => {
    const { format, columns, train, problems } = read(text);
    expect(format).toBe('germeval');
    expect(columns.map(({ name, values }) => [name, values])).toEqual([
      ['entities', 'spans'],
      ['inner entities', 'spans'],
    ]);
    expect(train).toEqual([
      {
        text: '🎉 Universität Porto #',
        words: Uint32Array.of(0, 2, 3, 14, 15, 20, 21, 22),
        labels: { entities: [{ start: 3, end: 20, label: 'ORG' }], 'inner entities': [{ start: 15, end: 20, label: 'LOC' }] },
      },
      {
        text: 'porto-nah',
        words: Uint32Array.of(0, 9),
        labels: { entities: [{ start: 0, end: 9, label: 'LOCpart' }], 'inner entities': [] },
      },
    ]);
    expect(problems[0].message).toBe('1 name is inside another; it is in a separate column, "inner entities"');
  });

  it('a faulty line costs the entities of its sentence', () => {
    const { train, problems } = read(`${text}\n#\tx\n1\tBen\tB-PER\n2\tging\tO\tO\n`);
    expect(train[2]).toMatchObject({ text: 'Ben ging', labels: {} });
    expect(problems[0]).toMatchObject({
      line: 11,
      message: '1 line is not a number, a word and two tags; the entities of its sentence are left out',
    });
  });

  it('numbered words with chunks are not it, nor is German CoNLL', () => {
    expect(read('1\tMira\tB-NP\tB-PER\n2\tschlief\tB-VP\tO\n').format).toBe('conll');
    const german = '-DOCSTART- -X- -X- -X- O\n\nMira Mira NE I-NC I-PER\nschlief schlafen VVFIN I-VC O\n';
    const { format, scheme, train } = read(german, 'deu.train');
    expect([format, scheme, train[0].labels.entities]).toEqual(['conll', 'IOB1', [{ start: 0, end: 4, label: 'PER' }]]);
  });
});
