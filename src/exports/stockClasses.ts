/** Classes of transformers that hold a head of ours as it is, by the encoder's `model_type`: saved as them, and opened from them. */

import type { PoolingMode } from '../model/sentence/pooling';
import type { HeadActivation } from '../nn/ops';
import type { Json } from './encoderFiles';

export interface StockClasses {
  /** How its classes begin: `Bert` of `BertForTokenClassification`. All put a single linear layer on every token. */
  className: string;
  /** What the encoder is called in them. */
  encoder: string;
  /** Its head on the first token: two linear layers with an activation between them, and what these are called. */
  sequence: { activation: HeadActivation; dense: string; classifier: string };
}

const ROBERTA_HEAD: StockClasses['sequence'] = { activation: 'tanh', dense: 'classifier.dense', classifier: 'classifier.out_proj' };

const CLASSES: Record<string, StockClasses> = {
  bert: { className: 'Bert', encoder: 'bert', sequence: { activation: 'tanh', dense: 'bert.pooler.dense', classifier: 'classifier' } },
  distilbert: {
    className: 'DistilBert',
    encoder: 'distilbert',
    sequence: { activation: 'relu', dense: 'pre_classifier', classifier: 'classifier' },
  },
  roberta: { className: 'Roberta', encoder: 'roberta', sequence: ROBERTA_HEAD },
  'xlm-roberta': { className: 'XLMRoberta', encoder: 'roberta', sequence: ROBERTA_HEAD },
  camembert: { className: 'Camembert', encoder: 'roberta', sequence: ROBERTA_HEAD },
  electra: { className: 'Electra', encoder: 'electra', sequence: { ...ROBERTA_HEAD, activation: 'gelu' } },
  mpnet: { className: 'MPNet', encoder: 'mpnet', sequence: ROBERTA_HEAD },
  albert: { className: 'Albert', encoder: 'albert', sequence: { activation: 'tanh', dense: 'albert.pooler', classifier: 'classifier' } },
};

/** @param config config.json of the encoder @returns undefined for an encoder whose classes have heads of another kind */
export function stockClasses({ model_type }: Json): StockClasses | undefined {
  const type = String(model_type ?? 'bert');
  return Object.hasOwn(CLASSES, type) ? CLASSES[type] : undefined;
}

/** Names of a sentence head's parameters there, if it pools the first token and has the same activation. */
export function sequenceNames(
  { sequence }: StockClasses,
  modes: readonly PoolingMode[],
  activation: unknown,
): ((path: string) => string) | undefined {
  if (modes.length !== 1 || modes[0] !== 'cls' || activation !== sequence.activation) return undefined;
  return (path) => path.replace(/^(dense|classifier)(?=\.)/, (part) => sequence[part as 'dense' | 'classifier']);
}
