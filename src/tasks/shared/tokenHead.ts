/** The head of tasks on tokens: one linear layer on every token, or two where an activation is set, as ModernBERT's heads have them. */
import { TandemError } from '../../errors';
import type { Ops } from '../../nn/ops';
import { linearParameters, type ParameterSpec } from '../../nn/parameters';
import { checkMlp, type MlpConfig, mlp, mlpParameters } from './mlp';

/** With an activation: Linear H→H, the activation, Dropout 0.1 and the last layer. Default: the last layer alone. */
export type TokenHeadConfig = MlpConfig;

/** @throws TandemError `bad-input` */
export function checkTokenHead(config: Record<string, unknown>): void {
  checkMlp(config);
  if (config.normEps !== undefined && config.activation === undefined)
    throw new TandemError('bad-input', 'A head of one layer has no normEps: set an activation as well, or leave it out.');
}

/** @param last what the last layer is called */
export const tokenParameters = (config: TokenHeadConfig, hiddenSize: number, outputs: number, last: string): ParameterSpec[] =>
  config.activation ? mlpParameters(hiddenSize, outputs, config, last) : linearParameters(last, hiddenSize, outputs);

/** [tokens, H] → [tokens, outputs] */
export const tokenHead = <T>(ops: Ops<T>, parameter: (name: string) => T, states: T, config: TokenHeadConfig, last: string): T =>
  config.activation
    ? mlp(ops, parameter, states, config, last)
    : ops.linear(states, parameter(`${last}.weight`), parameter(`${last}.bias`));
