/** The head of sentence tasks: Linear H→H, an activation, Dropout 0.1, Linear H→outputs on the pooled vector. */
import { TandemError } from '../../errors';
import type { HeadActivation, Ops } from '../../nn/ops';
import { linearParameters, type ParameterSpec } from '../../nn/parameters';

const DROPOUT = 0.1;

export interface MlpConfig {
  /** Between the layers. Heads of transformers have tanh or GELU. Default: relu. */
  activation?: HeadActivation;
}

const ACTIVATIONS: readonly unknown[] = ['relu', 'gelu', 'tanh'] satisfies HeadActivation[];

/** @throws TandemError `bad-input` for an activation that heads do not have */
export function checkActivation({ activation = 'relu' }: Record<string, unknown>): void {
  if (ACTIVATIONS.includes(activation)) return;
  throw new TandemError('bad-input', `activation is ${JSON.stringify(activation)}; it must be one of ${ACTIVATIONS.join(', ')}.`);
}

export const mlpParameters = (hiddenSize: number, outputs: number): ParameterSpec[] => [
  ...linearParameters('dense', hiddenSize, hiddenSize),
  ...linearParameters('classifier', hiddenSize, outputs),
];

/** [rows, H] → [rows, outputs] */
export function mlp<T>(ops: Ops<T>, parameter: (name: string) => T, pooled: T, { activation = 'relu' }: MlpConfig = {}): T {
  const dense = ops.linear(pooled, parameter('dense.weight'), parameter('dense.bias'), { relu: activation === 'relu' });
  const activated = activation === 'relu' ? dense : ops.activation(dense, activation);
  return ops.linear(ops.dropout(activated, DROPOUT), parameter('classifier.weight'), parameter('classifier.bias'));
}
