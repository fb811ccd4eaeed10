/** Units and targets by what the training rows need. */
import { describe, expect, it } from 'vitest';
import type { Span } from '../../data/dataset';
import { completeEntities } from './config';
import { keptUnits, settleUnits } from './settle';
import { entityTargets } from './targets';

const text = 'Give 25mg now';
const pieces = [
  { id: 1, start: 0, end: 4, word: 0 },
  { id: 2, start: 5, end: 7, word: 1 },
  { id: 3, start: 7, end: 9, word: 1 },
  { id: 4, start: 10, end: 13, word: 2 },
];
const inside: Span[] = [
  { start: 5, end: 7, label: 'DOSE' },
  { start: 7, end: 9, label: 'UNIT' },
];
const whole: Span[] = [{ start: 5, end: 9, label: 'DOSE' }];
const config = (more = {}) => completeEntities({ kind: 'entities', types: ['DOSE', 'UNIT'], ...more });
const settled = (more: object, ...golds: Span[][]) =>
  settleUnits(
    config(more),
    golds.map((gold) => ({ gold, source: text, read: () => ({ text, pieces }) })),
  ).units;

describe('units', () => {
  it('are pieces as soon as one entity begins or ends inside a word, and as large as may be where none does', () => {
    expect(settled({}, whole, [])).toBe('tokens');
    expect(settled({}, whole, inside)).toBe('pieces');
    expect(settled({}, [inside[0]])).toBe('pieces');
    expect(settled({}, [inside[1]])).toBe('pieces');
  });

  it('are words where an entity ends at a hyphen, and tokens where none does', () => {
    const hyphen = 'the Berlin-based firm';
    const cut = ['the', 'Berlin', '-', 'based', 'firm'].map((word, i) => {
      const start = hyphen.indexOf(word);
      return { id: 1, start, end: start + word.length, word: i };
    });
    const of = (gold: Span[]) => settleUnits(config(), [{ gold, source: hyphen, read: () => ({ text: hyphen, pieces: cut }) }]).units;
    expect(of([{ start: 4, end: 10, label: 'DOSE' }])).toBe('words');
    expect(of([{ start: 4, end: 16, label: 'DOSE' }])).toBe('tokens');
  });

  it('are not made smaller for an entity that pieces cannot mark either', () => {
    expect(settled({}, whole, [{ start: 6, end: 9, label: 'DOSE' }])).toBe('tokens');
  });

  it('stay as a person chose them', () => {
    expect(settled({ units: 'words' }, inside)).toBe('words');
    expect(settled({ units: 'pieces' }, whole)).toBe('pieces');
  });
});

it('units that are too large for later rows are kept and named', () => {
  const said = (units: string, gold: Span[]) => keptUnits(config({ units }), [{ gold, source: text, read: () => ({ text, pieces }) }]);
  expect(said('words', inside)).toBe(
    'labels words, and in these rows some entities can only be marked in word pieces. Choose automatic units for it to change.',
  );
  for (const units of ['auto', 'pieces']) expect(said(units, inside)).toBeUndefined();
  for (const units of ['tokens', 'words']) expect(said(units, whole)).toBeUndefined();
});

describe('targets', () => {
  // O, B-DOSE, I-DOSE, B-UNIT, I-UNIT
  const targets = (gold: Span[], more = {}) => entityTargets(gold, { text, pieces }, config(more));

  it('words: the first piece carries the label, or all pieces do; what no word can say is lost', () => {
    expect(targets(whole, { units: 'words' })).toEqual({ values: [0, 1, -100, 0] });
    expect(targets(whole, { units: 'words', labelAllPieces: true })).toEqual({ values: [0, 1, 2, 0] });
    expect(targets(inside, { units: 'words' })).toEqual({ values: [0, 1, -100, 0], lost: inside });
  });

  it('pieces: each carries its own, and nothing is lost', () => {
    expect(targets(inside, { units: 'pieces' })).toEqual({ values: [0, 1, 3, 0] });
    expect(targets(whole, { units: 'pieces' })).toEqual({ values: [0, 1, 2, 0] });
  });

  it('what lies beyond the pieces that were read is lost', () => {
    const later = { start: 14, end: 17, label: 'DOSE' };
    expect(targets([...whole, later], { units: 'words' }).lost).toEqual([later]);
  });
});
