/** The two heads of the page, as the exercise sets them. */
import type { LoadParams } from '../workers/protocol';

export const SENTENCE_LABELS = ['World', 'Sports', 'Business', 'Science'];
export const TOKEN_LABELS = ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC'];
export const DEFAULT_SEED = 7;

export const STANDARD_HEADS: NonNullable<LoadParams['heads']> = {
  taskA: { type: 'sentenceClassification', labels: SENTENCE_LABELS },
  taskB: { type: 'tokenClassification', labels: TOKEN_LABELS },
};
