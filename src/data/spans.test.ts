import { describe, expect, it } from 'vitest';
import { readDataset } from './readDataset';
import { checkSpans, endOfWord, fromCodePoints, tidySpan } from './spans';

const read = (row: object) => readDataset([{ name: 'a.jsonl', text: JSON.stringify(row) }], { validationShare: 0 });

describe('endOfWord', () => {
  it('takes in the marks and joiners that follow directly, and nothing else', () => {
    expect(endOfWord('Rene\u0301 met', 4)).toBe(5);
    expect(endOfWord('e\u0301\u0323\u200dx', 1)).toBe(4);
    expect(endOfWord('Porto.', 5)).toBe(5);
    expect(endOfWord('Porto \u0301', 5)).toBe(5);
    expect(endOfWord('Porto', 5)).toBe(5);
    // U+1E8D0, a mark of two UTF-16 units, and a variation selector behind an emoji.
    expect(endOfWord('\u{1e800}\u{1e8d0}x', 2)).toBe(4);
    expect(endOfWord('☀\ufe0f!', 1)).toBe(2);
  });
});

describe('the ends of a span', () => {
  const tidy = (text: string, start: number, end: number) => {
    const span = tidySpan(text, { start, end, label: 'X' });
    return span && text.slice(span.start, span.end);
  };

  it('lose blanks on both sides, and format characters in front', () => {
    expect(tidy(' Mira Olden ', 0, 12)).toBe('Mira Olden');
    expect(tidy('\u200b\u00adMira', 0, 6)).toBe('Mira');
    expect(tidy('a \u200b b', 0, 4)).toBe('a');
    expect(tidy('a \u200b b', 1, 4)).toBeUndefined();
    expect(tidy('ab', 1, 1)).toBeUndefined();
    expect(tidy('ab', 1, 0)).toBeUndefined();
  });

  it('keep what belongs to the last word, whether or not the file counts it', () => {
    for (const end of [4, 5]) expect(tidy('Rene\u0301 met', 0, end)).toBe('Rene\u0301');
    for (const end of [5, 6]) expect(tidy('Porto\u200d.', 0, end)).toBe('Porto\u200d');
    for (const end of [5, 6]) expect(tidy('Porto\u00ad.', 0, end)).toBe('Porto\u00ad');
  });

  it('do not keep a blank without width behind the last word', () => {
    for (const end of [5, 6]) expect(tidy('Porto\u200b.', 0, end)).toBe('Porto');
    for (const end of [5, 6]) expect(tidy('Porto\ufeff.', 0, end)).toBe('Porto');
  });
});

describe('spans of a row', () => {
  it('that only touch both stay; of two that overlap the first by its start does', () => {
    const span = (start: number, end: number) => ({ start, end, label: 'X' });
    expect(checkSpans('5mg now', [span(1, 3), span(0, 1)])).toEqual({ spans: [span(0, 1), span(1, 3)], faults: [] });
    const { spans, faults } = checkSpans('one two three', [span(4, 13), span(0, 7), span(8, 13)]);
    expect(spans).toEqual([span(0, 7), span(8, 13)]);
    expect(faults).toEqual(['the spans "one two" (X, 0–7) and "two three" (X, 4–13) overlap; the second is left out']);
  });

  it('are outside the text where they are no whole numbers in it', () => {
    const faults = [-1, 0.5, 9].flatMap((start) => checkSpans('abc', [{ start, end: 3, label: 'X' }]).faults);
    expect(faults).toEqual([
      'the span -1–3 (X) lies outside the text, which has 3 characters; it is left out',
      'the span 0.5–3 (X) lies outside the text, which has 3 characters; it is left out',
      'the span 9–3 (X) covers no characters; it is left out',
    ]);
  });

  it('written twice, as by two people who agree, count once', () => {
    const twice = [0, 5, 0].map((start) => ({ start, end: start + 4, label: 'X' }));
    expect(checkSpans('Mira Mira', twice)).toEqual({ spans: twice.slice(0, 2), faults: [] });
    expect(checkSpans('Mira', [twice[0], { ...twice[0], label: 'Y' }]).faults).toHaveLength(1);
  });

  it('counted in code points are moved behind emoji', () => {
    const spans = [{ start: 2, end: 3, label: 'X' }];
    expect(fromCodePoints('🎉 a', spans)).toEqual([{ start: 3, end: 4, label: 'X' }]);
    expect(fromCodePoints('é a', spans)).toEqual(spans);
  });

  it('of a blank alone costs only itself', () => {
    const text = 'Mira Olden flew to Porto. ';
    const { train, problems } = read({
      text,
      spans: [
        { start: 0, end: 11, label: 'PER' },
        { start: 19, end: 26, label: 'LOC' },
        { start: 10, end: 11, label: 'PER' },
      ],
    });
    expect(train[0].labels.spans).toEqual([
      { start: 0, end: 10, label: 'PER' },
      { start: 19, end: 25, label: 'LOC' },
    ]);
    expect(problems[0]).toMatchObject({ severity: 'error', line: 1, message: 'the span 10–11 (PER) covers no characters; it is left out' });
  });

  it('are known under the names that many tools use', () => {
    const text = 'Mira flew to Porto.';
    const kinds = [
      { start_char: 13, end_char: 18, label: 'LOC' },
      { startOffset: 13, endOffset: 18, type: 'LOC' },
      { BeginOffset: 13, EndOffset: 18, Type: 'LOC', Text: 'Porto' },
      { offset: 13, length: 5, category: 'LOC' },
      { text: 'Porto', label: 'LOC' },
    ];
    for (const entity of kinds) {
      expect(read({ text, entities: [entity] }).train[0].labels.entities).toEqual([{ start: 13, end: 18, label: 'LOC' }]);
    }
  });

  it('without a place are found where their text stands once; a text without any that can be read has no labels', () => {
    const { train, problems } = read({
      text: 'Porto, Porto',
      entities: [
        { text: 'Porto', label: 'LOC' },
        { text: 'Braga', label: 'LOC' },
      ],
    });
    expect(train[0].labels.entities).toBeUndefined();
    expect(problems.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        '"Porto" (LOC) has no start and end here, and the text has it several times; it is left out',
        '"Braga" (LOC) has no start and end here, and the text does not have it; it is left out',
      ]),
    );
  });

  it('beside tokens that give another text are left out', () => {
    const { train, problems } = read({
      text: 'ADA  met',
      tokens: ['Ada', 'met'],
      tags: ['B-PER', 'O'],
      spans: [{ start: 5, end: 8, label: 'X' }],
    });
    expect(train[0].labels).toEqual({ tags: [{ start: 0, end: 3, label: 'PER' }] });
    expect(problems.slice(0, 2).map(({ message }) => message)).toEqual([
      'in 1 row the text does not consist of the tokens; the tokens, joined by spaces, are read as the text',
      'the offsets of the spans are not those of the text made of the tokens; they are left out',
    ]);
  });
});
