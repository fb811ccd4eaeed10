/** Classes of transformers that hold a head of ours as it is, by the encoder's `model_type`: saved as them, and opened from them. */

import type { PoolingMode } from '../model/sentence/pooling';
import type { MlpConfig } from '../tasks/shared/mlp';
import type { Json } from './encoderFiles';

/** What follows `…For` in a class's name. */
export type HeadClass = 'SequenceClassification' | 'TokenClassification' | 'QuestionAnswering';

/** A head as a class of transformers has it. */
export interface StockHead {
  /** Settings of the head of ours that computes the same; without an activation it is a single linear layer. */
  form: Readonly<Record<keyof MlpConfig, unknown>>;
  /** What our layers are called there. */
  names: Readonly<Record<string, string>>;
}

export interface StockClasses {
  /** How its classes begin: `Bert` of `BertForTokenClassification`. */
  className: string;
  /** What the encoder is called in them. */
  encoder: string;
  /** How its head on a text pools the text's tokens. */
  pooling: unknown;
  heads: Readonly<Record<HeadClass, StockHead>>;
  /** What config.json says of a head with other settings, where the class can have several. */
  describe?(form: MlpConfig, pooling: PoolingMode): Json;
}

const linear = (ours: string, theirs: string): StockHead => ({
  form: { activation: undefined, normEps: undefined },
  names: { [ours]: theirs },
});
const TOKENS = { TokenClassification: linear('classifier', 'classifier'), QuestionAnswering: linear('qaOutputs', 'qa_outputs') };

/** Two layers on the first token, one on every token. */
function firstToken(className: string, encoder: string, activation: string, dense: string, classifier: string): StockClasses {
  const sequence = { form: { activation, normEps: undefined }, names: { dense, classifier } };
  return { className, encoder, pooling: 'cls', heads: { SequenceClassification: sequence, ...TOKENS } };
}

const withRobertaHead = (className: string, encoder: string, activation = 'tanh') =>
  firstToken(className, encoder, activation, 'classifier.dense', 'classifier.out_proj');

/** The same two layers with LayerNorm between them for all, on the vectors that config.json names. */
function modernBert({
  classifier_activation: activation = 'gelu',
  classifier_pooling: pooling = 'cls',
  norm_eps = 1e-5,
}: Json): StockClasses {
  const head = { form: { activation, normEps: norm_eps }, names: { dense: 'head.dense', norm: 'head.norm', classifier: 'classifier' } };
  return {
    className: 'ModernBert',
    encoder: 'model',
    pooling,
    heads: {
      SequenceClassification: head,
      TokenClassification: head,
      QuestionAnswering: { ...head, names: { ...head.names, qaOutputs: 'classifier' } },
    },
    describe: (form, mode) => ({
      classifier_activation: form.activation,
      classifier_bias: true,
      ...(mode === 'cls' || mode === 'mean' ? { classifier_pooling: mode } : {}),
    }),
  };
}

const CLASSES: Record<string, StockClasses | ((config: Json) => StockClasses)> = {
  bert: firstToken('Bert', 'bert', 'tanh', 'bert.pooler.dense', 'classifier'),
  distilbert: firstToken('DistilBert', 'distilbert', 'relu', 'pre_classifier', 'classifier'),
  roberta: withRobertaHead('Roberta', 'roberta'),
  'xlm-roberta': withRobertaHead('XLMRoberta', 'roberta'),
  camembert: withRobertaHead('Camembert', 'roberta'),
  electra: withRobertaHead('Electra', 'electra', 'gelu'),
  mpnet: withRobertaHead('MPNet', 'mpnet'),
  albert: firstToken('Albert', 'albert', 'tanh', 'albert.pooler', 'classifier'),
  modernbert: modernBert,
};

/** @param config config.json of the encoder @returns undefined for an encoder whose classes are not known */
export function stockClasses(config: Json): StockClasses | undefined {
  const type = String(config.model_type ?? 'bert');
  const found = Object.hasOwn(CLASSES, type) ? CLASSES[type] : undefined;
  return typeof found === 'function' ? found(config) : found;
}

export interface Fitting extends StockHead {
  className: string;
  encoder: string;
  /** config.json as the class needs it for this head. */
  config: Json;
}

/**
 * The class that holds a head as it is.
 *
 * @param modes how the head's texts are pooled, for heads on whole texts
 * @returns undefined where no class does
 */
export function fittingClass(config: Json, headClass: HeadClass, form: MlpConfig, modes: readonly PoolingMode[] = []): Fitting | undefined {
  const described = { ...config, ...stockClasses(config)?.describe?.(form, modes.length === 1 ? modes[0] : 'cls') };
  const classes = stockClasses(described);
  if (!classes) return undefined;
  const head = classes.heads[headClass];
  if (headClass === 'SequenceClassification' && !(modes.length === 1 && modes[0] === classes.pooling)) return undefined;
  if (head.form.activation !== form.activation || head.form.normEps !== form.normEps) return undefined;
  const { className, encoder } = classes;
  return { className: `${className}For${headClass}`, encoder, config: described, ...head };
}
