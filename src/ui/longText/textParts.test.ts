import fc from 'fast-check';
import { expect, it } from 'vitest';
import { partAt, partsOf } from './textParts';

it('parts are whole lines, and joined they are the text', () => {
  const line = fc.string({ maxLength: 40 }).map((text) => text.replaceAll('\n', ' '));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 900 }), (some, times) => {
      const lines = Array.from({ length: some.length * times }, (_, i) => some[i % some.length]);
      const text = lines.join('\n');
      const parts = partsOf(text);
      const texts = parts.map(({ start, end }) => text.slice(start, end));
      expect(texts.join('\n')).toBe(text);
      for (const [i, { line: first }] of parts.entries()) expect(text.slice(0, parts[i].start).split('\n').length - 1).toBe(first);
      expect(Math.max(...texts.map((part) => part.split('\n').length))).toBeLessThanOrEqual(parts.length > 1 ? 1001 : 2001);
    }),
    { numRuns: 40 },
  );
});

it('a text that is not long is one part, whatever its lines; long lines are parts as well', () => {
  expect(partsOf('')).toEqual([{ start: 0, end: 0, line: 0 }]);
  expect(partsOf('a\nb\n')).toHaveLength(1);
  expect(partsOf('x'.repeat(1e6))).toHaveLength(1);
  const long = Array(5).fill('x'.repeat(200_000)).join('\n');
  expect(partsOf(long).map(({ line }) => line)).toEqual([0, 1, 2, 3, 4]);
});

it('finds the part of a character; a line break belongs to the line that it ends', () => {
  const parts = partsOf(`${'abc\n'.repeat(4500)}abc`);
  expect(parts).toHaveLength(5);
  expect(partAt(parts, 0)).toBe(0);
  expect(partAt(parts, 1000 * 4 - 1)).toBe(0);
  expect(partAt(parts, 1000 * 4)).toBe(1);
  expect(partAt(parts, 1e9)).toBe(4);
});
