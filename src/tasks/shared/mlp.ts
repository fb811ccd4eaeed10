/** The head of sentence tasks: Linear H→H, ReLU, Dropout 0.1, Linear H→outputs on the pooled vector. */
import type { Ops } from '../../nn/ops';
import { linearParameters, type ParameterSpec } from '../../nn/parameters';

const DROPOUT = 0.1;

export const mlpParameters = (hiddenSize: number, outputs: number): ParameterSpec[] => [
  ...linearParameters('dense', hiddenSize, hiddenSize),
  ...linearParameters('classifier', hiddenSize, outputs),
];

/** [rows, H] → [rows, outputs] */
export function mlp<T>(ops: Ops<T>, parameter: (name: string) => T, pooled: T): T {
  const dense = ops.linear(pooled, parameter('dense.weight'), parameter('dense.bias'), { relu: true });
  return ops.linear(ops.dropout(dense, DROPOUT), parameter('classifier.weight'), parameter('classifier.bias'));
}
