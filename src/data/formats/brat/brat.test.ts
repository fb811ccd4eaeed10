/** brat's standoff: documents and their annotations. */
import { describe, expect, it } from 'vitest';
import { readDataset } from '../../readDataset';
import { entities, messages } from '../shared/testReading';

const read = (files: Record<string, string>) =>
  readDataset(
    Object.entries(files).map(([name, text]) => ({ name, text })),
    { validationShare: 0 },
  );
const lines = (...all: string[]) => `${all.join('\n')}\n`;
const one = (text: string, ...annotations: string[]) => read({ 'doc.txt': text, 'doc.ann': lines(...annotations) });

describe('brat', () => {
  it('a document is a row; folders name the splits; what is not a span is counted', () => {
    const dataset = read({
      'c/annotation.conf': '[entities]',
      'c/train/doc-test.txt': 'Mira Olden flew to Porto.\nShe slept.\n',
      'c/train/doc-test.ann': lines(
        'T1\tPER 0 10\tMira Olden',
        'T2\tconstructor 19 24\tPorto',
        'R1\tOrigin Arg1:T1 Arg2:T2',
        'E1\tFly:T2 Who:T1',
        'A1\tNegation E1',
        '*\tEquiv T1 T2',
        '#1\tAnnotatorNotes T1\tsure?',
      ),
      'c/dev/b.txt': 'Olden slept.',
      'c/dev/b.ann': '',
      'c/dev/c.txt': 'Porto slept.',
      'c/stats.csv': 'a,b',
    });
    expect(dataset.format).toBe('brat');
    expect(dataset.train.map((example) => [example.text, entities(example, 'entities')])).toEqual([
      [
        'Mira Olden flew to Porto.\nShe slept.\n',
        [
          ['Mira Olden', 'PER'],
          ['Porto', 'constructor'],
        ],
      ],
    ]);
    expect(dataset.validation.map((example) => [example.text, entities(example, 'entities')])).toEqual([
      ['Olden slept.', []],
      ['Porto slept.', undefined],
    ]);
    expect(dataset.splitNames).toEqual([
      { name: 'train', split: 'train' },
      { name: 'dev', split: 'validation' },
    ]);
    expect(messages(dataset)).toEqual(
      expect.arrayContaining([
        'undefined: c/stats.csv: neither a text nor its annotations; left out',
        'undefined: only the spans of brat are read; left out: relations (1), events (1), attributes (1), equivalences (1), notes (1)',
      ]),
    );
  });

  it('offsets count code points, or UTF-16 units where the texts of spans say so', () => {
    const text = '🎉🎉 Mira Olden flew to Porto.';
    const found = [
      ['Mira Olden', 'PER'],
      ['Porto', 'LOC'],
    ];
    for (const [person, place] of [
      ['3 13', '22 27'],
      ['5 15', '24 29'],
    ]) {
      const { train } = one(text, `T1\tPER ${person}\tMira Olden`, `T2\tLOC ${place}\tPorto`);
      expect(entities(train[0], 'entities')).toEqual(found);
    }
    expect(entities(one(text, 'T1\tPER 3 13', 'T2\tLOC 22 27').train[0], 'entities')).toEqual(found);
  });

  it('line ends of two characters may count as one or as two', () => {
    const text = 'Mira Olden slept.\r\nShe flew\r\nto Porto.\r\n';
    for (const places of ['30 35', '32 37']) {
      const { train } = one(text, 'T1\tPER 0 10\tMira Olden', `T2\tLOC ${places}\tPorto`);
      expect(entities(train[0], 'entities')).toEqual([
        ['Mira Olden', 'PER'],
        ['Porto', 'LOC'],
      ]);
    }
    expect(entities(read({ 'a.txt': '\uFEFFMira Olden', 'a.ann': 'T1\tPER 6 11\tOlden' }).train[0], 'entities')).toEqual([
      ['Olden', 'PER'],
    ]);
  });

  it('pieces of a span over a line end are one; others are left out and named, as is what the text contradicts', () => {
    const dataset = one(
      'Mira\nOlden flew to Porto.',
      'T1\tPER 0 4;5 10\tMira Olden',
      'T2\tORG 0 4;16 18\tMira to',
      'T3\tLOC 18 23\tPorto',
      'T4\tLOC 80 90\tLisbon',
      'T5\tLOC 19 24',
      'hello',
    );
    expect(entities(dataset.train[0], 'entities')).toEqual([
      ['Mira\nOlden', 'PER'],
      ['Porto', 'LOC'],
    ]);
    expect(messages(dataset)).toEqual(
      expect.arrayContaining([
        '2: T2 (ORG) is in 2 pieces (0–4, 16–18); it is left out',
        '3: T3 (LOC) is "Porto" here, but the text has " Port" at 18–23; it is left out',
        '4: T4 (LOC, 80–90) lies outside the text; it is left out',
        '6: "hello" is not an annotation of brat; it is left out',
      ]),
    );
  });

  it('a line end inside the annotations of a span is a part of it', () => {
    const dataset = read({
      'd.txt': 'Date: May\r\nFrom: Mira',
      'd.ann': 'T1\tHead 0 9;10 20\tDate: May\r From: Mira\r\nT2\tPER 16 20\tMira\r\n',
    });
    expect(messages(dataset).filter((message) => !/overlap|validation|occurs/.test(message))).toEqual([]);
    expect(entities(dataset.train[0], 'entities')).toEqual([['Date: May\nFrom: Mira', 'Head']]);
  });

  it('annotations of shared tasks in two files; without a text they are refused', () => {
    const dataset = read({
      'a.txt': 'p53 binds MDM2',
      'a.a1': 'T1\tProtein 0 3\tp53',
      'a.a2': 'T2\tBinding 4 9\tbinds\nE1\tBinding:T2\nx',
    });
    expect(entities(dataset.train[0], 'entities')).toEqual([
      ['p53', 'Protein'],
      ['binds', 'Binding'],
    ]);
    expect(messages(dataset)).toContain('undefined: line 3 of a.a2: "x" is not an annotation of brat; it is left out');
    expect(() => read({ 'c/a.ann': 'T1\tPER 0 4\tMira', 'c/b.txt': 'x' })).toThrow(
      'c/a.txt is missing. Choose .txt and .ann files together.',
    );
  });
});
