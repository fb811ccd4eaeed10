/** Task A: what a sentence is about. Linear H→H, ReLU, Dropout, Linear H→C on the pooled vector. */

import { argmax, type HeadType, linearParameters, softmax } from './head';
import { checkLabels } from './labels';

export interface SentenceClassificationConfig {
  type: 'sentenceClassification';
  labels: string[];
}

export interface SentenceClass {
  classId: number;
  label: string;
  /** Probabilities in the order of the config's labels. */
  scores: number[];
}

const DROPOUT = 0.1;

export const sentenceClassification: HeadType<SentenceClassificationConfig, SentenceClass> = {
  type: 'sentenceClassification',
  level: 'sentence',
  check: ({ labels }) => checkLabels(labels, 'The sentence classes'),
  outputs: ({ labels }) => labels.length,
  parameters: ({ labels }, hiddenSize) => [
    ...linearParameters('dense', hiddenSize, hiddenSize),
    ...linearParameters('classifier', hiddenSize, labels.length),
  ],
  forward(ops, parameter, features) {
    const dense = ops.linear(features, parameter('dense.weight'), parameter('dense.bias'), { relu: true });
    return ops.linear(ops.dropout(dense, DROPOUT), parameter('classifier.weight'), parameter('classifier.bias'));
  },
  decode(logits, _sentence, { labels }) {
    const classId = argmax(logits);
    return { classId, label: labels[classId], scores: softmax(logits) };
  },
};
