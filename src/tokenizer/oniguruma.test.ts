/** Patterns against Oniguruma, as Rust's tokenizers use it (reference/tokenizers_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AlignedText } from './alignedText';
import { oniguruma } from './oniguruma';
import { cut } from './preTokenizers/split';

const { patternTexts, patterns } = JSON.parse(
  readFileSync(new URL('../../reference/fixtures/tokenizers.json', import.meta.url), 'utf8'),
) as { patternTexts: string[]; patterns: { pattern: string; cuts: [number, number][][] }[] };

describe.each(patterns)('$pattern', ({ pattern, cuts }) => {
  it.each(patternTexts.map((text, i) => ({ text, expected: cuts[i] })))('$text', ({ text, expected }) => {
    const found = cut(AlignedText.of(text), oniguruma(pattern), 'Isolated').map((part) => part.text);
    const characters = [...text];
    expect(found).toEqual(expected.map(([start, end]) => characters.slice(start, end).join('')));
  });
});

it.each(['a-b', String.raw`a\-b`, String.raw`\w[\-]b`, 'a(?:-|_)b', '(?i:A-b)'])(
  'a hyphen stands outside brackets as well as within: %s',
  (pattern) => {
    expect(cut(AlignedText.of('x a-b'), oniguruma(pattern), 'Isolated').map(({ text }) => text)).toEqual(['x ', 'a-b']);
  },
);

it.each([
  '(?i)a',
  '(?m:.)',
  '[a&&b]',
  '[[:alpha:]]',
  '\\h',
  '\\R',
  '\\Kx',
  '(a',
  'a)',
  '[a',
  '*a',
  'a{,2}',
  'a{2}?',
  '\\p{Nothing}',
  '(?i:[a-z])',
  '(a)\\1',
  '(?i:ss)',
  '(?i:é)',
  '[\\W]',
  '\\p{punct}',
])('%s is refused', (pattern) => {
  expect(() => oniguruma(pattern)).toThrow(
    expect.objectContaining({ code: 'unsupported-model', message: expect.stringContaining(pattern) }),
  );
});
