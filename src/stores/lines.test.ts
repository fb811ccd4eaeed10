import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countLines, toLines } from './embedStore';

it('lines are counted as they are made, whatever stands between them', () => {
  const piece = fc.constantFrom('a', 'two words', ' ', '\t', '\n', '\r', '\r\n', '\u2028', '\u00a0', '');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
      expect(countLines(text)).toBe(lines.length);
      expect(toLines(text)).toEqual(lines);
    }),
  );
});
