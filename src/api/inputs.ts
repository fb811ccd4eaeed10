/** What a task can be asked about. */
import { SPLITS } from '../data/dataset';
import { TandemError } from '../errors';
import type { TextInput } from '../inference/reading';

/** A batch of token ids, as `tokenize` gives it. */
export interface ForwardInputs {
  /** Token ids [B, L]. */
  inputIds: number[][];
  /** [B, L], 1 for tokens and 0 for padding. */
  attentionMask: number[][];
  /** [B, L], the segment of each token. Default: 0. */
  tokenTypeIds?: number[][];
}

/** A text; two texts; or a question about a text. */
export type Input = string | readonly [text: string, other: string] | TextInput | { question: string; context: string };

/** @throws TandemError `bad-input` for anything else */
export function textInput(input: Input): TextInput {
  if (typeof input === 'string') return { text: input };
  if (Array.isArray(input) && input.length === 2 && input.every((part) => typeof part === 'string'))
    return { text: input[0], other: input[1] };
  if (typeof input === 'object' && input !== null) {
    const { text, other, question, context } = input as Partial<Record<'text' | 'other' | 'question' | 'context', unknown>>;
    if (typeof text === 'string' && (other === undefined || typeof other === 'string'))
      return { text, ...(other === undefined ? {} : { other }) };
    if (typeof question === 'string' && typeof context === 'string') return { text: context, other: question };
  }
  throw new TandemError('bad-input', 'predict takes texts, pairs [text, other], { text, other }, or { question, context }.');
}

/** @throws TandemError `bad-input` for anything but an array of texts */
export function checkSentences(sentences: unknown): asserts sentences is string[] {
  const odd = Array.isArray(sentences) ? sentences.findIndex((sentence) => typeof sentence !== 'string') : 0;
  if (odd < 0) return;
  const what = Array.isArray(sentences) ? `item ${odd} is of type ${typeof sentences[odd]}` : `this is of type ${typeof sentences}`;
  throw new TandemError('bad-input', `Sentences must be an array of strings, and ${what}.`);
}

/** @throws TandemError `bad-input` for anything but a whole number from 1 upward */
export function checkBatchSize(batchSize: unknown): void {
  if (batchSize === undefined || (Number.isSafeInteger(batchSize) && Number(batchSize) > 0)) return;
  throw new TandemError('bad-input', `batchSize is a whole number from 1 upward, not ${String(batchSize)}.`);
}

/** @throws TandemError `bad-input` for anything but the name of a split, or none */
export function checkSplit(split: unknown): void {
  if (split === undefined || SPLITS.some((name) => name === split)) return;
  throw new TandemError('bad-input', `split is train, validation or test, not ${String(split)}.`);
}

/** @throws TandemError `bad-input` when the inputs do not have one rectangular shape, or a row has no token */
export function checkRectangular({ inputIds, attentionMask, tokenTypeIds }: ForwardInputs): void {
  const length = Array.isArray(inputIds) && Array.isArray(inputIds[0]) ? inputIds[0].length : 0;
  const same = (rows: number[][]) =>
    Array.isArray(rows) && rows.length === inputIds.length && rows.every((row) => Array.isArray(row) && row.length === length);
  if (length === 0 || !same(inputIds) || !same(attentionMask) || (tokenTypeIds && !same(tokenTypeIds))) {
    throw new TandemError(
      'bad-input',
      'inputIds and attentionMask must both be [B, L] with at least one token. Use tokenize() to make them.',
    );
  }
  const odd = attentionMask.flat().find((value) => value !== 0 && value !== 1);
  if (odd !== undefined) throw new TandemError('bad-input', `attentionMask holds 1 for tokens and 0 for padding, not ${odd}.`);
  const empty = attentionMask.findIndex((row) => !row.includes(1));
  if (empty >= 0) throw new TandemError('bad-input', `Row ${empty} of attentionMask has no token: every row needs a 1.`);
}
