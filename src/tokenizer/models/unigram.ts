/** Unigram: the pieces of a word whose scores add up to the most (Viterbi), as SentencePiece's models are. */
import * as v from 'valibot';
import { sizeAt } from '../alignedText';
import { part } from '../parts';
import { broken, unsupported } from '../problems';
import { bytesOf, idSchema } from '../vocabulary';
import type { WordModel, WordPart } from './registry';

/** What an unknown character scores below the lowest of the vocabulary. */
const UNK_PENALTY = 10;

const settings = v.object({
  vocab: v.array(v.unknown()),
  unk_id: v.nullish(idSchema),
  /** Whether unknown characters become pieces of their bytes, <0x0A>. */
  byte_fallback: v.nullish(v.boolean()),
});

export const unigram = part(settings, ({ vocab: list, unk_id: unkId, byte_fallback: fallback }) => {
  if (typeof unkId !== 'number') throw unsupported('a Unigram model without a token for what is unknown', 'Unigram models with one');
  const { vocab, scores } = scored(list);
  if (unkId >= scores.length) throw broken('tokenizer.json', `model.unk_id is ${unkId}, but there are ${scores.length} tokens`);
  const unkScore = scores.reduce((lowest, score) => Math.min(lowest, score), Number.POSITIVE_INFINITY) - UNK_PENALTY;
  const longest = longestByFirstUnit(vocab);
  const byteIds = fallback ? bytesOf(vocab) : undefined;

  /** Ends of the best pieces, from the last to the first. */
  const bestPath = (word: string): WordPart[] => {
    const best = new Float64Array(word.length + 1);
    const froms = new Int32Array(word.length + 1).fill(-1);
    const ids = new Int32Array(word.length + 1);
    const offer = (from: number, to: number, id: number, score: number) => {
      if (froms[to] >= 0 && score <= best[to]) return;
      best[to] = score;
      froms[to] = from;
      ids[to] = id;
    };
    for (let from = 0; from < word.length; ) {
      const size = sizeAt(word, from);
      const most = Math.min(word.length, from + (longest.get(word.charCodeAt(from)) ?? 0));
      let single = false;
      for (let to = from + size; to <= most; to++) {
        const id = vocab.get(word.slice(from, to));
        if (id === undefined) continue;
        offer(from, to, id, scores[id] + best[from]);
        single ||= to === from + size;
      }
      if (!single) offer(from, from + size, unkId, unkScore + best[from]);
      from += size;
    }
    const path: WordPart[] = [];
    for (let to = word.length; to > 0; to = froms[to]) path.push({ id: ids[to], from: froms[to], to });
    return path;
  };

  const cut = (word: string): WordPart[] => {
    const parts: WordPart[] = [];
    for (const piece of bestPath(word).reverse()) {
      const last = parts.at(-1);
      // Neighbouring unknown characters are one piece.
      if (last && piece.id === unkId && last.id === unkId) last.to = piece.to;
      else parts.push(piece);
    }
    return parts.flatMap((piece) => {
      const text = word.slice(piece.from, piece.to);
      const known = vocab.get(text);
      if (known !== undefined) return { ...piece, id: known };
      const bytes = byteIds?.(text);
      return bytes ? bytes.map((id) => ({ ...piece, id })) : piece;
    });
  };
  return { vocab, unkId, cut } satisfies WordModel;
});

function scored(list: unknown[]) {
  const vocab = new Map<string, number>();
  const scores = new Float64Array(list.length);
  for (const [id, entry] of list.entries()) {
    const [token, score] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof token !== 'string' || typeof score !== 'number' || !Number.isFinite(score))
      throw broken('tokenizer.json', `entry ${id} of model.vocab is not a token with its score`);
    vocab.set(token, id);
    scores[id] = score;
  }
  return { vocab, scores };
}

/** Lengths of the longest tokens that begin with a UTF-16 unit: none longer need be looked up there. */
function longestByFirstUnit(vocab: ReadonlyMap<string, number>): Map<number, number> {
  const longest = new Map<number, number>();
  for (const token of vocab.keys()) {
    const unit = token.charCodeAt(0);
    longest.set(unit, Math.max(longest.get(unit) ?? 0, token.length));
  }
  return longest;
}
