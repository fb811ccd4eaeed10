/** How long a run will take, from its settings and what a token costs on this device. */
import { pairCount } from '../contrastive';
import type { TrainOptions } from '../options';
import { planUnfreezing } from '../unfreezing';
import { isStepwise, labelsOf, type Situation, type Speed, trainingRows } from './situation';

/** Forward, of a step that also computes gradients. */
const EVALUATED = 1 / 3;
/** Of a layer's step, for each row or token: two layers on a pooled vector have a twelfth of its weights, one on tokens a hundredth. */
const HEAD = { sentence: 1 / 12, token: 1 / 100 };

/** @returns seconds, of the run alone: without saving, and without opening the trained encoder */
export function secondsOf(options: TrainOptions, situation: Situation, speed: Speed): number {
  const { rows, tokensPerRow, model } = situation;
  const skipped = isSolvedWhole(options, situation) ? situation.unlabelled.all - situation.unlabelled.read : 0;
  const all = rows.train + rows.validation + rows.test - skipped;
  const training = trainingRows(situation, options.validation);
  const encoded = all * tokensPerRow * speed.forward;
  if (options.contrastive) {
    const { task, layers, batchSize } = options.contrastive;
    const labelled = situation.tasks[task] ? labelsOf(situation.tasks[task], situation) : 0;
    const pairs = pairCount(options.contrastive, labelled);
    const open = layers === 'all' ? model.layers : Math.min(layers, model.layers);
    const stage =
      frozenBelow(model.layers, open, speed) * labelled + (pairs / batchSize) * differentOf(2 * batchSize, labelled) * open * speed.layer;
    return encoded + stage * tokensPerRow;
  }
  const folds = options.folds > 1 ? options.folds : 0;
  if (!options.unfreeze) return encoded + (1 + folds) * options.epochs * headSeconds(options, situation, speed);
  const plan = planUnfreezing(options.unfreeze, model.layers, options.epochs, options.learningRate.encoder);
  const validating = all - training;
  return (
    encoded +
    (1 + folds) *
      plan.reduce((sum, { lowest }, i) => {
        const open = Math.min(model.layers, model.layers + 1 - lowest);
        const kept = i === 0 || plan[i - 1].lowest !== lowest ? frozenBelow(model.layers, open, speed) * all : 0;
        return sum + (kept + (training + validating * EVALUATED) * open * speed.layer) * tokensPerRow;
      }, 0)
  );
}

/** Different ones of so many rows that are drawn from all, as is to be expected: each goes through the encoder once. */
const differentOf = (drawn: number, rows: number): number => rows * (1 - (1 - 1 / Math.max(1, rows)) ** drawn);

/** Whether no head takes steps, so that not all rows without a label are read. */
const isSolvedWhole = ({ unfreeze, tasks }: TrainOptions, situation: Situation): boolean =>
  !unfreeze && Object.entries(situation.tasks).every(([name, task]) => tasks[name]?.freeze || !isStepwise(task, tasks[name]?.head));

/** Of a token through the layers that stay as they are. */
const frozenBelow = (layers: number, open: number, { forward }: Speed): number => ((layers - open) / layers) * forward;

/** Of an epoch: heads that are solved or frozen take no steps. */
function headSeconds({ tasks, validation }: TrainOptions, situation: Situation, speed: Speed): number {
  const learning = Object.entries(situation.tasks).filter(([name, task]) => !tasks[name]?.freeze && isStepwise(task, tasks[name]?.head));
  const perRow = learning.reduce((sum, [, { level }]) => sum + HEAD[level] * (level === 'token' ? situation.tokensPerRow : 1), 0);
  return trainingRows(situation, validation) * perRow * speed.layer;
}
