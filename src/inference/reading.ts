/**
 * How texts become sequences for the encoder: alone or together with a second one, and those beyond the model's limit
 * either cut or read in windows that overlap, each word piece in the window that shows most around it.
 */
import type { View } from '../tasks/kind';
import type { Piece, ReadText } from '../tasks/text';
import type { Tokenizer } from './tokenizer/tokenizer';

/** A text, or a text with a second one: a pair, or `other` a question about `text`. */
export interface TextInput {
  text: string;
  other?: string;
}

export interface ReadingOptions {
  /** Texts beyond the model's limit. `windows` reads them whole. Default: cut. */
  longTexts: 'cut' | 'windows';
  /** Word pieces that neighbouring windows share. Default: 64. */
  stride: number;
}

export const CUT: ReadingOptions = { longTexts: 'cut', stride: 64 };

export interface Sequence {
  /** Token ids, special tokens included. */
  ids: number[];
  /** Segment of each token. Default: 0. */
  typeIds?: number[];
  /** Pieces [first, end) of the text are read here; the first of them is token `at`. */
  first: number;
  end: number;
  at: number;
}

export interface EncodedText extends ReadText {
  sequences: Sequence[];
  /** True when pieces were left out to stay within the limit. */
  truncated: boolean;
  /** True when these were pieces of the question alone, of which windows would show no more. */
  onlyQuestion?: boolean;
}

/** Tokens of all sequences of a text. */
export const tokensOf = ({ sequences }: Pick<EncodedText, 'sequences'>): number => sequences.reduce((sum, { ids }) => sum + ids.length, 0);

/** @param segments whether the model tells a second segment from the first */
export function encodeText(
  tokenizer: Tokenizer,
  { text, other = '' }: TextInput,
  view: View,
  { longTexts, stride }: ReadingOptions,
  segments = true,
): EncodedText {
  const { clsId, sepId, maxLength } = tokenizer;
  const read = view === 'other' ? other : text;
  const prefix = [clsId];
  let questionCut = false;
  if (view === 'joint') {
    // A question takes at most half of what there is room for.
    const most = Math.floor((maxLength - 3) / 2);
    const question = idsOf(tokenizer.pieces(other));
    questionCut = question.length > most;
    prefix.push(...question.slice(0, most), sepId);
  }
  const room = Math.max(1, maxLength - prefix.length - 1);
  const whole = longTexts === 'windows';
  const pieces = tokenizer.pieces(read, whole ? undefined : room + 1);
  const textCut = !whole && pieces.length > room;
  if (textCut) pieces.length = room;
  const sequences = windowsOf(pieces.length, room, Math.min(stride, room - 1)).map(({ from, to, first, end }): Sequence => {
    const ids = [...prefix, ...idsOf(pieces.slice(from, to)), sepId];
    const typeIds = view === 'joint' && segments ? ids.map((_, i) => Number(i >= prefix.length)) : undefined;
    return { ids, ...(typeIds ? { typeIds } : {}), first, end, at: prefix.length + first - from };
  });
  return {
    text: read,
    ...(view === 'joint' ? { other } : {}),
    pieces,
    sequences,
    truncated: textCut || questionCut,
    ...(questionCut && !textCut ? { onlyQuestion: true } : {}),
  };
}

const idsOf = (pieces: Piece[]) => pieces.map(({ id }) => id);

/** Windows [from, to) of `room` pieces, of which each owns [first, end): half of what it shares with its neighbours. */
function windowsOf(count: number, room: number, stride: number): Record<'from' | 'to' | 'first' | 'end', number>[] {
  const windows: Record<'from' | 'to' | 'first' | 'end', number>[] = [];
  for (let from = 0; ; from += room - stride) {
    const to = Math.min(count, from + room);
    const before = windows.at(-1);
    const first = before ? Math.floor((from + before.to) / 2) : 0;
    if (before) before.end = first;
    windows.push({ from, to, first, end: to });
    if (to === count) return windows;
  }
}

/** What was cut of an example, as its views have it; of a question alone only where nothing else was. */
export function cutOf(texts: Iterable<EncodedText>): 'text' | 'question' | undefined {
  const cut = [...texts].filter(({ truncated }) => truncated);
  if (cut.length === 0) return undefined;
  return cut.every(({ onlyQuestion }) => onlyQuestion) ? 'question' : 'text';
}
