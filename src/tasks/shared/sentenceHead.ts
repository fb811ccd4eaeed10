/**
 * The heads that sentence tasks choose from. `twoLayer`: Linear, an activation, dropout, Linear on the pooled vector, learned step
 * by step. `logistic` (of numbers: `ridge`): one Linear on the pooled vector at length 1, whose best values on a frozen encoder are
 * found at once, without rows that validate.
 */
import { TandemError } from '../../errors';
import type { Ops } from '../../nn/ops';
import { linearParameters, type ParameterSpec } from '../../nn/parameters';
import type { KindSetting } from '../kind';
import { type ChoiceSetting, checkSetting } from '../settings';
import { checkActivation, type MlpConfig, mlp, mlpParameters } from './mlp';

export type SolvedHead = 'logistic' | 'ridge';

export interface SentenceHeadConfig extends MlpConfig {
  /** Default: twoLayer. */
  head?: 'twoLayer' | SolvedHead;
  /** How much labels count against small weights: 1 / (regularisation), as in scikit-learn. Default: 0, chosen by cross-validation. */
  C?: number;
  /** What it was when the head was last solved. */
  solvedC?: number;
}

/** @param solved what the one-layer head is called, and in words */
export const sentenceHeadSettings = (solved: SolvedHead, name: string): KindSetting[] => [
  {
    key: 'head',
    label: 'Layers of the head',
    help: `Two, learned step by step; or one, solved exactly by ${name} on a frozen encoder: for few labels, and needs no rows that validate.`,
    type: 'choice',
    default: 'twoLayer',
    choices: [
      ['twoLayer', 'two layers'],
      [solved, name],
    ],
    shapesHead: true,
  },
  {
    key: 'C',
    label: `C of ${name}`,
    help: 'How much labels count against small weights; 0: chosen by cross-validation, or 1 where there are too few rows for that.',
    type: 'number',
    default: 0,
    onlyWith: { key: 'head', value: solved },
  },
];

/** @throws TandemError `bad-input` for a head that there is not, or settings of the other one */
export function checkSentenceHead(config: Record<string, unknown>, settings: KindSetting[]): void {
  checkActivation(config);
  for (const setting of settings) checkSetting(setting, config[setting.key] ?? setting.default, setting.key);
  const oneLayer = isOneLayer(config as SentenceHeadConfig);
  if (!oneLayer && config.C) {
    const [, [solved]] = (settings.find(({ key }) => key === 'head') as ChoiceSetting).choices;
    throw new TandemError('bad-input', `C is ${config.C}, and a head of two layers has none. Set head: '${solved}', or leave C out.`);
  }
  if (oneLayer && config.activation !== undefined) {
    throw new TandemError('bad-input', `A head of one layer (head: ${config.head}) has no activation: leave it out.`);
  }
}

export const isOneLayer = ({ head = 'twoLayer' }: SentenceHeadConfig): boolean => head !== 'twoLayer';

export const sentenceHeadParameters = (config: SentenceHeadConfig, width: number, outputs: number): ParameterSpec[] =>
  isOneLayer(config) ? linearParameters('classifier', width, outputs) : mlpParameters(width, outputs);

/** [rows, width] → [rows, outputs] */
export function sentenceHead<T>(ops: Ops<T>, parameter: (name: string) => T, pooled: T, config: SentenceHeadConfig): T {
  if (!isOneLayer(config)) return mlp(ops, parameter, pooled, config);
  return ops.linear(ops.normalize(pooled), parameter('classifier.weight'), parameter('classifier.bias'));
}
