/** Byte-pair encoding: a word's characters, of which neighbours are joined in the order of the list of merges. */
import * as v from 'valibot';
import { part } from '../parts';
import { broken, unsupported } from '../problems';
import { bytesOf, tokenId, vocabOf } from '../vocabulary';
import { mergeAll, type Symbols } from './merging';
import type { WordModel, WordPart } from './registry';

const settings = v.object({
  vocab: v.unknown(),
  merges: v.array(v.unknown()),
  dropout: v.nullish(v.number()),
  unk_token: v.nullish(v.string()),
  continuing_subword_prefix: v.nullish(v.string()),
  end_of_word_suffix: v.nullish(v.string()),
  /** Whether neighbouring unknown characters are one piece. */
  fuse_unk: v.nullish(v.boolean()),
  /** Whether unknown characters become pieces of their bytes, <0x0A>. */
  byte_fallback: v.nullish(v.boolean()),
  /** Whether a word of the vocabulary is taken whole. */
  ignore_merges: v.nullish(v.boolean()),
});

export const bpe = part(settings, (json) => {
  if (json.dropout) throw unsupported('a BPE model with dropout, which gives different pieces each time', 'BPE models without');
  const vocab = vocabOf(json.vocab);
  const prefix = json.continuing_subword_prefix ?? '';
  const suffix = json.end_of_word_suffix ?? '';
  const unkId = json.unk_token ? tokenId(vocab, json.unk_token) : undefined;
  const merges = rankMerges(json.merges, vocab, prefix);
  const byteIds = json.byte_fallback ? bytesOf(vocab) : undefined;

  const symbolsOf = (word: string): Symbols => {
    const parts: WordPart[] = [];
    let unknown: WordPart | undefined;
    const flush = () => {
      if (unknown) parts.push(unknown);
      unknown = undefined;
    };
    let from = 0;
    for (const character of word) {
      const to = from + character.length;
      const token = (from > 0 ? prefix : '') + character + (to === word.length ? suffix : '');
      const id = vocab.get(token);
      const bytes = id === undefined ? byteIds?.(token) : undefined;
      if (id !== undefined) {
        flush();
        parts.push({ id, from, to });
      } else if (bytes) {
        parts.push(...bytes.map((byte) => ({ id: byte, from, to })));
      } else if (unkId !== undefined) {
        if (unknown && json.fuse_unk) unknown.to = to;
        else {
          flush();
          unknown = { id: unkId, from, to };
        }
      }
      from = to;
    }
    flush();
    return parts;
  };

  const cut = (word: string): WordPart[] => {
    const whole = json.ignore_merges ? vocab.get(word) : undefined;
    return whole === undefined ? mergeAll(symbolsOf(word), merges) : [{ id: whole, from: 0, to: word.length }];
  };
  return { vocab, unkId, cut } satisfies WordModel;
});

function rankMerges(list: unknown[], vocab: ReadonlyMap<string, number>, prefix: string) {
  const ranks = new Map<number, number>();
  const results: number[] = [];
  const pairKey = (left: number, right: number) => left * 2 ** 26 + right;
  for (const entry of list) {
    const pair = typeof entry === 'string' ? entry.split(' ') : entry;
    const [left, right] = Array.isArray(pair) && pair.length === 2 ? (pair as unknown[]) : [];
    if (typeof left !== 'string' || typeof right !== 'string') throw broken('tokenizer.json', 'model.merges holds what is not a pair');
    ranks.set(pairKey(tokenId(vocab, left), tokenId(vocab, right)), results.length);
    results.push(tokenId(vocab, left + right.slice(prefix.length)));
  }
  return { rankOf: (left: number, right: number) => ranks.get(pairKey(left, right)), results };
}
