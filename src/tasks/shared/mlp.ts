/** Linear, an activation, maybe LayerNorm, Dropout 0.1, Linear: the head of sentence tasks, and of tokens where transformers has it there. */
import { TandemError } from '../../errors';
import type { HeadActivation, Ops } from '../../nn/ops';
import { linearParameters, type ParameterSpec } from '../../nn/parameters';

const DROPOUT = 0.1;

/** What stands between the two layers of a head. */
export interface MlpConfig {
  /** Between the layers. Heads of transformers have tanh or GELU. Default: relu. */
  activation?: HeadActivation;
  /** Epsilon of a LayerNorm behind the activation, as heads of ModernBERT have it. Default: there is none. */
  normEps?: number;
}

const ACTIVATIONS: readonly unknown[] = ['relu', 'gelu', 'tanh'] satisfies HeadActivation[];

export const isHeadActivation = (name: unknown): name is HeadActivation => ACTIVATIONS.includes(name);

/** @throws TandemError `bad-input` for an activation that heads do not have, or an epsilon that is not a small positive number */
export function checkMlp({ activation = 'relu', normEps = 1 }: Record<string, unknown>): void {
  if (!isHeadActivation(activation))
    throw new TandemError('bad-input', `activation is ${JSON.stringify(activation)}; it must be one of ${ACTIVATIONS.join(', ')}.`);
  if (!(typeof normEps === 'number' && normEps > 0 && normEps <= 1))
    throw new TandemError('bad-input', `normEps is ${JSON.stringify(normEps)}; it must be a number above 0 and at most 1.`);
}

/** @param last what the second layer is called. Default: classifier */
export const mlpParameters = (hiddenSize: number, outputs: number, { normEps }: MlpConfig = {}, last = 'classifier'): ParameterSpec[] => [
  ...linearParameters('dense', hiddenSize, hiddenSize),
  ...(normEps === undefined ? [] : normParameters(hiddenSize)),
  ...linearParameters(last, hiddenSize, outputs),
];

const normParameters = (hiddenSize: number): ParameterSpec[] => [
  { name: 'norm.weight', shape: [hiddenSize], fanIn: hiddenSize, fill: 1 },
  { name: 'norm.bias', shape: [hiddenSize], fanIn: hiddenSize, fill: 0 },
];

/** [rows, H] → [rows, outputs] */
export function mlp<T>(
  ops: Ops<T>,
  parameter: (name: string) => T,
  features: T,
  { activation = 'relu', normEps }: MlpConfig = {},
  last = 'classifier',
): T {
  const dense = ops.linear(features, parameter('dense.weight'), parameter('dense.bias'), { relu: activation === 'relu' });
  const activated = activation === 'relu' ? dense : ops.activation(dense, activation);
  const normed = normEps === undefined ? activated : ops.layerNorm(activated, parameter('norm.weight'), parameter('norm.bias'), normEps);
  return ops.linear(ops.dropout(normed, DROPOUT), parameter(`${last}.weight`), parameter(`${last}.bias`));
}
