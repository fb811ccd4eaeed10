/**
 * How texts become sequences for the encoder: alone or together with a second one, and those beyond the model's limit
 * either cut or read in windows that overlap, each word piece in the window that shows most around it.
 */
import type { View } from '../tasks/kind';
import type { ReadText } from '../tasks/text';
import type { SpecialToken } from '../tokenizer/frame';
import type { Piece } from '../tokenizer/piece';
import type { Tokenizer } from '../tokenizer/tokenizer';

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

/**
 * @param segments whether the model tells a second segment from the first
 * @throws TandemError `bad-input` for a text that is too long; see Tokenizer.pieces
 */
export function encodeText(
  tokenizer: Tokenizer,
  { text, other = '' }: TextInput,
  view: View,
  { longTexts, stride }: ReadingOptions,
  segments = true,
): EncodedText {
  const { single, pair, maxLength } = tokenizer;
  const read = view === 'other' ? other : text;
  const { after } = view === 'joint' ? pair : single;
  let prefix = single.before;
  let type = single.type;
  let questionCut = false;
  if (view === 'joint') {
    const { before, between, types } = pair;
    // A question takes at most half of what there is room for.
    const most = Math.floor((maxLength - before.length - between.length - after.length) / 2);
    const question = tokenizer.pieces(other, most + 1);
    questionCut = question.length > most;
    prefix = [...before, ...inSegment(question.slice(0, most), types[0]), ...between];
    type = types[1];
  }
  const room = Math.max(1, maxLength - prefix.length - after.length);
  const whole = longTexts === 'windows';
  const pieces = tokenizer.pieces(read, whole ? undefined : room + 1);
  const textCut = !whole && pieces.length > room;
  if (textCut) pieces.length = room;
  for (const piece of pieces) leaveOutBlanks(piece, read);
  const sequences = windowsOf(pieces.length, room, Math.min(stride, room - 1)).map(({ from, to, first, end }): Sequence => {
    const tokens = [...prefix, ...inSegment(pieces.slice(from, to), type), ...after];
    const typeIds = segments && tokens.some((token) => token.type !== 0) ? { typeIds: tokens.map((token) => token.type) } : {};
    return { ids: tokens.map(({ id }) => id), ...typeIds, first, end, at: prefix.length + first - from };
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

/** A blank may belong to a piece; its label does not go to it. What is nothing else has no place, and belongs to what follows. */
function leaveOutBlanks(piece: Piece, text: string): void {
  while (piece.start < piece.end && /\s/.test(text[piece.start])) piece.start++;
  while (piece.end > piece.start && /\s/.test(text[piece.end - 1])) piece.end--;
}

const inSegment = (pieces: Piece[], type: number): SpecialToken[] => pieces.map(({ id }) => ({ id, type }));

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
