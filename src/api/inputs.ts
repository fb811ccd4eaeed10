/** What a task can be asked about. */
import { TandemError } from '../errors';
import type { TextInput } from '../inference/reading';

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
