/**
 * Broken settings: whatever is done to a config.json or a tokenizer.json, it is read, and texts with it, or refused with a
 * TandemError, and neither takes long. MUTATED_RUNS says how many of each are tried; MUTATED_SEED tries the same ones again.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TandemError } from '../errors';
import { parseConfig } from '../model/config';
import { cpuTime } from '../testing/cpuTime';
import { readTokenizer } from './load';
import { Tokenizer } from './tokenizer';

const RUNS = Number(process.env.MUTATED_RUNS ?? 1000);
const options = { numRuns: RUNS, ...(process.env.MUTATED_SEED ? { seed: Number(process.env.MUTATED_SEED) } : {}) };
const timeout = 20 * RUNS + 60_000;
const LONGEST_MS = 5000;
const VOCAB_SIZE = 64;

type Json = Record<string, unknown>;

const CONFIGS: Json[] = [
  { model_type: 'bert', hidden_size: 96, num_attention_heads: 3, max_position_embeddings: 512, layer_norm_eps: 1e-12, pad_token_id: 0, hidden_act: 'gelu' },
  { model_type: 'roberta', vocab_size: 50265, max_position_embeddings: 514, type_vocab_size: 1, pad_token_id: 1 },
  { model_type: 'distilbert', dim: 768, n_heads: 12, n_layers: 6, hidden_dim: 3072, dropout: 0.1 },
  { model_type: 'mpnet', max_position_embeddings: 514, relative_attention_num_buckets: 32, pad_token_id: 1 },
  { model_type: 'albert', embedding_size: 128, num_hidden_groups: 1, inner_group_num: 1 },
  { model_type: 'electra', embedding_size: 128, hidden_size: 256, num_attention_heads: 4 },
  { model_type: 'modernbert', num_hidden_layers: 2, layer_types: ['sliding_attention', 'full_attention'], rope_parameters: { full_attention: { rope_theta: 7, rope_type: 'default' } } },
]; // biome-ignore format: one config per line

const word = { '[PAD]': 0, '[UNK]': 1, '[CLS]': 2, '[SEP]': 3, un: 4, '##able': 5, a: 6, b: 7, ab: 8, '▁': 9 };
const added = [{ id: 2, content: '[CLS]', special: true, single_word: false, lstrip: false, rstrip: false, normalized: false }];
const TOKENIZERS: Json[] = [
  {
    added_tokens: added,
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
      pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
      special_tokens: { '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] } },
    },
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: word },
  },
  {
    added_tokens: [],
    normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }] },
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Split', pattern: { Regex: '\\s+|\\w+' }, behavior: 'Isolated', invert: false }] },
    post_processor: { type: 'RobertaProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2], trim_offsets: true, add_prefix_space: false },
    model: { type: 'BPE', unk_token: '[UNK]', fuse_unk: true, byte_fallback: false, ignore_merges: false, vocab: word, merges: ['a b'] },
  },
  {
    added_tokens: added,
    normalizer: { type: 'Prepend', prepend: '▁' },
    pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    post_processor: { type: 'BertProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2] },
    model: { type: 'Unigram', unk_id: 1, byte_fallback: false, vocab: Object.keys(word).map((token, i) => [token, -i]) },
  },
]; // biome-ignore format: as tokenizer.json has them

const HOSTILE: unknown[] = [
  -1, 0, 1, 0.5, 63, 64, 1e9, 1e300, -1e-300, null, true, '', '__proto__', 'constructor', 'toString', '\ud800', '(', '(a+)+$', '[[]]',
  [], {}, [[]], [null], { type: '__proto__' }, { type: 'Sequence' }, 'x'.repeat(10_000),
]; // biome-ignore format: values in a row

interface Mutation {
  of: number;
  changes: { at: number; how: 'replace' | 'remove' | 'repeat' | 'nest'; value: unknown }[];
}

const mutationOf = (files: Json[]): fc.Arbitrary<Mutation> =>
  fc.record({
    of: fc.nat(files.length - 1),
    changes: fc.array(
      fc.record({
        at: fc.nat(10_000),
        how: fc.constantFrom('replace' as const, 'replace' as const, 'remove' as const, 'repeat' as const, 'nest' as const),
        value: fc.oneof(fc.constantFrom(...HOSTILE), fc.jsonValue({ maxDepth: 2 }), fc.double()),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  });

/** Every place in a value, as the object that holds it and its key there. */
function placesIn(value: unknown): [holder: Json, key: string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => [[value as Json, key] as [Json, string], ...placesIn((value as Json)[key])]);
}

function mutate(files: Json[], { of, changes }: Mutation): string {
  const root = { file: structuredClone(files[of]) as unknown };
  for (const { at, how, value } of changes) {
    const places = placesIn(root);
    if (places.length === 0) break;
    const [holder, key] = places[at % places.length];
    if (how === 'replace') holder[key] = structuredClone(value);
    else if (how === 'remove') delete holder[key];
    else if (how === 'nest') holder[key] = [holder[key]];
    else holder[`${key} again`] = structuredClone(holder[key]);
  }
  return JSON.stringify(root.file) ?? '';
}

/** What it was refused with, if it was, in words that are ours; within seconds. */
async function withinSeconds(use: () => void | Promise<void>): Promise<void> {
  const start = cpuTime();
  try {
    await use();
  } catch (thrown) {
    if (!(thrown instanceof TandemError)) throw thrown;
    expect(['bad-config', 'bad-tokenizer', 'unsupported-model', 'missing-file']).toContain(thrown.code);
    expect(thrown.message).toMatch(/[.?!]$/);
    expect(thrown.message).not.toMatch(/is not a function|of undefined|of null|undefined is not|call stack/i);
  }
  expect(cpuTime() - start).toBeLessThan(LONGEST_MS);
}

const isWhole = (number: number, least: number, most: number) => Number.isInteger(number) && number >= least && number <= most;

function useConfig(text: string): void {
  const { vocabSize, hiddenSize, numHiddenLayers, numAttentionHeads, maxLength, padTokenId, layerNormEps } = parseConfig(text);
  expect(isWhole(vocabSize, 1, 1 << 24) && isWhole(padTokenId, 0, vocabSize - 1)).toBe(true);
  expect(isWhole(hiddenSize, 1, 1 << 16) && isWhole(numHiddenLayers, 1, 1024) && isWhole(maxLength, 3, 1 << 24)).toBe(true);
  expect(hiddenSize % numAttentionHeads).toBe(0);
  expect(layerNormEps).toBeGreaterThanOrEqual(0);
}

const TEXTS = ['', 'unable [CLS] ab ba', ' \t\n a  b ', '🎉 ünable\ud800', '\0', 'a'.repeat(3000), `${' '.repeat(3000)}x`];

async function useTokenizer(text: string): Promise<void> {
  const parts = await readTokenizer(
    'a/model',
    async (path) => (path === 'tokenizer.json' ? new TextEncoder().encode(text) : undefined),
    VOCAB_SIZE,
  );
  const tokenizer = new Tokenizer(parts, 128);
  expect(isWhole(tokenizer.padId, 0, VOCAB_SIZE - 1)).toBe(true);
  for (const text of TEXTS) {
    const { ids, pieces } = tokenizer.encode(text);
    for (const id of ids) expect(isWhole(id, 0, VOCAB_SIZE - 1)).toBe(true);
    for (const { start, end } of pieces) expect(start >= 0 && start <= end && end <= text.length).toBe(true);
  }
}

describe('mutated settings', () => {
  it('all are read as they are', async () => {
    for (const config of CONFIGS) useConfig(JSON.stringify(config));
    for (const tokenizer of TOKENIZERS) await useTokenizer(JSON.stringify(tokenizer));
  });

  it(`of config.json are read or refused, within seconds (${RUNS})`, { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(mutationOf(CONFIGS), (mutation) => withinSeconds(() => useConfig(mutate(CONFIGS, mutation)))),
      options,
    );
  });

  it(`of tokenizer.json are read or refused, within seconds (${RUNS})`, { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(mutationOf(TOKENIZERS), (mutation) => withinSeconds(() => useTokenizer(mutate(TOKENIZERS, mutation)))),
      options,
    );
  });

  const nested = (depth: number) => `${'{"type":"Sequence","normalizers":['.repeat(depth)}${']}'.repeat(depth)}`;
  it.each([
    ['an id that is negative', (json: string) => json.replace('"un":4', '"un":-4')],
    ['an id that is a fraction', (json: string) => json.replace('"un":4', '"un":4.5')],
    ['an id beyond the vocabulary', (json: string) => json.replace('"un":4', '"un":64')],
    ['an added token beyond the vocabulary', (json: string) => json.replace('"id":2', '"id":64')],
    ['a special token beyond the vocabulary', (json: string) => json.replace('"ids":[2]', '"ids":[64]')],
    ['a special token with a fraction', (json: string) => json.replace('"ids":[2]', '"ids":[2.5]')],
    ['a million special tokens', (json: string) => json.replace('"ids":[2]', `"ids":[${'2,'.repeat(1_000_000)}2]`)],
    ['a segment that no model has', (json: string) => json.replace('"type_id":0', '"type_id":7')],
    ['normalizers 10,000 deep', (json: string) => json.replace('"normalizer":{', `"normalizer":${nested(10_000)},"x":{`)],
  ])('%s is refused', async (_, change) => {
    const json = JSON.stringify(TOKENIZERS[0]);
    expect(change(json)).not.toBe(json);
    await expect(useTokenizer(change(json))).rejects.toMatchObject({ code: 'bad-tokenizer' });
  });
});
