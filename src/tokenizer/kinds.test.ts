/** Tokenizers of every supported kind against Hugging Face's Rust ones, and as transformers reads them from files (reference/tokenizers_fixture.py). */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeText } from '../inference/reading';
import { compactEncoding } from '../testing/compactEncoding';
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
