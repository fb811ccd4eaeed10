/** Contrastive fine-tuning: what a stage before the heads is set to, in which the encoder learns which rows are alike. */
import { TandemError } from '../../errors';
import type { AnyKind } from '../../tasks/kind';
import { checkSetting, type NumberSetting } from '../../tasks/settings';

export interface Contrastive {
  /** The classification whose classes say which rows are alike. Default: the only one. */
  task: string;
  /** Pairs to learn from, half of them alike. Default: 0, 40 per labelled row and at most 4,000. */
  pairs: number;
  /** Pairs per step. Default: 16. */
  batchSize: number;
  /** AdamW's rate for the top layer. Default: 2e-5. */
  learningRate: number;
  /** Layers that learn, from the top. Default: all. */
  layers: number | 'all';
}

export const CONTRASTIVE_SETTINGS: (NumberSetting & { key: Exclude<keyof Contrastive, 'task' | 'layers'> })[] = [
  {
    key: 'pairs',
    label: 'Pairs',
    help: 'How many the encoder learns from; in half of them both rows have the same class. 0: 40 per labelled row, at most 4,000.',
    type: 'number',
    default: 0,
    whole: true,
  },
  {
    key: 'batchSize',
    label: 'Pairs per step',
    help: 'How many go through the model together.',
    type: 'number',
    default: 16,
    min: 1,
    whole: true,
  },
  { key: 'learningRate', label: 'Learning rate', help: 'AdamW’s rate for the top layer.', type: 'number', default: 2e-5 },
];

const PER_ROW = 40;
const MOST_PAIRS = 4000;
/** Steps from one place where the stage can go on to the next. */
const STEPS_PER_PART = 25;

/** @throws TandemError `bad-input` naming what is wrong */
export function completeContrastive(input: Partial<Contrastive> | true, kinds: Record<string, Pick<AnyKind, 'kind'>>): Contrastive {
  const given: Partial<Contrastive> = input === true ? {} : input;
  const odd = Object.keys(given).find((key) => !['task', 'layers', ...CONTRASTIVE_SETTINGS.map((setting) => setting.key)].includes(key));
  if (odd !== undefined) throw new TandemError('bad-input', `There is no option "contrastive.${odd}".`);
  const candidates = Object.keys(kinds).filter((name) => kinds[name].kind === 'classification');
  const { task = candidates[0], layers = 'all' } = given;
  if (candidates.length === 0) {
    throw new TandemError('bad-input', 'Contrastive fine-tuning learns from classes, and this run has no classification.');
  }
  if (!candidates.includes(task) || (given.task === undefined && candidates.length > 1)) {
    throw new TandemError('bad-input', `contrastive.task must be one of the classifications: ${candidates.join(', ')}.`);
  }
  if (layers !== 'all' && !(Number.isInteger(layers) && layers >= 1)) {
    throw new TandemError('bad-input', `contrastive.layers is ${layers}; it must be a whole number of at least 1, or "all".`);
  }
  const numbers = CONTRASTIVE_SETTINGS.map((setting) => {
    const value = given[setting.key] ?? setting.default;
    checkSetting(setting, value, `contrastive.${setting.key}`);
    return [setting.key, value] as const;
  });
  return { task, layers, ...(Object.fromEntries(numbers) as Pick<Contrastive, 'pairs' | 'batchSize' | 'learningRate'>) };
}

/** @param rows that have a class */
export const pairCount = ({ pairs }: Pick<Contrastive, 'pairs'>, rows: number): number => pairs || Math.min(PER_ROW * rows, MOST_PAIRS);

/** Parts of the stage, after each of which it could go on another time. */
export const partsOf = ({ batchSize }: Contrastive, pairs: number): number => Math.max(1, Math.ceil(pairs / batchSize / STEPS_PER_PART));
