/**
 * The heads that sentence tasks choose from. `twoLayer`: Linear, an activation, dropout, Linear on the pooled vector, learned step
 * by step. `logistic` (of numbers: `ridge`): one Linear on the pooled vector at length 1, whose best values on a frozen encoder are
 * found at once, without validation rows. `names`: the same, with what every class is called as one more example of it.
 */
import { TandemError } from '../../errors';
import type { Ops } from '../../nn/ops';
import { linearParameters, type ParameterSpec } from '../../nn/parameters';
import type { KindSetting, Solved, SolveJob, SolvingRows, TaskConfig } from '../kind';
import { checkSetting } from '../settings';
import type { ClassTexts, SolvedNames } from './classNames';
import { checkMlp, type MlpConfig, mlp, mlpParameters } from './mlp';

export type SolvedHead = 'logistic' | 'ridge' | 'names';

export interface SentenceHeadConfig extends MlpConfig {
  /** Default: twoLayer. */
  head?: 'twoLayer' | SolvedHead;
  /** Inverse of the regularisation strength, as in scikit-learn. Default: 0, chosen by cross-validation. */
  C?: number;
  /** What it was when the head was last solved. */
  solvedC?: number;
  /** Of a head that begins with names, by class: a description, or examples. Default: the names of the classes. */
  names?: ClassTexts;
  /** How these counted when the head was last solved. */
  solvedNames?: SolvedNames;
}

/**
 * What kinds with such heads have in common.
 *
 * @param solved what the one-layer head is called; @param name the same in words
 * @param outputs columns of the outputs; @param solve finds a one-layer head's best values
 * @param more other one-layer heads, and what they are called
 */
export function sentenceHeads<Config extends TaskConfig & SentenceHeadConfig, Gold>(
  solved: Exclude<SolvedHead, 'names'>,
  name: string,
  outputs: (config: Config) => number,
  solve: (config: Config, rows: SolvingRows<Gold>, job: SolveJob) => Promise<Solved<Config>>,
  more: [SolvedHead, string][] = [],
) {
  const settings = settingsOf(solved, name, more);
  return {
    settings,
    /** @throws TandemError `bad-input` for a head that there is not, or settings of the other one */
    check: (config: TaskConfig) => checkHead(config, settings, solved),
    /** For a kind to spread into itself. */
    members: {
      outputs,
      parameters: (config: Config, width: number): ParameterSpec[] =>
        isOneLayer(config) ? linearParameters('classifier', width, outputs(config)) : mlpParameters(width, outputs(config), config),
      forward<T>(ops: Ops<T>, parameter: (name: string) => T, [pooled]: T[], config: Config): T {
        if (!isOneLayer(config)) return mlp(ops, parameter, pooled, config);
        return ops.linear(ops.normalize(pooled), parameter('classifier.weight'), parameter('classifier.bias'));
      },
      solver: (config: Config) => (isOneLayer(config) ? (rows: SolvingRows<Gold>, job: SolveJob) => solve(config, rows, job) : undefined),
    },
  };
}

const settingsOf = (solved: SolvedHead, name: string, more: [SolvedHead, string][]): KindSetting[] => [
  {
    key: 'head',
    label: 'Layers of the head',
    help: `Two, learned step by step; or one, solved exactly by ${name} on a frozen encoder: for few labels, and needs no validation rows.`,
    type: 'choice',
    default: 'twoLayer',
    choices: [['twoLayer', 'two layers'], [solved, name], ...more],
    shapesHead: true,
  },
  {
    key: 'C',
    label: `C of ${name}`,
    help: 'Larger means less regularisation, as in scikit-learn; 0: chosen by cross-validation, or where no rows can be spared for that 1 (of classes 10, with names or after contrastive fine-tuning).',
    type: 'number',
    default: 0,
    onlyWith: { key: 'head', values: [solved] },
  },
];

function checkHead(config: Record<string, unknown>, settings: KindSetting[], solved: SolvedHead): void {
  checkMlp(config);
  for (const setting of settings) checkSetting(setting, config[setting.key] ?? setting.default, setting.key);
  const oneLayer = isOneLayer(config as SentenceHeadConfig);
  if (config.names !== undefined && config.head !== 'names') {
    throw new TandemError(
      'bad-input',
      "names describe the classes of a head that begins with them: set head: 'names', or leave names out.",
    );
  }
  if (!oneLayer && config.C) {
    throw new TandemError('bad-input', `C is ${config.C}, and a head of two layers has none. Set head: '${solved}', or leave C out.`);
  }
  const between = ['activation', 'normEps'].find((key) => config[key] !== undefined);
  if (oneLayer && between) {
    throw new TandemError('bad-input', `A head of one layer (head: ${config.head}) has no ${between}: leave it out.`);
  }
}

export const isOneLayer = ({ head = 'twoLayer' }: SentenceHeadConfig): boolean => head !== 'twoLayer';
