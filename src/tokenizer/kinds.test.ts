/** Tokenizers of every supported kind against Hugging Face's Rust ones (reference/tokenizers_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeText } from '../inference/reading';
import { Tokenizer } from './tokenizer';
import { parseTokenizerJson } from './tokenizerJson';

interface Fixture {
  texts: string[];
  pairs: [number, number][];
  models: Record<string, unknown>;
  encodings: number[][];
  tokenizers: Record<
    string,
    { tokenizer: { model: string }; encodings: number[]; single: number[]; pairs: { ids: number[]; typeIds: number[] }[] }
  >;
}

const fixture = JSON.parse(readFileSync(new URL('../../reference/fixtures/tokenizers.json', import.meta.url), 'utf8')) as Fixture;
const { texts, pairs, models, encodings } = fixture;

/** Of each piece: id, characters since the end of the one before, length in characters. */
function flat(tokenizer: Tokenizer, text: string): number[] {
  const characterAt = new Map([[0, 0]]);
  let at = 0;
  for (const [i, character] of [...text].entries()) {
    at += character.length;
    characterAt.set(at, i + 1);
  }
  let last = 0;
  return tokenizer.pieces(text).flatMap((piece) => {
    const [start, end] = [characterAt.get(piece.start), characterAt.get(piece.end)] as [number, number];
    const gap = start - last;
    last = end;
    return [piece.id, gap, end - start];
  });
}

describe.each(Object.entries(fixture.tokenizers))('%s', (_, expected) => {
  const model = models[expected.tokenizer.model];
  const tokenizer = new Tokenizer(parseTokenizerJson(JSON.stringify({ ...expected.tokenizer, model })), 100_000);

  it.each(texts.map((text, i) => ({ text, encoding: encodings[expected.encodings[i]] })))('$text', ({ text, encoding }) => {
    expect(flat(tokenizer, text)).toEqual(encoding);
  });

  it('puts special tokens around a text and a pair', () => {
    expect(tokenizer.encode(texts[0]).ids).toEqual(expected.single);
    for (const [i, [a, b]] of pairs.entries()) {
      const [{ ids, typeIds = ids.map(() => 0) }] = encodeText(tokenizer, { text: texts[b], other: texts[a] }, 'joint', {
        longTexts: 'cut',
        stride: 64,
      }).sequences;
      expect({ ids, typeIds }).toEqual(expected.pairs[i]);
    }
  });
});
