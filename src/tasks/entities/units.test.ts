/** Spans to labels of words or pieces and back. */
import { describe, expect, it } from 'vitest';
import type { Span } from '../../data/dataset';
import { Random } from '../../random';
import type { ReadText } from '../text';
import { inexpressible, labelUnits, runsOf, spanOf, UNIT_KINDS, type UnitKind, unitsOf } from './units';

/** Words with their pieces between bars, each at the next place where it occurs. */
function read(text: string, words: string): ReadText {
  let at = 0;
  const pieces = words.split(' ').flatMap((word, w) =>
    word.split('|').map((piece) => {
      const start = text.indexOf(piece, at);
      at = start + piece.length;
      return { id: 1, start, end: at, word: w };
    }),
  );
  return { text, pieces };
}

const tagsOf = (text: ReadText, kind: UnitKind, spans: Span[]) => labelUnits(unitsOf(text, kind), spans);

describe('units', () => {
  it('what bytes of one character make is one, and blanks are none', () => {
    const at = (start: number, end: number, word: number) => ({ id: 1, start, end, word });
    const bytes: ReadText = { text: 'も a ', pieces: [at(0, 1, 0), at(0, 1, 0), at(0, 1, 0), at(2, 2, 1), at(2, 3, 1), at(4, 4, 2)] };
    const unitsAs = (kind: UnitKind) => unitsOf(bytes, kind).map(({ first, end, from, to }) => [first, end, from, to]);
    expect(unitsAs('pieces')).toEqual([
      [0, 3, 0, 1],
      [4, 5, 2, 3],
    ]);
    expect(unitsAs('tokens')).toEqual([
      [0, 3, 0, 1],
      [3, 5, 2, 3],
    ]);
  });

  const dose = read('Give 25mg now', 'Give 25|mg now');
  const spans = [
    { start: 5, end: 7, label: 'DOSE' },
    { start: 7, end: 9, label: 'UNIT' },
  ];

  it('a word with all its pieces, or every piece on its own', () => {
    expect(unitsOf(dose, 'words').map(({ first, end, from, to }) => [first, end, from, to])).toEqual([
      [0, 1, 0, 4],
      [1, 3, 5, 9],
      [3, 4, 10, 13],
    ]);
    expect(unitsOf(dose, 'pieces').map(({ from, to }) => [from, to])).toEqual([
      [0, 4],
      [5, 7],
      [7, 9],
      [10, 13],
    ]);
  });

  it.each([
    // Bars part words as BERT cuts them, blanks part tokens.
    ['She left London.', ['She', 'left', 'London', '.']],
    ['#AliceSprings and @Niko_Wavy_!', ['#AliceSprings', 'and', '@Niko_Wavy_', '!']],
    ['(the U.S. army, J. Doe)', ['(', 'the', 'U.S.', 'army', ',', 'J.', 'Doe', ')']],
    ['rock-n-roll “won’t” @ ...', ['rock-n-roll', '“', 'won’t', '”', '@', '.', '.', '.']],
  ])('tokens: %s', (text, expected) => {
    const words = text.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];
    let at = 0;
    const pieces = words.map((word, i) => {
      const start = text.indexOf(word, at);
      at = start + word.length;
      return { id: 1, start, end: at, word: i };
    });
    expect(unitsOf({ text, pieces }, 'tokens').map(({ from, to }) => text.slice(from, to))).toEqual(expected);
  });

  it('two entities in one word: pieces tell them apart, words lose both', () => {
    expect(tagsOf(dose, 'pieces', spans)).toEqual(['O', 'B-DOSE', 'B-UNIT', 'O']);
    expect(inexpressible(dose, 'pieces', spans)).toEqual([]);
    expect(tagsOf(dose, 'words', spans)).toEqual(['O', 'B-DOSE', 'O']);
    expect(inexpressible(dose, 'words', spans)).toEqual(spans);
  });

  it('a combining mark, a soft hyphen or a joiner at its end belongs to the word', () => {
    const marked = read('Ane\u0301 left\u00ad, all', 'Ane left , all');
    expect(unitsOf(marked, 'words').map(({ from, to }) => marked.text.slice(from, to))).toEqual(['Ane\u0301', 'left\u00ad', ',', 'all']);
    expect(inexpressible(marked, 'words', [{ start: 0, end: 4, label: 'PER' }])).toEqual([]);
  });

  it('a span reaches into a unit as soon as it shares a character with it; the first one has the unit', () => {
    const text = read('abc def ghi', 'abc def ghi');
    expect(tagsOf(text, 'words', [{ start: 2, end: 5, label: 'X' }])).toEqual(['B-X', 'I-X', 'O']);
    expect(tagsOf(text, 'words', [{ start: 3, end: 4, label: 'X' }])).toEqual(['O', 'O', 'O']);
    const two = [
      { start: 0, end: 5, label: 'X' },
      { start: 5, end: 11, label: 'Y' },
    ];
    expect(tagsOf(text, 'words', two)).toEqual(['B-X', 'I-X', 'B-Y']);
    expect(inexpressible(text, 'words', two)).toEqual(two);
  });

  it('neighbours of one type stay two', () => {
    const text = read('abc def', 'abc def');
    const two = [
      { start: 0, end: 3, label: 'X' },
      { start: 4, end: 7, label: 'X' },
    ];
    expect(tagsOf(text, 'words', two)).toEqual(['B-X', 'B-X']);
    expect(inexpressible(text, 'words', two)).toEqual([]);
  });
});

it('spans at the ends of units come back as they were, whatever they are', () => {
  const random = new Random(11);
  const below = (count: number) => Math.floor(random.next() * count);
  for (let n = 0; n < 200; n++) {
    let text = '';
    const pieces: ReadText['pieces'] = [];
    for (let word = 0; word < 1 + below(8); word++) {
      for (let piece = 0; piece <= below(3); piece++) {
        const surface = 'abcdef'.slice(0, 1 + below(4)) + (below(4) === 0 ? '\u0301' : '');
        pieces.push({ id: 1, start: text.length, end: text.length + surface.replace('\u0301', '').length, word });
        text += surface;
      }
      text += ' '.repeat(1 + below(2));
    }
    for (const kind of UNIT_KINDS) {
      const units = unitsOf({ text, pieces }, kind);
      const spans: Span[] = [];
      for (let u = below(3); u < units.length; u += 1 + below(3)) {
        const last = Math.min(units.length - 1, u + below(3));
        spans.push({ start: units[u].from, end: units[last].to, label: 'XY'[below(2)] });
        u = last;
      }
      expect(runsOf(labelUnits(units, spans)).map((run) => spanOf(units, run))).toEqual(spans);
      expect(inexpressible({ text, pieces }, kind, spans)).toEqual([]);
    }
  }
});
