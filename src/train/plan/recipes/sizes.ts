/** Numbers that follow the model’s size and the number of rows. */
import { type Situation, trainingRows } from './situation';

/** MiniLM and its kin learn at higher rates than bert-base, large models at lower ones. */
export function encoderRate({ hiddenSize }: Situation['model']): number {
  if (hiddenSize <= 512) return 1e-4;
  return hiddenSize <= 768 ? 2e-5 : 1e-5;
}

/** Epochs in which a model takes at least so many steps, within bounds. */
export function epochsFor(situation: Situation, batchSize: number, steps: number, bounds: [least: number, most: number]): number {
  const perEpoch = Math.max(1, Math.ceil(trainingRows(situation, validationOf(situation)) / batchSize));
  return Math.min(bounds[1], Math.max(bounds[0], Math.ceil(steps / perEpoch)));
}

/** Rows below which a share of them is better spent on training, and says little as validation. */
const FEW_VALIDATION_ROWS = 30;

/** Few rows all train, unless someone asked for validation rows. */
export const validationOf = ({ rows, validationIsDrawn }: Situation): 'split' | 'none' =>
  rows.validation === 0 || (validationIsDrawn && rows.validation < FEW_VALIDATION_ROWS) ? 'none' : 'split';
