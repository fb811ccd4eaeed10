import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addSpan, snapToWords, trimmed, wordsOf } from './spans';

const texts = (text: string) => wordsOf(text).map(({ start, end }) => text.slice(start, end));

it('finds the words of many scripts, and punctuation', () => {
  expect(texts('Angela Merkel met Siemens, in Munich.')).toEqual(['Angela', 'Merkel', 'met', 'Siemens', ',', 'in', 'Munich', '.']);
  expect(texts('我住在北京')).not.toHaveLength(1);
  expect(texts('אני גר בברלין')).toEqual(['אני', 'גר', 'בברלין']);
});

it('snaps to the words that are touched', () => {
  const text = 'Angela Merkel met 🎉 Siemens';
  const words = wordsOf(text);
  const snapped = (start: number, end: number) => {
    const found = snapToWords(words, start, end);
    return found && text.slice(found.start, found.end);
  };
  expect(snapped(2, 9)).toBe('Angela Merkel');
  expect(snapped(7, 7)).toBe('Merkel');
  expect(snapped(19, 21)).toBe('🎉');
  expect(snapped(6, 7)).toBeUndefined();
});

it('leaves blanks at the ends out', () => {
  expect(trimmed(' a b ', { start: 0, end: 5 })).toEqual({ start: 1, end: 4 });
  expect(trimmed('   ', { start: 0, end: 3 })).toBeUndefined();
});

it('keeps spans in order, changes types, and refuses what would overlap', () => {
  const spans = [{ start: 0, end: 6, label: 'PER' }];
  expect(addSpan(spans, { start: 0, end: 6, label: 'ORG' })).toEqual({ spans: [{ start: 0, end: 6, label: 'ORG' }] });
  expect(addSpan(spans, { start: 4, end: 9, label: 'ORG' })).toEqual({ inTheWay: spans });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 9 })), { maxLength: 30 }), (asked) => {
      let all: { start: number; end: number; label: string }[] = [];
      for (const [start, length] of asked) {
        const found = addSpan(all, { start, end: start + length, label: 'X' });
        if ('spans' in found) all = found.spans;
      }
      for (const [i, { start }] of all.entries()) if (i > 0) expect(start).toBeGreaterThanOrEqual(all[i - 1].end);
    }),
  );
});
