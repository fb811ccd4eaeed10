/** What the heads say of sentences, in words: classes, tokens and entities at exact places. */
import type { Head } from '../nn/heads/instance';
import { type SentenceClass, sentenceClassification } from '../nn/heads/sentenceClassification';
import { type TokenLabels, tokenClassification } from '../nn/heads/tokenClassification';
import type { Encoder, RunOptions } from './encoder';

/**
 * The answers for one sentence. The first sentence-classification head and the first
 * token-classification head answer on the object itself; a model without one leaves its fields empty.
 */
export interface Prediction extends SentenceClass, TokenLabels {
  text: string;
  /** True when the sentence was longer than the model's limit. */
  truncated: boolean;
  /** Every head's answer by the head's name. */
  heads: Record<string, unknown>;
}

export async function predict(encoder: Encoder, heads: Head[], sentences: string[], options: RunOptions = {}): Promise<Prediction[]> {
  const results = await encoder.classify(sentences, heads, options);
  const taskA = heads.find(({ type }) => type.type === sentenceClassification.type)?.name ?? '';
  const taskB = heads.find(({ type }) => type.type === tokenClassification.type)?.name ?? '';
  return results.map(({ encoding, logits }, i) => {
    const text = sentences[i];
    const sentence = { text, pieces: encoding.pieces };
    const answers: Record<string, unknown> = {};
    heads.forEach((head, h) => {
      answers[head.name] = head.type.decode(logits[h], sentence, head.config);
    });
    return {
      ...((answers[taskA] as SentenceClass | undefined) ?? { classId: -1, label: '', scores: [] }),
      ...((answers[taskB] as TokenLabels | undefined) ?? { tokens: [], entities: [] }),
      text,
      truncated: encoding.truncated,
      heads: answers,
    };
  });
}
