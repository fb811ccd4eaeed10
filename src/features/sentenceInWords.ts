/** How a model makes embeddings and compares them, in the field's terms. */
import type { SentenceFacts } from '../workers/protocol';

const POOLING: Record<SentenceFacts['pooling'][number], string> = {
  cls: 'first token (CLS)',
  max: 'maximum',
  mean: 'mean',
  mean_sqrt_len_tokens: 'sum over √length',
  weightedmean: 'weighted mean',
  lasttoken: 'last token',
};

export const poolingInWords = ({ pooling }: SentenceFacts): string => pooling.map((mode) => POOLING[mode]).join(' + ');

/** Of two embeddings; distances are negated, so that more is more alike. */
export const SIMILARITY_NAMES: Record<SentenceFacts['similarity'], string> = {
  cosine: 'Cosine similarity',
  dot: 'Dot product',
  euclidean: 'Euclidean distance, negated',
  manhattan: 'Manhattan distance, negated',
};
