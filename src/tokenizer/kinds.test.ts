/** Tokenizers of every supported kind against Hugging Face's Rust ones, and as transformers reads them from files (reference/tokenizers_fixture.py). */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { encodeText } from '../inference/reading';
import { compactEncoding } from '../testing/compactEncoding';
import { AlignedText } from './alignedText';
import { loadTokenizer } from './load';
import { Tokenizer } from './tokenizer';
import { parseTokenizerJson } from './tokenizerJson';

interface Expected {
  /** Places in the list of encodings, for each text. */
  encodings: number[];
  single: number[];
  pairs: { ids: number[]; typeIds: number[] }[];
}

interface Folder {
  files: Record<string, string>;
  /** Another folder that has some of the files, the `same` ones. */
  like?: string;
  same?: string[];
  /** Whose tokenizer.json is among the files. */
  source?: string;
}

interface Fixture {
  texts: string[];
  pairs: [number, number][];
  models: Record<string, unknown>;
  encodings: string[];
  tokenizers: Record<string, Expected & { tokenizer: { model: string } }>;
  folders: Record<string, Expected & Folder & { padId: number }>;
}

const fixture = JSON.parse(readFileSync(new URL('../../reference/fixtures/tokenizers.json', import.meta.url), 'utf8')) as Fixture;
const { texts, pairs, models, encodings, tokenizers, folders } = fixture;

const jsonOf = ({ tokenizer }: Fixture['tokenizers'][string]) => JSON.stringify({ ...tokenizer, model: models[tokenizer.model] });

const ofJson = Object.entries(tokenizers).map(([name, expected]) => ({
  name,
  expected: expected as Expected,
  load: async () => new Tokenizer(parseTokenizerJson(jsonOf(expected)), 100_000),
}));

const ofFolders = Object.entries(folders).map(([name, { source, files, like, same = [], ...expected }]) => {
  const all = new Map(Object.entries(files));
  if (like) for (const path of same) all.set(path, folders[like].files[path]);
  if (source) all.set('tokenizer.json', jsonOf(tokenizers[source]));
  const read = async (path: string) => (all.has(path) ? new TextEncoder().encode(all.get(path)) : undefined);
  const load = () =>
    loadTokenizer({
      id: name,
      files: { read },
      config: { vocabSize: 1000, maxLength: 100_000 },
      sentence: { maxLength: 100_000, lowerCase: false },
    });
  return { name: `files of ${name}`, expected: expected as Expected & { padId?: number }, load };
});

describe.each([...ofJson, ...ofFolders])('$name', ({ expected, load }) => {
  let tokenizer: Tokenizer;

  beforeAll(async () => {
    tokenizer = await load();
  });

  it.each(texts.map((text, i) => ({ text, encoding: encodings[expected.encodings[i]] })))('$text', ({ text, encoding }) => {
    expect(compactEncoding(tokenizer, text)).toBe(encoding);
  });

  it('puts special tokens around a text and a pair', () => {
    expect(tokenizer.encode(texts[0]).ids).toEqual(expected.single);
    if ('padId' in expected) expect(tokenizer.padId).toBe(expected.padId);
    for (const [i, [a, b]] of pairs.entries()) {
      const input = { text: texts[b], other: texts[a] };
      const [{ ids, typeIds = ids.map(() => 0) }] = encodeText(tokenizer, input, 'joint', { longTexts: 'cut', stride: 64 }).sequences;
      expect({ ids, typeIds }).toEqual(expected.pairs[i]);
    }
  });
});

describe('the first pieces of a long text', () => {
  const long = Array.from({ length: 400 }, (_, i) => texts[i % texts.length]).join(' ');

  it.each(Object.entries(tokenizers))('%s: are those of the whole', (_, example) => {
    const tokenizer = new Tokenizer(parseTokenizerJson(jsonOf(example)), 600);
    const text = long.repeat(Math.ceil(100_000 / long.length));
    expect(text.length).toBeGreaterThan(1 << 16);
    const { pieces, truncated } = tokenizer.encode(text);
    expect(truncated).toBe(true);
    expect(pieces).toEqual(tokenizer.pieces(text).slice(0, pieces.length));
  });

  it('are had without reading the rest', () => {
    const { bert } = tokenizers;
    const tokenizer = new Tokenizer(parseTokenizerJson(jsonOf(bert)), 256);
    const cut = vi.spyOn(AlignedText, 'of');
    expect(tokenizer.encode('a b '.repeat(2_500_000)).ids).toHaveLength(256);
    expect(Math.max(...cut.mock.calls.map(([text]) => text.length))).toBe(1 << 16);
  });
});
