import fc from 'fast-check';
import { expect, it } from 'vitest';
import { finderOf } from './occurrences';

const found = (text: string, phrase: string, { wholeWords = true, matchCase = true } = {}) =>
  finderOf({ phrase, wholeWords, matchCase })(text).map(({ start, end }) => text.slice(start, end));

it('finds words, not parts of words, unless asked to', () => {
  expect(found('art, Art and party art', 'art')).toEqual(['art', 'art']);
  expect(found('art, Art and party art', 'art', { wholeWords: false })).toHaveLength(3);
  expect(found('art, Art and party art', 'ART', { matchCase: false })).toEqual(['art', 'Art', 'art']);
  expect(found('New York, New\n  York', 'New York')).toEqual(['New York', 'New\n  York']);
  expect(found('C++ and C', 'C++', { wholeWords: false })).toEqual(['C++']);
  expect(found('a (b) [c]', '(b)')).toEqual(['(b)']);
  expect(found('🎉🎉 x 🎉', '🎉')).toEqual(['🎉', '🎉', '🎉']);
  expect(found('anything', ' ')).toEqual([]);
});

it('knows the words of scripts without blanks', () => {
  expect(found('我住在北京，他住在北京', '北京')).toEqual(['北京', '北京']);
  expect(found('ฉันอยู่กรุงเทพ', 'กรุงเทพ')).toEqual(['กรุงเทพ']);
});

it('finds what trying every run of words finds', () => {
  const word = fc.constantFrom('a', 'b', 'ab', 'A', ',', 'ß', '北京', '🎉');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), fc.array(word, { minLength: 1, maxLength: 2 }), (words, sought) => {
      const text = words.join(' ');
      const phrase = sought.join(' ');
      const expected: number[] = [];
      // Words stand between blanks here: a run of them is the phrase or is not.
      for (let i = 0, at = 0; i + sought.length <= words.length; ) {
        const hit = sought.every((each, k) => words[i + k] === each);
        if (hit) expected.push(at);
        for (let k = hit ? sought.length : 1; k > 0; k--) at += words[i++].length + 1;
      }
      expect(finderOf({ phrase, wholeWords: true, matchCase: true })(text).map(({ start }) => start)).toEqual(expected);
    }),
  );
});
